/** The announcer: one thread that owns the routes. */
@NullMarked
package io.readback.kernel.announce;

import org.jspecify.annotations.NullMarked;
