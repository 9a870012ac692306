package io.readback.bgp.fsm;

import io.readback.spi.observe.SessionState;

/**
 * Everything the state machine remembers of one connection.
 *
 * @param failures ConnectRetryCounter: sessions in a row that failed; unlike the RFC's it is
 *     forgotten when a session proves stable
 * @param attempts connection attempts in a row that failed
 * @param delayOpenRunning whether DelayOpenTimer runs
 * @param holdTime in seconds: negotiated from OpenConfirm on, before that 0
 * @param keepaliveTime in seconds: negotiated from OpenConfirm on, before that 0
 */
public record FsmState(
    SessionState state,
    int failures,
    int attempts,
    boolean delayOpenRunning,
    int holdTime,
    int keepaliveTime) {
  public static final FsmState INITIAL = new FsmState(SessionState.IDLE, 0, 0, false, 0, 0);

  /** Ready for a connection that the peer initiated. */
  public static FsmState awaiting(int failures) {
    return new FsmState(SessionState.ACTIVE, failures, 0, false, 0, 0);
  }

  FsmState to(SessionState next) {
    return new FsmState(next, failures, attempts, false, 0, 0);
  }

  FsmState withFailures(int value) {
    return new FsmState(state, value, attempts, delayOpenRunning, holdTime, keepaliveTime);
  }

  FsmState withAttempts(int value) {
    return new FsmState(state, failures, value, delayOpenRunning, holdTime, keepaliveTime);
  }

  FsmState withDelayOpen() {
    return new FsmState(state, failures, attempts, true, holdTime, keepaliveTime);
  }

  FsmState negotiated(int hold, int keepalive) {
    return new FsmState(state, failures, attempts, delayOpenRunning, hold, keepalive);
  }
}
