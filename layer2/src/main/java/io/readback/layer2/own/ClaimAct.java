package io.readback.layer2.own;

import io.readback.spi.net.IpAddress;

/**
 * What is to be done for a VIP.
 *
 * @param kind what
 * @param why in words, for START and STOP; else empty
 */
public record ClaimAct(Kind kind, IpAddress vip, String why) {
  /** The sorts of acts. */
  public enum Kind {
    /** Stop answering, before anything else. */
    STOP,
    /** Ask whether anybody answers. */
    PROBE,
    /** Answer, and tell everybody. */
    START,
    /** Tell everybody again. */
    ANNOUNCE
  }
}
