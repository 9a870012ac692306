package io.readback.bgp.session;

import io.readback.bgp.message.Octets;

/**
 * How a session ended.
 *
 * @param notification the NOTIFICATION sent or received, from its header on; empty: none
 * @param event the number of the event that ended it (RFC 4271 section 8.1)
 */
public record SessionEnd(Kind kind, Octets notification, int event) {
  /** Who ended it, and how. */
  public enum Kind {
    SENT_NOTIFICATION,
    /** Without a NOTIFICATION. */
    LOCAL,
    RECEIVED_NOTIFICATION,
    /** The connection broke or was closed. */
    REMOTE,
    /** The session was taken out of the configuration without a word to the peer. */
    ABANDONED
  }
}
