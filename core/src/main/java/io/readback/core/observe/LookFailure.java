package io.readback.core.observe;

import io.readback.spi.observe.Cause;
import io.readback.spi.plugin.PluginException;
import java.time.Instant;

/**
 * Why a looking glass cannot look.
 *
 * @param since when the first of the unbroken run of failures happened
 * @param at when the latest one happened
 * @param count how many there were in a row
 * @param cause AUTH, HOSTKEY, TIMEOUT, UNREACHABLE or UNREADABLE
 * @param message the plugin's line
 */
public record LookFailure(Instant since, Instant at, int count, Cause cause, String message) {
  /** A first failure. */
  public static LookFailure of(PluginException failure, Instant at) {
    return of(cause(failure.kind()), String.valueOf(failure.getMessage()), at);
  }

  /** A first failure. */
  public static LookFailure of(Cause cause, String message, Instant at) {
    return new LookFailure(at, at, 1, cause, message);
  }

  LookFailure after(LookFailure earlier) {
    return new LookFailure(earlier.since, at, earlier.count + 1, cause, message);
  }

  /** Whether the router was not reached, as opposed to not understood. */
  public boolean unreachable() {
    return cause != Cause.UNREADABLE;
  }

  private static Cause cause(PluginException.Kind kind) {
    return switch (kind) {
      case AUTHENTICATION -> Cause.AUTH;
      case HOST_KEY -> Cause.HOSTKEY;
      case TIMEOUT -> Cause.TIMEOUT;
      case UNREACHABLE -> Cause.UNREACHABLE;
      case PROTOCOL, RESOURCE, INTERNAL, PERMISSION, UNSUPPORTED -> Cause.UNREADABLE;
    };
  }
}
