package io.readback.frr.show;

import io.readback.spi.net.IpAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * A route of a prefix in zebra's RIB: there is one for each protocol that offers the prefix.
 *
 * @param protocol such as {@code bgp} or {@code static}
 * @param offered whether the protocol's own best, though perhaps not let through
 * @param failed whether the kernel or the hardware refused it
 */
public record RibRoute(
    String protocol,
    long distance,
    boolean selected,
    boolean offered,
    boolean installed,
    boolean failed,
    boolean queued,
    List<Hop> hops) {
  /**
   * A next hop.
   *
   * @param recursive whether it is resolved by the ones after it that say {@code resolver}
   */
  public record Hop(
      Optional<IpAddress> address,
      boolean fib,
      boolean active,
      boolean recursive,
      boolean resolver,
      boolean duplicate) {}

  public RibRoute {
    hops = List.copyOf(hops);
  }

  /**
   * Whether it is in the forwarding table. Next hops claim {@code fib} also on routes that are not.
   */
  public boolean inForwardingTable() {
    return selected && installed && !failed;
  }

  public boolean hasActiveHop() {
    return hops.stream().anyMatch(Hop::active);
  }

  /** The next hops in use, as the protocol gave them: a resolved one by its own address. */
  public SortedSet<IpAddress> nextHops() {
    SortedSet<IpAddress> out = new TreeSet<>();
    for (Hop hop : hops) {
      boolean used = hop.active() && (hop.fib() || hop.recursive());
      if (used && !hop.resolver() && !hop.duplicate()) {
        hop.address().ifPresent(out::add);
      }
    }
    return Collections.unmodifiableSortedSet(out);
  }

  static RibRoute read(JsonNode node) {
    List<Hop> hops = new ArrayList<>();
    JsonNode listed = node.get("nexthops");
    if (listed != null) {
      for (JsonNode hop : listed) {
        hops.add(
            new Hop(
                Fields.address(hop, "ip"),
                Fields.flag(hop, "fib"),
                Fields.flag(hop, "active"),
                Fields.flag(hop, "recursive"),
                Fields.flag(hop, "resolver"),
                Fields.flag(hop, "duplicate")));
      }
    }
    return new RibRoute(
        Fields.text(node, "protocol"),
        Fields.number(node, "distance", 0),
        Fields.flag(node, "selected"),
        Fields.flag(node, "destSelected"),
        Fields.flag(node, "installed"),
        Fields.flag(node, "failed") || Fields.flag(node, "offloadFailed"),
        Fields.flag(node, "queued"),
        hops);
  }
}
