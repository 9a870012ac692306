/** The state machine of RFC 4271 section 8, without sockets or clocks. */
@NullMarked
package io.readback.bgp.fsm;

import org.jspecify.annotations.NullMarked;
