package io.readback.bgp.codec;

/** The structure of attributes that are not interpreted, as far as errors in it matter. */
final class OpaqueAttributes {
  private static final int AIGP_TLV = 1;
  private static final int AIGP_TLV_OCTETS = 11;

  private static final int LABEL_INDEX = 1;
  private static final int LABEL_INDEX_OCTETS = 7;

  /** Flags, tunnel type and MPLS label of a PMSI tunnel (RFC 6514 section 5). */
  static final int PMSI_HEADER_OCTETS = 5;

  private OpaqueAttributes() {}

  /** Whether the value is a sequence of TLVs, those of type AIGP as long as they must be. */
  static boolean aigpFits(byte[] in, int from, int end) {
    int at = from;
    while (end - at >= 3) {
      int length = Wire.u16(in, at + 1);
      boolean wrong = Wire.u8(in, at) == AIGP_TLV && length != AIGP_TLV_OCTETS;
      if (length < 3 || length > end - at || wrong) {
        return false;
      }
      at += length;
    }
    return at == end && from < end;
  }

  /** Whether the value is whole TLVs, a Label-Index among them of 7 octets (RFC 8669 section 3). */
  static boolean prefixSidFits(byte[] in, int from, int end) {
    int at = from;
    while (end - at >= 3) {
      int length = Wire.u16(in, at + 1);
      boolean wrong = Wire.u8(in, at) == LABEL_INDEX && length != LABEL_INDEX_OCTETS;
      if (length > end - at - 3 || wrong) {
        return false;
      }
      at += 3 + length;
    }
    return at == end;
  }

  /**
   * Whether the tunnel type is one of RFC 6514 section 5, and the identifier has a length that this
   * type can have, over IPv4 or IPv6. The value has at least {@link #PMSI_HEADER_OCTETS} octets.
   */
  static boolean pmsiTunnelFits(byte[] in, int from, int end) {
    int octets = end - from - PMSI_HEADER_OCTETS;
    return switch (Wire.u8(in, from + 1)) {
      // No tunnel information: what follows says nothing.
      case 0 -> true;
      // RSVP-TE P2MP: extended tunnel ID, reserved, tunnel ID, P2MP ID
      case 1 -> octets == 12 || octets == 24;
      // mLDP P2MP and MP2MP: a FEC element, whose header has 4 octets
      case 2, 7 -> octets > 4;
      // PIM-SSM, PIM-SM, BIDIR-PIM: sender and group
      case 3, 4, 5 -> octets == 8 || octets == 32;
      // ingress replication: the unicast tunnel's endpoint
      case 6 -> octets == 4 || octets == 16;
      default -> false;
    };
  }

  /**
   * Whether a value of {@code octets} can be pairs of a PE address, IPv4 or IPv6, and a label of 3
   * octets (RFC 6514 section 8).
   */
  static boolean peDistinguisherLabelsFit(int octets) {
    return octets > 0 && (octets % 7 == 0 || octets % 19 == 0);
  }

  /** Whether the value is whole TLVs (RFC 9552 section 8.2.2). */
  static boolean linkStateFits(byte[] in, int from, int end) {
    int at = from;
    while (end - at >= 4 && Wire.u16(in, at + 2) <= end - at - 4) {
      at += 4 + Wire.u16(in, at + 2);
    }
    return at == end;
  }

  /** Whether the value is whole TLVs of whole sub-TLVs (RFC 9012 sections 2 and 13). */
  static boolean tunnelEncapsulationFits(byte[] in, int from, int end) {
    int at = from;
    while (end - at >= 4) {
      int stop = at + 4 + Wire.u16(in, at + 2);
      if (stop > end || !subTlvsFit(in, at + 4, stop)) {
        return false;
      }
      at = stop;
    }
    return at == end;
  }

  /** Types from 128 on have a length of two octets. */
  private static boolean subTlvsFit(byte[] in, int from, int end) {
    int at = from;
    while (at < end) {
      int header = in[at] < 0 ? 3 : 2;
      if (end - at < header) {
        return false;
      }
      at += header + (header == 3 ? Wire.u16(in, at + 1) : Wire.u8(in, at + 1));
    }
    return at == end;
  }

  /** Whether the value is an AS number and whole attributes (RFC 6368 section 5). */
  static boolean attrSetFits(byte[] in, int from, int end) {
    if (end - from < 4) {
      return false;
    }
    int at = from + 4;
    while (at < end) {
      int header = (in[at] & AttributeType.EXTENDED_LENGTH) != 0 ? 4 : 3;
      if (end - at < header) {
        return false;
      }
      at += header + (header == 4 ? Wire.u16(in, at + 2) : Wire.u8(in, at + 2));
    }
    return at == end;
  }
}
