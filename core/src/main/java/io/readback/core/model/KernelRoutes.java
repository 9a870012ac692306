package io.readback.core.model;

import io.readback.spi.net.AddressFamily;
import io.readback.spi.target.KernelTable;
import io.readback.spi.target.NexthopGroups;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Routes to VIPs in the kernels of nodes ({@code readback.io/v1alpha1} KernelRoutes).
 *
 * @param nodes which nodes hold the routes; empty: all
 * @param services which Services, by their labels with the pseudo-labels; empty: all
 * @param pools of these pools alone; none: VIPs of every pool
 * @param nexthops in the mode NEXTHOPS which nodes the routes lead to; empty: all that do not hold
 *     the routes themselves
 * @param table see {@link KernelTable}, as the fields that follow
 */
public record KernelRoutes(
    String name,
    KernelTable.Mode mode,
    Optional<LabelSelector> nodes,
    Optional<LabelSelector> services,
    SortedSet<String> pools,
    SortedSet<AddressFamily> families,
    Optional<LabelSelector> nexthops,
    long table,
    long metric,
    int protocol,
    String device,
    NexthopGroups groups,
    Optional<String> announcer,
    Origin origin) {
  public KernelRoutes {
    pools = Collections.unmodifiableSortedSet(new TreeSet<>(pools));
    families = Collections.unmodifiableSortedSet(new TreeSet<>(families));
  }

  public boolean selectsNode(Labels labels) {
    return nodes.map(s -> s.matches(labels)).orElse(true);
  }

  /** Whether a node may be a next hop. */
  public boolean leadsTo(Labels labels) {
    return !selectsNode(labels) && nexthops.map(s -> s.matches(labels)).orElse(true);
  }

  public KernelTable target() {
    return new KernelTable(name, mode, table, metric, protocol, device, groups);
  }

  public ObjectRef ref() {
    return new ObjectRef("KernelRoutes", "", name);
  }
}
