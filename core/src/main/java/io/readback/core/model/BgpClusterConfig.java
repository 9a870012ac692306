package io.readback.core.model;

import io.readback.spi.net.IpAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Which nodes speak BGP with whom (CiliumBGPClusterConfig).
 *
 * @param nodeSelector empty: all nodes
 * @param announcer the announcer asked for by the annotation {@code readback.io/announcer}
 * @param created decides which of two configurations for one node is the older one
 */
public record BgpClusterConfig(
    String name,
    Optional<LabelSelector> nodeSelector,
    List<Instance> instances,
    Optional<String> announcer,
    Optional<Instant> created,
    Origin origin) {
  public BgpClusterConfig {
    instances = List.copyOf(instances);
  }

  /**
   * A speaker identity on each selected node.
   *
   * @param localAsn may come from the node's override instead
   * @param localPort empty: do not listen
   */
  public record Instance(
      String name, OptionalLong localAsn, OptionalInt localPort, List<Peer> peers, Origin origin) {
    public Instance {
      peers = List.copyOf(peers);
    }
  }

  /**
   * A peer of an instance.
   *
   * @param address empty where it is discovered
   * @param zone the zone of a link-local address
   * @param asn 0: whatever the peer opens with
   * @param peerConfig the name of its settings; empty: defaults
   * @param discovery how a peer without an address is found
   */
  public record Peer(
      String name,
      Optional<IpAddress> address,
      Optional<String> zone,
      long asn,
      Optional<String> peerConfig,
      Optional<PeerDiscovery> discovery,
      Origin origin) {}
}
