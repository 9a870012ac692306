/** A node on its links: what it knows and does as pure logic, and the thread and sockets for it. */
@NullMarked
package io.readback.layer2.link;

import org.jspecify.annotations.NullMarked;
