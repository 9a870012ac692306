package io.readback.core.dispatch;

import io.readback.spi.observe.Interest;
import io.readback.spi.plugin.PluginException;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * When a router is looked at: every interval, a fifth more or less; soon and repeatedly after a
 * change of what is expected, until it is satisfied; slower and slower while looks fail. Knows no
 * clock: every moment is given, in nanoseconds of any one origin. Not safe for concurrent use.
 */
final class LookingGlassSchedule {
  /** After a change of what is expected. */
  static final List<Duration> QUICK_LOOKS =
      List.of(
          Duration.ofMillis(200),
          Duration.ofSeconds(1),
          Duration.ofSeconds(3),
          Duration.ofSeconds(10));

  private static final double JITTER = 0.2;

  /** The calls. */
  enum Call {
    START,
    OBSERVE,
    STOP,
    /** Nothing is expected yet. */
    NOTHING
  }

  /** A call and the moment it is due. */
  record Next(Call call, long due) {}

  private final LaneSettings settings;
  private final RandomGenerator random;
  private final Backoff backoff;

  private boolean started;
  private boolean stopping;
  private @Nullable Interest interest;
  private boolean quick;
  private int quickIndex;
  private long changedAt;
  private long earlyDue;
  private boolean early;
  private long regularDue;
  private long notBefore;

  LookingGlassSchedule(LaneSettings settings, RandomGenerator random, long now) {
    this.settings = settings;
    this.random = random;
    this.backoff = new Backoff(random);
    this.regularDue = now;
    this.notBefore = now;
  }

  Next next(long now) {
    if (stopping) {
      return new Next(Call.STOP, now);
    }
    if (interest == null) {
      return new Next(Call.NOTHING, now + settings.interval().toNanos());
    }
    if (!started) {
      return new Next(Call.START, notBefore);
    }
    long due = regularDue;
    if (quick) {
      due = min(due, changedAt + QUICK_LOOKS.get(quickIndex).toNanos());
    }
    if (early) {
      due = min(due, earlyDue);
    }
    return new Next(Call.OBSERVE, max(due, notBefore));
  }

  /**
   * Takes what is expected now.
   *
   * @param changed whether a look soon is worth it
   */
  void offer(Interest value, boolean changed, long now) {
    boolean first = interest == null;
    interest = value;
    if (!changed && !first) {
      return;
    }
    // a look that was due soon stays due, so that a stream of changes does not put it off for ever
    if (quick) {
      hasten(changedAt + QUICK_LOOKS.get(quickIndex).toNanos());
    }
    quick = true;
    quickIndex = 0;
    changedAt = now;
  }

  /** All is as expected: no more quick looks. */
  void satisfied() {
    quick = false;
    early = false;
  }

  /** A look is wanted at this moment or before. */
  void requestObservation(long due) {
    hasten(due);
  }

  private void hasten(long due) {
    earlyDue = early ? min(earlyDue, due) : due;
    early = true;
  }

  void requestStop() {
    stopping = true;
  }

  boolean stopping() {
    return stopping;
  }

  Interest interest() {
    Interest value = interest;
    if (value == null) {
      throw new IllegalStateException("no interest was offered");
    }
    return value;
  }

  void started(long now) {
    started = true;
    notBefore = now;
    regularDue = now;
  }

  /** A look begins: it answers all wishes for one up to this moment. */
  void observing(long now) {
    early = false;
    while (quick && changedAt + QUICK_LOOKS.get(quickIndex).toNanos() - now <= 0) {
      quickIndex++;
      quick = quickIndex < QUICK_LOOKS.size();
    }
  }

  void observed(long now) {
    backoff.succeeded();
    notBefore = now + settings.gap().toNanos();
    double factor = 1 - JITTER + 2 * JITTER * random.nextDouble();
    regularDue = now + (long) (settings.interval().toNanos() * factor);
  }

  /** A start or a look failed. */
  void failed(PluginException.Kind kind, boolean stillStarted, long now) {
    started = stillStarted;
    notBefore =
        now
            + backoff.failed(
                kind.needsOperator() ? settings.operatorBackoff() : settings.firstBackoff(),
                settings.longestBackoff());
    regularDue = notBefore;
  }

  int failures() {
    return backoff.failures();
  }

  private static long max(long a, long b) {
    return a - b > 0 ? a : b;
  }

  private static long min(long a, long b) {
    return a - b < 0 ? a : b;
  }
}
