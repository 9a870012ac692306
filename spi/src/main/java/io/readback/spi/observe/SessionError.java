package io.readback.spi.observe;

import java.time.Instant;

/**
 * Why a session last ended or could not begin.
 *
 * @param cause the cause as far as this side knows it
 * @param text one line for a person, such as {@code sent NOTIFICATION 2/2 Bad Peer AS: expected
 *     65000, got 65010}
 * @param direction of the NOTIFICATION that told of it, where one did
 * @param hex the message that caused it: the received NOTIFICATION, or the message that made us
 *     send one; at most its first 4096 octets, empty: no message
 */
public record SessionError(
    Instant at, Cause cause, String text, MessageDirection direction, String hex) {
  /** Without a message. */
  public SessionError(Instant at, Cause cause, String text) {
    this(at, cause, text, MessageDirection.NONE, "");
  }
}
