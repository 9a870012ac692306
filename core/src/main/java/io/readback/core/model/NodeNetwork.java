package io.readback.core.model;

import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import java.util.List;

/** What a CiliumNode says of its node; counts before the Node's own addresses and pod networks. */
public record NodeNetwork(
    String name,
    Labels labels,
    List<IpAddress> internalIps,
    List<IpAddress> externalIps,
    List<IpPrefix> podCidrs,
    Origin origin) {
  public NodeNetwork {
    internalIps = List.copyOf(internalIps);
    externalIps = List.copyOf(externalIps);
    podCidrs = List.copyOf(podCidrs);
  }
}
