package io.readback.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** Looks for threads that somebody left behind. */
final class Leftovers {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Set<Thread> before = threads();

  private static Set<Thread> threads() {
    Set<Thread> out = new LinkedHashSet<>(Thread.getAllStackTraces().keySet());
    // shared by the whole process and started by anybody who uses them
    out.removeIf(
        t ->
            t.getName().startsWith("ForkJoinPool.commonPool")
                || t.getName().startsWith("process reaper")
                || t.getName().equals("Cleaner-0")
                || t.getName().startsWith("CompletableFutureDelayScheduler"));
    return out;
  }

  /** Threads that were not there at first end within a few seconds. */
  void assertNone() throws InterruptedException {
    until(
        () -> {
          Set<Thread> now = threads();
          now.removeAll(before);
          return now.isEmpty();
        });
    Set<Thread> left = threads();
    left.removeAll(before);
    assertThat(left).as("threads left behind").isEmpty();
  }

  /** Waits for a condition that nothing tells of. */
  static boolean until(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        return false;
      }
      java.util.concurrent.locks.LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
    return true;
  }
}
