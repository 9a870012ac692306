package io.readback.frr.show;

import io.readback.router.json.JsonDocuments;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.plugin.PluginException;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * {@code show bgp peer-group json}: from where the router takes neighbours it has no line for.
 *
 * @param ranges the ranges with the name of their peer-group
 */
public record ListenRanges(SortedMap<IpPrefix, String> ranges) {
  public ListenRanges {
    ranges = Collections.unmodifiableSortedMap(new TreeMap<>(ranges));
  }

  /** The range that an address lies in, with its peer-group. */
  public Optional<Map.Entry<IpPrefix, String>> holding(IpAddress address) {
    return ranges.entrySet().stream().filter(e -> e.getKey().contains(address)).findFirst();
  }

  public static ListenRanges read(JsonDocuments documents) throws PluginException {
    SortedMap<IpPrefix, String> ranges = new TreeMap<>();
    documents.nextMembers(
        (group, value) -> {
          JsonNode dynamic = value.get("dynamicRanges");
          if (dynamic == null) {
            return;
          }
          for (JsonNode family : dynamic) {
            JsonNode listed = family.get("ranges");
            if (listed != null) {
              for (JsonNode range : listed) {
                Fields.prefix(range.asString("")).ifPresent(p -> ranges.put(p, group));
              }
            }
          }
        });
    return new ListenRanges(ranges);
  }
}
