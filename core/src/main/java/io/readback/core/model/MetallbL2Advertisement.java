package io.readback.core.model;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * How VIPs of pools are made known on a link in MetalLB's dialect (L2Advertisement). Any list that
 * is empty selects everything.
 *
 * @param pools by name, united with those that {@code poolSelectors} select
 * @param interfaces by name
 * @param preferredNodes the weights of all that match a node add up
 * @param announcer the announcer asked for by name
 */
public record MetallbL2Advertisement(
    String name,
    String namespace,
    SortedSet<String> pools,
    List<LabelSelector> poolSelectors,
    List<LabelSelector> nodeSelectors,
    List<LabelSelector> serviceSelectors,
    SortedSet<String> interfaces,
    List<PreferredNode> preferredNodes,
    Optional<String> announcer,
    Origin origin) {
  public MetallbL2Advertisement {
    pools = Collections.unmodifiableSortedSet(new TreeSet<>(pools));
    poolSelectors = List.copyOf(poolSelectors);
    nodeSelectors = List.copyOf(nodeSelectors);
    serviceSelectors = List.copyOf(serviceSelectors);
    interfaces = Collections.unmodifiableSortedSet(new TreeSet<>(interfaces));
    preferredNodes = List.copyOf(preferredNodes);
  }

  /**
   * A preference among the selected nodes.
   *
   * @param weight 1 to 100
   */
  public record PreferredNode(int weight, LabelSelector preference) {}

  public boolean selects(MetallbPool pool) {
    return pools.isEmpty() && poolSelectors.isEmpty()
        || pools.contains(pool.name())
        || poolSelectors.stream().anyMatch(selector -> selector.matches(pool.labels()));
  }
}
