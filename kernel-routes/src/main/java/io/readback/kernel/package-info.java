/** Routes in the kernel of the host. */
@NullMarked
package io.readback.kernel;

import org.jspecify.annotations.NullMarked;
