/**
 * The BGP Monitoring Protocol (RFC 7854, 8671, 9069): its messages, telling collectors of our
 * sessions, and a station that routers tell of theirs.
 */
@NullMarked
package io.readback.bgp.bmp;

import org.jspecify.annotations.NullMarked;
