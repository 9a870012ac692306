package io.readback.spi.target;

import io.readback.spi.net.IpAddress;
import io.readback.spi.route.NextHop;
import io.readback.spi.route.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Links on which one of several nodes answers for each VIP (ARP and neighbour discovery). All
 * members hold the same routes, and agree without a word on who answers. A route whose next hop is
 * {@link io.readback.spi.route.NextHop.Self} may be answered for by every member; one with
 * addresses, by the members with these addresses alone.
 *
 * @param group the dialect whose manifests ask for it
 * @param name made of the names of those manifests
 * @param node the member that this node is
 * @param interfaces where this node answers
 * @param members by node name, this node among them
 */
public record LinkTarget(
    String group,
    String name,
    String node,
    LinkInterfaces interfaces,
    SortedMap<String, LinkMember> members)
    implements TargetSpec {
  public LinkTarget {
    members = Collections.unmodifiableSortedMap(new TreeMap<>(members));
    if (!members.containsKey(node)) {
      throw new IllegalArgumentException(
          "node " + node + " must be among the members " + members.keySet());
    }
  }

  @Override
  public TargetId id() {
    return new TargetId(TargetKind.LINK, group, name);
  }

  /** The members that may answer for a route with this path, by name. */
  public List<LinkMember> candidates(Path path) {
    Set<IpAddress> named = new HashSet<>();
    for (NextHop hop : path.nextHops()) {
      if (hop instanceof NextHop.Self) {
        return List.copyOf(members.values());
      }
      if (hop instanceof NextHop.Address address) {
        named.add(address.address());
      }
    }
    return members.values().stream()
        .filter(m -> m.addresses().stream().anyMatch(named::contains))
        .toList();
  }
}
