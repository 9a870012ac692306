package io.readback.bgp.codec;

import io.readback.bgp.message.Family;
import io.readback.bgp.message.Message;
import io.readback.bgp.message.Update;
import io.readback.bgp.message.UpdateAttributes;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A single UPDATE from its value, attributes as they are. */
final class UpdateEncoder {
  private UpdateEncoder() {}

  /**
   * @throws IllegalArgumentException when the value is too long for one message, or has two entries
   *     that need the same field
   */
  static byte[] encode(Update update, CodecContext context) {
    Update.Reach classic = null;
    Update.Reach mp = null;
    for (Update.Reach reach : update.reach()) {
      if (reach.family().equals(Family.IPV4_UNICAST) && reach.nextHop().isIpv4()) {
        classic = only(classic, reach);
      } else {
        mp = only(mp, reach);
      }
    }
    Update.Unreach withdrawn = null;
    Update.Unreach mpUnreach = null;
    for (Update.Unreach unreach : update.unreach()) {
      if (unreach.family().equals(Family.IPV4_UNICAST)) {
        withdrawn = only(withdrawn, unreach);
      } else {
        mpUnreach = only(mpUnreach, unreach);
      }
    }
    ByteWriter attributes = new ByteWriter(128);
    if (mp != null) {
      mpReach(attributes, mp);
    }
    if (mpUnreach != null) {
      ByteWriter value = new ByteWriter(64);
      value.u16(mpUnreach.family().afi()).u8(mpUnreach.family().safi());
      nlri(value, mpUnreach.prefixes(), mpUnreach.pathIds());
      attribute(attributes, AttributeType.MP_UNREACH_NLRI, value.toBytes());
    }
    if (classic != null || mp != null || !update.attributes().equals(UpdateAttributes.NONE)) {
      IpAddress nextHop = classic == null ? null : classic.nextHop();
      attributes.bytes(
          AttributeEncoder.encode(update.attributes(), nextHop, context.fourOctetAs()));
    }
    ByteWriter withdrawnNlri = new ByteWriter(64);
    if (withdrawn != null) {
      nlri(withdrawnNlri, withdrawn.prefixes(), withdrawn.pathIds());
    }
    ByteWriter announcedNlri = new ByteWriter(64);
    if (classic != null) {
      nlri(announcedNlri, classic.prefixes(), classic.pathIds());
    }
    return assemble(withdrawnNlri, attributes, announcedNlri, context);
  }

  private static <T> T only(@Nullable T present, T next) {
    if (present != null) {
      throw new IllegalArgumentException("two entries for one field: " + present + ", " + next);
    }
    return next;
  }

  private static void mpReach(ByteWriter out, Update.Reach reach) {
    ByteWriter value = new ByteWriter(64);
    Optional<IpAddress> linkLocal = reach.linkLocal().filter(l -> !l.equals(reach.nextHop()));
    int octets = reach.nextHop().family().octets();
    value.u16(reach.family().afi()).u8(reach.family().safi());
    value.u8(linkLocal.isPresent() ? 2 * octets : octets).address(reach.nextHop());
    linkLocal.ifPresent(value::address);
    value.u8(0);
    nlri(value, reach.prefixes(), reach.pathIds());
    attribute(out, AttributeType.MP_REACH_NLRI, value.toBytes());
  }

  private static void attribute(ByteWriter out, int type, byte[] value) {
    if (value.length > 255) {
      out.u8(AttributeType.OPTIONAL | AttributeType.EXTENDED_LENGTH).u8(type).u16(value.length);
    } else {
      out.u8(AttributeType.OPTIONAL).u8(type).u8(value.length);
    }
    out.bytes(value);
  }

  private static void nlri(ByteWriter out, List<IpPrefix> prefixes, List<Long> pathIds) {
    byte[] entry = new byte[Nlri.MAX_OCTETS];
    for (int i = 0; i < prefixes.size(); i++) {
      if (!pathIds.isEmpty()) {
        out.u32(pathIds.get(i));
      }
      out.bytes(entry, 0, Nlri.write(prefixes.get(i), entry, 0));
    }
  }

  private static byte[] assemble(
      ByteWriter withdrawn, ByteWriter attributes, ByteWriter announced, CodecContext context) {
    ByteWriter out = new ByteWriter(256);
    Framing.begin(out, Message.TYPE_UPDATE);
    out.u16(withdrawn.size()).bytes(withdrawn.toBytes());
    out.u16(attributes.size()).bytes(attributes.toBytes());
    out.bytes(announced.toBytes());
    if (out.size() > context.maxMessageLength()) {
      throw new IllegalArgumentException(
          "a message has at most "
              + context.maxMessageLength()
              + " octets but this one would have "
              + out.size());
    }
    return Framing.finish(out);
  }
}
