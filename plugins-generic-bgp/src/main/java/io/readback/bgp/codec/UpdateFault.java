package io.readback.bgp.codec;

import io.readback.bgp.message.ErrorCode;
import io.readback.bgp.message.Notification;
import io.readback.bgp.message.Octets;

/**
 * An error in an UPDATE that knows both answers: what RFC 7606 makes of it, and the NOTIFICATION of
 * RFC 4271 section 6.3 for when nothing weaker than a session reset will do.
 */
record UpdateFault(Treatment treatment, Notification fallback, String reason) {
  /** Longest data of a NOTIFICATION that fits into 4096 octets. */
  static final int MAX_DATA = Framing.MAX_LENGTH - Framing.MIN_NOTIFICATION_LENGTH;

  /** RFC 7606 section 2, weakest first. */
  enum Treatment {
    ATTRIBUTE_DISCARD,
    TREAT_AS_WITHDRAW,
    SESSION_RESET
  }

  static UpdateFault reset(ErrorCode error, Octets data, String reason) {
    return new UpdateFault(Treatment.SESSION_RESET, Notification.of(error, data), reason);
  }

  static UpdateFault reset(ErrorCode error, String reason) {
    return reset(error, Octets.EMPTY, reason);
  }

  static UpdateFault withdraw(ErrorCode error, Octets data, String reason) {
    return new UpdateFault(Treatment.TREAT_AS_WITHDRAW, Notification.of(error, data), reason);
  }

  /** For faults of messages whose routes are known: the fallback is never sent. */
  static UpdateFault withdraw(ErrorCode error, String reason) {
    return withdraw(error, Octets.EMPTY, reason);
  }

  boolean strongerThan(UpdateFault other) {
    return treatment.compareTo(other.treatment) > 0;
  }
}
