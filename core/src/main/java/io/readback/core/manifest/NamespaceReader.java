package io.readback.core.manifest;

import io.readback.core.model.Namespace;
import io.readback.core.model.Origin;
import java.util.Optional;

/** v1 Namespace: its labels. */
final class NamespaceReader {
  private NamespaceReader() {}

  static Optional<Namespace> read(Metadata metadata, FieldReader object, Origin origin) {
    object.skip("apiVersion", "kind", "metadata");
    object
        .object("spec")
        .ifPresent(
            spec -> {
              spec.skip("finalizers");
              spec.finish();
            });
    object
        .object("status")
        .ifPresent(
            status -> {
              status.skip("phase", "conditions");
              status.finish();
            });
    return Optional.of(new Namespace(metadata.name(), metadata.labels(), origin));
  }
}
