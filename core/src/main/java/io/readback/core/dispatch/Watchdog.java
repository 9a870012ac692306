package io.readback.core.dispatch;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Interrupts calls that overrun their deadline. One thread serves all lanes. */
public final class Watchdog implements AutoCloseable {
  private final ScheduledThreadPoolExecutor timer;

  public Watchdog(ThreadFactory threads) {
    timer =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = threads.newThread(task);
              thread.setName("readback-watchdog");
              thread.setDaemon(true);
              return thread;
            },
            new ThreadPoolExecutor.DiscardPolicy());
    timer.setRemoveOnCancelPolicy(true);
  }

  /** Watches a call that the calling thread is about to make; it must end the guard afterwards. */
  Guard watch(Duration deadline, Duration grace, Runnable onStuck) {
    Guard guard = new Guard(Thread.currentThread(), onStuck);
    guard.interruption = timer.schedule(guard::interrupt, deadline.toNanos(), TimeUnit.NANOSECONDS);
    guard.stuckness =
        timer.schedule(guard::stuck, deadline.toNanos() + grace.toNanos(), TimeUnit.NANOSECONDS);
    return guard;
  }

  /** Ends the thread. Calls that are running, or are made later, are not watched any more. */
  @Override
  public void close() {
    timer.shutdownNow();
  }

  /** One watched call. The interruption never hits what the thread does after {@link #end}. */
  static final class Guard {
    private final Thread caller;
    private final Runnable onStuck;
    private boolean ended;
    private boolean overran;
    private Future<?> interruption = java.util.concurrent.CompletableFuture.completedFuture(null);
    private Future<?> stuckness = interruption;

    private Guard(Thread caller, Runnable onStuck) {
      this.caller = caller;
      this.onStuck = onStuck;
    }

    private synchronized void interrupt() {
      if (!ended) {
        overran = true;
        caller.interrupt();
      }
    }

    private synchronized void stuck() {
      if (!ended) {
        onStuck.run();
      }
    }

    /** Ends the watch and clears the thread's interruption; whether the deadline had passed. */
    boolean end() {
      interruption.cancel(false);
      stuckness.cancel(false);
      synchronized (this) {
        ended = true;
        // whoever set it, it was meant for the call that is over
        Thread.interrupted();
        return overran;
      }
    }
  }
}
