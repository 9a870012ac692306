package io.readback.core.plan;

import io.readback.core.model.ServiceRef;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.net.PrefixMap;
import io.readback.spi.route.PathAttributes;
import io.readback.spi.target.TargetId;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What all nodes together should make a router hold.
 *
 * @param routes by prefix; each has at least one hop
 * @param peers our speakers that should have a session with it, by the address it knows them by
 */
public record ExpectedRoutes(
    PrefixMap<ExpectedRoute> routes, SortedMap<IpAddress, ExpectedPeer> peers) {
  public static final ExpectedRoutes NONE = new ExpectedRoutes(PrefixMap.empty(), new TreeMap<>());

  public ExpectedRoutes {
    peers = Collections.unmodifiableSortedMap(new TreeMap<>(peers));
  }

  /**
   * A prefix with everybody who should announce it.
   *
   * @param hops by node, then by session
   * @param services owners of the prefix; several share an address or an aggregate
   * @param podNetworkOf the nodes whose pod network the prefix is
   */
  public record ExpectedRoute(
      IpPrefix prefix,
      List<ExpectedHop> hops,
      SortedSet<ServiceRef> services,
      SortedSet<String> podNetworkOf) {
    public ExpectedRoute {
      hops = List.copyOf(hops);
      services = Collections.unmodifiableSortedSet(services);
      podNetworkOf = Collections.unmodifiableSortedSet(podNetworkOf);
    }

    /** The addresses the router should forward to. */
    public SortedSet<IpAddress> nextHops() {
      SortedSet<IpAddress> out = new TreeSet<>();
      hops.forEach(h -> out.add(h.nextHop()));
      return out;
    }
  }

  /**
   * One node's share in a route.
   *
   * @param session the session that carries it
   */
  public record ExpectedHop(
      String node, TargetId session, IpAddress nextHop, PathAttributes attributes) {}

  /**
   * A session that should be there.
   *
   * @param asn the AS number of our speaker
   */
  public record ExpectedPeer(
      String node, TargetId session, long asn, List<AddressFamily> families) {
    public ExpectedPeer {
      families = List.copyOf(families);
    }
  }
}
