package io.readback.core.dispatch;

import java.time.Duration;
import java.util.concurrent.Semaphore;

/**
 * How many routers are looked at at once: each answer may take megabytes. Who finds no room comes
 * back after {@link #PAUSE}; a look that hangs gives its room back when its deadline ends it. Safe
 * from any thread.
 */
public final class LookLimit {
  /** A hundred routers at 30 s are three or four looks a second of some 0.2 s each. */
  public static final int DEFAULT = 16;

  static final Duration PAUSE = Duration.ofMillis(50);

  private final Semaphore rooms;

  public LookLimit(int rooms) {
    this.rooms = new Semaphore(rooms);
  }

  boolean tryEnter() {
    return rooms.tryAcquire();
  }

  void leave() {
    rooms.release();
  }
}
