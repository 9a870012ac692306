package io.readback.core.manifest;

import io.readback.core.model.BgpClusterConfig;
import io.readback.core.model.BgpClusterConfig.Instance;
import io.readback.core.model.BgpClusterConfig.Peer;
import io.readback.core.model.LabelSelector;
import io.readback.core.model.Origin;
import io.readback.core.model.PeerDiscovery;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/** CiliumBGPClusterConfig. A broken peer has no effect, nor has a broken instance. */
final class ClusterConfigReader {
  private static final int MOST_INSTANCES = 16;

  private ClusterConfigReader() {}

  static Optional<BgpClusterConfig> read(Metadata metadata, FieldReader object, Origin origin) {
    object.skip("apiVersion", "kind", "metadata", "status");
    Optional<FieldReader> found = object.required("spec").flatMap(ValueReader::object);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    FieldReader spec = found.get();
    Optional<LabelSelector> nodes = spec.selector("nodeSelector");
    boolean nodesReadable = nodes.isPresent() == spec.has("nodeSelector");
    List<FieldReader> entries = spec.objects("bgpInstances");
    if (entries.isEmpty()) {
      spec.error("bgpInstances", "without instances nobody peers", "Add 1 to 16 instances");
    }
    Set<String> names = new HashSet<>();
    List<Instance> instances = new ArrayList<>();
    for (FieldReader entry : entries) {
      if (instances.size() == MOST_INSTANCES) {
        entry.error(
            "more than " + MOST_INSTANCES + " instances are given, this one has no effect",
            "Make another cluster configuration for other nodes");
        continue;
      }
      instance(entry, names).ifPresent(instances::add);
    }
    spec.finish();
    if (!nodesReadable) {
      return Optional.empty();
    }
    return Optional.of(
        new BgpClusterConfig(
            metadata.name(), nodes, instances, metadata.announcer(), metadata.created(), origin));
  }

  private static Optional<Instance> instance(FieldReader fields, Set<String> names) {
    Optional<String> name = BgpFields.uniqueName(fields, "instance", names);
    OptionalLong localAsn = BgpFields.localAsn(fields);
    OptionalInt localPort = fields.integer32("localPort", 1, 65535);
    List<Peer> peers = new ArrayList<>();
    Set<String> peerNames = new HashSet<>();
    for (FieldReader entry : fields.objects("peers")) {
      peer(entry, peerNames).ifPresent(peers::add);
    }
    BgpFields.bmpServers(fields);
    fields.finish();
    return name.map(n -> new Instance(n, localAsn, localPort, peers, fields.origin()));
  }

  private static Optional<Peer> peer(FieldReader fields, Set<String> names) {
    Optional<String> name = BgpFields.uniqueName(fields, "peer", names);
    Optional<PeerAddress> address = fields.value("peerAddress").flatMap(PeerAddress::read);
    OptionalLong asn = BgpFields.peerAsn(fields);
    Optional<PeerDiscovery> discovery = BgpFields.discovery(fields);
    Optional<String> config = BgpFields.peerConfig(fields);
    fields.finish();
    if (!fields.has("peerAddress") && !fields.has("autoDiscovery")) {
      fields.error("peerAddress", "the peer has no address, it has no effect", "Add peerAddress");
    }
    if (name.isEmpty() || asn.isEmpty() || address.isEmpty() && discovery.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Peer(
            name.get(),
            address.map(PeerAddress::address),
            address.flatMap(PeerAddress::zone),
            asn.getAsLong(),
            config,
            discovery,
            fields.origin()));
  }
}
