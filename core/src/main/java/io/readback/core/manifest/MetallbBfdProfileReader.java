package io.readback.core.manifest;

import io.readback.core.model.MetallbBfdProfile;
import io.readback.core.model.Origin;
import java.util.Optional;

/** BFDProfile. As with MetalLB's admission, one broken field leaves it without effect. */
final class MetallbBfdProfileReader {
  private static final int SHORTEST = 10;
  private static final int LONGEST = 60000;

  private MetallbBfdProfileReader() {}

  static Optional<MetallbBfdProfile> read(Metadata metadata, FieldReader object, Origin origin) {
    object.skip("apiVersion", "kind", "metadata", "status");
    Optional<FieldReader> found = object.object("spec");
    if (found.isEmpty()) {
      return object.has("spec")
          ? Optional.empty()
          : Optional.of(profile(metadata, 300, 300, 3, 50, false, false, 254, origin));
    }
    SoundFields spec = new SoundFields(found.get());
    int receive = spec.integer32("receiveInterval", SHORTEST, LONGEST).orElse(300);
    int transmit = spec.integer32("transmitInterval", SHORTEST, LONGEST).orElse(300);
    int multiplier = spec.integer32("detectMultiplier", 2, 255).orElse(3);
    int echo = spec.integer32("echoInterval", SHORTEST, LONGEST).orElse(50);
    boolean echoMode = spec.flag("echoMode", false);
    boolean passive = spec.flag("passiveMode", false);
    int ttl = spec.integer32("minimumTtl", 1, 254).orElse(254);
    return spec.finishObject()
        ? Optional.of(
            profile(metadata, receive, transmit, multiplier, echo, echoMode, passive, ttl, origin))
        : Optional.empty();
  }

  private static MetallbBfdProfile profile(
      Metadata metadata,
      int receive,
      int transmit,
      int multiplier,
      int echo,
      boolean echoMode,
      boolean passive,
      int ttl,
      Origin origin) {
    return new MetallbBfdProfile(
        metadata.name(),
        metadata.namespace(),
        receive,
        transmit,
        multiplier,
        echo,
        echoMode,
        passive,
        ttl,
        origin);
  }
}
