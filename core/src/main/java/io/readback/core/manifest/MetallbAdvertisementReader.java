package io.readback.core.manifest;

import io.readback.core.model.LabelSelector;
import io.readback.core.model.MetallbAdvertisement;
import io.readback.core.model.Origin;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SortedSet;

/**
 * BGPAdvertisement. As with MetalLB's admission, one broken field leaves the object without effect.
 */
final class MetallbAdvertisementReader {
  private static final int IPV4_LENGTH = 32;
  private static final int IPV6_LENGTH = 128;
  private static final long MAX_PREFERENCE = 0xffffffffL;

  private MetallbAdvertisementReader() {}

  /** Without a spec it announces all pools to all peers, as every field has its default. */
  static Optional<MetallbAdvertisement> read(Metadata metadata, FieldReader object, Origin origin) {
    object.skip("apiVersion", "kind", "metadata", "status");
    Optional<FieldReader> found = object.object("spec");
    if (found.isEmpty()) {
      return object.has("spec") ? Optional.empty() : Optional.of(announcingAll(metadata, origin));
    }
    SoundFields spec = new SoundFields(found.get());
    OptionalInt ipv4 = spec.integer32("aggregationLength", 1, IPV4_LENGTH);
    OptionalInt ipv6 = spec.integer32("aggregationLengthV6", 0, IPV6_LENGTH);
    OptionalLong preference = spec.integer("localPref", 0, MAX_PREFERENCE);
    List<String> communities = spec.distinctTexts("communities");
    SortedSet<String> pools = spec.distinctNames("ipAddressPools");
    List<LabelSelector> poolSelectors = spec.distinctSelectors("ipAddressPoolSelectors");
    List<LabelSelector> nodeSelectors = spec.distinctSelectors("nodeSelectors");
    SortedSet<String> peers = spec.distinctNames("peers");
    List<LabelSelector> serviceSelectors = spec.distinctSelectors("serviceSelectors");
    if (!serviceSelectors.isEmpty()) {
      unaggregated(spec, "aggregationLength", ipv4, IPV4_LENGTH);
      unaggregated(spec, "aggregationLengthV6", ipv6, IPV6_LENGTH);
    }
    if (!spec.finishObject()) {
      return Optional.empty();
    }
    return Optional.of(
        new MetallbAdvertisement(
            metadata.name(),
            metadata.namespace(),
            ipv4.orElse(IPV4_LENGTH),
            ipv6.orElse(IPV6_LENGTH),
            preference.orElse(0) == 0 ? OptionalLong.empty() : preference,
            communities,
            pools,
            poolSelectors,
            nodeSelectors,
            peers,
            serviceSelectors,
            metadata.created(),
            origin));
  }

  private static MetallbAdvertisement announcingAll(Metadata metadata, Origin origin) {
    return new MetallbAdvertisement(
        metadata.name(),
        metadata.namespace(),
        IPV4_LENGTH,
        IPV6_LENGTH,
        OptionalLong.empty(),
        List.of(),
        new java.util.TreeSet<>(),
        List.of(),
        List.of(),
        new java.util.TreeSet<>(),
        List.of(),
        metadata.created(),
        origin);
  }

  private static void unaggregated(SoundFields spec, String field, OptionalInt length, int whole) {
    if (length.isPresent() && length.getAsInt() != whole) {
      spec.error(
          field,
          "an advertisement with serviceSelectors announces whole addresses only",
          "Remove " + field + ", or serviceSelectors");
    }
  }
}
