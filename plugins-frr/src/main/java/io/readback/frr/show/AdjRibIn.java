package io.readback.frr.show;

import io.readback.router.json.JsonDocuments;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.plugin.PluginException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * {@code show bgp … neighbors ADDRESS received-routes json}, or {@code filtered-routes}.
 *
 * @param unavailable why there is nothing to see: the router keeps no routes as received without
 *     soft-reconfiguration
 */
public record AdjRibIn(
    long localAsn, SortedMap<IpPrefix, Received> routes, Optional<String> unavailable) {
  public AdjRibIn {
    routes = Collections.unmodifiableSortedMap(new TreeMap<>(routes));
  }

  /** A route as the neighbour sent it. */
  public record Received(Optional<IpAddress> nextHop, List<Long> asPath) {
    public Received {
      asPath = List.copyOf(asPath);
    }
  }

  public static AdjRibIn read(JsonDocuments documents, Predicate<IpPrefix> wanted)
      throws PluginException {
    SortedMap<IpPrefix, Received> routes = new TreeMap<>();
    AtomicLong localAsn = new AtomicLong();
    AtomicReference<@Nullable String> warning = new AtomicReference<>();
    documents.nextMembers(
        (name, value) -> {
          if (name.equals("warning")) {
            warning.set(value.asString(""));
          } else if (name.equals("localAS") && value.isNumber()) {
            localAsn.set(value.asLong());
          } else if (name.endsWith("Routes") && value.isObject()) {
            add(value, wanted, routes);
          }
        });
    if (warning.get() == null && localAsn.get() == 0) {
      throw Fields.unreadable("routes of a neighbour", "'localAS' is missing");
    }
    return new AdjRibIn(localAsn.get(), routes, Optional.ofNullable(warning.get()));
  }

  private static void add(
      JsonNode listed, Predicate<IpPrefix> wanted, SortedMap<IpPrefix, Received> routes) {
    for (var entry : listed.properties()) {
      Optional<IpPrefix> prefix = Fields.prefix(entry.getKey());
      if (prefix.isPresent() && wanted.test(prefix.get())) {
        JsonNode route = entry.getValue();
        Optional<IpAddress> nextHop =
            Fields.address(route, "nextHop")
                .filter(a -> !a.isUnspecified())
                .or(() -> Fields.address(route, "nextHopGlobal"));
        routes.put(prefix.get(), new Received(nextHop, asns(Fields.text(route, "path"))));
      }
    }
  }

  private static List<Long> asns(String path) {
    List<Long> asns = new ArrayList<>();
    for (String word : path.split("[^0-9]+")) {
      if (!word.isEmpty() && word.length() <= 10) {
        asns.add(Long.valueOf(word));
      }
    }
    return asns;
  }
}
