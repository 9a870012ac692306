package io.readback.bench.routes;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.OptionalInt;

/**
 * BGP messages written by hand, RFC 4271 section 4: what the replayed floor is made of. It shares
 * nothing with the speaker that it is compared with.
 */
public final class Messages {
  private static final int LONGEST = 4096;
  private static final int HEADER = 19;
  private static final int OPEN = 1;
  private static final int UPDATE = 2;
  private static final int HOLD_SECONDS = 90;

  /** An UPDATE's header and its two length fields. */
  private static final int UPDATE_OCTETS = HEADER + 4;

  /** Length octet and four octets of address. */
  private static final int NLRI_OCTETS = 5;

  private final int asn;
  private final int nextHop;

  /**
   * @param nextHop as a number; the BGP Identifier too
   */
  public Messages(int asn, int nextHop) {
    this.asn = asn;
    this.nextHop = nextHop;
  }

  /** An OPEN with the capabilities IPv4 unicast and four-octet AS numbers. */
  public byte[] open() {
    ByteBuffer out = message(OPEN, HEADER + 10 + 14);
    out.put((byte) 4).putShort((short) asn).putShort((short) HOLD_SECONDS).putInt(nextHop);
    out.put((byte) 14).put((byte) 2).put((byte) 12);
    out.put((byte) 1).put((byte) 4).putShort((short) 1).put((byte) 0).put((byte) 1);
    out.put((byte) 65).put((byte) 4).putInt(asn);
    return out.array();
  }

  /** One UPDATE that announces one /32. */
  public byte[] announcement(int address) {
    byte[] attributes = attributes(OptionalInt.empty());
    ByteBuffer out = begin(attributes, 1);
    nlri(out, address);
    return out.array();
  }

  /** All routes set by set in full messages, and the End-of-RIB marker (RFC 4724 section 2). */
  public byte[] stream(RouteSet routes) {
    ByteArrayOutputStream all = new ByteArrayOutputStream(routes.count() * 6 + 64);
    int sets = Math.min(routes.sets(), routes.count());
    for (int set = 0; set < sets; set++) {
      byte[] attributes = attributes(routes.community(set));
      int room = (LONGEST - UPDATE_OCTETS - attributes.length) / NLRI_OCTETS;
      int left = (routes.count() - set + sets - 1) / sets;
      int route = set;
      while (left > 0) {
        int here = Math.min(left, room);
        ByteBuffer out = begin(attributes, here);
        for (int i = 0; i < here; i++) {
          nlri(out, routes.address(route));
          route += sets;
        }
        all.writeBytes(out.array());
        left -= here;
      }
    }
    all.writeBytes(begin(new byte[0], 0).array());
    return all.toByteArray();
  }

  /** Full messages that withdraw all routes. */
  public byte[] withdrawals(RouteSet routes) {
    ByteArrayOutputStream all = new ByteArrayOutputStream(routes.count() * 6 + 64);
    int room = (LONGEST - UPDATE_OCTETS) / NLRI_OCTETS;
    for (int route = 0; route < routes.count(); ) {
      int here = Math.min(routes.count() - route, room);
      ByteBuffer out = message(UPDATE, UPDATE_OCTETS + here * NLRI_OCTETS);
      out.putShort((short) (here * NLRI_OCTETS));
      for (int i = 0; i < here; i++) {
        nlri(out, routes.address(route++));
      }
      all.writeBytes(out.putShort((short) 0).array());
    }
    return all.toByteArray();
  }

  private static void nlri(ByteBuffer out, int address) {
    out.put((byte) 32).putInt(address);
  }

  private static ByteBuffer begin(byte[] attributes, int prefixes) {
    ByteBuffer out = message(UPDATE, UPDATE_OCTETS + attributes.length + prefixes * NLRI_OCTETS);
    return out.putShort((short) 0).putShort((short) attributes.length).put(attributes);
  }

  /** ORIGIN IGP, an AS_PATH of our own AS, NEXT_HOP, and COMMUNITIES where there is one. */
  private byte[] attributes(OptionalInt community) {
    ByteBuffer out = ByteBuffer.allocate(community.isPresent() ? 27 : 20);
    out.put((byte) 0x40).put((byte) 1).put((byte) 1).put((byte) 0);
    out.put((byte) 0x40).put((byte) 2).put((byte) 6).put((byte) 2).put((byte) 1).putInt(asn);
    out.put((byte) 0x40).put((byte) 3).put((byte) 4).putInt(nextHop);
    if (community.isPresent()) {
      out.put((byte) 0xc0).put((byte) 8).put((byte) 4);
      out.putShort((short) RouteSet.COMMUNITY_AS).putShort((short) community.getAsInt());
    }
    return out.array();
  }

  private static ByteBuffer message(int type, int length) {
    ByteBuffer out = ByteBuffer.allocate(length);
    for (int i = 0; i < 16; i++) {
      out.put((byte) 0xff);
    }
    return out.putShort((short) length).put((byte) type);
  }
}
