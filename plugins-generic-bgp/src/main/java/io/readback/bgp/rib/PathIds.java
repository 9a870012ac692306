package io.readback.bgp.rib;

import io.readback.spi.net.IpAddress;
import io.readback.spi.route.NextHop;
import io.readback.spi.route.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Path identifiers (RFC 7911) of the paths of a prefix. They are made of the next hop, so a path
 * keeps its identifier whatever becomes of the others, over a restart too: 1 is ourselves, an IPv4
 * next hop is its own number, an IPv6 one a hash. Where one next hop has several paths, the later
 * ones have the next free numbers.
 */
final class PathIds {
  private static final long SELF = 1;
  private static final long MASK = 0xffffffffL;

  private PathIds() {}

  /** Each path with one next hop and nothing further, by identifier. */
  static Map<Long, Path> of(Path path) {
    if (!path.hasSeveral()) {
      return Map.of(id(path.nextHops().get(0)), path);
    }
    Map<Long, Path> out = new TreeMap<>();
    Set<Path> seen = new HashSet<>();
    Stream.concat(Stream.of(path), path.further().stream())
        .flatMap(p -> p.nextHops().stream().map(hop -> new Path(List.of(hop), p.attributes())))
        .filter(seen::add)
        .forEach(
            single -> {
              long id = id(single.nextHops().get(0));
              while (out.containsKey(id)) {
                id = id + 1 & MASK;
              }
              out.put(id, single);
            });
    return out;
  }

  private static long id(NextHop hop) {
    if (!(hop instanceof NextHop.Address fixed)) {
      return SELF;
    }
    IpAddress address = fixed.address();
    return address.isIpv4()
        ? address.ipv4Value() & MASK
        : (Long.hashCode(address.high()) * 31L + Long.hashCode(address.low())) & MASK;
  }
}
