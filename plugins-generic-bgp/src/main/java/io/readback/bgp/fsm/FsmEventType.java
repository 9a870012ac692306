package io.readback.bgp.fsm;

/** The events of RFC 4271 section 8.1 under their numbers, and what later documents added. */
public enum FsmEventType {
  MANUAL_START(1),
  MANUAL_STOP(2),
  AUTOMATIC_START(3),
  MANUAL_START_WITH_PASSIVE(4),
  AUTOMATIC_START_WITH_PASSIVE(5),
  AUTOMATIC_START_WITH_DAMP(6),
  AUTOMATIC_START_WITH_DAMP_AND_PASSIVE(7),
  AUTOMATIC_STOP(8),
  CONNECT_RETRY_TIMER_EXPIRES(9),
  HOLD_TIMER_EXPIRES(10),
  KEEPALIVE_TIMER_EXPIRES(11),
  DELAY_OPEN_TIMER_EXPIRES(12),
  IDLE_HOLD_TIMER_EXPIRES(13),
  TCP_CONNECTION_VALID(14),
  TCP_CR_INVALID(15),
  TCP_CR_ACKED(16),
  TCP_CONNECTION_CONFIRMED(17),
  TCP_CONNECTION_FAILS(18),
  BGP_OPEN(19),
  BGP_OPEN_WITH_DELAY_OPEN_TIMER(20),
  BGP_HEADER_ERR(21),
  BGP_OPEN_MSG_ERR(22),
  OPEN_COLLISION_DUMP(23),
  NOTIF_MSG_VER_ERR(24),
  NOTIF_MSG(25),
  KEEPALIVE_MSG(26),
  UPDATE_MSG(27),
  UPDATE_MSG_ERR(28),
  /** The peer takes nothing of what is sent, RFC 9687. */
  SEND_HOLD_TIMER_EXPIRES(29),
  /** The path to the peer is broken, RFC 5882. */
  BFD_DOWN(0),
  /** ROUTE-REFRESH, RFC 2918. */
  ROUTE_REFRESH_MSG(0),
  /** The session has been up long enough for earlier failures to be forgotten. */
  STABLE_TIMER_EXPIRES(0);

  private final int number;

  FsmEventType(int number) {
    this.number = number;
  }

  /** The number in RFC 4271 section 8.1 and RFC 9687; 0 for events that it does not know. */
  public int number() {
    return number;
  }
}
