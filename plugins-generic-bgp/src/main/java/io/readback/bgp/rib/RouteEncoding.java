package io.readback.bgp.rib;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.readback.bgp.codec.Framing;
import io.readback.bgp.message.Family;
import io.readback.bgp.message.Message;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import io.readback.spi.route.AsPath;
import io.readback.spi.route.NextHop;
import io.readback.spi.route.Path;
import io.readback.spi.route.PathAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How our routes are written for a session. Sessions that are equal in this share encoded messages.
 *
 * @param internal whether the peer is of our AS: LOCAL_PREF goes out, our AS number is not
 *     prepended
 * @param fourOctetAs RFC 6793
 * @param localAddress our end of the session, the next hop of our own routes
 * @param ipv4OverIpv6 whether RFC 8950 was agreed for IPv4 unicast
 * @param families agreed families
 */
public record RouteEncoding(
    long localAsn,
    boolean internal,
    boolean fourOctetAs,
    IpAddress localAddress,
    boolean ipv4OverIpv6,
    List<AddressFamily> families) {
  /** Degree of preference on internal sessions where a path says nothing. */
  private static final long DEFAULT_LOCAL_PREF = 100;

  private static final int MP_REACH_NLRI = 14;
  private static final int MP_UNREACH_NLRI = 15;
  private static final int OPTIONAL_EXTENDED = 0x90;

  // Offsets of length fields from the beginning of an UPDATE.
  private static final int MESSAGE_LENGTH = 16;
  private static final int WITHDRAWN_LENGTH = 19;
  private static final int ATTRIBUTES_LENGTH = 21;
  private static final int MP_LENGTH = 25;

  public RouteEncoding {
    families = List.copyOf(families);
  }

  /** How a path goes out: as a frame, or not at all. */
  sealed interface Form permits UpdateFrame, Rejection {}

  /** Why a path cannot be announced on this session. */
  record Rejection(String reason) implements Form {}

  /** The frame of announcements of {@code path}, or why there is none. */
  Form announce(AddressFamily family, Path path) {
    IpAddress nextHop =
        path.nextHops().get(0) instanceof NextHop.Address fixed ? fixed.address() : localAddress;
    PathAttributes attributes = outgoing(path.attributes());
    boolean classic = family == AddressFamily.IPV4 && nextHop.isIpv4();
    if (family == AddressFamily.IPV4 && !classic && !ipv4OverIpv6) {
      return new Rejection(
          "the next hop "
              + nextHop
              + " is IPv6 and the peer did not agree to IPv4 routes with IPv6 next hops (RFC 8950)");
    }
    byte[] block =
        AttributeBlock.of(
            attributes, classic ? Optional.of(nextHop) : Optional.empty(), fourOctetAs);
    UpdateFrame frame =
        classic ? classicFrame(block) : multiprotocolFrame(family, mapped(nextHop), block);
    if (frame.room() < Nlri.MAX_OCTETS) {
      return new Rejection(
          "its attributes take "
              + block.length
              + " octets and leave no room for a prefix in a message of "
              + Framing.MAX_LENGTH);
    }
    return frame;
  }

  private PathAttributes outgoing(PathAttributes attributes) {
    PathAttributes.Builder out = attributes.toBuilder();
    if (internal) {
      return out.localPref(attributes.localPref().orElse(DEFAULT_LOCAL_PREF)).build();
    }
    return out.localPref(Optional.empty()).asPath(prepended(attributes.asPath())).build();
  }

  private AsPath prepended(AsPath path) {
    List<AsPath.Segment> segments = new ArrayList<>(path.segments());
    List<Long> first = new ArrayList<>(List.of(localAsn));
    if (!segments.isEmpty() && !segments.get(0).set()) {
      first.addAll(segments.remove(0).asns());
    }
    segments.add(0, new AsPath.Segment(false, first));
    return new AsPath(segments);
  }

  /** The address as an IPv6 next hop: IPv4 as ::ffff:a.b.c.d. */
  private static IpAddress mapped(IpAddress address) {
    return address.isIpv6()
        ? address
        : IpAddress.ofBits(
            AddressFamily.IPV6, 0, 0xffff00000000L | (address.ipv4Value() & 0xffffffffL));
  }

  private static UpdateFrame classicFrame(byte[] block) {
    ByteBuf head = header().writeShort(0).writeShort(block.length).writeBytes(block);
    return frame(head, new byte[0], new int[] {MESSAGE_LENGTH}, new int[] {head.readableBytes()});
  }

  private static UpdateFrame multiprotocolFrame(
      AddressFamily family, IpAddress nextHop, byte[] block) {
    ByteBuf head = header().writeShort(0).writeShort(0);
    head.writeByte(OPTIONAL_EXTENDED).writeByte(MP_REACH_NLRI).writeShort(0);
    int value = head.readableBytes();
    writeFamily(head, family).writeByte(16).writeBytes(nextHop.toBytes()).writeByte(0);
    int valueLength = head.readableBytes() - value;
    return frame(
        head,
        block,
        new int[] {MESSAGE_LENGTH, ATTRIBUTES_LENGTH, MP_LENGTH},
        new int[] {
          head.readableBytes() + block.length, 4 + valueLength + block.length, valueLength
        });
  }

  /** The frame of withdrawals of {@code family}. */
  UpdateFrame withdraw(AddressFamily family) {
    ByteBuf head = header().writeShort(0);
    if (family == AddressFamily.IPV4) {
      byte[] noAttributes = new byte[2];
      return frame(
          head,
          noAttributes,
          new int[] {MESSAGE_LENGTH, WITHDRAWN_LENGTH},
          new int[] {head.readableBytes() + noAttributes.length, 0});
    }
    head.writeShort(0).writeByte(OPTIONAL_EXTENDED).writeByte(MP_UNREACH_NLRI).writeShort(0);
    writeFamily(head, family);
    return frame(
        head,
        new byte[0],
        new int[] {MESSAGE_LENGTH, ATTRIBUTES_LENGTH, MP_LENGTH},
        new int[] {head.readableBytes(), 7, 3});
  }

  /** The End-of-RIB marker (RFC 4724 section 2): a withdrawal of nothing. */
  UpdateFrame endOfRib(AddressFamily family) {
    return withdraw(family);
  }

  private static ByteBuf header() {
    ByteBuf head = Unpooled.buffer(128);
    return head.writeLong(-1).writeLong(-1).writeShort(0).writeByte(Message.TYPE_UPDATE);
  }

  private static ByteBuf writeFamily(ByteBuf out, AddressFamily family) {
    Family wire = Family.unicast(family);
    return out.writeShort(wire.afi()).writeByte(wire.safi());
  }

  private static UpdateFrame frame(ByteBuf head, byte[] tail, int[] fields, int[] bases) {
    byte[] bytes = new byte[head.readableBytes()];
    head.readBytes(bytes);
    return new UpdateFrame(bytes, tail, Framing.MAX_LENGTH, fields, bases);
  }
}
