package io.readback.core.engine;

import io.readback.core.model.AddressBlock;
import io.readback.core.model.ClusterState;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.net.PrefixMap;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Few prefixes that hold many: what to ask a router for instead of each route alone. Pools give the
 * natural ones; what lies in none is asked for alone, or by a common prefix when there is much of
 * it. Pure.
 */
final class Covering {
  /** More prefixes outside of pools than this are joined. */
  static final int MOST_SINGLE = 32;

  private static final int SHORTEST_IPV4 = 8;
  private static final int SHORTEST_IPV6 = 32;

  private Covering() {}

  static SortedSet<IpPrefix> of(PrefixMap<?> prefixes, ClusterState cluster) {
    PrefixMap<Boolean> blocks = PrefixMap.empty();
    for (AddressBlock block : cluster.poolBlocks().toList()) {
      IpPrefix around = around(block.start(), block.stop());
      if (around.length() >= shortest(around.family())) {
        blocks = blocks.with(around, true);
      }
    }
    SortedSet<IpPrefix> used = new TreeSet<>();
    List<IpPrefix> single = new ArrayList<>();
    for (IpPrefix prefix : prefixes.keys()) {
      IpPrefix widest = widest(blocks, prefix);
      if (widest.equals(prefix)) {
        single.add(prefix);
      } else {
        used.add(widest);
      }
    }
    for (AddressFamily family : AddressFamily.values()) {
      used.addAll(joined(single.stream().filter(p -> p.family() == family).toList()));
    }
    return withoutCovered(used);
  }

  /** The widest block around a prefix; the prefix itself when there is none. */
  private static IpPrefix widest(PrefixMap<Boolean> blocks, IpPrefix prefix) {
    for (int length = shortest(prefix.family()); length < prefix.length(); length++) {
      IpPrefix candidate = IpPrefix.containing(prefix.network(), length);
      if (blocks.containsKey(candidate)) {
        return candidate;
      }
    }
    return prefix;
  }

  private static List<IpPrefix> joined(List<IpPrefix> prefixes) {
    if (prefixes.size() <= MOST_SINGLE) {
      return prefixes;
    }
    IpPrefix around = around(prefixes.get(0).network(), prefixes.get(prefixes.size() - 1).last());
    return around.length() >= shortest(around.family()) ? List.of(around) : prefixes;
  }

  private static SortedSet<IpPrefix> withoutCovered(SortedSet<IpPrefix> prefixes) {
    SortedSet<IpPrefix> out = new TreeSet<>();
    for (IpPrefix prefix : prefixes) {
      if (out.isEmpty() || !out.last().covers(prefix)) {
        out.add(prefix);
      }
    }
    return out;
  }

  private static int shortest(AddressFamily family) {
    return family == AddressFamily.IPV4 ? SHORTEST_IPV4 : SHORTEST_IPV6;
  }

  private static IpPrefix around(IpAddress first, IpAddress last) {
    int length = first.family().bits();
    while (length > 0 && !IpPrefix.containing(first, length).contains(last)) {
      length--;
    }
    return IpPrefix.containing(first, length);
  }
}
