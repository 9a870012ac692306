package io.readback.bgp.bmp;

import io.readback.bgp.message.Octets;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads BMP messages. Every octet string gives a message or a {@link BmpException}, and takes
 * memory in proportion to its length alone.
 */
public final class BmpDecoder {
  /**
   * The longest message in octets: two BGP messages of 65535, and room for what stands around them.
   */
  public static final int MAX_LENGTH = 256 * 1024;

  private static final int BGP_LENGTH_AT = 16;
  private static final int BGP_HEADER = 19;

  private BmpDecoder() {}

  /**
   * The length of the message that begins at {@code offset}.
   *
   * @return 0 when its header is not complete
   */
  public static int messageLength(byte[] in, int offset, int available) throws BmpException {
    if (available < 1) {
      return 0;
    }
    if (in[offset] != BmpEncoder.VERSION) {
      throw new BmpException("BMP version " + (in[offset] & 0xff) + " where 3 is expected");
    }
    if (available < BmpEncoder.HEADER) {
      return 0;
    }
    int length = ByteBuffer.wrap(in, offset + 1, 4).getInt();
    if (length < BmpEncoder.HEADER || length > MAX_LENGTH) {
      throw new BmpException("a message of " + (length & 0xffffffffL) + " octets");
    }
    return length;
  }

  /** Reads the message in exactly these octets. */
  public static BmpMessage decode(byte[] in, int offset, int length) throws BmpException {
    int stated = messageLength(in, offset, length);
    if (stated != length) {
      throw new BmpException("a message of " + stated + " octets in " + length);
    }
    int type = in[offset + 5] & 0xff;
    ByteBuffer body = ByteBuffer.wrap(in, offset + BmpEncoder.HEADER, length - BmpEncoder.HEADER);
    return switch (type) {
      case BmpMessage.INITIATION -> new BmpMessage.Initiation(tlvs(body));
      case BmpMessage.TERMINATION -> new BmpMessage.Termination(tlvs(body));
      case BmpMessage.PEER_UP -> peerUp(body);
      case BmpMessage.PEER_DOWN -> {
        PeerHeader peer = peer(body);
        need(body, 1, "the reason of a peer down");
        yield new BmpMessage.PeerDown(peer, body.get() & 0xff, rest(body));
      }
      case BmpMessage.ROUTE_MONITORING ->
          new BmpMessage.RouteMonitoring(peer(body), bgpMessage(body));
      case BmpMessage.STATISTICS -> {
        PeerHeader peer = peer(body);
        need(body, 4, "the count of statistics");
        // the elements tell how many there are; the count is not needed, nor trusted
        body.getInt();
        yield new BmpMessage.Statistics(peer, tlvs(body));
      }
      case BmpMessage.ROUTE_MIRRORING -> new BmpMessage.RouteMirroring(peer(body), tlvs(body));
      default -> new BmpMessage.Unknown(type, rest(body));
    };
  }

  private static BmpMessage peerUp(ByteBuffer body) throws BmpException {
    PeerHeader peer = peer(body);
    need(body, 20, "the addresses of a peer up");
    IpAddress local = address(body, peer.is(PeerHeader.V6));
    int localPort = body.getShort() & 0xffff;
    int remotePort = body.getShort() & 0xffff;
    Octets sent = bgpMessage(body);
    Octets received = bgpMessage(body);
    return new BmpMessage.PeerUp(peer, local, localPort, remotePort, sent, received, tlvs(body));
  }

  private static PeerHeader peer(ByteBuffer body) throws BmpException {
    need(body, PeerHeader.OCTETS, "the per-peer header");
    int type = body.get() & 0xff;
    int flags = body.get() & 0xff;
    Octets distinguisher = take(body, 8);
    // RFC 9069: the flags of a Loc-RIB are others, and its address is zero
    boolean v6 = type != PeerHeader.LOC_RIB && (flags & PeerHeader.V6) != 0;
    IpAddress address = address(body, v6);
    long asn = body.getInt() & 0xffffffffL;
    IpAddress identifier = IpAddress.ofIpv4(body.getInt());
    long seconds = body.getInt() & 0xffffffffL;
    // a fraction of a second; more would carry the time beyond what 32 bits of seconds can say
    long micros = Math.min(body.getInt() & 0xffffffffL, 999_999);
    return new PeerHeader(
        type,
        flags,
        distinguisher,
        address,
        asn,
        identifier,
        Instant.ofEpochSecond(seconds, micros * 1000));
  }

  private static IpAddress address(ByteBuffer body, boolean v6) {
    long high = body.getLong();
    long low = body.getLong();
    return v6 ? IpAddress.ofBits(AddressFamily.IPV6, high, low) : IpAddress.ofIpv4((int) low);
  }

  /** A BGP message as long as its own header says. */
  private static Octets bgpMessage(ByteBuffer body) throws BmpException {
    need(body, BGP_HEADER, "a BGP header");
    int length = body.getShort(body.position() + BGP_LENGTH_AT) & 0xffff;
    if (length < BGP_HEADER) {
      throw new BmpException("a BGP message of " + length + " octets");
    }
    need(body, length, "a BGP message");
    return take(body, length);
  }

  private static List<BmpMessage.Tlv> tlvs(ByteBuffer body) throws BmpException {
    List<BmpMessage.Tlv> out = new ArrayList<>();
    while (body.hasRemaining()) {
      need(body, 4, "the head of an information element");
      int type = body.getShort() & 0xffff;
      int length = body.getShort() & 0xffff;
      need(body, length, "an information element");
      out.add(new BmpMessage.Tlv(type, take(body, length)));
    }
    return out;
  }

  private static Octets rest(ByteBuffer body) {
    return take(body, body.remaining());
  }

  private static Octets take(ByteBuffer body, int length) {
    Octets out = Octets.of(body.array(), body.arrayOffset() + body.position(), length);
    body.position(body.position() + length);
    return out;
  }

  private static void need(ByteBuffer body, int octets, String what) throws BmpException {
    if (body.remaining() < octets) {
      throw new BmpException(
          what + " takes " + octets + " octets, and " + body.remaining() + " are left");
    }
  }
}
