package io.readback.core.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * How VIPs of pools are announced in MetalLB's dialect (BGPAdvertisement). Any list that is empty
 * selects everything.
 *
 * @param aggregationLengthIpv4 1 to 32
 * @param aggregationLengthIpv6 0 to 128
 * @param localPreference on internal sessions only; empty where it is unset or 0
 * @param communities as written: {@code AA:NN}, {@code large:A:B:C}, or an alias
 * @param pools by name, united with those that {@code poolSelectors} select
 * @param peers names of those it is sent to
 */
public record MetallbAdvertisement(
    String name,
    String namespace,
    int aggregationLengthIpv4,
    int aggregationLengthIpv6,
    OptionalLong localPreference,
    List<String> communities,
    SortedSet<String> pools,
    List<LabelSelector> poolSelectors,
    List<LabelSelector> nodeSelectors,
    SortedSet<String> peers,
    List<LabelSelector> serviceSelectors,
    Optional<Instant> created,
    Origin origin) {
  public MetallbAdvertisement {
    communities = List.copyOf(communities);
    pools = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(pools));
    poolSelectors = List.copyOf(poolSelectors);
    nodeSelectors = List.copyOf(nodeSelectors);
    peers = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(peers));
    serviceSelectors = List.copyOf(serviceSelectors);
  }

  public boolean selects(MetallbPool pool) {
    return pools.isEmpty() && poolSelectors.isEmpty()
        || pools.contains(pool.name())
        || poolSelectors.stream().anyMatch(selector -> selector.matches(pool.labels()));
  }

  public boolean selects(Node node) {
    return nodeSelectors.isEmpty()
        || nodeSelectors.stream().anyMatch(selector -> selector.matches(node.labels()));
  }

  public boolean selects(Service service) {
    return serviceSelectors.isEmpty()
        || serviceSelectors.stream().anyMatch(selector -> selector.matches(service.labels()));
  }

  public boolean selectsPeer(String peer) {
    return peers.isEmpty() || peers.contains(peer);
  }
}
