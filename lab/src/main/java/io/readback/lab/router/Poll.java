package io.readback.lab.router;

import io.readback.lab.LabException;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** Waiting for a router, with its own words when it does not come. */
final class Poll {
  private static final Duration INTERVAL = Duration.ofMillis(50);

  private Poll() {}

  static void until(
      String what, Duration deadline, BooleanSupplier condition, Supplier<String> evidence) {
    try {
      Awaitility.await()
          .pollInSameThread()
          .pollDelay(Duration.ZERO)
          .pollInterval(INTERVAL)
          .atMost(deadline)
          .until(condition::getAsBoolean);
    } catch (ConditionTimeoutException e) {
      throw new LabException("not %s after %s%n%s".formatted(what, deadline, evidence.get()), e);
    }
  }
}
