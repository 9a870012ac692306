package io.readback.core.manifest;

import io.readback.core.model.BgpNodeOverride;
import io.readback.core.model.BgpNodeOverride.Instance;
import io.readback.core.model.BgpNodeOverride.Peer;
import io.readback.core.model.Origin;
import io.readback.spi.net.IpAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/** CiliumBGPNodeConfigOverride. */
final class NodeOverrideReader {
  private NodeOverrideReader() {}

  static Optional<BgpNodeOverride> read(Metadata metadata, FieldReader object, Origin origin) {
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
    spec.get().skip("nodeRef");
    spec.get().finish();
    return Optional.of(new BgpNodeOverride(metadata.name(), instances, origin));
  }

  private static Optional<Instance> instance(FieldReader fields, Set<String> names) {
    Optional<String> name = BgpFields.uniqueName(fields, "instance", names);
    Optional<IpAddress> routerId = BgpFields.routerId(fields);
    OptionalInt localPort = fields.integer32("localPort", 1, 65535);
    OptionalLong localAsn = BgpFields.localAsn(fields);
    List<Peer> peers = new ArrayList<>();
    Set<String> peerNames = new HashSet<>();
    for (FieldReader entry : fields.objects("peers")) {
      Optional<String> peerName = BgpFields.uniqueName(entry, "peer", peerNames);
      Optional<IpAddress> local = entry.address("localAddress");
      // deprecated and without effect
      entry.skip("localPort");
      entry.deprecated("localPort", "localPort of a peer has no effect", "Remove it");
      entry.finish();
      peerName.ifPresent(n -> peers.add(new Peer(n, local)));
    }
    fields.finish();
    return name.map(n -> new Instance(n, routerId, localPort, localAsn, peers));
  }
}
