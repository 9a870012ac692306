package io.readback.core.plan;

import io.readback.core.model.BgpClusterConfig;
import io.readback.core.model.BgpNodeConfig;
import io.readback.core.model.BgpNodeOverride;
import io.readback.core.model.ObjectRef;
import io.readback.core.model.Origin;
import io.readback.core.model.PeerDiscovery;
import io.readback.spi.net.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * An instance of one node, from whichever object it comes, with the node's overrides in place.
 *
 * @param configuredBy the object it comes from
 */
record InstanceDraft(
    ObjectRef configuredBy,
    Optional<String> announcer,
    String name,
    OptionalLong localAsn,
    Optional<IpAddress> routerId,
    OptionalInt localPort,
    List<Peer> peers,
    Origin origin) {

  /** A peer of the instance. */
  record Peer(
      String name,
      Optional<IpAddress> address,
      Optional<String> zone,
      long asn,
      Optional<String> peerConfig,
      Optional<IpAddress> localAddress,
      Optional<PeerDiscovery> discovery,
      Origin origin) {}

  static List<InstanceDraft> of(BgpNodeConfig config) {
    ObjectRef ref = new ObjectRef("CiliumBGPNodeConfig", "", config.node());
    List<InstanceDraft> out = new ArrayList<>();
    for (BgpNodeConfig.Instance i : config.instances()) {
      List<Peer> peers = new ArrayList<>();
      for (BgpNodeConfig.Peer p : i.peers()) {
        peers.add(
            new Peer(
                p.name(),
                p.address(),
                p.zone(),
                p.asn(),
                p.peerConfig(),
                p.localAddress(),
                p.discovery(),
                config.origin()));
      }
      out.add(
          new InstanceDraft(
              ref,
              Optional.empty(),
              i.name(),
              i.localAsn(),
              i.routerId(),
              i.localPort(),
              peers,
              config.origin()));
    }
    return out;
  }

  static List<InstanceDraft> of(BgpClusterConfig config, Optional<BgpNodeOverride> override) {
    List<InstanceDraft> out = new ArrayList<>();
    for (BgpClusterConfig.Instance i : config.instances()) {
      Optional<BgpNodeOverride.Instance> own =
          override.stream()
              .flatMap(o -> o.instances().stream())
              .filter(o -> o.name().equals(i.name()))
              .findFirst();
      List<Peer> peers = new ArrayList<>();
      for (BgpClusterConfig.Peer p : i.peers()) {
        Optional<IpAddress> localAddress =
            own.stream()
                .flatMap(o -> o.peers().stream())
                .filter(o -> o.name().equals(p.name()))
                .findFirst()
                .flatMap(BgpNodeOverride.Peer::localAddress);
        peers.add(
            new Peer(
                p.name(),
                p.address(),
                p.zone(),
                p.asn(),
                p.peerConfig(),
                localAddress,
                p.discovery(),
                p.origin()));
      }
      out.add(
          new InstanceDraft(
              CiliumTopology.ref(config),
              config.announcer(),
              i.name(),
              own.map(BgpNodeOverride.Instance::localAsn)
                  .filter(OptionalLong::isPresent)
                  .orElse(i.localAsn()),
              own.flatMap(BgpNodeOverride.Instance::routerId),
              own.map(BgpNodeOverride.Instance::localPort)
                  .filter(OptionalInt::isPresent)
                  .orElse(i.localPort()),
              peers,
              i.origin()));
    }
    return out;
  }
}
