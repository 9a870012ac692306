package io.readback.bgp.codec;

import io.readback.bgp.message.Capability;
import io.readback.bgp.message.DisplayText;
import io.readback.bgp.message.Family;
import io.readback.bgp.message.Octets;
import java.util.ArrayList;
import java.util.List;

/**
 * One capability. A length that contradicts the capability's definition makes the parameter
 * malformed (RFC 4271 section 6.2: 2/0), except where the capability only describes the peer.
 */
final class CapabilityDecoder {
  /** The least that the capability of outbound route filtering has: an entry without filters. */
  private static final int ORF_ENTRY_OCTETS = 5;

  private CapabilityDecoder() {}

  static Capability decode(int code, byte[] in, int at, int length) throws WireException {
    return switch (code) {
      case Capability.MULTIPROTOCOL -> {
        require(length == 4, code, length);
        yield new Capability.Multiprotocol(family(in, at, at + 3));
      }
      // RFC 2918, 8654 and 7313 say that these are empty; what is there nevertheless says nothing.
      case Capability.ROUTE_REFRESH -> new Capability.RouteRefresh();
      case Capability.EXTENDED_MESSAGE -> new Capability.ExtendedMessage();
      case Capability.ENHANCED_ROUTE_REFRESH -> new Capability.EnhancedRouteRefresh();
      case Capability.OUTBOUND_ROUTE_FILTERING -> {
        // RFC 5291 section 5: family and number of filters, at least once; no use is made of it.
        require(length >= ORF_ENTRY_OCTETS, code, length);
        yield new Capability.Unknown(code, Octets.of(in, at, length));
      }
      case Capability.EXTENDED_NEXT_HOP -> {
        require(length % 6 == 0, code, length);
        yield extendedNextHop(in, at, length);
      }
      case Capability.ROLE -> {
        require(length == 1, code, length);
        yield new Capability.Role(Wire.u8(in, at));
      }
      case Capability.GRACEFUL_RESTART -> {
        require(length >= 2 && length % 4 == 2, code, length);
        yield gracefulRestart(in, at, length);
      }
      case Capability.FOUR_OCTET_AS -> {
        require(length == 4, code, length);
        yield new Capability.FourOctetAs(Wire.u32(in, at));
      }
      case Capability.ADD_PATH -> {
        require(length % 4 == 0, code, length);
        yield addPath(in, at, length);
      }
      case Capability.LONG_LIVED_GRACEFUL_RESTART -> {
        require(length % 7 == 0, code, length);
        yield longLived(in, at, length);
      }
      case Capability.FQDN -> fqdn(in, at, length);
      case Capability.SOFTWARE_VERSION -> softwareVersion(in, at, length);
      default -> new Capability.Unknown(code, Octets.of(in, at, length));
    };
  }

  private static void require(boolean fits, int code, int length) throws WireException {
    if (!fits) {
      throw OpenDecoder.malformed("capability " + code + " cannot have " + length + " octets");
    }
  }

  private static Family family(byte[] in, int afiAt, int safiAt) {
    return new Family(Wire.u16(in, afiAt), Wire.u8(in, safiAt));
  }

  private static Capability extendedNextHop(byte[] in, int at, int length) {
    List<Capability.ExtendedNextHop.Encoding> encodings = new ArrayList<>();
    for (int i = at; i < at + length; i += 6) {
      // The SAFI has two octets here, the upper one always zero (RFC 8950 section 4).
      if (in[i + 2] == 0) {
        encodings.add(
            new Capability.ExtendedNextHop.Encoding(family(in, i, i + 3), Wire.u16(in, i + 4)));
      }
    }
    return new Capability.ExtendedNextHop(encodings);
  }

  private static Capability gracefulRestart(byte[] in, int at, int length) {
    int head = Wire.u16(in, at);
    List<Capability.GracefulRestart.FamilyState> families = new ArrayList<>();
    for (int i = at + 2; i < at + length; i += 4) {
      families.add(
          new Capability.GracefulRestart.FamilyState(
              family(in, i, i + 2), (in[i + 3] & 0x80) != 0));
    }
    return new Capability.GracefulRestart(
        (head & 0x8000) != 0, (head & 0x4000) != 0, head & 0xfff, families);
  }

  private static Capability addPath(byte[] in, int at, int length) {
    List<Capability.AddPath.Mode> modes = new ArrayList<>();
    for (int i = at; i < at + length; i += 4) {
      int mode = Wire.u8(in, i + 3);
      // Other values are to be ignored (RFC 7911 section 4).
      if (mode >= 1 && mode <= 3) {
        modes.add(
            new Capability.AddPath.Mode(family(in, i, i + 2), (mode & 1) != 0, (mode & 2) != 0));
      }
    }
    return new Capability.AddPath(modes);
  }

  private static Capability longLived(byte[] in, int at, int length) {
    List<Capability.LongLivedGracefulRestart.FamilyTime> families = new ArrayList<>();
    for (int i = at; i < at + length; i += 7) {
      families.add(
          new Capability.LongLivedGracefulRestart.FamilyTime(
              family(in, i, i + 2),
              (in[i + 3] & 0x80) != 0,
              Wire.u8(in, i + 4) << 16 | Wire.u16(in, i + 5)));
    }
    return new Capability.LongLivedGracefulRestart(families);
  }

  private static Capability fqdn(byte[] in, int at, int length) {
    int host = length < 1 ? 0 : Wire.u8(in, at);
    int domain = length < 2 + host ? 0 : Wire.u8(in, at + 1 + host);
    if (length < 2 + host || length < 2 + host + domain) {
      return new Capability.Unknown(Capability.FQDN, Octets.of(in, at, length));
    }
    return new Capability.Fqdn(
        DisplayText.of(in, at + 1, host), DisplayText.of(in, at + 2 + host, domain));
  }

  private static Capability softwareVersion(byte[] in, int at, int length) {
    if (length < 1 || Wire.u8(in, at) > length - 1) {
      return new Capability.Unknown(Capability.SOFTWARE_VERSION, Octets.of(in, at, length));
    }
    return new Capability.SoftwareVersion(DisplayText.of(in, at + 1, Wire.u8(in, at)));
  }
}
