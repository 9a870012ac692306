package io.readback.bgp.rib;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.readback.spi.net.IpAddress;
import io.readback.spi.route.AsPath;
import io.readback.spi.route.Community;
import io.readback.spi.route.LargeCommunity;
import io.readback.spi.route.PathAttributes;
import java.util.Optional;

/** Path attributes as octets, by ascending type (RFC 4271 section 5 and appendix F.3). */
final class AttributeBlock {
  private static final int TRANSITIVE = 0x40;
  private static final int OPTIONAL = 0x80;
  private static final int EXTENDED_LENGTH = 0x10;
  private static final int AS_TRANS = 23456;
  private static final int MAX_SEGMENT = 255;

  private final ByteBuf out = Unpooled.buffer(64);

  private AttributeBlock() {}

  /**
   * All attributes of a route but MP_REACH_NLRI.
   *
   * @param nextHop for the NEXT_HOP attribute; empty where MP_REACH_NLRI carries it
   */
  static byte[] of(PathAttributes attributes, Optional<IpAddress> nextHop, boolean fourOctetAs) {
    AttributeBlock block = new AttributeBlock();
    block.header(TRANSITIVE, 1, 1).writeByte(attributes.origin().ordinal());
    block.asPath(2, TRANSITIVE, attributes.asPath(), fourOctetAs);
    nextHop.ifPresent(a -> block.header(TRANSITIVE, 3, 4).writeInt(a.ipv4Value()));
    attributes.med().ifPresent(med -> block.header(OPTIONAL, 4, 4).writeInt((int) med));
    attributes.localPref().ifPresent(p -> block.header(TRANSITIVE, 5, 4).writeInt((int) p));
    if (!attributes.communities().isEmpty()) {
      block.header(OPTIONAL | TRANSITIVE, 8, 4 * attributes.communities().size());
      for (Community c : attributes.communities()) {
        block.out.writeInt(c.value());
      }
    }
    if (!fourOctetAs && hasLargeNumber(attributes.asPath())) {
      // RFC 6793 section 4.2.2
      block.asPath(17, OPTIONAL | TRANSITIVE, attributes.asPath(), true);
    }
    if (!attributes.largeCommunities().isEmpty()) {
      block.header(OPTIONAL | TRANSITIVE, 32, 12 * attributes.largeCommunities().size());
      for (LargeCommunity c : attributes.largeCommunities()) {
        block.out.writeInt((int) c.global()).writeInt((int) c.local1()).writeInt((int) c.local2());
      }
    }
    byte[] bytes = new byte[block.out.readableBytes()];
    block.out.readBytes(bytes);
    return bytes;
  }

  private static boolean hasLargeNumber(AsPath path) {
    return path.segments().stream().anyMatch(s -> s.asns().stream().anyMatch(a -> a > 0xffff));
  }

  private ByteBuf header(int flags, int type, int length) {
    boolean extended = length > 255;
    out.writeByte(extended ? flags | EXTENDED_LENGTH : flags).writeByte(type);
    return extended ? out.writeShort(length) : out.writeByte(length);
  }

  private void asPath(int type, int flags, AsPath path, boolean fourOctetAs) {
    ByteBuf value = Unpooled.buffer(16);
    for (AsPath.Segment segment : path.segments()) {
      for (int from = 0; from < segment.asns().size(); from += MAX_SEGMENT) {
        int to = Math.min(segment.asns().size(), from + MAX_SEGMENT);
        value.writeByte(segment.set() ? 1 : 2).writeByte(to - from);
        for (long asn : segment.asns().subList(from, to)) {
          if (fourOctetAs) {
            value.writeInt((int) asn);
          } else {
            value.writeShort(asn > 0xffff ? AS_TRANS : (int) asn);
          }
        }
      }
    }
    header(flags, type, value.readableBytes()).writeBytes(value);
  }
}
