package io.readback.frr.show;

import io.readback.router.json.JsonDocuments;
import io.readback.spi.plugin.PluginException;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * Policy objects come as a document for each daemon, {@code {"BGP": {NAME: {…}}}} among them. Only
 * bgpd's say what happens to a BGP route.
 */
final class BgpdPart {
  private BgpdPart() {}

  static SortedMap<String, JsonNode> of(JsonDocuments documents) throws PluginException {
    SortedMap<String, JsonNode> out = new TreeMap<>();
    boolean found = false;
    while (documents.hasNext()) {
      for (Map.Entry<String, JsonNode> daemon : documents.next().properties()) {
        String name = daemon.getKey().toUpperCase(Locale.ROOT);
        if ((name.equals("BGP") || name.equals("BGPD")) && daemon.getValue().isObject()) {
          found = true;
          daemon.getValue().properties().forEach(e -> out.put(e.getKey(), e.getValue()));
        }
      }
    }
    if (!found) {
      throw Fields.unreadable("policy", "nothing of the BGP daemon in it");
    }
    return out;
  }
}
