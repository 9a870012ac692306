/** What must hold routes: BGP sessions and links. */
@NullMarked
package io.readback.spi.target;

import org.jspecify.annotations.NullMarked;
