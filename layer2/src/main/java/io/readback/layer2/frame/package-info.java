/** Ethernet frames of ARP (RFC 826, 5227) and neighbour discovery (RFC 4861) on the wire. */
@NullMarked
package io.readback.layer2.frame;

import org.jspecify.annotations.NullMarked;
