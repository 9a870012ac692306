package io.readback.core.model;

import io.readback.spi.net.IpPrefix;
import io.readback.spi.target.BgpSession;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/**
 * Peers that are not known one by one: whoever connects from certain addresses to an instance of
 * Cilium's dialect ({@code readback.io/v1alpha1} BgpDynamicPeers).
 *
 * @param nodes which nodes; empty: all that have the instance
 * @param instance the instance that is connected to
 * @param prefixes where from, at least one
 * @param asns the AS numbers that peers may have; none: any that {@code peerType} allows
 * @param limit sessions at a time on a node, 1 or more
 * @param peerConfig the CiliumBGPPeerConfig with timers, families and password
 */
public record BgpDynamicPeers(
    String name,
    Optional<LabelSelector> nodes,
    String instance,
    List<IpPrefix> prefixes,
    SortedSet<Long> asns,
    BgpSession.PeerType peerType,
    int limit,
    Optional<String> peerConfig,
    Origin origin) {
  public BgpDynamicPeers {
    prefixes = List.copyOf(prefixes);
  }

  public boolean selects(Labels node) {
    return nodes.map(selector -> selector.matches(node)).orElse(true);
  }

  public ObjectRef ref() {
    return new ObjectRef("BgpDynamicPeers", "", name);
  }
}
