/** How fast routes get into the kernel and out of it, by several programs on one node. */
@NullMarked
package io.readback.bench.kernel;

import org.jspecify.annotations.NullMarked;
