package io.readback.bgp.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.readback.bgp.message.Family;
import io.readback.bgp.message.Message;
import io.readback.bgp.message.Update;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * UPDATEs that are mostly right: parts, attributes and prefixes have the lengths they state, so
 * that what is tried is their meaning. {@link DecoderFuzzTest} tries everything else, and tells how
 * to search.
 *
 * <p>What must hold: no prefix is lost, an UPDATE that was understood survives another trip, and
 * where a message stands in a buffer plays no role.
 */
class UpdateFuzzTest {
  private static final int[] TYPES = {
    1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 14, 15, 16, 17, 18, 22, 23, 24, 25, 26, 27, 29, 32, 33, 35, 40,
    128, 200
  };

  /** Octets of a value that is right, by type; types that are not here have any number. */
  private static int usualLength(int type, CodecContext context, int count) {
    return switch (type) {
      case AttributeType.ORIGIN -> 1;
      case AttributeType.NEXT_HOP,
          AttributeType.MULTI_EXIT_DISC,
          AttributeType.LOCAL_PREF,
          AttributeType.ORIGINATOR_ID,
          AttributeType.ONLY_TO_CUSTOMER ->
          4;
      case AttributeType.ATOMIC_AGGREGATE -> 0;
      case AttributeType.AGGREGATOR -> context.fourOctetAs() ? 8 : 6;
      case AttributeType.AS4_AGGREGATOR -> 8;
      case AttributeType.COMMUNITIES, AttributeType.CLUSTER_LIST -> 4 * count;
      case AttributeType.EXTENDED_COMMUNITIES -> 8 * count;
      case AttributeType.LARGE_COMMUNITIES -> 12 * count;
      case AttributeType.IPV6_EXTENDED_COMMUNITIES -> 20 * count;
      default -> -1;
    };
  }

  private static CodecContext context(FuzzedDataProvider data) {
    CodecContext.Builder builder =
        data.consumeBoolean() ? CodecContext.ebgp(65001, 65000) : CodecContext.ibgp(65001);
    builder.fourOctetAs(data.consumeBoolean()).extendedMessages(true);
    if (data.consumeBoolean()) {
      builder.addPathReceive(List.of(Family.IPV4_UNICAST, Family.IPV6_UNICAST));
    }
    if (data.consumeBoolean()) {
      builder.extendedNextHop(List.of(Family.IPV4_UNICAST, Family.IPV6_UNICAST));
    }
    return builder.localId(IpAddress.parse("10.0.0.1")).build();
  }

  /** Prefixes of a family as NLRI; those written are added to {@code written}. */
  private static byte[] nlri(
      FuzzedDataProvider data, AddressFamily family, boolean addPath, List<IpPrefix> written) {
    ByteWriter out = new ByteWriter(64);
    int count = data.consumeInt(0, 5);
    for (int i = 0; i < count; i++) {
      int length = data.consumeInt(0, family.bits());
      IpAddress address =
          family == AddressFamily.IPV4
              ? IpAddress.ofIpv4(data.consumeInt())
              : IpAddress.ofBits(AddressFamily.IPV6, data.consumeLong(), data.consumeLong());
      IpPrefix prefix = IpPrefix.containing(address, length);
      written.add(prefix);
      if (addPath) {
        out.u32(data.consumeInt() & 0xffffffffL);
      }
      byte[] entry = new byte[Nlri.MAX_OCTETS];
      out.bytes(entry, 0, Nlri.write(prefix, entry, 0));
    }
    return out.toBytes();
  }

  private static byte[] asPath(FuzzedDataProvider data, int size) {
    ByteWriter out = new ByteWriter(64);
    int segments = data.consumeInt(0, 4);
    for (int s = 0; s < segments; s++) {
      int count = data.consumeInt(0, 6);
      out.u8(data.consumeInt(1, 2)).u8(count);
      for (int i = 0; i < count * size; i++) {
        out.u8(data.consumeByte() & 0xff);
      }
    }
    return out.toBytes();
  }

  private static byte[] multiprotocol(
      FuzzedDataProvider data, boolean reach, CodecContext context, List<IpPrefix> written) {
    AddressFamily family = data.consumeBoolean() ? AddressFamily.IPV6 : AddressFamily.IPV4;
    Family wire = Family.unicast(family);
    ByteWriter out = new ByteWriter(64);
    out.u16(wire.afi()).u8(wire.safi());
    if (reach) {
      int octets = data.pickValue(new int[] {4, 16, 32});
      byte[] hop = data.consumeBytes(octets);
      out.u8(hop.length).bytes(hop).u8(0);
    }
    boolean addPath = context.addPathReceive().contains(wire);
    return out.bytes(nlri(data, family, addPath, written)).toBytes();
  }

