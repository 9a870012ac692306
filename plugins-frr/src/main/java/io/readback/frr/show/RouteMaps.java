package io.readback.frr.show;

import io.readback.router.json.JsonDocuments;
import io.readback.spi.plugin.PluginException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** {@code show route-map json}: bgpd's route-maps by name. */
public record RouteMaps(SortedMap<String, List<Rule>> maps) {
  public RouteMaps {
    maps = Collections.unmodifiableSortedMap(new TreeMap<>(maps));
  }

  /**
   * A rule.
   *
   * @param matches the match clauses, all of which must hold, such as {@code ip address prefix-list
   *     VIPS}
   * @param plain whether a match ends the map: no call of another one, no continuing
   */
  public record Rule(long sequence, boolean permit, List<String> matches, boolean plain) {
    public Rule {
      matches = List.copyOf(matches);
    }
  }

  public static RouteMaps read(JsonDocuments documents) throws PluginException {
    SortedMap<String, List<Rule>> maps = new TreeMap<>();
    for (Map.Entry<String, JsonNode> map : BgpdPart.of(documents).entrySet()) {
      List<Rule> rules = new ArrayList<>();
      JsonNode listed = map.getValue().get("rules");
      if (listed == null || !listed.isArray()) {
        throw Fields.unreadable("route-map " + map.getKey(), "no list of rules");
      }
      for (JsonNode rule : listed) {
        rules.add(rule(rule));
      }
      maps.put(map.getKey(), List.copyOf(rules));
    }
    return new RouteMaps(maps);
  }

  private static Rule rule(JsonNode node) {
    List<String> matches = new ArrayList<>();
    JsonNode clauses = node.get("matchClauses");
    if (clauses != null) {
      clauses.forEach(c -> matches.add(c.asString("")));
    }
    return new Rule(
        Fields.number(node, "sequenceNumber", 0),
        Fields.text(node, "type").equals("permit"),
        matches,
        Fields.text(node, "action").equals("Exit routemap") && !node.has("callClause"));
  }
}
