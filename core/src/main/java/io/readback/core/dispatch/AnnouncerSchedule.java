package io.readback.core.dispatch;

import io.readback.spi.plugin.PluginException;
import io.readback.spi.plugin.StopIntent;
import io.readback.spi.target.DesiredState;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What an announcer is to be called with next, and when. Keeps the newest desired state and nothing
 * older. Knows no clock: every moment is given, in nanoseconds of any one origin. Not safe for
 * concurrent use.
 */
final class AnnouncerSchedule {
  /** The calls. */
  enum Call {
    START,
    RECONCILE,
    OBSERVE,
    STOP
  }

  /** A call and the moment it is due. */
  record Next(Call call, long due) {}

  private final LaneSettings settings;
  private final Backoff startBackoff;
  private final Backoff reconcileBackoff;
  private final Backoff observeBackoff;

  private boolean started;
  private long startDue;
  private @Nullable DesiredState desired;
  private boolean reconcileWanted;
  private long reconcileNotBefore;
  private long observeNotBefore;
  private long observeDue;
  private Optional<StopIntent> stop = Optional.empty();

  AnnouncerSchedule(LaneSettings settings, RandomGenerator random, long now) {
    this.settings = settings;
    this.startBackoff = new Backoff(random);
    this.reconcileBackoff = new Backoff(random);
    this.observeBackoff = new Backoff(random);
    this.startDue = now;
    this.reconcileNotBefore = now;
    this.observeNotBefore = now;
    this.observeDue = now;
  }

  /** The next call; it may be run once its moment has come. */
  Next next(long now) {
    if (stop.isPresent()) {
      return new Next(Call.STOP, now);
    }
    if (!started) {
      return new Next(Call.START, startDue);
    }
    long observeAt = max(observeDue, observeNotBefore);
    if (desired != null && reconcileWanted) {
      boolean observeFirst = reconcileNotBefore - now > 0 && observeAt - reconcileNotBefore < 0;
      if (!observeFirst) {
        return new Next(Call.RECONCILE, reconcileNotBefore);
      }
    }
    return new Next(Call.OBSERVE, observeAt);
  }

  /** Takes a state; an older one than known is ignored. */
  void offer(DesiredState state) {
    if (desired == null || state.generation() > desired.generation()) {
      desired = state;
      reconcileWanted = true;
    }
  }

  void requestReconcile() {
    reconcileWanted = true;
  }

  void requestObservation(long now) {
    observeDue = min(observeDue, now);
  }

  void requestStop(StopIntent intent) {
    stop = Optional.of(stop.orElse(intent));
  }

  Optional<StopIntent> stopIntent() {
    return stop;
  }

  /** The newest state; taking it makes the wish for a reconcile granted unless it fails. */
  DesiredState take() {
    DesiredState state = desired;
    if (state == null) {
      throw new IllegalStateException("no desired state was offered");
    }
    reconcileWanted = false;
    return state;
  }

  void started(long now) {
    started = true;
    startBackoff.succeeded();
    reconcileWanted = true;
    reconcileNotBefore = now;
    observeDue = now;
    observeNotBefore = now;
  }

  void startFailed(PluginException.Kind kind, long now) {
    started = false;
    startDue = now + pause(startBackoff, kind);
  }

  void reconciled(long now) {
    reconcileBackoff.succeeded();
    reconcileNotBefore = now;
    observeDue = now;
  }

  void reconcileFailed(PluginException.Kind kind, long now) {
    reconcileWanted = true;
    reconcileNotBefore = now + pause(reconcileBackoff, kind);
  }

  void observing(long now) {
    observeDue = now + settings.interval().toNanos();
  }

  void observed(long now) {
    observeBackoff.succeeded();
    observeNotBefore = now + settings.gap().toNanos();
  }

  void observeFailed(PluginException.Kind kind, long now) {
    observeNotBefore = now + pause(observeBackoff, kind);
    observeDue = min(observeDue, observeNotBefore);
  }

  /** Failures in a row of the call that fails most. */
  int failures() {
    return Math.max(
        startBackoff.failures(), Math.max(reconcileBackoff.failures(), observeBackoff.failures()));
  }

  private long pause(Backoff backoff, PluginException.Kind kind) {
    return backoff.failed(
        kind.needsOperator() ? settings.operatorBackoff() : settings.firstBackoff(),
        settings.longestBackoff());
  }

  private static long max(long a, long b) {
    return a - b > 0 ? a : b;
  }

  private static long min(long a, long b) {
    return a - b < 0 ? a : b;
  }
}