  private static byte[] value(
      FuzzedDataProvider data, int type, CodecContext context, List<IpPrefix> written) {
    if (data.consumeInt(0, 15) == 0) {
      return data.consumeBytes(data.consumeInt(0, 40));
    }
    int usual = usualLength(type, context, data.consumeInt(1, 4));
    return switch (type) {
      case AttributeType.ORIGIN -> new byte[] {(byte) data.consumeInt(0, 3)};
      case AttributeType.AS_PATH -> asPath(data, context.fourOctetAs() ? 4 : 2);
      case AttributeType.AS4_PATH -> asPath(data, 4);
      case AttributeType.MP_REACH_NLRI -> multiprotocol(data, true, context, written);
      case AttributeType.MP_UNREACH_NLRI -> multiprotocol(data, false, context, written);
      default -> data.consumeBytes(usual < 0 ? data.consumeInt(0, 40) : usual);
    };
  }

  @FuzzTest(maxDuration = "60s")
  void parts(FuzzedDataProvider data) {
    CodecContext context = context(data);
    boolean addPath = context.addPathReceive().contains(Family.IPV4_UNICAST);
    List<IpPrefix> written = new ArrayList<>();
    byte[] withdrawn = nlri(data, AddressFamily.IPV4, addPath, written);
    byte[] announced = nlri(data, AddressFamily.IPV4, addPath, written);
    ByteWriter attributes = new ByteWriter(256);
    int count = data.consumeInt(0, 12);
    for (int i = 0; i < count; i++) {
      int type = data.pickValue(TYPES);
      byte[] value = value(data, type, context, written);
      int flags = Math.max(AttributeType.flags(type), 0);
      flags |= type == 200 ? AttributeType.OPTIONAL_TRANSITIVE : 0;
      flags ^= data.consumeInt(0, 31) == 0 ? data.consumeByte() & 0xe0 : 0;
      attributes.u8(flags | AttributeType.EXTENDED_LENGTH).u8(type);
      attributes.u16(value.length).bytes(value);
    }
    ByteWriter out = new ByteWriter(256);
    Framing.begin(out, Message.TYPE_UPDATE);
    out.u16(withdrawn.length).bytes(withdrawn).u16(attributes.size()).bytes(attributes.toBytes());
    check(Framing.finish(out.bytes(announced)), context, written);
  }

  private static void check(byte[] message, CodecContext context, List<IpPrefix> written) {
    Decoded decoded = MessageDecoder.decode(message, context);
    assertThat(MessageView.of(message, context)).containsKey("type");
    elsewhere(message, context, decoded);
    if (decoded.kind() == Decoded.Kind.NOTIFICATION || decoded.kind() == Decoded.Kind.IGNORE) {
      return;
    }
    Update update = (Update) decoded.message().orElseThrow();
    List<IpPrefix> found = new ArrayList<>(decoded.withdrawn());
    update.reach().forEach(r -> found.addAll(r.prefixes()));
    if (message.length < 4096 && written.stream().distinct().count() == written.size()) {
      // An MP attribute that is there twice ends the session, so each list was read.
      assertThat(found).containsAll(classic(message, context));
    }
    again(update, context, decoded);
  }

  /** The prefixes in the classic fields, which are always well-formed here. */
  private static List<IpPrefix> classic(byte[] message, CodecContext context) {
    boolean addPath = context.addPathReceive().contains(Family.IPV4_UNICAST);
    int body = Framing.HEADER_LENGTH;
    int withdrawnEnd = body + 2 + Wire.u16(message, body);
    int attributesEnd = withdrawnEnd + 2 + Wire.u16(message, withdrawnEnd);
    List<IpPrefix> all = new ArrayList<>();
    for (int[] field : new int[][] {{body + 2, withdrawnEnd}, {attributesEnd, message.length}}) {
      NlriDecoder.Entries entries =
          NlriDecoder.decode(message, field[0], field[1], AddressFamily.IPV4, addPath);
      assertThat(entries).isNotNull();
      all.addAll(entries.prefixes());
    }
    return all;
  }

  /** What a value says, its octets say too. */
  private static void again(Update update, CodecContext context, Decoded first) {
    byte[] octets;
    try {
      octets = MessageEncoder.encode(update, context);
    } catch (IllegalArgumentException e) {
      // IPv4 routes in both places, or longer than it was
      assertThat(e.getMessage()).isNotEmpty();
      return;
    }
    Decoded second = MessageDecoder.decode(octets, context);
    assertThat(second.message()).as(first + " is written as " + second).contains(settled(update));
  }

  /** As it is read again: the classic field first, and End-of-RIB of IPv4 without an attribute. */
  private static Update settled(Update update) {
    List<Update.Unreach> unreach = new ArrayList<>(update.unreach());
    unreach.removeIf(u -> u.family().equals(Family.IPV4_UNICAST) && u.prefixes().isEmpty());
    unreach.sort(Comparator.comparingInt(u -> u.family().afi()));
    return new Update(update.reach(), unreach, update.attributes());
  }

  private static void elsewhere(byte[] message, CodecContext context, Decoded expected) {
    byte[] buffer = new byte[message.length + 40];
    Arrays.fill(buffer, (byte) 0xa5);
    System.arraycopy(message, 0, buffer, 17, message.length);
    assertThat(MessageDecoder.decode(buffer, 17, message.length, context)).isEqualTo(expected);
  }
}
