/** Records of messages and states in the MRT format (RFC 6396, RFC 8050). */
@NullMarked
package io.readback.bgp.mrt;

import org.jspecify.annotations.NullMarked;
