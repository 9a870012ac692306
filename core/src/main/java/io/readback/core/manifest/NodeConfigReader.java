package io.readback.core.manifest;

import io.readback.core.model.BgpNodeConfig;
import io.readback.core.model.BgpNodeConfig.Instance;
import io.readback.core.model.BgpNodeConfig.Peer;
import io.readback.core.model.Origin;
import io.readback.core.model.PeerDiscovery;
import io.readback.spi.net.IpAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/** CiliumBGPNodeConfig. */
final class NodeConfigReader {
  private NodeConfigReader() {}

  static Optional<BgpNodeConfig> read(Metadata metadata, FieldReader object, Origin origin) {
    object.skip("apiVersion", "kind", "metadata", "status");
    Optional<FieldReader> spec = object.required("spec").flatMap(ValueReader::object);
    if (spec.isEmpty()) {
      return Optional.empty();
    }
    Set<String> names = new HashSet<>();
    List<Instance> instances = new ArrayList<>();
    for (FieldReader entry : spec.get().objects("bgpInstances")) {
      instance(entry, names).ifPresent(instances::add);
    }
    spec.get().finish();
    return Optional.of(new BgpNodeConfig(metadata.name(), instances, origin));
  }

  private static Optional<Instance> instance(FieldReader fields, Set<String> names) {
    Optional<String> name = BgpFields.uniqueName(fields, "instance", names);
    OptionalLong localAsn = BgpFields.localAsn(fields);
    Optional<IpAddress> routerId = BgpFields.routerId(fields);
    OptionalInt localPort = fields.integer32("localPort", 1, 65535);
    List<Peer> peers = new ArrayList<>();
    Set<String> peerNames = new HashSet<>();
    for (FieldReader entry : fields.objects("peers")) {
      peer(entry, peerNames).ifPresent(peers::add);
    }
    BgpFields.bmpServers(fields);
    fields.finish();
    return name.map(n -> new Instance(n, localAsn, routerId, localPort, peers));
  }

  private static Optional<Peer> peer(FieldReader fields, Set<String> names) {
    Optional<String> name = BgpFields.uniqueName(fields, "peer", names);
    Optional<PeerAddress> address = fields.value("peerAddress").flatMap(PeerAddress::read);
    OptionalLong asn = BgpFields.peerAsn(fields);
    Optional<IpAddress> local = fields.address("localAddress");
    Optional<String> config = BgpFields.peerConfig(fields);
    Optional<PeerDiscovery> discovery = BgpFields.discovery(fields);
    fields.finish();
    boolean localReadable = local.isPresent() == fields.has("localAddress");
    boolean addressReadable = address.isPresent() == fields.has("peerAddress");
    if (!fields.has("peerAddress") && !fields.has("autoDiscovery")) {
      fields.error("peerAddress", "the peer has no address, it has no effect", "Add peerAddress");
    }
    boolean found = address.isPresent() || discovery.isPresent();
    if (name.isEmpty() || asn.isEmpty() || !localReadable || !addressReadable || !found) {
      return Optional.empty();
    }
    return Optional.of(
        new Peer(
            name.get(),
            address.map(PeerAddress::address),
            address.flatMap(PeerAddress::zone),
            asn.getAsLong(),
            local,
            config,
            discovery));
  }
}
