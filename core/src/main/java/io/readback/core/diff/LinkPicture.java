package io.readback.core.diff;

import io.readback.core.plan.ClusterPlan;
import io.readback.core.plan.NodePlan;
import io.readback.core.plan.PlannedTarget;
import io.readback.spi.net.IpAddress;
import io.readback.spi.route.Path;
import io.readback.spi.target.LinkInterfaces;
import io.readback.spi.target.LinkMember;
import io.readback.spi.target.LinkOrder;
import io.readback.spi.target.LinkTarget;
import io.readback.spi.target.TargetId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How a VIP is to be known on links.
 *
 * @param manifests the dialect and the names of the manifests that are for it
 * @param candidates the nodes that may answer, the one that does while all are there first, then
 *     who follows it
 * @param interfaces where the first of them answers: names, and regular expressions; none: all that
 *     lead outside
 */
public record LinkPicture(String manifests, List<String> candidates, List<String> interfaces) {
  public LinkPicture {
    candidates = List.copyOf(candidates);
    interfaces = List.copyOf(interfaces);
  }

  /** By VIP, as planned for all nodes. */
  static SortedMap<IpAddress, LinkPicture> of(ClusterPlan plan) {
    SortedMap<IpAddress, LinkPicture> out = new TreeMap<>();
    Set<TargetId> seen = new HashSet<>();
    for (NodePlan node : plan.nodes().values()) {
      for (PlannedTarget target : node.targets().values()) {
        if (target.desired().spec() instanceof LinkTarget link && seen.add(target.id())) {
          add(plan, link, target, out);
        }
      }
    }
    return out;
  }

  private static void add(
      ClusterPlan plan,
      LinkTarget link,
      PlannedTarget target,
      SortedMap<IpAddress, LinkPicture> out) {
    Map<Path, List<LinkMember>> rings = new HashMap<>();
    Map<List<String>, LinkPicture> pictures = new HashMap<>();
    target
        .desired()
        .routes()
        .forEach(
            route -> {
              List<LinkMember> ring =
                  rings.computeIfAbsent(route.path(), p -> LinkOrder.ring(link.candidates(p)));
              IpAddress vip = route.prefix().network();
              List<String> line = LinkOrder.line(ring, LinkOrder.shard(vip), ring.size());
              out.put(
                  vip,
                  pictures.computeIfAbsent(
                      line,
                      l ->
                          new LinkPicture(
                              target.id().owner() + "/" + target.id().name(),
                              l,
                              interfaces(plan, target.id(), l))));
            });
  }

  private static List<String> interfaces(ClusterPlan plan, TargetId id, List<String> line) {
    PlannedTarget target = line.isEmpty() ? null : plan.node(line.get(0)).targets().get(id);
    if (target == null || !(target.desired().spec() instanceof LinkTarget link)) {
      return List.of();
    }
    LinkInterfaces interfaces = link.interfaces();
    List<String> out = new ArrayList<>(interfaces.names());
    out.addAll(interfaces.patterns());
    return out;
  }
}
