package io.readback.core.manifest;

import io.readback.core.model.ClusterEdit;
import io.readback.core.model.Origin;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * A kind of object that is read.
 *
 * @param group empty for Kubernetes' core
 * @param versions all read alike
 * @param reader gives the object, or nothing where something essential is broken and reported
 */
record KnownKind<T>(
    String group,
    Set<String> versions,
    String kind,
    boolean namespaced,
    Reader<T> reader,
    BiConsumer<ClusterEdit, T> put,
    BiConsumer<ClusterEdit, T> remove) {

  /** Makes the object of its fields; the fields of the top level are asked for by the caller. */
  interface Reader<T> {
    Optional<T> read(Metadata metadata, FieldReader object, Origin origin);
  }

  Optional<ManifestObject.Effect> effect(Metadata metadata, FieldReader object, Origin origin) {
    return reader
        .read(metadata, object, origin)
        .map(
            value ->
                new ManifestObject.Effect(
                    edit -> put.accept(edit, value), edit -> remove.accept(edit, value)));
  }
}
