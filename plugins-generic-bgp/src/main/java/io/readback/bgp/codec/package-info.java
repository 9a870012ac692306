/** Messages to octets and back, and what RFC 4271 section 6 and RFC 7606 make of bad octets. */
@NullMarked
package io.readback.bgp.codec;

import org.jspecify.annotations.NullMarked;
