package io.readback.bgp.fsm;

/** The timers of RFC 4271 section 8 and 10. */
public enum FsmTimer {
  CONNECT_RETRY(true, FsmEventType.CONNECT_RETRY_TIMER_EXPIRES),
  HOLD(false, FsmEventType.HOLD_TIMER_EXPIRES),
  KEEPALIVE(true, FsmEventType.KEEPALIVE_TIMER_EXPIRES),
  DELAY_OPEN(true, FsmEventType.DELAY_OPEN_TIMER_EXPIRES),
  IDLE_HOLD(true, FsmEventType.IDLE_HOLD_TIMER_EXPIRES),
  /** Runs from Established until earlier failures are forgotten. */
  STABLE(false, FsmEventType.STABLE_TIMER_EXPIRES);

  private final boolean jittered;
  private final FsmEventType expiry;

  FsmTimer(boolean jittered, FsmEventType expiry) {
    this.jittered = jittered;
    this.expiry = expiry;
  }

  /** Whether each start is to be multiplied by a factor drawn from 0.75 to 1.0 (section 10). */
  public boolean jittered() {
    return jittered;
  }

  /** What its expiry is to the state machine. */
  public FsmEventType expiry() {
    return expiry;
  }
}
