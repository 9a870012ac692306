package io.readback.core.manifest;

import io.readback.core.model.Labels;
import java.time.Instant;
import java.util.Optional;

/**
 * Kubernetes' ObjectMeta as far as it is used.
 *
 * @param namespace "default" where the manifest has none; empty for kinds of the cluster's scope
 */
record Metadata(
    String name, String namespace, Labels labels, Labels annotations, Optional<Instant> created) {
  private static final String ANNOUNCER = "readback.io/announcer";

  /** The announcer that shall have the targets an object makes. */
  Optional<String> announcer() {
    return Optional.of(annotations.get(ANNOUNCER, "")).filter(name -> !name.isEmpty());
  }
}
