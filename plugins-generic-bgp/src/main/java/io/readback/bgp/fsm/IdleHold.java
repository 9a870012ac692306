package io.readback.bgp.fsm;

import io.readback.spi.observe.SessionState;
import java.time.Duration;
import java.time.Instant;

/**
 * The wait in Idle after a failure, and whether it yields to a connection that the peer opens.
 *
 * <p>RFC 4271 section 8.2.2 refuses connections in Idle. The wait keeps <em>us</em> from trying too
 * often; a peer that dials has its own, and many wait for minutes after a refusal (OpenBGPD, BIRD).
 * So it is taken, unless an established session ended because of what the peer sent on it: the same
 * would follow, and routes would come and go, which is what the wait is for.
 *
 * @param before the state that was left for Idle
 * @param cause what ended the connection
 * @param failures in a row, this one among them
 * @param since when the wait began
 */
public record IdleHold(SessionState before, FsmEventType cause, int failures, Instant since) {
  /** Failures in a row after which a peer may still come back at once. */
  static final int AT_ONCE = 3;

  /** After more of them the peer may come back not before this. */
  static final Duration LEAST = Duration.ofSeconds(1);

  /** Whether a connection that the peer opens {@code now} is taken. */
  public boolean yields(Instant now) {
    return !peersFault() && (failures <= AT_ONCE || !now.isBefore(since.plus(LEAST)));
  }

  private boolean peersFault() {
    return switch (cause) {
      // ended by us, and not to begin again
      case MANUAL_STOP, AUTOMATIC_STOP -> true;
      case BGP_HEADER_ERR,
          BGP_OPEN_MSG_ERR,
          BGP_OPEN,
          BGP_OPEN_WITH_DELAY_OPEN_TIMER,
          UPDATE_MSG_ERR ->
          before == SessionState.ESTABLISHED;
      default -> false;
    };
  }
}
