package io.readback.bgp.session;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.readback.bgp.fsm.FsmTimer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * The timers of one connection. The hold timer counts from the last octet read and is judged only
 * after the socket has been read once more, so that a pause of ours does not expire it while
 * messages wait.
 */
final class SessionTimers {
  private static final long READ_ONCE_MORE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private static final long KEEPALIVE_LEAST_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final EventLoop loop;
  private final RandomGenerator random;
  private final Consumer<FsmTimer> expired;
  private final Map<FsmTimer, Future<?>> running = new EnumMap<>(FsmTimer.class);
  private long holdNanos;
  private long lastHeard;

  SessionTimers(EventLoop loop, RandomGenerator random, Consumer<FsmTimer> expired) {
    this.loop = loop;
    this.random = random;
    this.expired = expired;
  }

  void start(FsmTimer timer, Duration time) {
    if (timer == FsmTimer.HOLD) {
      startHold(time.toNanos());
      return;
    }
    stop(timer);
    // RFC 4271 section 10
    double factor = timer.jittered() ? 0.75 + 0.25 * random.nextDouble() : 1;
    long nanos = (long) (time.toNanos() * factor);
    if (timer == FsmTimer.KEEPALIVE) {
      // RFC 4271 section 4.4: not more often than once a second, jitter or not
      nanos = Math.max(nanos, KEEPALIVE_LEAST_NANOS);
    }
    schedule(timer, nanos, () -> expire(timer));
  }

  /** Octets of the peer were read. */
  void heard() {
    lastHeard = System.nanoTime();
  }

  private void startHold(long nanos) {
    lastHeard = System.nanoTime();
    if (nanos != holdNanos || !running.containsKey(FsmTimer.HOLD)) {
      stop(FsmTimer.HOLD);
      holdNanos = nanos;
      schedule(FsmTimer.HOLD, nanos, this::judgeHold);
    }
  }

  private void judgeHold() {
    long left = holdNanos - (System.nanoTime() - lastHeard);
    if (left > 0) {
      schedule(FsmTimer.HOLD, left, this::judgeHold);
    } else {
      schedule(FsmTimer.HOLD, READ_ONCE_MORE_NANOS, this::judgeHoldFinally);
    }
  }

  private void judgeHoldFinally() {
    if (System.nanoTime() - lastHeard < holdNanos) {
      judgeHold();
    } else {
      expire(FsmTimer.HOLD);
    }
  }

  private void schedule(FsmTimer timer, long nanos, Runnable task) {
    running.put(timer, loop.schedule(task, nanos, TimeUnit.NANOSECONDS));
  }

  private void expire(FsmTimer timer) {
    running.remove(timer);
    expired.accept(timer);
  }

  void stop(FsmTimer timer) {
    Future<?> task = running.remove(timer);
    if (task != null) {
      task.cancel(false);
    }
  }

  void stopAll() {
    running.values().forEach(task -> task.cancel(false));
    running.clear();
  }
}
