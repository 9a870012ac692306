package io.readback.core.plan;

import io.readback.core.model.ServiceRef;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.net.PrefixMap;
import io.readback.spi.route.Path;
import io.readback.spi.route.RouteTable;
import io.readback.spi.target.BgpSession;
import io.readback.spi.target.TargetId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.pcollections.TreePSet;

/**
 * What one router should hold, with what it was worked out from, so that the next version costs
 * only what changed.
 */
final class ExpectedView {
  private final List<Source> sources;
  private final Owners owners;
  private final ExpectedRoutes routes;

  /** Owners of prefixes: Services, and nodes whose pod networks they are. */
  record Owners(PrefixMap<TreePSet<ServiceRef>> services, PrefixMap<TreePSet<String>> podNetworks) {
    static final Owners NONE = new Owners(PrefixMap.empty(), PrefixMap.empty());
  }

  /** A session with the router, and its routes. */
  private record Source(Speaker speaker, RouteTable table) {}

  /** Who announces on a session. */
  private record Speaker(
      String node, TargetId session, IpAddress address, long asn, List<AddressFamily> families) {}

  private ExpectedView(List<Source> sources, Owners owners, ExpectedRoutes routes) {
    this.sources = sources;
    this.owners = owners;
    this.routes = routes;
  }

  ExpectedRoutes routes() {
    return routes;
  }

  /**
   * @param before a view of the same router, from whichever plan
   */
  static ExpectedView of(
      Iterable<NodePlan> nodes,
      Set<IpAddress> router,
      Owners owners,
      Optional<ExpectedView> before) {
    List<Source> sources = sources(nodes, router);
    SortedMap<IpAddress, ExpectedRoutes.ExpectedPeer> peers = peers(sources);
    PrefixMap<ExpectedRoutes.ExpectedRoute> routes = PrefixMap.empty();
    SortedSet<IpPrefix> changed = new TreeSet<>();
    if (before.isPresent() && speakers(before.get().sources).equals(speakers(sources))) {
      routes = before.get().routes.routes();
      for (int i = 0; i < sources.size(); i++) {
        ChangedPrefixes.collect(
            before.get().sources.get(i).table.paths(), sources.get(i).table.paths(), changed);
      }
      ChangedPrefixes.collect(before.get().owners.services(), owners.services(), changed);
      ChangedPrefixes.collect(before.get().owners.podNetworks(), owners.podNetworks(), changed);
    } else {
      for (Source source : sources) {
        ChangedPrefixes.collect(PrefixMap.empty(), source.table.paths(), changed);
      }
    }
    for (IpPrefix prefix : changed) {
      ExpectedRoutes.ExpectedRoute route = route(prefix, sources, owners);
      routes = route == null ? routes.without(prefix) : routes.with(prefix, route);
    }
    return new ExpectedView(sources, owners, new ExpectedRoutes(routes, peers));
  }

  private static List<Source> sources(Iterable<NodePlan> nodes, Set<IpAddress> router) {
    List<Source> out = new ArrayList<>();
    for (NodePlan node : nodes) {
      for (PlannedTarget target : node.sessions().values()) {
        BgpSession session = target.session();
        if (router.contains(session.peerAddress()) && target.speakerAddress().isPresent()) {
          out.add(
              new Source(
                  new Speaker(
                      node.node(),
                      target.id(),
                      target.speakerAddress().get(),
                      session.localAsn(),
                      session.families()),
                  target.desired().routes()));
        }
      }
    }
    return out;
  }

  private static List<Speaker> speakers(List<Source> sources) {
    return sources.stream().map(Source::speaker).toList();
  }

  private static SortedMap<IpAddress, ExpectedRoutes.ExpectedPeer> peers(List<Source> sources) {
    SortedMap<IpAddress, ExpectedRoutes.ExpectedPeer> out = new TreeMap<>();
    for (Source source : sources) {
      Speaker s = source.speaker;
      out.putIfAbsent(
          s.address, new ExpectedRoutes.ExpectedPeer(s.node, s.session, s.asn, s.families));
    }
    return out;
  }

  private static ExpectedRoutes.@Nullable ExpectedRoute route(
      IpPrefix prefix, List<Source> sources, Owners owners) {
    List<ExpectedRoutes.ExpectedHop> hops = new ArrayList<>();
    for (Source source : sources) {
      Path path = source.table.get(prefix);
      if (path != null) {
        hops.add(
            new ExpectedRoutes.ExpectedHop(
                source.speaker.node,
                source.speaker.session,
                nextHop(source.speaker.address, prefix.family()),
                path.attributes()));
      }
    }
    return hops.isEmpty()
        ? null
        : new ExpectedRoutes.ExpectedRoute(
            prefix,
            hops,
            orEmpty(owners.services().get(prefix)),
            orEmpty(owners.podNetworks().get(prefix)));
  }

  /**
   * The speaker's own address, also for IPv4 routes on an IPv6 session (RFC 8950); IPv6 routes on
   * an IPv4 session carry it as an IPv4-mapped address.
   */
  private static IpAddress nextHop(IpAddress speaker, AddressFamily family) {
    return family == AddressFamily.IPV6 && speaker.isIpv4()
        ? IpAddress.ofBits(
            AddressFamily.IPV6, 0, 0xffff_0000_0000L | (speaker.ipv4Value() & 0xffff_ffffL))
        : speaker;
  }

  private static <E extends Comparable<E>> SortedSet<E> orEmpty(@Nullable TreePSet<E> set) {
    return set == null ? new TreeSet<>() : set;
  }
}
