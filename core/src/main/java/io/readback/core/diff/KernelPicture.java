package io.readback.core.diff;

import io.readback.core.plan.ClusterPlan;
import io.readback.core.plan.NodePlan;
import io.readback.core.plan.PlannedTarget;
import io.readback.spi.net.PrefixMap;
import io.readback.spi.route.NextHop;
import io.readback.spi.route.Path;
import io.readback.spi.route.RouteTable;
import io.readback.spi.target.KernelTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Routes that a node's kernel is to hold.
 *
 * @param place what all of them have in common
 * @param routes by prefix where they lead: next hops with their weights, or an interface; none:
 *     packets are dropped
 */
public record KernelPicture(Place place, PrefixMap<List<String>> routes) {
  /**
   * Where routes stand, and whose they are.
   *
   * @param manifest that asks for them
   * @param mode local, table, nexthops or discard
   * @param groups how routes lead by nexthop groups, in words; empty in other modes
   */
  public record Place(
      String manifest, String mode, long table, long metric, int protocol, String groups) {}

  /** A route with its place. */
  public record Row(Place place, List<String> via) {
    public Row {
      via = List.copyOf(via);
    }
  }

  /** By node and target, as planned. */
  static SortedMap<KernelKey, KernelPicture> of(ClusterPlan plan) {
    SortedMap<KernelKey, KernelPicture> out = new TreeMap<>();
    // nodes of a manifest hold the same table, or the same paths
    Map<List<String>, List<String>> ways = new HashMap<>();
    Map<Object, PrefixMap<List<String>>> known = new HashMap<>();
    for (NodePlan node : plan.nodes().values()) {
      for (PlannedTarget target : node.targets().values()) {
        if (target.desired().spec() instanceof KernelTable spec) {
          RouteTable routes = target.desired().routes();
          out.put(
              new KernelKey(node.node(), spec.name()),
              new KernelPicture(
                  new Place(
                      target.configuredBy().toString(),
                      spec.mode().name().toLowerCase(Locale.ROOT),
                      spec.table(),
                      spec.metric(),
                      spec.protocol(),
                      groups(spec)),
                  known.computeIfAbsent(
                      List.of(spec.mode(), spec.device(), new Same(routes)),
                      k -> ways(spec, routes, ways))));
        }
      }
    }
    return out;
  }

  /** A table by its identity: comparing two takes longer than finding its ways again. */
  private record Same(RouteTable table) {
    @Override
    public boolean equals(Object o) {
      return o instanceof Same other && other.table.paths() == table.paths();
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(table.paths());
    }
  }

  private static String groups(KernelTable spec) {
    if (spec.mode() != KernelTable.Mode.NEXTHOPS) {
      return "";
    }
    return spec.groups().use().name().toLowerCase(Locale.ROOT)
        + spec.groups()
            .resilience()
            .map(
                r ->
                    ", resilient with %d buckets, idle %d s, unbalanced %d s"
                        .formatted(
                            r.buckets(),
                            r.idleTimer().toSeconds(),
                            r.unbalancedTimer().toSeconds()))
            .orElse("");
  }

  private static PrefixMap<List<String>> ways(
      KernelTable spec, RouteTable routes, Map<List<String>, List<String>> shared) {
    PrefixMap<List<String>> out = PrefixMap.empty();
    for (Map.Entry<io.readback.spi.net.IpPrefix, Path> e : routes.paths()) {
      List<String> way = way(spec, e.getValue());
      out = out.with(e.getKey(), shared.computeIfAbsent(way, w -> w));
    }
    return out;
  }

  private static List<String> way(KernelTable spec, Path path) {
    return switch (spec.mode()) {
      case LOCAL -> List.of("lo");
      case TABLE -> List.of(spec.device());
      case DISCARD -> List.of();
      case NEXTHOPS -> {
        List<String> hops = new ArrayList<>();
        for (NextHop hop : path.nextHops()) {
          hops.add(hop.toString());
        }
        yield List.copyOf(hops);
      }
    };
  }
}
