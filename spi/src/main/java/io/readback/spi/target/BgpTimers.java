package io.readback.spi.target;

/**
 * Timers of a session, in seconds.
 *
 * @param connectRetry pause before the next connection attempt, 1 or more; drawn anew in [0.75, 1]
 *     of it each time
 * @param hold 0 (no keepalives) or 3 to 65535
 * @param keepalive 1 to 65535, at most {@code hold}; 0 only where hold is 0
 */
public record BgpTimers(int connectRetry, int hold, int keepalive) {
  /** ConnectRetry 5 s, hold 90 s, keepalive 30 s. */
  public static final BgpTimers DEFAULT = new BgpTimers(5, 90, 30);

  public BgpTimers {
    if (connectRetry < 1) {
      throw new IllegalArgumentException(
          "connect retry time must be at least 1 s but was " + connectRetry + " s");
    }
    if (hold != 0 && (hold < 3 || hold > 65535)) {
      throw new IllegalArgumentException(
          "hold time must be 0 or 3 to 65535 s but was " + hold + " s");
    }
    if (hold == 0 ? keepalive != 0 : keepalive < 1 || keepalive > hold) {
      throw new IllegalArgumentException(
          "keepalive time must be 1 s up to the hold time ("
              + hold
              + " s) but was "
              + keepalive
              + " s");
    }
  }
}
