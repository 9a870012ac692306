package io.readback.core.model;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A pool of VIPs in MetalLB's dialect (IPAddressPool).
 *
 * @param labels by which advertisements select it
 * @param blocks in the order written, which is the order of allocation
 * @param autoAssign whether Services that ask for nothing in particular are served
 * @param avoidBuggyIps IPv4 addresses ending in .0 and .255 are not given out
 * @param pinning which Services it is for; empty: all that find no pinned pool
 * @param created decides which of two overlapping pools is the newer one
 */
public record MetallbPool(
    String name,
    String namespace,
    Labels labels,
    List<AddressBlock> blocks,
    boolean autoAssign,
    boolean avoidBuggyIps,
    Optional<Pinning> pinning,
    Optional<Instant> created,
    Origin origin) {
  public MetallbPool {
    blocks = List.copyOf(blocks);
  }

  /**
   * {@code spec.serviceAllocation}: the pool is asked before others by the Services it matches, and
   * refused to all others. With neither namespaces nor selectors it matches every Service.
   *
   * @param priority the lowest is asked first; 0 is asked last
   * @param namespaces united with those that {@code namespaceSelectors} select
   */
  public record Pinning(
      int priority,
      SortedSet<String> namespaces,
      List<LabelSelector> namespaceSelectors,
      List<LabelSelector> serviceSelectors) {
    public Pinning {
      namespaces = Collections.unmodifiableSortedSet(new TreeSet<>(namespaces));
      namespaceSelectors = List.copyOf(namespaceSelectors);
      serviceSelectors = List.copyOf(serviceSelectors);
    }
  }
}
