package io.readback.lab.router;

import io.readback.lab.LabNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * A route in a node's main kernel table.
 *
 * @param prefix with its length, host routes too; {@code default} as {@code 0.0.0.0/0} or {@code
 *     ::/0}
 * @param protocol who made it, as iproute2 names it: {@code bgp}, {@code kernel}, {@code static},
 *     {@code bird}
 * @param nextHops the gateways in order, none for a connected route
 */
public record KernelRoute(String prefix, String protocol, List<String> nextHops) {
  public KernelRoute {
    nextHops = List.copyOf(nextHops);
  }

  /** The IPv4 routes of a node, in the order of their text. */
  public static List<KernelRoute> ipv4(LabNode node) {
    return read(node, "-4", "/32", "0.0.0.0/0");
  }

  /** The IPv6 routes of a node, in the order of their text. */
  public static List<KernelRoute> ipv6(LabNode node) {
    return read(node, "-6", "/128", "::/0");
  }

  private static List<KernelRoute> read(LabNode node, String family, String host, String all) {
    return parse(node.network("ip", family, "-j", "route", "show").orFail().out(), host, all);
  }

  static List<KernelRoute> parse(String text, String host, String all) {
    List<KernelRoute> routes = new ArrayList<>();
    for (JsonNode route : Json.parse("ip route", text)) {
      String to = route.path("dst").asString();
      String prefix = to.equals("default") ? all : to.contains("/") ? to : to + host;
      routes.add(new KernelRoute(prefix, route.path("protocol").asString(), gateways(route)));
    }
    routes.sort(Comparator.comparing(KernelRoute::prefix));
    return List.copyOf(routes);
  }

  private static List<String> gateways(JsonNode route) {
    List<String> found = new ArrayList<>();
    JsonNode members = route.path("nexthops");
    if (members.isArray()) {
      members.forEach(member -> found.addAll(gateways(member)));
    } else if (route.has("gateway")) {
      found.add(route.path("gateway").asString());
    } else if (route.has("via")) {
      found.add(route.path("via").path("host").asString());
    }
    return found.stream().sorted().toList();
  }
}
