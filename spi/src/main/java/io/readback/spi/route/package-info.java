/** What is announced: paths by prefix. */
@NullMarked
package io.readback.spi.route;

import org.jspecify.annotations.NullMarked;
