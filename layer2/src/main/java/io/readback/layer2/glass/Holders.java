package io.readback.layer2.glass;

import io.readback.layer2.frame.MacAddress;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.observe.Cause;
import io.readback.spi.observe.Finding;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Whose Ethernet addresses these are, going by who answers for the nodes' own addresses. Pure. */
final class Holders {
  private final Map<MacAddress, IpAddress> nodes = new HashMap<>();
  private final Set<IpAddress> located = new HashSet<>();

  private Holders() {}

  /**
   * @param answers to all questions, those for the nodes' addresses among them
   * @param nodes the addresses of the nodes
   * @param own addresses of the asking machine, whose answers it does not hear
   */
  static Holders of(
      SortedMap<IpAddress, SortedSet<MacAddress>> answers,
      SortedSet<IpAddress> nodes,
      SortedSet<IpAddress> own) {
    Holders out = new Holders();
    for (IpAddress node : nodes) {
      SortedSet<MacAddress> macs = answers.getOrDefault(node, Collections.emptySortedSet());
      macs.forEach(mac -> out.nodes.putIfAbsent(mac, node));
      if (!macs.isEmpty() || own.contains(node)) {
        out.located.add(node);
      }
    }
    return out;
  }

  /** The nodes among those who answer; of others nothing is known. */
  SortedSet<IpAddress> nodes(SortedSet<MacAddress> macs) {
    SortedSet<IpAddress> out = new TreeSet<>();
    macs.forEach(mac -> Optional.ofNullable(nodes.get(mac)).ifPresent(out::add));
    return out;
  }

  /**
   * What is wrong with those who answer for a VIP: that they are several, or none of the nodes. A
   * node whose own address is not on this link may have any Ethernet address, so where there is one
   * that may answer, a single unknown one is no stranger.
   *
   * @param candidates the addresses of the nodes that may answer
   */
  Optional<Finding> conflict(
      IpPrefix vip,
      SortedSet<IpAddress> candidates,
      SortedSet<MacAddress> macs,
      String interfaceName) {
    boolean stranger =
        macs.stream().noneMatch(nodes::containsKey)
            && !candidates.isEmpty()
            && located.containsAll(candidates);
    if (macs.size() < 2 && !stranger) {
      return Optional.empty();
    }
    String who = macs.stream().map(this::named).collect(Collectors.joining(" and "));
    String address = vip.network().toString();
    return Optional.of(
        new Finding(
            Cause.DUPLICATE_ADDRESS,
            Optional.of(vip),
            Optional.empty(),
            "answered by " + who,
            vip.isIpv6()
                ? "ndisc6 -m " + address + " " + interfaceName
                : "arping -c 2 -I " + interfaceName + " " + address));
  }

  private String named(MacAddress mac) {
    IpAddress node = nodes.get(mac);
    return mac + (node == null ? " (no node's own)" : " (" + node + ")");
  }
}
