package io.readback.core.model;

import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a CiliumNode says of its node; counts before the Node's own addresses and pod networks.
 *
 * @param poolCidrs pod networks that the node has of each pool of pod networks, by the pool's name
 */
public record NodeNetwork(
    String name,
    Labels labels,
    List<IpAddress> internalIps,
    List<IpAddress> externalIps,
    List<IpPrefix> podCidrs,
    SortedMap<String, List<IpPrefix>> poolCidrs,
    Origin origin) {
  public NodeNetwork {
    internalIps = List.copyOf(internalIps);
    externalIps = List.copyOf(externalIps);
    podCidrs = List.copyOf(podCidrs);
    SortedMap<String, List<IpPrefix>> copy = new TreeMap<>();
    poolCidrs.forEach((pool, cidrs) -> copy.put(pool, List.copyOf(cidrs)));
    poolCidrs = Collections.unmodifiableSortedMap(copy);
  }
}
