package io.readback.core.observe;

import io.readback.spi.observe.RouterObservation;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is kept of one looking glass: its two latest complete looks, and the failures since. */
public final class GlassRecord {
  static final GlassRecord EMPTY = new GlassRecord(null, null, null);

  private final @Nullable Look latest;
  private final @Nullable Look previous;
  private final @Nullable LookFailure failure;

  private GlassRecord(
      @Nullable Look latest, @Nullable Look previous, @Nullable LookFailure failure) {
    this.latest = latest;
    this.previous = previous;
    this.failure = failure;
  }

  /** The latest complete look. */
  public Optional<RouterObservation> latest() {
    return latestLook().map(Look::observation);
  }

  /** The failure of the latest look; empty when that one was complete, or none was made yet. */
  public Optional<LookFailure> failure() {
    return Optional.ofNullable(failure);
  }

  Optional<Look> latestLook() {
    return Optional.ofNullable(latest);
  }

  Optional<Look> previousLook() {
    return Optional.ofNullable(previous);
  }

  GlassRecord observed(RouterObservation observation) {
    if (latest != null && observation.at().isBefore(latest.observation().at())) {
      return this;
    }
    return new GlassRecord(new Look(observation), latest, null);
  }

  GlassRecord failed(LookFailure now) {
    return new GlassRecord(latest, previous, failure == null ? now : now.after(failure));
  }
}
