package io.readback.spi.observe;

import java.time.Instant;
import java.util.List;

/**
 * What an announcer knows of its targets at one moment.
 *
 * @param measures further figures, for metrics alone
 */
public record AnnouncerObservation(Instant at, List<TargetStatus> targets, List<Measure> measures) {
  public AnnouncerObservation {
    targets = List.copyOf(targets);
    measures = List.copyOf(measures);
  }

  /** Without further figures. */
  public AnnouncerObservation(Instant at, List<TargetStatus> targets) {
    this(at, targets, List.of());
  }
}
