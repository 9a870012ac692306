package io.readback.bgp.session;

import io.readback.bgp.codec.Decoded;
import io.readback.spi.target.TargetId;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/**
 * Logs messages that were not simply taken as they were. A faulty one is logged in full, not more
 * often than once in a while for a session (RFC 7606 section 6).
 */
final class FaultLog {
  private static final Duration INTERVAL = Duration.ofMinutes(1);

  private final System.Logger logger;
  private final TargetId session;
  private Instant last = Instant.EPOCH;

  FaultLog(System.Logger logger, TargetId session) {
    this.logger = logger;
    this.session = session;
  }

  /**
   * @return whether the message was logged in full
   */
  boolean noteworthy(Decoded decoded, Instant now, Supplier<String> hex) {
    String what = "session " + session + ": " + decoded.kind() + ": " + decoded.reason();
    if (decoded.isFaulty() && !now.isBefore(last.plus(INTERVAL))) {
      last = now;
      logger.log(Level.WARNING, () -> what + "; the message: " + hex.get());
      return true;
    }
    logger.log(Level.DEBUG, () -> what);
    return false;
  }
}
