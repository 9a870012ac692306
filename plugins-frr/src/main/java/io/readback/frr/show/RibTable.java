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
import java.util.concurrent.atomic.AtomicInteger;
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
    return read(documents, wanted, r -> false, 0);
  }

  /**
   * As above, and keeps up to {@code limit} of the prefixes that are not wanted and have a route
   * like {@code others}.
   */
  public static RibTable read(
      JsonDocuments documents, Predicate<IpPrefix> wanted, Predicate<RibRoute> others, int limit)
      throws PluginException {
    AtomicInteger left = new AtomicInteger(limit);
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
          boolean asked = wanted.test(prefix.get());
          if (!asked && left.get() == 0) {
            return;
          }
          List<RibRoute> listed = new ArrayList<>();
          for (JsonNode route : value) {
            listed.add(RibRoute.read(route));
          }
          if (!asked) {
            if (listed.stream().noneMatch(others)) {
              return;
            }
            left.decrementAndGet();
          }
          routes.put(prefix.get(), List.copyOf(listed));
        });
    return new RibTable(routes);
  }
}
