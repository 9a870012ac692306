package io.readback.layer2.frame;

import io.readback.layer2.frame.NeighborMessage.Advertisement;
import io.readback.layer2.frame.NeighborMessage.Solicitation;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Neighbour solicitations and advertisements as frames. */
public final class NeighborCodec {
  private static final int IPV6_HEADER = 40;
  private static final int ICMP = Ethernet.HEADER + IPV6_HEADER;

  /** Both messages are of this length before their options. */
  private static final int MESSAGE = 24;

  private static final int ICMPV6 = 58;
  private static final int SOLICITATION = 135;
  private static final int ADVERTISEMENT = 136;
  private static final int SOURCE_LINK_LAYER = 1;
  private static final int TARGET_LINK_LAYER = 2;

  /** Only routers on the link can send it so high (RFC 4861 section 11.2). */
  private static final int HOP_LIMIT = 255;

  private static final int ROUTER = 0x8000_0000;
  private static final int SOLICITED = 0x4000_0000;
  private static final int OVERRIDE = 0x2000_0000;

  private NeighborCodec() {}

  /**
   * Reads a frame. Empty where it is neither message, or one that must be discarded (sections 7.1.1
   * and 7.1.2).
   */
  public static Optional<NeighborMessage> decode(byte[] octets) {
    ByteBuffer frame = ByteBuffer.wrap(octets);
    if (octets.length < ICMP + MESSAGE
        || Ethernet.type(octets) != Ethernet.IPV6
        || (frame.get(14) & 0xf0) != 0x60
        || (frame.get(20) & 0xff) != ICMPV6
        || (frame.get(21) & 0xff) != HOP_LIMIT) {
      return Optional.empty();
    }
    int payload = frame.getShort(18) & 0xffff;
    if (payload < MESSAGE || payload > octets.length - ICMP) {
      return Optional.empty();
    }
    int type = frame.get(ICMP) & 0xff;
    if (type != SOLICITATION && type != ADVERTISEMENT
        || frame.get(ICMP + 1) != 0
        || checksum(frame, payload) != 0) {
      return Optional.empty();
    }
    IpAddress source = ip(frame, 22);
    IpAddress destination = ip(frame, 38);
    IpAddress target = ip(frame, ICMP + 8);
    Optional<Options> options = Options.read(frame, ICMP + payload, type);
    if (target.isMulticast() || options.isEmpty()) {
      return Optional.empty();
    }
    Optional<MacAddress> linkLayer = options.get().linkLayer();
    MacAddress to = MacAddress.read(frame, 0);
    MacAddress from = MacAddress.read(frame, 6);
    if (type == SOLICITATION) {
      boolean probe = source.isUnspecified();
      if (probe
          && (linkLayer.isPresent()
              || !destination.equals(NeighborMessage.solicitedNode(target)))) {
        return Optional.empty();
      }
      return Optional.of(new Solicitation(to, from, source, destination, target, linkLayer));
    }
    int flags = frame.getInt(ICMP + 4);
    boolean solicited = (flags & SOLICITED) != 0;
    if (solicited && destination.isMulticast()) {
      return Optional.empty();
    }
    return Optional.of(
        new Advertisement(
            to,
            from,
            source,
            destination,
            target,
            (flags & ROUTER) != 0,
            solicited,
            (flags & OVERRIDE) != 0,
            linkLayer));
  }

  /** What the options hold; those of unknown types are skipped. */
  private record Options(Optional<MacAddress> linkLayer) {
    /** Empty where one has length 0 or ends beyond the message: all of it is to be discarded. */
    static Optional<Options> read(ByteBuffer frame, int end, int type) {
      int wanted = type == SOLICITATION ? SOURCE_LINK_LAYER : TARGET_LINK_LAYER;
      Optional<MacAddress> found = Optional.empty();
      int at = ICMP + MESSAGE;
      while (at < end) {
        int length = end - at < 2 ? 0 : 8 * (frame.get(at + 1) & 0xff);
        if (length == 0 || length > end - at) {
          return Optional.empty();
        }
        if ((frame.get(at) & 0xff) == wanted && length == 8) {
          found = Optional.of(MacAddress.read(frame, at + 2));
        }
        at += length;
      }
      return Optional.of(new Options(found));
    }
  }

  private static IpAddress ip(ByteBuffer frame, int at) {
    return IpAddress.ofBits(AddressFamily.IPV6, frame.getLong(at), frame.getLong(at + 8));
  }

  /** The frame of a message. */
  public static byte[] encode(NeighborMessage message) {
    Optional<MacAddress> linkLayer;
    int type;
    int flags = 0;
    if (message instanceof Solicitation solicitation) {
      type = SOLICITATION;
      linkLayer = solicitation.sourceLinkLayer();
    } else {
      Advertisement advertisement = (Advertisement) message;
      type = ADVERTISEMENT;
      linkLayer = advertisement.targetLinkLayer();
      flags =
          (advertisement.router() ? ROUTER : 0)
              | (advertisement.solicited() ? SOLICITED : 0)
              | (advertisement.override() ? OVERRIDE : 0);
    }
    int payload = MESSAGE + (linkLayer.isPresent() ? 8 : 0);
    ByteBuffer out = ByteBuffer.allocate(ICMP + payload);
    Ethernet.header(out, message.destinationMac(), message.sourceMac(), Ethernet.IPV6);
    out.putInt(0x6000_0000).putShort((short) payload).put((byte) ICMPV6).put((byte) HOP_LIMIT);
    put(out, message.source());
    put(out, message.destination());
    out.put((byte) type).put((byte) 0).putShort((short) 0).putInt(flags);
    put(out, message.target());
    if (linkLayer.isPresent()) {
      out.put((byte) (type == SOLICITATION ? SOURCE_LINK_LAYER : TARGET_LINK_LAYER)).put((byte) 1);
      linkLayer.get().write(out);
    }
    out.putShort(ICMP + 2, (short) checksum(out, payload));
    return out.array();
  }

  private static void put(ByteBuffer out, IpAddress address) {
    out.putLong(address.high()).putLong(address.low());
  }

  /**
   * The one's complement sum over pseudo-header and message, inverted (RFC 4443 section 2.3): what
   * belongs into a message whose field is 0, and 0 for a message that is whole.
   */
  private static int checksum(ByteBuffer frame, int payload) {
    long sum = payload + ICMPV6;
    for (int i = 22; i < ICMP; i += 2) {
      sum += frame.getShort(i) & 0xffff;
    }
    int end = ICMP + payload;
    for (int i = ICMP; i + 1 < end; i += 2) {
      sum += frame.getShort(i) & 0xffff;
    }
    if ((payload & 1) != 0) {
      sum += (frame.get(end - 1) & 0xff) << 8;
    }
    while (sum >>> 16 != 0) {
      sum = (sum & 0xffff) + (sum >>> 16);
    }
    return (int) ~sum & 0xffff;
  }
}
