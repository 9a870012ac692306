package io.readback.frr.show;

import io.readback.router.json.JsonDocuments;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.plugin.PluginException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/** {@code show ip route COVER longer-prefixes json}, and the same of IPv6. */
public record RibTable(SortedMap<IpPrefix, List<RibRoute>> routes) {
  public RibTable {
    routes = Collections.unmodifiableSortedMap(new TreeMap<>(routes));
  }

  /** Keeps the prefixes that are {@code wanted}. An empty document is an empty table. */
  public static RibTable read(JsonDocuments documents, Predicate<IpPrefix> wanted)
      throws PluginException {
    SortedMap<IpPrefix, List<RibRoute>> routes = new TreeMap<>();
    documents.nextMembers(
        (name, value) -> {
          if (name.equals("warning")) {
            throw Fields.unreadable("routes", value.asString(""));
          }
          Optional<IpPrefix> prefix = Fields.prefix(name);
          if (prefix.isEmpty() || !value.isArray()) {
            throw Fields.unreadable("routes", "'" + name + "' is not a prefix with its routes");
          }
          if (!wanted.test(prefix.get())) {
            return;
          }
          List<RibRoute> listed = new ArrayList<>();
          for (JsonNode route : value) {
            listed.add(RibRoute.read(route));
          }
          routes.put(prefix.get(), List.copyOf(listed));
        });
    return new RibTable(routes);
  }
}
