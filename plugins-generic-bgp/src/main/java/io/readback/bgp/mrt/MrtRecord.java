package io.readback.bgp.mrt;

import io.readback.spi.net.IpAddress;
import io.readback.spi.observe.SessionState;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;

/**
 * Encodes MRT records of type BGP4MP_ET (RFC 6396 section 4.4 with microseconds, section 3). Each
 * method answers one whole record.
 */
public final class MrtRecord {
  /** BGP4MP_ET. */
  static final int TYPE = 17;

  static final int STATE_CHANGE = 0;
  static final int STATE_CHANGE_AS4 = 5;

  /** Timestamp, type, subtype, length. */
  private static final int HEADER = 12;

  private static final int MICROSECONDS = 4;
  private static final long MAX_TWO_OCTET_AS = 0xffff;
  private static final int AS_TRANS = 23456;

  private MrtRecord() {}

  /**
   * The session a record is about.
   *
   * @param fourOctetAs whether the session has 4-octet AS numbers (RFC 6793)
   * @param addPath whether its prefixes have path identifiers (RFC 7911)
   */
  public record Session(
      long peerAs,
      long localAs,
      IpAddress peerAddress,
      IpAddress localAddress,
      boolean fourOctetAs,
      boolean addPath) {}

  /**
   * A message as it was on the wire.
   *
   * @param local whether it is ours
   */
  public static byte[] message(
      Instant at, Session session, boolean local, byte[] bytes, int offset, int length) {
    ByteBuffer out = begin(at, session, messageSubtype(session, local), length);
    out.put(bytes, offset, length);
    return out.array();
  }

  /** The subtypes of RFC 6396 section 4.4, with path identifiers those of RFC 8050. */
  private static int messageSubtype(Session session, boolean local) {
    if (session.addPath()) {
      return (session.fourOctetAs() ? 9 : 8) + (local ? 2 : 0);
    }
    if (local) {
      return session.fourOctetAs() ? 7 : 6;
    }
    return session.fourOctetAs() ? 4 : 1;
  }

  /** A change of state; states are numbered from 1 (RFC 6396 section 4.4.1). */
  public static byte[] stateChange(
      Instant at, Session session, SessionState from, SessionState to) {
    ByteBuffer out = begin(at, session, session.fourOctetAs() ? STATE_CHANGE_AS4 : STATE_CHANGE, 4);
    out.putShort((short) (from.ordinal() + 1));
    out.putShort((short) (to.ordinal() + 1));
    return out.array();
  }

  private static ByteBuffer begin(Instant at, Session session, int subtype, int octets) {
    // one family for both: an unknown local address must not decide it
    boolean ipv6 = session.peerAddress().isIpv6();
    int asOctets = session.fourOctetAs() ? 4 : 2;
    int addressOctets = ipv6 ? 16 : 4;
    int body = MICROSECONDS + 2 * asOctets + 4 + 2 * addressOctets + octets;
    ByteBuffer out = ByteBuffer.allocate(HEADER + body);
    out.putInt((int) at.getEpochSecond());
    out.putShort((short) TYPE);
    out.putShort((short) subtype);
    out.putInt(body);
    out.putInt(at.getNano() / 1000);
    asn(out, session.peerAs(), session.fourOctetAs());
    asn(out, session.localAs(), session.fourOctetAs());
    // the interface index is not known here
    out.putShort((short) 0);
    out.putShort((short) (ipv6 ? 2 : 1));
    out.put(session.peerAddress().toBytes());
    byte[] local = session.localAddress().toBytes();
    out.put(Arrays.copyOf(local, addressOctets));
    return out;
  }

  private static void asn(ByteBuffer out, long asn, boolean fourOctets) {
    if (fourOctets) {
      out.putInt((int) asn);
    } else {
      out.putShort((short) (asn > MAX_TWO_OCTET_AS ? AS_TRANS : asn));
    }
  }
}
