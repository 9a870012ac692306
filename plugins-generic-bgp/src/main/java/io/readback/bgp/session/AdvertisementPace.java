package io.readback.bgp.session;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/**
 * Keeps advertisements to a peer apart by MinRouteAdvertisementInterval (RFC 4271 section 9.2.1.1):
 * the first goes out at once, changes within the interval go out together at its end, of each route
 * the latest. Jitter as section 10 asks for. Lives on the speaker's event loop.
 */
final class AdvertisementPace {
  private final EventLoop loop;
  private final RandomGenerator random;
  private final Duration interval;
  private final BooleanSupplier send;
  private boolean waiting;
  private boolean wanted;

  /**
   * @param interval zero: nothing waits
   * @param send sends what there is, and says whether there was anything
   */
  AdvertisementPace(
      EventLoop loop, RandomGenerator random, Duration interval, BooleanSupplier send) {
    this.loop = loop;
    this.random = random;
    this.interval = interval;
    this.send = send;
  }

  /** There may be something to send. */
  void changed() {
    if (waiting) {
      wanted = true;
      return;
    }
    if (send.getAsBoolean() && !interval.isZero()) {
      waiting = true;
      double jittered = interval.toMillis() * (0.75 + 0.25 * random.nextDouble());
      loop.schedule(this::over, (long) jittered, TimeUnit.MILLISECONDS);
    }
  }

  private void over() {
    waiting = false;
    if (wanted) {
      wanted = false;
      changed();
    }
  }
}
