package io.readback.bgp.bmp;

import io.readback.bgp.message.Octets;
import io.readback.spi.net.IpAddress;
import java.time.Instant;

/**
 * Which session, and which of its tables, a message is about (RFC 7854 section 4.2).
 *
 * @param type 0: a global session; 1: one of a VRF; 2: one within the router; 3: the Loc-RIB (RFC
 *     9069)
 * @param flags as in the constants
 * @param distinguisher 8 octets, zero where sessions need none
 * @param at when the router got the routes; the epoch: it does not say
 */
public record PeerHeader(
    int type,
    int flags,
    Octets distinguisher,
    IpAddress address,
    long asn,
    IpAddress bgpIdentifier,
    Instant at) {
  /** The peer's address is IPv6. */
  public static final int V6 = 0x80;

  /** After policy. */
  public static final int POST_POLICY = 0x40;

  /** AS_PATH has 2-octet AS numbers. */
  public static final int TWO_OCTET_AS = 0x20;

  /** The Adj-RIB-Out (RFC 8671); else the Adj-RIB-In. */
  public static final int ADJ_RIB_OUT = 0x10;

  /** The Loc-RIB of the router (RFC 9069): its flags are others. */
  public static final int LOC_RIB = 3;

  static final int OCTETS = 42;

  /** Eight octets of zero. */
  public static final Octets NO_DISTINGUISHER = Octets.of(new byte[8]);

  /** A header of the same session with these flags besides that of the address family. */
  public PeerHeader table(int tableFlags, Instant moment) {
    return new PeerHeader(
        type, flags & V6 | tableFlags, distinguisher, address, asn, bgpIdentifier, moment);
  }

  boolean is(int flag) {
    return (flags & flag) != 0;
  }
}
