package io.readback.core.dispatch;

import io.readback.spi.observe.AnnouncerObservation;
import io.readback.spi.plugin.Announcer;
import io.readback.spi.plugin.AnnouncerCapabilities;
import io.readback.spi.plugin.PluginContext;
import io.readback.spi.plugin.StopIntent;
import io.readback.spi.target.DesiredState;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The lane of an announcer. Of desired states the newest wins and nothing is queued: a state that
 * was not handed over yet is replaced. An instance whose start failed is stopped and made anew.
 */
public final class AnnouncerLane extends Lane {
  private final Function<PluginContext, Announcer> maker;
  private final Listener listener;
  private final AnnouncerSchedule schedule;
  private @Nullable Announcer instance;

  /** Told what happens in a lane, on the lane's thread or the watchdog's. Must not block. */
  public interface Listener {
    void status(LaneStatus status);

    /** An instance was made and can do this. */
    void capabilities(AnnouncerCapabilities capabilities);

    /** The announcer accepted the state of this generation. */
    void accepted(long generation);

    void observed(AnnouncerObservation observation);
  }

  public AnnouncerLane(
      Wiring wiring,
      RandomGenerator random,
      Function<PluginContext, Announcer> maker,
      Listener listener) {
    super(wiring);
    this.maker = maker;
    this.listener = listener;
    this.schedule = new AnnouncerSchedule(settings, random, System.nanoTime());
  }

  /** Sets the newest desired state; an older generation than known is ignored. Any thread. */
  public void offer(DesiredState desired) {
    change(() -> schedule.offer(desired));
  }

  /** Asks for a reconcile with the present state. Any thread. */
  public void requestReconcile() {
    change(schedule::requestReconcile);
  }

  /** Asks for an observation soon. Any thread. */
  public void requestObservation() {
    change(() -> schedule.requestObservation(System.nanoTime()));
  }

  /** Stops the instance once the running call is over; the first intent counts. Any thread. */
  public void stop(StopIntent intent) {
    change(() -> schedule.requestStop(intent));
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
    AnnouncerSchedule.Call call;
    StopIntent intent;
    @Nullable DesiredState desired = null;
    int failures;
    lock.lock();
    try {
      long now = System.nanoTime();
      AnnouncerSchedule.Next next = schedule.next(now);
      if (next.due() - now > 0) {
        return Optional.of(next.due() - now);
      }
      call = next.call();
      intent = schedule.stopIntent().orElse(StopIntent.RETAIN);
      failures = schedule.failures();
      if (call == AnnouncerSchedule.Call.RECONCILE) {
        desired = schedule.take();
      } else if (call == AnnouncerSchedule.Call.OBSERVE) {
        schedule.observing(now);
      }
    } finally {
      lock.unlock();
    }
    switch (call) {
      case START -> startInstance(failures);
      case RECONCILE -> {
        if (desired != null) {
          reconcile(desired, failures);
        }
      }
      case OBSERVE -> observe(failures);
      case STOP -> {
        stopInstance(intent);
        return Optional.empty();
      }
    }
    return Optional.of(0L);
  }

  private void startInstance(int failures) {
    Optional<LaneStatus.Problem> problem =
        call(
            "start",
            () -> {
              Announcer made = maker.apply(new AnnouncerContext());
              instance = made;
              useLoaderOf(made);
              listener.capabilities(made.capabilities());
              made.start();
            },
            failures);
    if (problem.isPresent()) {
      stopInstance(StopIntent.RETAIN);
      change(() -> schedule.startFailed(problem.get().kind(), System.nanoTime()));
      failing(problem.get(), failures + 1);
    } else {
      change(() -> schedule.started(System.nanoTime()));
      running();
    }
  }

  private void reconcile(DesiredState desired, int failures) {
    Optional<LaneStatus.Problem> problem =
        call("reconcile", () -> running(instance).reconcile(desired), failures);
    if (problem.isPresent()) {
      change(() -> schedule.reconcileFailed(problem.get().kind(), System.nanoTime()));
      failing(problem.get(), failures + 1);
    } else {
      change(() -> schedule.reconciled(System.nanoTime()));
      settled();
      listener.accepted(desired.generation());
    }
  }

  private void observe(int failures) {
    Optional<LaneStatus.Problem> problem =
        call("observe", () -> observed(running(instance).observe()), failures);
    if (problem.isPresent()) {
      change(() -> schedule.observeFailed(problem.get().kind(), System.nanoTime()));
      failing(problem.get(), failures + 1);
    } else {
      change(() -> schedule.observed(System.nanoTime()));
      settled();
    }
  }

  private void observed(AnnouncerObservation observation) {
    listener.observed(Objects.requireNonNull(observation, "observe answered null"));
  }

  /** One call went well; the lane runs again when no other kind of call is failing. */
  private void settled() {
    lock.lock();
    int failures;
    try {
      failures = schedule.failures();
    } finally {
      lock.unlock();
    }
    if (failures == 0) {
      running();
    }
  }

  private void stopInstance(StopIntent intent) {
    Announcer stopped = instance;
    instance = null;
    if (stopped != null) {
      call("stop", () -> stopped.stop(intent), 0);
    }
  }

  private static Announcer running(@Nullable Announcer instance) {
    if (instance == null) {
      throw new IllegalStateException("no instance is running");
    }
    return instance;
  }

  private final class AnnouncerContext extends Context {
    @Override
    public void requestReconcile(String reason) {
      logger().log(System.Logger.Level.DEBUG, () -> name() + ": reconcile asked for: " + reason);
      AnnouncerLane.this.requestReconcile();
    }

    @Override
    public void requestObservation() {
      AnnouncerLane.this.requestObservation();
    }
  }
}
