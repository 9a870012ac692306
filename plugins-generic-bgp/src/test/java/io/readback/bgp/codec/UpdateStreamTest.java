package io.readback.bgp.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.readback.bgp.message.Family;
import io.readback.bgp.message.Octets;
import io.readback.bgp.message.Update;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.route.Community;
import io.readback.spi.route.PathAttributes;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UpdateStreamTest {
  private static final CodecContext EBGP = CodecContext.ebgp(65001, 65000).build();
  private static final CodecContext RECEIVER = CodecContext.ebgp(65000, 65001).build();
  private static final IpAddress HOP4 = IpAddress.parse("192.0.2.1");
  private static final IpAddress HOP6 = IpAddress.parse("2001:db8::1");

  private static List<byte[]> messages(UpdateStream stream, int room) {
    List<byte[]> out = new ArrayList<>();
    while (stream.hasNext()) {
      ByteBuffer buffer = ByteBuffer.allocate(room);
      int written = stream.write(buffer);
      assertThat(written).isPositive();
      buffer.flip();
      for (int i = 0; i < written; i++) {
        byte[] message = new byte[buffer.getShort(buffer.position() + 16) & 0xffff];
        buffer.get(message);
        out.add(message);
      }
      assertThat(buffer.remaining()).isZero();
    }
    return out;
  }

  private static AttributeBlock block(Family family, IpAddress hop, CodecContext context) {
    return AttributeBlock.encode(family, PathAttributes.NONE, hop, Optional.empty(), context);
  }

  private static List<IpPrefix> ipv4Hosts(int count) {
    List<IpPrefix> out = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      out.add(IpAddress.ofIpv4(0x0a000000 + i).toPrefix());
    }
    return out;
  }

  private static List<IpPrefix> ipv6Hosts(int count) {
    List<IpPrefix> out = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      out.add(IpAddress.ofBits(AddressFamily.IPV6, 0x20010db800000000L, i).toPrefix());
    }
    return out;
  }

  private static NlriBuffer nlri(List<IpPrefix> prefixes) {
    NlriBuffer buffer = new NlriBuffer();
    prefixes.forEach(buffer::add);
    return buffer;
  }

  private static List<IpPrefix> announced(List<byte[]> messages, CodecContext context) {
    List<IpPrefix> out = new ArrayList<>();
    for (byte[] message : messages) {
      Decoded decoded = MessageDecoder.decode(message, context);
      assertThat(decoded.kind()).as(decoded.reason()).isEqualTo(Decoded.Kind.OK);
      Update update = (Update) decoded.message().orElseThrow();
      update.reach().forEach(r -> out.addAll(r.prefixes()));
    }
    return out;
  }

  private static List<IpPrefix> withdrawn(List<byte[]> messages, CodecContext context) {
    List<IpPrefix> out = new ArrayList<>();
    for (byte[] message : messages) {
      Decoded decoded = MessageDecoder.decode(message, context);
      assertThat(decoded.kind()).as(decoded.reason()).isEqualTo(Decoded.Kind.OK);
      out.addAll(decoded.withdrawn());
    }
    return out;
  }

  @Test
  void announce_oneIpv4Route_isTheMessageOfRfc4271() {
    AttributeBlock block =
        AttributeBlock.encode(
            Family.IPV4_UNICAST,
            PathAttributes.builder().community(Community.of(65000, 99)).localPref(50).build(),
            HOP4,
            Optional.empty(),
            EBGP);
    UpdateStream stream =
        UpdateStream.announce(block, nlri(List.of(IpPrefix.parse("20.0.10.100/32"))), EBGP);
    assertThat(stream.nextLength()).isEqualTo(55);
    assertThat(messages(stream, 4096))
        .singleElement()
        .satisfies(
            m ->
                assertThat(Octets.of(m))
                    .isEqualTo(
                        WireFixture.octets(
                            """
                ffffffffffffffffffffffffffffffff  # marker
                0037 02                           # length 55, UPDATE
                0000                              # no withdrawn routes
                001b                              # 27 octets of path attributes
                40 01 01 00                       # ORIGIN IGP
                40 02 06 02 01 0000fde9           # AS_PATH: sequence of 65001
                40 03 04 c0000201                 # NEXT_HOP 192.0.2.1
                c0 08 04 fde80063                 # COMMUNITIES 65000:99; no LOCAL_PREF to an external peer
                20 14000a64                       # 20.0.10.100/32
                """)));
  }

  @Test
  void announce_hostRoutesInNumber_fillsMessagesOf4096Octets() {
    List<IpPrefix> prefixes = ipv4Hosts(10_000);
    List<byte[]> messages =
        messages(
            UpdateStream.announce(block(Family.IPV4_UNICAST, HOP4, EBGP), nlri(prefixes), EBGP),
            65536);
    // 4096 - 23 - 20 octets of attributes = 4053: 810 prefixes of 5 octets
    assertThat(messages).hasSize(13);
    assertThat(messages.subList(0, 12)).allSatisfy(m -> assertThat(m).hasSize(23 + 20 + 4050));
    assertThat(announced(messages, RECEIVER)).isEqualTo(prefixes);
  }

  @Test
  void announce_extendedMessagesAgreed_fillsMessagesOf65535Octets() {
    CodecContext extended = CodecContext.ebgp(65001, 65000).extendedMessages(true).build();
    List<IpPrefix> prefixes = ipv4Hosts(30_000);
    List<byte[]> messages =
        messages(
            UpdateStream.announce(
                block(Family.IPV4_UNICAST, HOP4, extended), nlri(prefixes), extended),
            65535);
    assertThat(messages).hasSize(3);
    assertThat(messages.get(0)).hasSize(23 + 20 + 65_490);
    CodecContext receiver = CodecContext.ebgp(65000, 65001).extendedMessages(true).build();
    assertThat(announced(messages, receiver)).isEqualTo(prefixes);
  }

  @Test
  void announce_ipv6Routes_useMpReachWithinTheLimit() {
    List<IpPrefix> prefixes = ipv6Hosts(1000);
    AttributeBlock block =
        AttributeBlock.encode(
            Family.IPV6_UNICAST,
            PathAttributes.NONE,
            HOP6,
            Optional.of(IpAddress.parse("fe80::1")),
            EBGP);
    List<byte[]> messages = messages(UpdateStream.announce(block, nlri(prefixes), EBGP), 8192);
    assertThat(messages).allSatisfy(m -> assertThat(m).hasSizeLessThanOrEqualTo(4096));
    // 4096 - 23 - 13 octets of attributes - 4 + 37 of MP_REACH_NLRI = 4019: 236 of 17 octets
    assertThat(messages).hasSize(5);
    assertThat(announced(messages, RECEIVER)).isEqualTo(prefixes);
    Update first = (Update) MessageDecoder.decode(messages.get(0), RECEIVER).message().get();
    assertThat(first.reach().get(0).nextHop()).isEqualTo(HOP6);
    assertThat(first.reach().get(0).linkLocal()).contains(IpAddress.parse("fe80::1"));
  }

  @Test
  void announce_ipv4RoutesWithIpv6NextHop_useMpReach() {
    CodecContext context =
        CodecContext.ebgp(65001, 65000).extendedNextHop(List.of(Family.IPV4_UNICAST)).build();
    CodecContext receiver =
        CodecContext.ebgp(65000, 65001).extendedNextHop(List.of(Family.IPV4_UNICAST)).build();
    List<IpPrefix> prefixes = ipv4Hosts(2000);
    List<byte[]> messages =
        messages(
            UpdateStream.announce(
                block(Family.IPV4_UNICAST, HOP6, context), nlri(prefixes), context),
            4096);
    assertThat(announced(messages, receiver)).isEqualTo(prefixes);
    Update first = (Update) MessageDecoder.decode(messages.get(0), receiver).message().get();
    assertThat(first.reach().get(0).nextHop()).isEqualTo(HOP6);
  }

  @Test
  void block_ipv6NextHopForIpv4WithoutAgreement_isRefused() {
    assertThatThrownBy(() -> block(Family.IPV4_UNICAST, HOP6, EBGP))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2001:db8::1")
        .hasMessageContaining("RFC 8950");
    assertThatThrownBy(() -> block(Family.IPV6_UNICAST, HOP4, EBGP))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("192.0.2.1");
  }

  @Test
  void withdraw_ipv4Routes_useTheWithdrawnField() {
    List<IpPrefix> prefixes = ipv4Hosts(3000);
    List<byte[]> messages =
        messages(UpdateStream.withdraw(Family.IPV4_UNICAST, nlri(prefixes), EBGP), 4096);
    // 4073 octets: 814 prefixes
    assertThat(messages).hasSize(4);
    assertThat(messages.get(0)).hasSize(23 + 4070);
    assertThat(withdrawn(messages, RECEIVER)).isEqualTo(prefixes);
  }

  @Test
  void withdraw_ipv6Routes_useMpUnreach() {
    List<IpPrefix> prefixes = ipv6Hosts(500);
    List<byte[]> messages =
        messages(UpdateStream.withdraw(Family.IPV6_UNICAST, nlri(prefixes), EBGP), 4096);
    assertThat(messages).hasSize(3);
    assertThat(withdrawn(messages, RECEIVER)).isEqualTo(prefixes);
  }

  @Test
  void write_noRoomForTheNextMessage_writesNothing() {
    UpdateStream stream =
        UpdateStream.announce(block(Family.IPV4_UNICAST, HOP4, EBGP), nlri(ipv4Hosts(1)), EBGP);
    ByteBuffer small = ByteBuffer.allocate(stream.nextLength() - 1);
    assertThat(stream.write(small)).isZero();
    assertThat(small.position()).isZero();
    assertThat(stream.hasNext()).isTrue();
  }

  @Test
  void announce_noPrefixes_isAtItsEnd() {
    UpdateStream stream =
        UpdateStream.announce(block(Family.IPV4_UNICAST, HOP4, EBGP), new NlriBuffer(), EBGP);
    assertThat(stream.hasNext()).isFalse();
    assertThat(stream.nextLength()).isZero();
  }

  @Test
  void announce_attributesFillTheMessage_isRefused() {
    PathAttributes.Builder many = PathAttributes.builder();
    for (int i = 0; i < 1020; i++) {
      many.community(new Community(i));
    }
    AttributeBlock block =
        AttributeBlock.encode(Family.IPV4_UNICAST, many.build(), HOP4, Optional.empty(), EBGP);
    assertThatThrownBy(() -> UpdateStream.announce(block, nlri(ipv4Hosts(1)), EBGP))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("leave no room");
  }

  @Test
  void block_equalAttributes_areEqual() {
    assertThat(block(Family.IPV4_UNICAST, HOP4, EBGP))
        .isEqualTo(block(Family.IPV4_UNICAST, HOP4, EBGP))
        .hasSameHashCodeAs(block(Family.IPV4_UNICAST, HOP4, EBGP))
        .isNotEqualTo(block(Family.IPV4_UNICAST, IpAddress.parse("192.0.2.2"), EBGP));
  }

  @Test
  void endOfRib_eachFamily_isRecognised() {
    for (Family family : List.of(Family.IPV4_UNICAST, Family.IPV6_UNICAST)) {
      Decoded decoded = MessageDecoder.decode(UpdateStream.endOfRib(family), RECEIVER);
      assertThat(decoded.kind()).isEqualTo(Decoded.Kind.OK);
      assertThat(((Update) decoded.message().get()).endOfRib()).contains(family);
    }
  }
}
