package io.readback.core.model;

import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the machine says that an agent runs on, beside the cluster's manifests.
 *
 * @param defaultRoutes over links that are up, in the order of the kernel's list
 * @param interfaces the addresses of each interface that is up, by its name
 */
public record HostFacts(
    List<DefaultRoute> defaultRoutes, SortedMap<String, SortedSet<IpAddress>> interfaces) {
  /** Nothing is known of the machine, or it has nothing. */
  public static final HostFacts NONE = new HostFacts(List.of(), new TreeMap<>());

  public HostFacts {
    defaultRoutes = List.copyOf(defaultRoutes);
    SortedMap<String, SortedSet<IpAddress>> copy = new TreeMap<>();
    interfaces.forEach(
        (name, addresses) ->
            copy.put(name, Collections.unmodifiableSortedSet(new TreeSet<>(addresses))));
    interfaces = Collections.unmodifiableSortedMap(copy);
  }

  /**
   * A route to everywhere.
   *
   * @param metric the lower one counts
   */
  public record DefaultRoute(IpAddress gateway, long metric) {}

  /**
   * The gateway of the family's default route with the lowest metric; the first of equal ones.
   * Link-local gateways do not count: a session with one needs to know its link.
   */
  public Optional<IpAddress> defaultGateway(AddressFamily family) {
    return defaultRoutes.stream()
        .filter(r -> r.gateway().family() == family && !r.gateway().isLinkLocal())
        .min(Comparator.comparingLong(DefaultRoute::metric))
        .map(DefaultRoute::gateway);
  }

  /** Whether the family has default routes, and all of them by link-local gateways. */
  public boolean hasOnlyLinkLocalGateways(AddressFamily family) {
    return defaultGateway(family).isEmpty()
        && defaultRoutes.stream().anyMatch(r -> r.gateway().family() == family);
  }
}
