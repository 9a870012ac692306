package io.readback.layer2.link;

import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What an interface must hear.
 *
 * @param ipv4 prefixes that hold all its IPv4 VIPs; none: no ARP at all
 * @param ipv6 likewise, for neighbour discovery
 * @param groups the solicited-node groups of its IPv6 VIPs
 */
public record Listening(List<IpPrefix> ipv4, List<IpPrefix> ipv6, SortedSet<IpAddress> groups) {
  public static final Listening NOTHING =
      new Listening(List.of(), List.of(), Collections.emptySortedSet());

  public Listening {
    ipv4 = List.copyOf(ipv4);
    ipv6 = List.copyOf(ipv6);
    groups = Collections.unmodifiableSortedSet(new TreeSet<>(groups));
  }
}
