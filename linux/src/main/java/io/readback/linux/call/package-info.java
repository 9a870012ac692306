/** System calls: the one place that knows jnr-ffi. File descriptors, native buffers, namespaces. */
@NullMarked
package io.readback.linux.call;

import org.jspecify.annotations.NullMarked;
