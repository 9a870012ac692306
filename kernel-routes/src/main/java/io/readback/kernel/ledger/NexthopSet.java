package io.readback.kernel.ledger;

import io.readback.linux.route.Nexthop;
import io.readback.spi.net.IpAddress;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What a nexthop group leads to: two routes with equal sets share a group.
 *
 * @param protocol whose the group is
 * @param hops at least one, sorted, each gateway and interface once
 */
record NexthopSet(int protocol, List<Hop> hops, Optional<Nexthop.Resilience> resilience) {
  /**
   * @param weight 1 to 256
   */
  record Hop(IpAddress gateway, int interfaceIndex, int weight) {
    private static final Comparator<Hop> ORDER =
        Comparator.comparing(Hop::gateway)
            .thenComparingInt(Hop::interfaceIndex)
            .thenComparingInt(Hop::weight);
  }

  NexthopSet {
    hops = hops.stream().sorted(Hop.ORDER).toList();
  }

  /** Whether the kernel lets a group of this set become one of another. */
  boolean canBecome(NexthopSet other) {
    return protocol == other.protocol
        && resilience
            .map(Nexthop.Resilience::buckets)
            .equals(other.resilience.map(Nexthop.Resilience::buckets));
  }
}
