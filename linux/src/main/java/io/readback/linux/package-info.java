/** Linux as the other modules see it: everything that knows jnr-ffi or a constant of the kernel. */
@NullMarked
package io.readback.linux;

import org.jspecify.annotations.NullMarked;
