package io.readback.core.plan;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/**
 * How far drains were at one moment. Immutable.
 *
 * @param spans when each drain began, and when the routes of its subject are withdrawn
 */
record Drains(PMap<DrainSubject, Span> spans, Instant now) {
  static final Drains NONE = new Drains(HashTreePMap.empty(), Instant.MIN);

  /**
   * A drain in time.
   *
   * @param from {@link Instant#MIN}: before the agent started
   */
  record Span(Instant from, Instant end) {}

  DrainPhase phase(DrainSubject subject) {
    @Nullable Span span = spans.get(subject);
    if (span == null) {
      return DrainPhase.NONE;
    }
    return span.end().isAfter(now) ? DrainPhase.DRAINING : DrainPhase.DRAINED;
  }

  /** When the drain began; empty where it did before the agent started. */
  Optional<Instant> since(DrainSubject subject) {
    return Optional.ofNullable(spans.get(subject))
        .map(Span::from)
        .filter(from -> !from.equals(Instant.MIN));
  }

  /** When the routes go, while they are still there. */
  Optional<Instant> until(DrainSubject subject) {
    return Optional.ofNullable(spans.get(subject)).map(Span::end).filter(end -> end.isAfter(now));
  }
}
