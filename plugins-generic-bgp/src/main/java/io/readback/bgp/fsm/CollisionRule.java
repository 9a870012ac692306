package io.readback.bgp.fsm;

import io.readback.spi.net.IpAddress;
import io.readback.spi.observe.SessionState;

/**
 * Which of two connections with one peer stays (RFC 4271 section 6.8, with the tie of RFC 6286
 * section 2.3). Both ends come to the same answer.
 */
public final class CollisionRule {
  /** Who initiated the connection that stays. */
  public enum Survivor {
    OURS,
    PEERS
  }

  private CollisionRule() {}

  /**
   * @param ours state of the connection that we initiated
   * @param peers state of the connection that the peer initiated
   */
  public static Survivor resolve(
      IpAddress localIdentifier,
      long localAsn,
      IpAddress peerIdentifier,
      long peerAsn,
      SessionState ours,
      SessionState peers) {
    if (ours == SessionState.ESTABLISHED) {
      return Survivor.OURS;
    }
    if (peers == SessionState.ESTABLISHED) {
      return Survivor.PEERS;
    }
    int order = Integer.compareUnsigned(localIdentifier.ipv4Value(), peerIdentifier.ipv4Value());
    if (order == 0) {
      order = Long.compare(localAsn, peerAsn);
    }
    return order > 0 ? Survivor.OURS : Survivor.PEERS;
  }

  /**
   * Whether the rule applies between a connection that just got a valid OPEN and another: one that
   * has had no OPEN yet may still turn out to be of no use and is left alone.
   */
  public static boolean applies(SessionState other) {
    return other == SessionState.OPENCONFIRM || other == SessionState.ESTABLISHED;
  }
}
