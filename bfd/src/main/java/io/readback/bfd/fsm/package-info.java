/**
 * One BFD session as a pure function (RFC 5880 section 6.8), without sockets, threads or clocks.
 */
@NullMarked
package io.readback.bfd.fsm;

import org.jspecify.annotations.NullMarked;
