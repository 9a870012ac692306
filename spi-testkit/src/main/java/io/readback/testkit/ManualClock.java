package io.readback.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that stands until a test moves it. Safe from any thread. */
public final class ManualClock implements InstantSource {
  private volatile Instant now;

  /** Begins at an arbitrary fixed moment. */
  public ManualClock() {
    this(Instant.parse("2026-01-01T00:00:00Z"));
  }

  public ManualClock(Instant start) {
    now = start;
  }

  @Override
  public Instant instant() {
    return now;
  }

  /** Moves on; only one thread may. */
  public void advance(Duration by) {
    now = now.plus(by);
  }
}
