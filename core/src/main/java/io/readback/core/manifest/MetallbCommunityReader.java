package io.readback.core.manifest;

import io.readback.core.model.CommunityValue;
import io.readback.core.model.MetallbCommunity;
import io.readback.core.model.MetallbCommunity.Alias;
import io.readback.core.model.Origin;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Community: aliases. One that is broken leaves the object without effect. */
final class MetallbCommunityReader {
  private MetallbCommunityReader() {}

  static Optional<MetallbCommunity> read(Metadata metadata, FieldReader object, Origin origin) {
    object.skip("apiVersion", "kind", "metadata", "status");
    Optional<FieldReader> found = object.object("spec");
    if (found.isEmpty()) {
      return object.has("spec")
          ? Optional.empty()
          : Optional.of(community(metadata, List.of(), origin));
    }
    SoundFields spec = new SoundFields(found.get());
    List<Alias> aliases = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    for (SoundFields entry : spec.objects("communities")) {
      Optional<String> name = entry.requiredText("name");
      Optional<String> value = entry.requiredText("value");
      if (name.isPresent() && !taken.add(name.get())) {
        entry.error(
            "name", "a second alias is called '" + name.get() + "'", "Give each its own name");
      }
      if (value.isPresent() && CommunityValue.parse(value.get()).isEmpty()) {
        entry.error(
            "value", "'" + value.get() + "' is not a community", CommunityValue.HOW_TO_WRITE);
      }
      spec.needs(entry.finish());
      if (name.isPresent() && value.isPresent()) {
        aliases.add(new Alias(name.get(), value.get(), entry.origin()));
      }
    }
    return spec.finishObject()
        ? Optional.of(community(metadata, aliases, origin))
        : Optional.empty();
  }

  private static MetallbCommunity community(Metadata metadata, List<Alias> aliases, Origin origin) {
    return new MetallbCommunity(
        metadata.name(), metadata.namespace(), aliases, metadata.created(), origin);
  }
}
