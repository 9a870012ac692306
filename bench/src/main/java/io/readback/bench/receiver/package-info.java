/** The routers that take routes in, and what is asked of them while they do. */
@NullMarked
package io.readback.bench.receiver;

import org.jspecify.annotations.NullMarked;
