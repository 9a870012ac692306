/** Commands for routers, put together from fixed words and typed values only. */
@NullMarked
package io.readback.router.command;

import org.jspecify.annotations.NullMarked;
