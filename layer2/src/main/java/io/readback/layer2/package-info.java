/** VIPs on a link: ARP (RFC 826) and neighbour discovery (RFC 4861). */
@NullMarked
package io.readback.layer2;

import org.jspecify.annotations.NullMarked;
