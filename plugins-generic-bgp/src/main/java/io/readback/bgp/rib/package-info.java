/** Adj-RIB-Out and Adj-RIB-In of a peer, without channels or clocks. */
@NullMarked
package io.readback.bgp.rib;

import org.jspecify.annotations.NullMarked;
