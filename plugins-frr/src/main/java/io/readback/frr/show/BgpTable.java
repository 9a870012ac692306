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
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * {@code show bgp ipv4 unicast COVER longer-prefixes json}, and the same of IPv6.
 *
 * @param absence what the router says when it runs no BGP instance; there are no routes then
 */
public record BgpTable(SortedMap<IpPrefix, List<BgpPath>> routes, Optional<String> absence) {
  public BgpTable {
    routes = Collections.unmodifiableSortedMap(new TreeMap<>(routes));
  }

  /** Keeps the prefixes that are {@code wanted}. */
  public static BgpTable read(JsonDocuments documents, Predicate<IpPrefix> wanted)
      throws PluginException {
    SortedMap<IpPrefix, List<BgpPath>> routes = new TreeMap<>();
    AtomicBoolean table = new AtomicBoolean();
    AtomicReference<@Nullable String> warning = new AtomicReference<>();
    documents.nextMembers(
        "routes",
        (name, value) -> {
          Optional<IpPrefix> prefix = Fields.prefix(name);
          if (prefix.isEmpty()) {
            throw Fields.unreadable("BGP table", "'" + name + "' is not a prefix");
          }
          if (wanted.test(prefix.get())) {
            routes.put(prefix.get(), paths(name, value));
          }
        },
        (name, value) -> {
          if (name.equals("tableVersion")) {
            table.set(true);
          } else if (name.equals("warning") && value.isString()) {
            warning.set(value.asString());
          }
        });
    Optional<String> said = Optional.ofNullable(warning.get());
    if (said.isPresent() && !said.get().contains("instance not found")) {
      throw Fields.unreadable("BGP table", said.get());
    }
    if (said.isEmpty() && !table.get()) {
      throw Fields.unreadable("BGP table", "'tableVersion' is missing");
    }
    return new BgpTable(routes, said);
  }

  private static List<BgpPath> paths(String prefix, JsonNode value) throws PluginException {
    // A list in a table; an object with 'paths' in the view of one prefix.
    JsonNode listed = value.isObject() ? value.get("paths") : value;
    if (listed == null || !listed.isArray()) {
      throw Fields.unreadable("BGP table", "no list of paths at " + prefix);
    }
    List<BgpPath> paths = new ArrayList<>();
    for (JsonNode path : listed) {
      paths.add(BgpPath.read(path));
    }
    return List.copyOf(paths);
  }
}
