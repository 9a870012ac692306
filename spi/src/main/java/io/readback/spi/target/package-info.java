/** What must hold routes: BGP sessions, later kernel tables and links. */
@NullMarked
package io.readback.spi.target;

import org.jspecify.annotations.NullMarked;
