package io.readback.bgp.fsm;

import io.readback.bgp.message.Notification;
import java.time.Duration;

/** What the owner of a connection has to do, in the order given. */
public sealed interface FsmEffect {
  /** Initiate a TCP connection; one that is under way is abandoned first. */
  record Connect() implements FsmEffect {}

  record SendOpen() implements FsmEffect {}

  record SendKeepalive() implements FsmEffect {}

  record SendNotification(Notification notification) implements FsmEffect {}

  /** Drop the TCP connection, if there is one, after what was sent before it got out. */
  record CloseTransport() implements FsmEffect {}

  /**
   * (Re)start a timer.
   *
   * @param time before jitter, see {@link FsmTimer#jittered}
   */
  record StartTimer(FsmTimer timer, Duration time) implements FsmEffect {}

  record StopTimer(FsmTimer timer) implements FsmEffect {}

  record StopAllTimers() implements FsmEffect {}

  /**
   * Established: send the Adj-RIB-Out.
   *
   * @param holdTime negotiated, in seconds; 0: none
   * @param keepaliveTime negotiated, in seconds; 0: none
   */
  record SessionUp(int holdTime, int keepaliveTime) implements FsmEffect {}

  /** No longer Established: forget what was received. */
  record SessionDown() implements FsmEffect {}

  /** The UPDATE or ROUTE-REFRESH that was the event is to be processed. */
  record Deliver() implements FsmEffect {}
}
