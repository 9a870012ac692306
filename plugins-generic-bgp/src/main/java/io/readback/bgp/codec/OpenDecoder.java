package io.readback.bgp.codec;

import io.readback.bgp.message.Capability;
import io.readback.bgp.message.ErrorCode;
import io.readback.bgp.message.Octets;
import io.readback.bgp.message.Open;
import io.readback.spi.net.IpAddress;
import io.readback.spi.target.BgpRole;
import io.readback.spi.target.BgpSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** OPEN: syntax, and the checks of RFC 4271 section 6.2. */
final class OpenDecoder {
  private static final int PARAMETER_CAPABILITIES = 2;
  private static final int EXTENDED = 255;

  private OpenDecoder() {}

  /** Reads the body between {@code body} and {@code end}, which has at least 10 octets. */
  static Open decode(byte[] in, int body, int end, CodecContext context) throws WireException {
    int version = Wire.u8(in, body);
    if (version != Open.VERSION) {
      throw new WireException(
          ErrorCode.UNSUPPORTED_VERSION_NUMBER,
          Octets.of(0, Open.VERSION),
          "BGP version " + version + " offered, only 4 is spoken");
    }
    int myAs = Wire.u16(in, body + 1);
    int holdTime = Wire.u16(in, body + 3);
    IpAddress identifier = Wire.ipv4(in, body + 5);
    List<Capability> capabilities = parameters(in, body + 9, end);
    long asn = myAs;
    for (Capability c : capabilities) {
      if (c instanceof Capability.FourOctetAs four) {
        asn = four.asn();
      }
    }
    checkAs(myAs, asn, context);
    checkPeerType(asn, context);
    if (holdTime == 1 || holdTime == 2) {
      throw new WireException(
          ErrorCode.UNACCEPTABLE_HOLD_TIME,
          "hold time " + holdTime + " s offered; it is 0 or at least 3 s");
    }
    boolean internal = context.peerAs() == 0 ? asn == context.localAs() : !context.ebgp();
    checkIdentifier(identifier, internal, context);
    if (!internal) {
      checkRole(capabilities, context);
    }
    return new Open(version, asn, holdTime, identifier, capabilities);
  }

  /** RFC 4271 section 6.2, RFC 6793 section 4.2.1, RFC 7607. */
  private static void checkAs(int myAs, long asn, CodecContext context) throws WireException {
    if (myAs == 0 || asn == 0) {
      throw new WireException(ErrorCode.BAD_PEER_AS, "AS 0 is reserved (RFC 7607)");
    }
    if (asn == Open.AS_TRANS) {
      throw new WireException(ErrorCode.BAD_PEER_AS, "AS 23456 is reserved (RFC 6793)");
    }
    if (context.peerAs() != 0 && asn != context.peerAs()) {
      throw new WireException(
          ErrorCode.BAD_PEER_AS, "expected AS " + context.peerAs() + ", got " + asn);
    }
  }

  /** A peer whose number is not configured may still have to be of our AS, or not to be. */
  private static void checkPeerType(long asn, CodecContext context) throws WireException {
    if (context.peerAs() != 0 || context.localAs() == 0) {
      return;
    }
    boolean internal = asn == context.localAs();
    if (internal && context.peerType() == BgpSession.PeerType.EXTERNAL) {
      throw new WireException(
          ErrorCode.BAD_PEER_AS, "expected an external peer, got our own AS " + asn);
    }
    if (!internal && context.peerType() == BgpSession.PeerType.INTERNAL) {
      throw new WireException(
          ErrorCode.BAD_PEER_AS,
          "expected an internal peer of AS " + context.localAs() + ", got " + asn);
    }
  }

  /** RFC 6286 section 2.2. */
  private static void checkIdentifier(IpAddress identifier, boolean internal, CodecContext context)
      throws WireException {
    if (identifier.isUnspecified()) {
      throw new WireException(ErrorCode.BAD_BGP_IDENTIFIER, "BGP Identifier 0.0.0.0");
    }
    if (internal && context.localId().equals(Optional.of(identifier))) {
      throw new WireException(
          ErrorCode.BAD_BGP_IDENTIFIER,
          "BGP Identifier " + identifier + " is our own, and the peer is internal");
    }
  }

  /** RFC 9234 sections 4.1 and 4.2: the roles must fit, and in strict mode both be stated. */
  private static void checkRole(List<Capability> capabilities, CodecContext context)
      throws WireException {
    if (context.role().isEmpty()) {
      return;
    }
    BgpRole ours = context.role().get();
    OptionalInt theirs = OptionalInt.empty();
    for (Capability c : capabilities) {
      if (c instanceof Capability.Role role) {
        if (theirs.isPresent() && theirs.getAsInt() != role.value()) {
          throw new WireException(ErrorCode.ROLE_MISMATCH, "the peer states two different roles");
        }
        theirs = OptionalInt.of(role.value());
      }
    }
    if (theirs.isEmpty()) {
      if (context.roleStrict()) {
        throw new WireException(
            ErrorCode.ROLE_MISMATCH, "the peer states no role, and we insist (strict mode)");
      }
      return;
    }
    if (theirs.getAsInt() != ours.opposite().value()) {
      String name =
          BgpRole.of(theirs.getAsInt()).map(BgpRole::toString).orElse("role " + theirs.getAsInt());
      throw new WireException(
          ErrorCode.ROLE_MISMATCH,
          "we are " + ours + " and the peer says it is " + name + ", not " + ours.opposite());
    }
  }

  /** The optional parameters, of either length (RFC 9072), from their length octet on. */
  private static List<Capability> parameters(byte[] in, int from, int end) throws WireException {
    int length = Wire.u8(in, from);
    int at = from + 1;
    boolean extended = length != 0 && at < end && Wire.u8(in, at) == EXTENDED;
    if (extended) {
      if (end - at < 3) {
        throw malformed("the extended length of the optional parameters is cut off");
      }
      length = Wire.u16(in, at + 1);
      at += 3;
    }
    if (length != end - at) {
      throw malformed(
          "optional parameters of " + length + " octets stated, " + (end - at) + " present");
    }
    int header = extended ? 3 : 2;
    List<Capability> capabilities = new ArrayList<>();
    while (at < end) {
      if (end - at < header) {
        throw malformed("an optional parameter is cut off");
      }
      int type = Wire.u8(in, at);
      int size = extended ? Wire.u16(in, at + 1) : Wire.u8(in, at + 1);
      at += header;
      if (size > end - at) {
        throw malformed("optional parameter " + type + " is longer than the message");
      }
      if (type != PARAMETER_CAPABILITIES) {
        throw new WireException(
            ErrorCode.UNSUPPORTED_OPTIONAL_PARAMETER, "unknown optional parameter " + type);
      }
      capabilities(in, at, at + size, capabilities);
      at += size;
    }
    return capabilities;
  }

  private static void capabilities(byte[] in, int from, int end, List<Capability> out)
      throws WireException {
    int at = from;
    while (at < end) {
      if (end - at < 2 || Wire.u8(in, at + 1) > end - at - 2) {
        throw malformed("a capability is longer than its parameter");
      }
      int code = Wire.u8(in, at);
      int length = Wire.u8(in, at + 1);
      out.add(CapabilityDecoder.decode(code, in, at + 2, length));
      at += 2 + length;
    }
  }

  static WireException malformed(String what) {
    return new WireException(ErrorCode.OPEN_UNSPECIFIC, what);
  }
}
