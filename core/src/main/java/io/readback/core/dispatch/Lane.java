package io.readback.core.dispatch;

import io.readback.core.plugin.Faults;
import io.readback.spi.plugin.PluginContext;
import io.readback.spi.plugin.PluginException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One plugin instance with the one thread that calls it. Whatever a call throws, save an error of
 * the virtual machine, is that instance's failure and nobody else's. A call that overruns its
 * deadline is interrupted; while it ignores that, the lane is {@link LaneStatus.State#STUCK} and
 * the instance is not entered again.
 */
public abstract sealed class Lane permits AnnouncerLane, LookingGlassLane {
  /** Guards the schedule of the subclass. */
  final ReentrantLock lock = new ReentrantLock();

  final InstantSource clock;
  final LaneSettings settings;

  private final Condition woken = lock.newCondition();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final String name;
  private final System.Logger logger;
  private final int spiVersion;
  private final Watchdog watchdog;
  private final Thread thread;
  private volatile LaneStatus status;

  /**
   * What every lane needs.
   *
   * @param name the instance's name in configuration
   * @param spiVersion what its plugin was compiled against, for messages
   * @param threads makes the lane's thread, which the lane names
   */
  public record Wiring(
      String name,
      int spiVersion,
      LaneSettings settings,
      InstantSource clock,
      Watchdog watchdog,
      ThreadFactory threads) {}

  /** Something to call. */
  @FunctionalInterface
  interface Action {
    void run() throws PluginException, InterruptedException;
  }

  Lane(Wiring wiring) {
    this.name = wiring.name();
    this.spiVersion = wiring.spiVersion();
    this.settings = wiring.settings();
    this.clock = wiring.clock();
    this.watchdog = wiring.watchdog();
    this.logger = System.getLogger("io.readback.plugin." + name);
    this.status = new LaneStatus(LaneStatus.State.STARTING, clock.instant(), Optional.empty(), 0);
    this.thread = wiring.threads().newThread(this::run);
    thread.setName("readback-lane-" + name);
    thread.setDaemon(true);
  }

  /** Begins to call the instance. Once. */
  public final void start() {
    thread.start();
  }

  public final String name() {
    return name;
  }

  public final LaneStatus status() {
    return status;
  }

  /**
   * Waits until the instance is stopped and the thread done.
   *
   * @return whether it ended in time; a stuck one does not
   */
  public final boolean awaitEnd(Duration timeout) throws InterruptedException {
    return ended.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Runs what is due, under no lock; the nanoseconds to wait for the next turn, or none: end. */
  abstract Optional<Long> turn();

  /** The lane's status is another one. Called on the lane's thread or the watchdog's. */
  abstract void statusChanged(LaneStatus status);

  /** Changes the schedule and lets the lane look at it again. Any thread. */
  final void change(Runnable change) {
    lock.lock();
    try {
      change.run();
      woken.signal();
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    try {
      while (true) {
        Optional<Long> wait = turn();
        if (wait.isEmpty()) {
          return;
        }
        await(wait.get());
      }
    } finally {
      become(LaneStatus.State.STOPPED, status.problem(), status.failures());
      ended.countDown();
    }
  }

  /** Waits until woken or the time is over; {@link #untilDue} decides again then. */
  private void await(long nanos) {
    lock.lock();
    try {
      // the schedule may have changed between the turn and the lock
      long left = Math.min(nanos, untilDue());
      if (left > 0) {
        long rest = woken.awaitNanos(left);
        assert rest <= left;
      }
    } catch (InterruptedException e) {
      // nobody is meant to interrupt a lane outside of calls: look at the schedule again
      logger.log(System.Logger.Level.DEBUG, "interrupted while waiting");
    } finally {
      lock.unlock();
    }
  }

  /** Nanoseconds until the next call is due; called with the lock held. */
  abstract long untilDue();

  /**
   * Makes one call under the deadline.
   *
   * @param failures failures in a row before this one
   * @return the failure, or none when it went well
   */
  final Optional<LaneStatus.Problem> call(String what, Action action, int failures) {
    Watchdog.Guard guard =
        watchdog.watch(settings.deadline(), settings.grace(), () -> stuck(what, failures));
    @Nullable Throwable fault = null;
    try {
      action.run();
    } catch (VirtualMachineError e) {
      become(LaneStatus.State.FAILING, Optional.of(problem(what, e, false)), failures + 1);
      throw e;
    } catch (Throwable t) {
      fault = t;
    }
    boolean overran = guard.end();
    if (fault == null) {
      return Optional.empty();
    }
    LaneStatus.Problem problem = problem(what, fault, overran);
    if (failures == 0) {
      logger.log(System.Logger.Level.WARNING, () -> name + ": " + what + ": " + problem.message());
    } else {
      logger.log(
          System.Logger.Level.DEBUG,
          () -> name + ": " + what + " failed " + (failures + 1) + " times: " + problem.message());
    }
    return Optional.of(problem);
  }

  final void running() {
    if (status.state() != LaneStatus.State.RUNNING) {
      logger.log(
          status.failures() > 0 ? System.Logger.Level.INFO : System.Logger.Level.DEBUG,
          () -> name + ": running");
      become(LaneStatus.State.RUNNING, Optional.empty(), 0);
    }
  }

  final void failing(LaneStatus.Problem problem, int failures) {
    become(LaneStatus.State.FAILING, Optional.of(problem), failures);
  }

  private void stuck(String what, int failures) {
    String message =
        "has not returned "
            + settings.deadline().plus(settings.grace()).toMillis() / 1000.0
            + " s after it began and ignores interruption; the instance is left alone until it"
            + " returns";
    logger.log(System.Logger.Level.ERROR, () -> name + ": " + what + " " + message);
    become(
        LaneStatus.State.STUCK,
        Optional.of(
            new LaneStatus.Problem(
                clock.instant(), what, PluginException.Kind.TIMEOUT, what + " " + message)),
        failures + 1);
  }

  private LaneStatus.Problem problem(String what, Throwable fault, boolean overran) {
    Instant at = clock.instant();
    if (overran) {
      return new LaneStatus.Problem(
          at,
          what,
          PluginException.Kind.TIMEOUT,
          "no end of "
              + what
              + " within "
              + settings.deadline().toMillis() / 1000.0
              + " s ("
              + Faults.sentence(fault, spiVersion)
              + ")");
    }
    if (fault instanceof PluginException e) {
      String message =
          e.getMessage() == null ? e.kind().name().toLowerCase(Locale.ROOT) : e.getMessage();
      return new LaneStatus.Problem(at, what, e.kind(), message);
    }
    return new LaneStatus.Problem(
        at, what, PluginException.Kind.INTERNAL, Faults.sentence(fault, spiVersion));
  }

  private void become(LaneStatus.State state, Optional<LaneStatus.Problem> problem, int failures) {
    LaneStatus next;
    synchronized (this) {
      Instant since = status.state() == state ? status.since() : clock.instant();
      next = new LaneStatus(state, since, problem, failures);
      status = next;
    }
    statusChanged(next);
  }

  /** What the instance is given. */
  abstract class Context implements PluginContext {
    @Override
    public final String name() {
      return name;
    }

    @Override
    public final InstantSource clock() {
      return clock;
    }

    @Override
    public final System.Logger logger() {
      return logger;
    }
  }

  /** Lets classes be found the way the plugin's own loader finds them. */
  final void useLoaderOf(Object instance) {
    Thread.currentThread().setContextClassLoader(instance.getClass().getClassLoader());
  }
}
