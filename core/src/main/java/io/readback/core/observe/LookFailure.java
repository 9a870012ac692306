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
 * @param reason the cause's name, or what tells more: {@link #PERMISSION}, {@link #NOT_SET_UP}
 * @param message the plugin's line
 */
public record LookFailure(
    Instant since, Instant at, int count, Cause cause, String reason, String message) {
  /** The router let the user in and not do what a look needs. */
  public static final String PERMISSION = "PERMISSION";

  /** The looking glass cannot be made from its manifest. */
  public static final String NOT_SET_UP = "NOT_SET_UP";

  /** A first failure. */
  public static LookFailure of(PluginException failure, Instant at) {
    Cause cause = cause(failure.kind());
    return new LookFailure(
        at,
        at,
        1,
        cause,
        failure.kind() == PluginException.Kind.PERMISSION ? PERMISSION : cause.name(),
        String.valueOf(failure.getMessage()));
  }

  /** A first failure. */
  public static LookFailure of(Cause cause, String message, Instant at) {
    return new LookFailure(at, at, 1, cause, cause.name(), message);
  }

  /** The looking glass cannot even be made. */
  public static LookFailure notSetUp(String message, Instant at) {
    return new LookFailure(at, at, 1, Cause.UNREADABLE, NOT_SET_UP, message);
  }

  LookFailure after(LookFailure earlier) {
    return new LookFailure(earlier.since, at, earlier.count + 1, cause, reason, message);
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
