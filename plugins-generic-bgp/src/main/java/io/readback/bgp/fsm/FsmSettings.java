package io.readback.bgp.fsm;

import io.readback.spi.target.BgpTimers;
import java.time.Duration;

/**
 * What the state machine needs to know of a peer's configuration.
 *
 * @param passive never initiate a connection
 * @param timers configured timers
 * @param delayOpen how long to wait for the peer's OPEN before sending ours; zero: do not wait
 */
public record FsmSettings(boolean passive, BgpTimers timers, Duration delayOpen) {
  /** The HoldTimer of OpenSent: RFC 4271 section 8.2.2 suggests 4 minutes. */
  static final Duration LARGE_HOLD = Duration.ofMinutes(4);

  /** How long a session must be up for earlier failures to be forgotten. */
  static final Duration STABLE = Duration.ofSeconds(60);

  /** First wait in Idle after a failure; doubles with each failure. */
  static final Duration IDLE_HOLD_FIRST = Duration.ofSeconds(1);

  static final Duration IDLE_HOLD_MOST = Duration.ofSeconds(60);

  /** Without DelayOpen. */
  public static FsmSettings of(boolean passive, BgpTimers timers) {
    return new FsmSettings(passive, timers, Duration.ZERO);
  }

  boolean delaysOpen() {
    return !delayOpen.isZero();
  }

  /** The wait in Idle after the {@code failures}th failure in a row: 1, 2, 4 … 60 s. */
  static Duration idleHold(int failures) {
    return doubled(IDLE_HOLD_FIRST, failures, IDLE_HOLD_MOST);
  }

  /**
   * The ConnectRetryTime after the {@code attempts}th connection attempt in a row that failed: 1,
   * 2, 4 … seconds up to what is configured, so that a peer that returns is found soon.
   */
  Duration connectRetry(int attempts) {
    return doubled(Duration.ofSeconds(1), attempts, Duration.ofSeconds(timers.connectRetry()));
  }

  private static Duration doubled(Duration first, int count, Duration most) {
    Duration time = first.multipliedBy(1L << Math.min(Math.max(count - 1, 0), 16));
    return time.compareTo(most) > 0 ? most : time;
  }
}
