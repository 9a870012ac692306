package io.readback.core.model;

import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import java.util.List;

/**
 * A node of the cluster.
 *
 * @param internalIps in the order of the status
 * @param podCidrs the pod networks of the node
 * @param networkUnavailable the condition NetworkUnavailable is True
 */
public record Node(
    String name,
    Labels labels,
    Labels annotations,
    List<IpAddress> internalIps,
    List<IpAddress> externalIps,
    List<IpPrefix> podCidrs,
    boolean networkUnavailable,
    Origin origin) {
  public Node {
    internalIps = List.copyOf(internalIps);
    externalIps = List.copyOf(externalIps);
    podCidrs = List.copyOf(podCidrs);
  }
}
