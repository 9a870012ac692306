package io.readback.core.model;

import io.readback.spi.net.IpAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** What one node does differently from its cluster configuration (CiliumBGPNodeConfigOverride). */
public record BgpNodeOverride(String node, List<Instance> instances, Origin origin) {
  public BgpNodeOverride {
    instances = List.copyOf(instances);
  }

  /** Overrides for the instance of this name. */
  public record Instance(
      String name,
      Optional<IpAddress> routerId,
      OptionalInt localPort,
      OptionalLong localAsn,
      List<Peer> peers) {
    public Instance {
      peers = List.copyOf(peers);
    }
  }

  /** Overrides for the peer of this name. */
  public record Peer(String name, Optional<IpAddress> localAddress) {}
}
