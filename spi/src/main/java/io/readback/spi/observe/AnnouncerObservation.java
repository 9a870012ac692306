package io.readback.spi.observe;

import java.time.Instant;
import java.util.List;

/** What an announcer knows of its targets at one moment. */
public record AnnouncerObservation(Instant at, List<TargetStatus> targets) {
  public AnnouncerObservation {
    targets = List.copyOf(targets);
  }
}
