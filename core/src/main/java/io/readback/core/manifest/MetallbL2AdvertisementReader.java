package io.readback.core.manifest;

import io.readback.core.model.LabelSelector;
import io.readback.core.model.MetallbL2Advertisement;
import io.readback.core.model.MetallbL2Advertisement.PreferredNode;
import io.readback.core.model.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeSet;

/** L2Advertisement: carried, and served where a plugin for links is present. */
final class MetallbL2AdvertisementReader {
  private MetallbL2AdvertisementReader() {}

  static Optional<MetallbL2Advertisement> read(
      Metadata metadata, FieldReader object, Origin origin) {
    object.skip("apiVersion", "kind", "metadata", "status");
    Optional<FieldReader> found = object.object("spec");
    if (found.isEmpty()) {
      return object.has("spec")
          ? Optional.empty()
          : Optional.of(
              new MetallbL2Advertisement(
                  metadata.name(),
                  metadata.namespace(),
                  new TreeSet<>(),
                  List.of(),
                  List.of(),
                  List.of(),
                  new TreeSet<>(),
                  List.of(),
                  metadata.announcer(),
                  origin));
    }
    SoundFields spec = new SoundFields(found.get());
    SortedSet<String> pools = spec.distinctNames("ipAddressPools");
    List<LabelSelector> poolSelectors = spec.distinctSelectors("ipAddressPoolSelectors");
    List<LabelSelector> nodeSelectors = spec.distinctSelectors("nodeSelectors");
    List<LabelSelector> serviceSelectors = spec.distinctSelectors("serviceSelectors");
    SortedSet<String> interfaces = spec.names("interfaces");
    List<PreferredNode> preferred = new ArrayList<>();
    for (SoundFields entry : spec.objects("preferredNodeSelectors")) {
      OptionalInt weight = OptionalInt.of((int) entry.requiredInteger("weight", 1, 100).orElse(1));
      Optional<LabelSelector> preference = entry.selector("preference");
      if (preference.isEmpty() && !entry.has("preference")) {
        entry.error("preference", "the field is missing", "Add preference, a label selector");
      }
      spec.needs(entry.finish());
      preference.ifPresent(p -> preferred.add(new PreferredNode(weight.getAsInt(), p)));
    }
    if (!spec.finishObject()) {
      return Optional.empty();
    }
    return Optional.of(
        new MetallbL2Advertisement(
            metadata.name(),
            metadata.namespace(),
            pools,
            poolSelectors,
            nodeSelectors,
            serviceSelectors,
            interfaces,
            preferred,
            metadata.announcer(),
            origin));
  }
}
