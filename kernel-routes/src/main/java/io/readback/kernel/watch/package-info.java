/** What changes in the kernel without us. */
@NullMarked
package io.readback.kernel.watch;

import org.jspecify.annotations.NullMarked;
