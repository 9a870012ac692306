package io.readback.bench.measure;

import java.time.Instant;

/** This machine's clock, the one that captured packets carry the time of. */
public final class Clock {
  private Clock() {}

  /** Nanoseconds since 1970; as fine as the system gives it. */
  public static long nanos() {
    Instant now = Instant.now();
    return now.getEpochSecond() * 1_000_000_000L + now.getNano();
  }

  public static double seconds(long nanos) {
    return nanos / 1e9;
  }

  public static double millis(long nanos) {
    return nanos / 1e6;
  }
}
