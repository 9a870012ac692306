package io.readback.layer2.link;

import io.readback.layer2.frame.MacAddress;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.observe.TargetStatus;
import io.readback.spi.route.Route;
import io.readback.spi.route.RouteTable;
import io.readback.spi.target.DesiredTarget;
import io.readback.spi.target.LinkTarget;
import io.readback.spi.target.TargetId;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a node says of a target: advertised is what it answers for itself. */
final class LinkStatus {
  private LinkStatus() {}

  static TargetStatus of(
      TargetId id,
      DesiredTarget target,
      LinkNode node,
      SortedMap<String, String> problems,
      long lost) {
    SortedMap<IpAddress, MacAddress> rivals = node.rivals();
    SortedMap<IpPrefix, String> rejected = new TreeMap<>();
    List<Route> answered = new ArrayList<>();
    List<Route> accepted = new ArrayList<>();
    target
        .routes()
        .forEach(
            route -> {
              if (!route.prefix().isHost()) {
                rejected.put(
                    route.prefix(), "links are for single addresses, and this is a network");
                return;
              }
              accepted.add(route);
              IpAddress vip = route.prefix().network();
              boolean holds = node.holds(vip);
              boolean heard = node.hasInterface(vip);
              if (holds && heard) {
                answered.add(route);
              }
              if (rivals.containsKey(vip)) {
                rejected.put(
                    route.prefix(),
                    (holds ? "also answered by " : "waits for the silence of ") + rivals.get(vip));
              } else if (!heard) {
                rejected.put(route.prefix(), withoutInterface(target, node, problems));
              }
            });
    return TargetStatus.builder(id)
        .accepted(
            accepted.size() == target.routes().size() ? target.routes() : RouteTable.of(accepted))
        .advertised(
            answered.size() == target.routes().size() ? target.routes() : RouteTable.of(answered))
        .rejected(rejected)
        .link(node.activity(id, answered.size(), lost))
        .build();
  }

  private static String withoutInterface(
      DesiredTarget target, LinkNode node, SortedMap<String, String> problems) {
    String wanted =
        target.spec() instanceof LinkTarget link && !link.interfaces().isAll()
            ? " that the manifests name"
            : "";
    return "no interface"
        + wanted
        + " is there and up; taking part are "
        + node.interfaceNames()
        + (problems.isEmpty() ? "" : ", problems: " + problems);
  }
}
