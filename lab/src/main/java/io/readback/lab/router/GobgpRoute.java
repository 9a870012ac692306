package io.readback.lab.router;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;

/** Reads a path as GoBGP prints it: attributes as a list, told apart by their type. */
final class GobgpRoute {
  private GobgpRoute() {}

  static HeldRoute of(String prefix, JsonNode path) {
    String nextHop = "";
    List<String> asPath = new ArrayList<>();
    OptionalLong localPref = OptionalLong.empty();
    OptionalLong med = OptionalLong.empty();
    List<String> communities = new ArrayList<>();
    List<String> large = new ArrayList<>();
    List<String> targets = new ArrayList<>();
    List<Long> bandwidths = new ArrayList<>();
    for (JsonNode attribute : path.path("attrs")) {
      switch (attribute.path("type").asInt(0)) {
        case 2 ->
            attribute
                .path("as_paths")
                .forEach(s -> s.path("asns").forEach(n -> asPath.add(n.asString())));
        case 3, 14 -> nextHop = attribute.path("nexthop").asString("");
        case 4 -> med = Json.number(attribute.path("metric"));
        case 5 -> localPref = Json.number(attribute.path("value"));
        case 8 ->
            attribute
                .path("communities")
                .forEach(c -> communities.add((c.asLong() >>> 16) + ":" + (c.asLong() & 0xffff)));
        case 16 -> {
          attribute.path("value").forEach(c -> target(c).ifPresent(targets::add));
          bandwidths.addAll(HeldRoute.bandwidths(attribute.toString()));
        }
        case 32 ->
            attribute
                .path("value")
                .forEach(
                    c ->
                        large.add(
                            "%d:%d:%d"
                                .formatted(
                                    c.path("ASN").asLong(),
                                    c.path("LocalData1").asLong(),
                                    c.path("LocalData2").asLong())));
        default -> {}
      }
    }
    return new HeldRoute(
        prefix,
        nextHop,
        String.join(" ", asPath),
        localPref,
        med,
        communities,
        large,
        targets,
        bandwidths);
  }

  /** The value of an extended community of subtype 2, in any of its three types. */
  private static Optional<String> target(JsonNode community) {
    return community.path("subtype").asInt(0) == 2
        ? Optional.of(community.path("value").asString(""))
        : Optional.empty();
  }
}
