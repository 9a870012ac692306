package io.readback.layer2.link;

import java.util.concurrent.TimeUnit;

/** The end of a thread that was told to stop. */
final class Ending {
  private static final long LIMIT = TimeUnit.SECONDS.toNanos(5);

  private Ending() {}

  /**
   * Waits for it, for five seconds at most. An interruption does not shorten that, or what the
   * thread uses would never be released; it stands afterwards.
   */
  static void await(Thread thread) {
    boolean interrupted = false;
    long end = System.nanoTime() + LIMIT;
    long left = LIMIT;
    while (thread.isAlive() && left > 0) {
      try {
        TimeUnit.NANOSECONDS.timedJoin(thread, left);
      } catch (InterruptedException e) {
        interrupted = true;
      }
      left = end - System.nanoTime();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
