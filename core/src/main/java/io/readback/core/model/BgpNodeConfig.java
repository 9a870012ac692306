package io.readback.core.model;

import io.readback.spi.net.IpAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * The ready-made instances of one node (CiliumBGPNodeConfig, as an operator of Cilium writes it). A
 * node that has one uses it instead of what cluster configurations would give it.
 *
 * @param node also the object's name
 */
public record BgpNodeConfig(String node, List<Instance> instances, Origin origin) {
  public BgpNodeConfig {
    instances = List.copyOf(instances);
  }

  /** A speaker identity. */
  public record Instance(
      String name,
      OptionalLong localAsn,
      Optional<IpAddress> routerId,
      OptionalInt localPort,
      List<Peer> peers) {
    public Instance {
      peers = List.copyOf(peers);
    }
  }

  /**
   * A peer.
   *
   * @param address empty where it is discovered
   * @param discovery how a peer without an address is found
   */
  public record Peer(
      String name,
      Optional<IpAddress> address,
      Optional<String> zone,
      long asn,
      Optional<IpAddress> localAddress,
      Optional<String> peerConfig,
      Optional<PeerDiscovery> discovery) {}
}
