package io.readback.bfd.fsm;

/**
 * The answer to an event.
 *
 * @param send what to send at once, beside the periodic packets
 */
public record BfdStep(BfdVariables variables, Send send) {
  /** Whether the periodic packets have to wait for their time. */
  public enum Send {
    NOTHING,
    /** The content has changed: a packet outside of the period (RFC 5880 section 6.8.7). */
    PACKET,
    /** The answer to a poll; the period goes on as it was. */
    FINAL
  }
}
