/** Which nodes are there, by BFD between their addresses. */
@NullMarked
package io.readback.layer2.alive;

import org.jspecify.annotations.NullMarked;
