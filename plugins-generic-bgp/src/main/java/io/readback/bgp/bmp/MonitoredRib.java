package io.readback.bgp.bmp;

import java.util.Locale;

/** The tables of a router that a message can be about. */
public enum MonitoredRib {
  ADJ_RIB_IN_PRE_POLICY,
  ADJ_RIB_IN_POST_POLICY,
  ADJ_RIB_OUT_PRE_POLICY,
  ADJ_RIB_OUT_POST_POLICY,
  LOC_RIB;

  static MonitoredRib of(PeerHeader peer) {
    if (peer.type() == PeerHeader.LOC_RIB) {
      return LOC_RIB;
    }
    boolean after = peer.is(PeerHeader.POST_POLICY);
    if (peer.is(PeerHeader.ADJ_RIB_OUT)) {
      return after ? ADJ_RIB_OUT_POST_POLICY : ADJ_RIB_OUT_PRE_POLICY;
    }
    return after ? ADJ_RIB_IN_POST_POLICY : ADJ_RIB_IN_PRE_POLICY;
  }

  /** The lower-case name with hyphens. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
