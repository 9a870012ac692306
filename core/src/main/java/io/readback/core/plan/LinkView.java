package io.readback.core.plan;

import io.readback.core.model.ServiceRef;
import io.readback.core.plan.ExpectedRoutes.ExpectedHop;
import io.readback.core.plan.ExpectedRoutes.ExpectedRoute;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.net.PrefixMap;
import io.readback.spi.route.Path;
import io.readback.spi.route.PathAttributes;
import io.readback.spi.route.RouteTable;
import io.readback.spi.target.LinkMember;
import io.readback.spi.target.LinkTarget;
import io.readback.spi.target.TargetId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.pcollections.TreePSet;

/**
 * Who may answer for which addresses on one link, with what it was worked out from, so that the
 * next version costs only what changed. The next hops of a route are the nodes that may answer, of
 * which one does.
 */
final class LinkView {
  private final SortedMap<TargetId, Source> sources;
  private final PrefixMap<TreePSet<ServiceRef>> owners;
  private final ExpectedRoutes routes;

  /** All members of a target hold the same routes: one of them stands for it. */
  private record Source(LinkTarget target, RouteTable table) {}

  private LinkView(
      SortedMap<TargetId, Source> sources,
      PrefixMap<TreePSet<ServiceRef>> owners,
      ExpectedRoutes routes) {
    this.sources = sources;
    this.owners = owners;
    this.routes = routes;
  }

  ExpectedRoutes routes() {
    return routes;
  }

  /**
   * @param interfaceName the interface that leads to the link, on all nodes
   * @param before a view of the same link, from whichever plan
   */
  static LinkView of(
      Iterable<NodePlan> nodes,
      String interfaceName,
      PrefixMap<TreePSet<ServiceRef>> owners,
      Optional<LinkView> before) {
    SortedMap<TargetId, Source> sources = sources(nodes, interfaceName);
    PrefixMap<ExpectedRoute> routes = PrefixMap.empty();
    SortedSet<IpPrefix> changed = new TreeSet<>();
    if (before.isPresent() && members(before.get().sources).equals(members(sources))) {
      SortedMap<TargetId, Source> old = before.get().sources;
      routes = before.get().routes.routes();
      sources.forEach(
          (id, source) -> {
            Source was = old.get(id);
            RouteTable from = was == null ? RouteTable.EMPTY : was.table();
            ChangedPrefixes.collect(from.paths(), source.table().paths(), changed);
          });
      ChangedPrefixes.collect(before.get().owners, owners, changed);
    } else {
      sources
          .values()
          .forEach(s -> ChangedPrefixes.collect(PrefixMap.empty(), s.table().paths(), changed));
    }
    for (IpPrefix prefix : changed) {
      ExpectedRoute route = route(prefix, sources, owners);
      routes = route == null ? routes.without(prefix) : routes.with(prefix, route);
    }
    return new LinkView(sources, owners, new ExpectedRoutes(routes, new TreeMap<>()));
  }

  private static SortedMap<TargetId, Source> sources(
      Iterable<NodePlan> nodes, String interfaceName) {
    SortedMap<TargetId, Source> out = new TreeMap<>();
    for (NodePlan node : nodes) {
      for (PlannedTarget target : node.targets().values()) {
        if (target.desired().spec() instanceof LinkTarget link
            && link.interfaces().selects(interfaceName)) {
          out.putIfAbsent(link.id(), new Source(link, target.desired().routes()));
        }
      }
    }
    return out;
  }

  private static SortedMap<TargetId, SortedMap<String, LinkMember>> members(
      SortedMap<TargetId, Source> sources) {
    SortedMap<TargetId, SortedMap<String, LinkMember>> out = new TreeMap<>();
    sources.forEach((id, source) -> out.put(id, source.target().members()));
    return out;
  }

  private static @Nullable ExpectedRoute route(
      IpPrefix prefix,
      SortedMap<TargetId, Source> sources,
      PrefixMap<TreePSet<ServiceRef>> owners) {
    List<ExpectedHop> hops = new ArrayList<>();
    sources.forEach(
        (id, source) -> {
          Path path = source.table().get(prefix);
          if (path != null) {
            for (LinkMember member : source.target().candidates(path)) {
              hops.add(new ExpectedHop(member.node(), id, member.address(), PathAttributes.NONE));
            }
          }
        });
    TreePSet<ServiceRef> of = owners.get(prefix);
    return hops.isEmpty()
        ? null
        : new ExpectedRoute(prefix, hops, of == null ? new TreeSet<>() : of, new TreeSet<>());
  }
}
