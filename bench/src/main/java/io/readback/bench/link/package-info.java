/** VIPs on a link: answers to ARP under load, and how long a VIP is without an owner. */
@NullMarked
package io.readback.bench.link;

import org.jspecify.annotations.NullMarked;
