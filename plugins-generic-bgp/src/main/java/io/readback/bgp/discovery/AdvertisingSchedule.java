package io.readback.bgp.discovery;

import java.util.random.RandomGenerator;

/**
 * When to advertise on a link: three times a second apart at first, then every 10 s, sooner where
 * somebody asks, never twice within a second (RFC 4861 sections 6.2.4 and 6.2.6 with times of our
 * own). Times in nanoseconds of {@link System#nanoTime}.
 */
final class AdvertisingSchedule {
  private static final long SECOND = 1_000_000_000L;
  private static final long INTERVAL = 10 * SECOND;
  private static final int INITIAL = 3;

  private final RandomGenerator random;
  private int sent;
  private long last;
  private long next;

  AdvertisingSchedule(RandomGenerator random, long now) {
    this.random = random;
    this.last = now - SECOND;
    this.next = now;
  }

  boolean isDue(long now) {
    return next - now <= 0;
  }

  /** How long until the next one is due; 0 or less: now. */
  long untilDue(long now) {
    return next - now;
  }

  /** Whether the router should be asked to advertise as well: when we begin, or begin again. */
  boolean asks() {
    return sent == 0;
  }

  void sent(long now) {
    sent = Math.min(INITIAL, sent + 1);
    last = now;
    next = now + (sent < INITIAL ? SECOND : (long) (INTERVAL * (0.75 + random.nextDouble() / 4)));
  }

  /** The link took nothing: begin again with the first that goes out, looking each second. */
  void failed(long now) {
    sent = 0;
    next = now + SECOND;
  }

  /** Somebody asked. */
  void solicited(long now) {
    long soonest = Math.max(now, last + SECOND);
    if (next - soonest > 0) {
      next = soonest;
    }
  }
}
