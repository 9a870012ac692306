package io.readback.core.manifest;

import io.readback.core.model.ClusterEdit;
import io.readback.core.model.ObjectRef;
import io.readback.core.model.Origin;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * A kind of object that is read.
 *
 * @param group empty for Kubernetes' core
 * @param versions those that are read
 * @param byNameAlone the name stands for one object in whichever namespace
 * @param reader gives the object, or nothing where something essential is broken and reported
 */
record KnownKind<T>(
    String group,
    Set<String> versions,
    String kind,
    boolean namespaced,
    boolean byNameAlone,
    Reader<T> reader,
    BiConsumer<ClusterEdit, T> put,
    BiConsumer<ClusterEdit, T> remove) {

  KnownKind(
      String group,
      Set<String> versions,
      String kind,
      boolean namespaced,
      Reader<T> reader,
      BiConsumer<ClusterEdit, T> put,
      BiConsumer<ClusterEdit, T> remove) {
    this(group, versions, kind, namespaced, false, reader, put, remove);
  }

  /** What tells the object from others of its kind. */
  ObjectRef identity(Metadata metadata) {
    return new ObjectRef(kind, byNameAlone ? "" : metadata.namespace(), metadata.name());
  }

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
