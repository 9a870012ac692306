package io.readback.core.dispatch;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * The pause after failures: doubles from {@code first} to {@code most}, less a random part of up to
 * a fifth, so that many which failed together do not return together. Pure but for the random
 * numbers it is given.
 */
final class Backoff {
  private static final double JITTER = 0.2;

  private final RandomGenerator random;
  private int failures;

  Backoff(RandomGenerator random) {
    this.random = random;
  }

  /** Failures since the last success. */
  int failures() {
    return failures;
  }

  void succeeded() {
    failures = 0;
  }

  /** Counts a failure; the nanoseconds to wait. */
  long failed(Duration first, Duration most) {
    long pause = first.toNanos();
    for (int i = 0; i < failures && pause < most.toNanos(); i++) {
      pause *= 2;
    }
    failures++;
    pause = Math.min(pause, most.toNanos());
    return pause - (long) (pause * JITTER * random.nextDouble());
  }
}
