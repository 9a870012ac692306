package io.readback.bgp.fsm;

import io.readback.bgp.message.Notification;

/** Something that happened to a connection or its timers. */
public sealed interface FsmEvent {
  FsmEventType type();

  /** An event that its type says all about. */
  record Plain(FsmEventType type) implements FsmEvent {}

  /**
   * A valid OPEN arrived.
   *
   * @param holdTime the peer's Hold Time in seconds, 0 or 3 and more
   */
  record OpenReceived(int holdTime) implements FsmEvent {
    @Override
    public FsmEventType type() {
      return FsmEventType.BGP_OPEN;
    }
  }

  /**
   * The session is to end, or a message was wrong, and the peer is to be told why.
   *
   * @param type one of MANUAL_STOP, AUTOMATIC_STOP, OPEN_COLLISION_DUMP, BGP_HEADER_ERR,
   *     BGP_OPEN_MSG_ERR, UPDATE_MSG_ERR, BFD_DOWN
   */
  record Ending(FsmEventType type, Notification notification) implements FsmEvent {}

  static FsmEvent of(FsmEventType type) {
    return new Plain(type);
  }
}
