package io.readback.bgp.send;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Tells when the JVM's compilers have caught up with the code that runs again and again. Code that
 * waits to be compiled is interpreted meanwhile, ten times slower or more.
 */
final class CompilationPause {
  private static final long STEP_MILLIS = 50;

  /** Compilation time that a step may take and still count as idle: stray methods always come. */
  private static final long IDLE_MILLIS = 2;

  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(8);

  private final @Nullable CompilationMXBean compilation = ManagementFactory.getCompilationMXBean();
  private final long deadline = System.nanoTime() + PATIENCE_NANOS;
  private long before;

  CompilationPause() {
    before = total();
  }

  /**
   * Waits until the compilers are idle, and says whether they had been busy since the last call.
   * False as well when that has taken 8 s in all, or when the JVM does not tell.
   */
  boolean workedMeanwhile() throws InterruptedException {
    long first = before;
    long last = total();
    while (System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(STEP_MILLIS);
      long now = total();
      if (now - last <= IDLE_MILLIS) {
        before = now;
        return now - first > 4 * IDLE_MILLIS;
      }
      last = now;
    }
    return false;
  }

  /** Milliseconds that the compilers have worked so far. */
  private long total() {
    return compilation == null || !compilation.isCompilationTimeMonitoringSupported()
        ? 0
        : compilation.getTotalCompilationTime();
  }
}
