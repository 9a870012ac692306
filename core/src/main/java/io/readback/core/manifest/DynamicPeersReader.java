package io.readback.core.manifest;

import io.readback.core.model.BgpDynamicPeers;
import io.readback.core.model.LabelSelector;
import io.readback.core.model.Origin;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.target.BgpSession.PeerType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;

/** readback.io/v1alpha1 BgpDynamicPeers. */
final class DynamicPeersReader {
  private static final int DEFAULT_LIMIT = 100;
  private static final int MOST = 10_000;
  private static final Map<String, PeerType> TYPES =
      Map.of("any", PeerType.ANY, "external", PeerType.EXTERNAL, "internal", PeerType.INTERNAL);

  private DynamicPeersReader() {}

  /**
   * What says who may connect leaves the object without effect where it is broken: it would let in
   * somebody else.
   */
  static Optional<BgpDynamicPeers> read(Metadata metadata, FieldReader object, Origin origin) {
    object.skip("apiVersion", "kind", "metadata", "status");
    Optional<FieldReader> found = object.required("spec").flatMap(ValueReader::object);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    FieldReader spec = found.get();
    Optional<LabelSelector> nodes = spec.selector("nodeSelector");
    Optional<String> instance = spec.requiredText("instance");
    List<ValueReader> items = spec.required("prefixes").map(ValueReader::items).orElse(List.of());
    List<IpPrefix> prefixes = new ArrayList<>();
    items.forEach(item -> item.prefix().ifPresent(prefixes::add));
    List<ValueReader> numbers = spec.items("peerASNs");
    SortedSet<Long> asns = new TreeSet<>();
    for (ValueReader number : numbers) {
      OptionalLong asn = number.integer(1, 0xffffffffL);
      asn.ifPresent(asns::add);
    }
    Optional<PeerType> type = spec.choice("peerType", TYPES);
    int limit = spec.integer32("limit", 1, MOST).orElse(DEFAULT_LIMIT);
    Optional<String> peerConfig = BgpFields.peerConfig(spec);
    spec.finish();
    if (spec.has("prefixes") && items.isEmpty()) {
      spec.error("prefixes", "the list is empty, so nobody may connect", "Add a prefix");
    }
    boolean whole =
        nodes.isPresent() == spec.has("nodeSelector")
            && !prefixes.isEmpty()
            && asns.isEmpty() != spec.has("peerASNs")
            && type.isPresent() == spec.has("peerType");
    if (!whole || instance.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new BgpDynamicPeers(
            metadata.name(),
            nodes,
            instance.get(),
            prefixes,
            asns,
            type.orElse(PeerType.ANY),
            limit,
            peerConfig,
            origin));
  }
}
