/** Where a run takes place: the two nodes, what passes between them, and daemons' sockets. */
@NullMarked
package io.readback.bench.scene;

import org.jspecify.annotations.NullMarked;
