package io.readback.core.manifest;

import io.readback.core.model.ClusterEdit;
import io.readback.core.model.ObjectRef;
import io.readback.core.model.Origin;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * An object of a manifest.
 *
 * @param effect what it puts into the cluster's state; empty for objects that are broken or not
 *     used
 */
record ManifestObject(ObjectRef ref, Origin origin, Optional<Effect> effect) {
  /** How it enters and leaves the state. */
  record Effect(Consumer<ClusterEdit> put, Consumer<ClusterEdit> remove) {}
}
