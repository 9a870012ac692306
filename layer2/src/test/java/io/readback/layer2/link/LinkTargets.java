package io.readback.layer2.link;

import io.readback.spi.net.IpAddress;
import io.readback.spi.route.Path;
import io.readback.spi.route.PathAttributes;
import io.readback.spi.route.RouteTable;
import io.readback.spi.target.DesiredTarget;
import io.readback.spi.target.LinkInterfaces;
import io.readback.spi.target.LinkMember;
import io.readback.spi.target.LinkTarget;
import io.readback.spi.target.TargetId;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Targets for tests. */
public final class LinkTargets {
  private LinkTargets() {}

  /** All members may answer for all VIPs. */
  public static SortedMap<TargetId, DesiredTarget> of(
      String self, Map<String, String> members, List<String> vips, String... interfaces) {
    RouteTable routes = RouteTable.EMPTY;
    for (String vip : vips) {
      routes = routes.with(IpAddress.parse(vip).toPrefix(), Path.self(PathAttributes.NONE));
    }
    return of(self, members, routes, interfaces);
  }

  public static SortedMap<TargetId, DesiredTarget> of(
      String self, Map<String, String> members, RouteTable routes, String... interfaces) {
    SortedMap<String, LinkMember> all = new TreeMap<>();
    members.forEach(
        (node, address) ->
            all.put(node, new LinkMember(node, List.of(IpAddress.parse(address)), 0)));
    LinkTarget target =
        new LinkTarget(
            "metallb",
            "lan",
            self,
            new LinkInterfaces(new TreeSet<>(List.of(interfaces)), new TreeSet<>()),
            all);
    SortedMap<TargetId, DesiredTarget> out = new TreeMap<>();
    out.put(target.id(), new DesiredTarget(target, routes));
    return out;
  }
}
