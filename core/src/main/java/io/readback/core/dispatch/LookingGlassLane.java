package io.readback.core.dispatch;

import io.readback.spi.observe.Interest;
import io.readback.spi.observe.RouterObservation;
import io.readback.spi.observe.Vantage;
import io.readback.spi.plugin.LookingGlass;
import io.readback.spi.plugin.PluginContext;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The lane of a looking glass: one look at a time, with the newest interest. Looks begin when the
 * first interest is offered. An instance whose start failed is stopped and made anew.
 */
public final class LookingGlassLane extends Lane {
  private final Function<PluginContext, LookingGlass> maker;
  private final Listener listener;
  private final LookingGlassSchedule schedule;
  private final LookLimit limit;
  private @Nullable LookingGlass instance;

  /** Told what happens in a lane, on the lane's thread or the watchdog's. Must not block. */
  public interface Listener {
    void status(LaneStatus status);

    /** An instance was made and can cover these at best. */
    void vantages(Set<Vantage> vantages);

    /** A complete look at {@code interest}. */
    void observed(Interest interest, RouterObservation observation);

    /** A look, or a start, failed. */
    void failed(LaneStatus.Problem problem);
  }

  public LookingGlassLane(
      Wiring wiring,
      RandomGenerator random,
      Function<PluginContext, LookingGlass> maker,
      Listener listener) {
    this(wiring, random, maker, listener, new LookLimit(1));
  }

  /** As above, and looks only where {@code limit}, shared with other lanes, has room. */
  public LookingGlassLane(
      Wiring wiring,
      RandomGenerator random,
      Function<PluginContext, LookingGlass> maker,
      Listener listener,
      LookLimit limit) {
    super(wiring);
    this.limit = limit;
    this.maker = maker;
    this.listener = listener;
    this.schedule = new LookingGlassSchedule(settings, random, System.nanoTime());
  }

  /**
   * Sets what is expected at the router. Any thread.
   *
   * @param changed whether to look soon and repeatedly until {@link #satisfied}
   */
  public void offer(Interest interest, boolean changed) {
    change(() -> schedule.offer(interest, changed, System.nanoTime()));
  }

  /** All is seen as expected: back to the interval. Any thread. */
  public void satisfied() {
    change(schedule::satisfied);
  }

  /** Asks for a look soon. Any thread. */
  public void requestObservation() {
    change(() -> schedule.requestObservation(System.nanoTime()));
  }

  /** Asks for a look after this pause at the latest. Any thread. */
  public void requestObservation(Duration pause) {
    change(() -> schedule.requestObservation(System.nanoTime() + pause.toNanos()));
  }

  /** Stops the instance once the running look is over. Any thread. */
  public void stop() {
    change(schedule::requestStop);
  }

  @Override
  void statusChanged(LaneStatus status) {
    listener.status(status);
  }

  @Override
  long untilDue() {
    long now = System.nanoTime();
    return schedule.next(now).due() - now;
  }

  @Override
  Optional<Long> turn() {
    LookingGlassSchedule.Call call;
    @Nullable Interest interest = null;
    int failures;
    lock.lock();
    try {
      long now = System.nanoTime();
      LookingGlassSchedule.Next next = schedule.next(now);
      if (next.due() - now > 0) {
        return Optional.of(next.due() - now);
      }
      call = next.call();
      failures = schedule.failures();
      if (call == LookingGlassSchedule.Call.OBSERVE) {
        if (!limit.tryEnter()) {
          return Optional.of(LookLimit.PAUSE.toNanos());
        }
        interest = schedule.interest();
        schedule.observing(now);
      }
    } finally {
      lock.unlock();
    }
    switch (call) {
      case START -> startInstance(failures);
      case OBSERVE -> {
        try {
          if (interest != null) {
            observe(interest, failures);
          }
        } finally {
          limit.leave();
        }
      }
      case STOP -> {
        stopInstance();
        return Optional.empty();
      }
      case NOTHING -> {}
    }
    return Optional.of(0L);
  }

  private void startInstance(int failures) {
    Optional<LaneStatus.Problem> problem =
        call(
            "start",
            () -> {
              LookingGlass made = maker.apply(new GlassContext());
              instance = made;
              useLoaderOf(made);
              listener.vantages(made.vantages());
              made.start();
            },
            failures);
    if (problem.isPresent()) {
      stopInstance();
      failed(problem.get(), false, failures);
    } else {
      change(() -> schedule.started(System.nanoTime()));
    }
  }

  private void observe(Interest interest, int failures) {
    Optional<LaneStatus.Problem> problem =
        call(
            "observe",
            () -> {
              LookingGlass glass = instance;
              if (glass == null) {
                throw new IllegalStateException("no instance is running");
              }
              listener.observed(
                  interest,
                  Objects.requireNonNull(glass.observe(interest), "observe answered null"));
            },
            failures);
    if (problem.isPresent()) {
      failed(problem.get(), true, failures);
    } else {
      change(() -> schedule.observed(System.nanoTime()));
      running();
    }
  }

  private void failed(LaneStatus.Problem problem, boolean started, int failures) {
    change(() -> schedule.failed(problem.kind(), started, System.nanoTime()));
    failing(problem, failures + 1);
    listener.failed(problem);
  }

  private void stopInstance() {
    LookingGlass stopped = instance;
    instance = null;
    if (stopped != null) {
      call("stop", stopped::stop, 0);
    }
  }

  private final class GlassContext extends Context {
    @Override
    public void requestReconcile(String reason) {
      // a looking glass has nothing to reconcile; to look again is the nearest
      LookingGlassLane.this.requestObservation();
    }

    @Override
    public void requestObservation() {
      LookingGlassLane.this.requestObservation();
    }
  }
}
