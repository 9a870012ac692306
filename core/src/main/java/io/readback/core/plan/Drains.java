package io.readback.core.plan;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/**
 * How far drains were at one moment. Immutable.
 *
 * @param ends when the routes of each subject are withdrawn
 */
record Drains(PMap<DrainSubject, Instant> ends, Instant now) {
  static final Drains NONE = new Drains(HashTreePMap.empty(), Instant.MIN);

  DrainPhase phase(DrainSubject subject) {
    @Nullable Instant end = ends.get(subject);
    if (end == null) {
      return DrainPhase.NONE;
    }
    return end.isAfter(now) ? DrainPhase.DRAINING : DrainPhase.DRAINED;
  }

  /** When the routes go, while they are still there. */
  Optional<Instant> until(DrainSubject subject) {
    return Optional.ofNullable(ends.get(subject)).filter(end -> end.isAfter(now));
  }
}
