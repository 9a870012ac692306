package io.readback.bgp.codec;

import io.readback.bgp.message.ErrorCode;
import io.readback.bgp.message.Notification;
import io.readback.bgp.message.Octets;

/** Octets that end the session: carries the NOTIFICATION to answer with. Has no stack trace. */
public final class WireException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Notification answer;

  WireException(Notification answer, String message) {
    super(message, null, false, false);
    this.answer = answer;
  }

  WireException(ErrorCode error, Octets data, String message) {
    this(Notification.of(error, data), message);
  }

  WireException(ErrorCode error, String message) {
    this(Notification.of(error), message);
  }

  /** The NOTIFICATION to send before closing the connection. */
  public Notification answer() {
    return answer;
  }
}
