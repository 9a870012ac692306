package io.readback.testkit;

import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.net.PrefixMap;
import io.readback.spi.observe.Interest;
import io.readback.spi.route.NextHop;
import io.readback.spi.route.Path;
import io.readback.spi.route.PathAttributes;
import io.readback.spi.route.Route;
import io.readback.spi.route.RouteTable;
import io.readback.spi.target.BgpInstance;
import io.readback.spi.target.BgpSession;
import io.readback.spi.target.DesiredState;
import io.readback.spi.target.DesiredTarget;
import io.readback.spi.target.TargetId;
import io.readback.spi.target.TargetSpec;
import java.util.List;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Short ways to routes, targets and states, for tests. */
public final class Routes {
  private Routes() {}

  /** A table of these prefixes, each with the announcer itself as next hop and no attributes. */
  public static RouteTable table(String... prefixes) {
    RouteTable out = RouteTable.EMPTY;
    for (String prefix : prefixes) {
      out = out.with(IpPrefix.parse(prefix), Path.self(PathAttributes.NONE));
    }
    return out;
  }

  /** A route through fixed next hops. */
  public static Route via(String prefix, String... nextHops) {
    List<NextHop> hops = new java.util.ArrayList<>();
    for (String hop : nextHops) {
      hops.add(new NextHop.Address(IpAddress.parse(hop)));
    }
    return new Route(IpPrefix.parse(prefix), new Path(hops, PathAttributes.NONE));
  }

  /** An external session of AS 64512 with a peer at a documentation address, AS 64513. */
  public static BgpSession session(String peer) {
    return BgpSession.builder(
            new BgpInstance("test", 64512, IpAddress.parse("192.0.2.1"), OptionalInt.empty()),
            peer,
            IpAddress.parse("192.0.2.2"))
        .peerAsn(64513)
        .build();
  }

  /** A state of one target. */
  public static DesiredState state(long generation, TargetSpec target, RouteTable routes) {
    return state(generation, List.of(new DesiredTarget(target, routes)));
  }

  public static DesiredState state(long generation, List<DesiredTarget> targets) {
    SortedMap<TargetId, DesiredTarget> map = new TreeMap<>();
    targets.forEach(t -> map.put(t.spec().id(), t));
    return new DesiredState(generation, map);
  }

  /** Asks for these routes with their next hops, each by itself, and for no peers. */
  public static Interest interest(List<Route> expected) {
    PrefixMap<SortedSet<IpAddress>> prefixes = PrefixMap.empty();
    SortedSet<IpPrefix> covering = new TreeSet<>();
    for (Route route : expected) {
      SortedSet<IpAddress> hops = new TreeSet<>();
      for (NextHop hop : route.path().nextHops()) {
        if (hop instanceof NextHop.Address a) {
          hops.add(a.address());
        }
      }
      prefixes = prefixes.with(route.prefix(), hops);
      covering.add(route.prefix());
    }
    return new Interest(prefixes, covering, new TreeMap<>());
  }
}
