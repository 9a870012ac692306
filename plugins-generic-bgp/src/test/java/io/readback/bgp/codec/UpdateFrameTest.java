package io.readback.bgp.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.readback.bgp.message.Family;
import io.readback.bgp.message.Octets;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.route.Community;
import io.readback.spi.route.PathAttributes;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("UPDATE frames (RFC 4271 section 4.3, RFC 4760)")
class UpdateFrameTest {
  private static final CodecContext EBGP =
      CodecContext.ebgp(65001, 65000).extendedNextHop(List.of(Family.IPV4_UNICAST)).build();
  private static final IpAddress HOP4 = IpAddress.parse("192.0.2.1");
  private static final IpAddress HOP6 = IpAddress.parse("2001:db8::1");

  /** The frame written around {@code prefixes}. */
  static byte[] message(UpdateFrame frame, List<IpPrefix> prefixes) {
    ByteBuf out = Unpooled.buffer();
    out.writeByte(0); // a message begins anywhere in a buffer
    int begin = frame.begin(out);
    byte[] entry = new byte[Nlri.MAX_OCTETS];
    for (IpPrefix prefix : prefixes) {
      out.writeBytes(entry, 0, Nlri.write(prefix, entry, 0));
    }
    frame.end(out, begin);
    byte[] message = new byte[out.readableBytes() - 1];
    out.skipBytes(1).readBytes(message);
    return message;
  }

  private static void assertMessage(UpdateFrame frame, List<String> prefixes, String annotated) {
    byte[] message = message(frame, prefixes.stream().map(IpPrefix::parse).toList());
    assertThat(Octets.of(message)).isEqualTo(WireFixture.octets(annotated));
    int nlri = prefixes.stream().mapToInt(p -> Nlri.octets(IpPrefix.parse(p))).sum();
    assertThat(frame.room()).isEqualTo(4096 - message.length + nlri);
  }

  private static AttributeBlock block(Family family, IpAddress hop) {
    return AttributeBlock.encode(family, PathAttributes.NONE, hop, Optional.empty(), EBGP);
  }

  @Test
  void announce_ipv4_usesTheNlriField() {
    AttributeBlock block =
        AttributeBlock.encode(
            Family.IPV4_UNICAST,
            PathAttributes.builder().community(Community.of(65000, 99)).localPref(50).build(),
            HOP4,
            Optional.empty(),
            EBGP);
    assertMessage(
        UpdateFrame.announce(block, 4096),
        List.of("20.0.10.100/32"),
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
        """);
  }

  @Test
  @DisplayName("MP_REACH_NLRI comes first (RFC 7606 section 5.1)")
  void announce_ipv6_usesMpReach() {
    assertMessage(
        UpdateFrame.announce(block(Family.IPV6_UNICAST, HOP6), 4096),
        List.of("2001:db8::64/128", "2001:db8::/32"),
        """
        ffffffffffffffffffffffffffffffff  # marker
        0053 02                           # length 83, UPDATE
        0000                              # no withdrawn routes
        003c                              # 60 octets of path attributes
        90 0e 002b                        # MP_REACH_NLRI, 43 octets
          0002 01                         # IPv6 unicast
          10 20010db8000000000000000000000001 # next hop
          00                              # reserved
          80 20010db8000000000000000000000064 # 2001:db8::64/128
          20 20010db8                     # 2001:db8::/32
        40 01 01 00                       # ORIGIN IGP
        40 02 06 02 01 0000fde9           # AS_PATH: sequence of 65001
        """);
  }

  @Test
  @DisplayName("Global and link-local next hop (RFC 2545 section 3)")
  void announce_ipv6WithLinkLocal_hasTwoNextHops() {
    AttributeBlock block =
        AttributeBlock.encode(
            Family.IPV6_UNICAST,
            PathAttributes.NONE,
            HOP6,
            Optional.of(IpAddress.parse("fe80::1")),
            EBGP);
    assertMessage(
        UpdateFrame.announce(block, 4096),
        List.of("::/0"),
        """
        ffffffffffffffffffffffffffffffff  # marker
        004e 02                           # length 78, UPDATE
        0000                              # no withdrawn routes
        0037                              # 55 octets of path attributes
        90 0e 0026                        # MP_REACH_NLRI, 38 octets
          0002 01                         # IPv6 unicast
          20 20010db8000000000000000000000001 fe800000000000000000000000000001
          00                              # reserved
          00                              # ::/0
        40 01 01 00                       # ORIGIN IGP
        40 02 06 02 01 0000fde9           # AS_PATH: sequence of 65001
        """);
  }

  @Test
  @DisplayName("IPv4 routes with an IPv6 next hop (RFC 8950)")
  void announce_ipv4OverIpv6_usesMpReach() {
    assertMessage(
        UpdateFrame.announce(block(Family.IPV4_UNICAST, HOP6), 4096),
        List.of("20.0.10.100/32"),
        """
        ffffffffffffffffffffffffffffffff  # marker
        0042 02                           # length 66, UPDATE
        0000                              # no withdrawn routes
        002b                              # 43 octets of path attributes
        90 0e 001a                        # MP_REACH_NLRI, 26 octets
          0001 01                         # IPv4 unicast
          10 20010db8000000000000000000000001 # next hop
          00                              # reserved
          20 14000a64                     # 20.0.10.100/32
        40 01 01 00                       # ORIGIN IGP
        40 02 06 02 01 0000fde9           # AS_PATH: sequence of 65001
        """);
  }

  @Test
  void withdraw_ipv4_usesTheWithdrawnField() {
    assertMessage(
        UpdateFrame.withdraw(Family.IPV4_UNICAST, 4096),
        List.of("20.0.10.100/32", "10.0.0.0/8"),
        """
        ffffffffffffffffffffffffffffffff  # marker
        001e 02                           # length 30, UPDATE
        0007                              # 7 octets of withdrawn routes
        20 14000a64                       # 20.0.10.100/32
        08 0a                             # 10.0.0.0/8
        0000                              # no path attributes
        """);
  }

  @Test
  void withdraw_ipv6_usesMpUnreach() {
    assertMessage(
        UpdateFrame.withdraw(Family.IPV6_UNICAST, 4096),
        List.of("2001:db8::/32"),
        """
        ffffffffffffffffffffffffffffffff  # marker
        0023 02                           # length 35, UPDATE
        0000                              # no withdrawn routes
        000c                              # 12 octets of path attributes
        90 0f 0008                        # MP_UNREACH_NLRI, 8 octets
          0002 01                         # IPv6 unicast
          20 20010db8                     # 2001:db8::/32
        """);
  }

  @Test
  @DisplayName("End-of-RIB (RFC 4724 section 2)")
  void writeEmpty_withdrawal_isEndOfRib() {
    ByteBuf out = Unpooled.buffer();
    UpdateFrame.withdraw(Family.IPV4_UNICAST, 4096).writeEmpty(out);
    UpdateFrame.withdraw(Family.IPV6_UNICAST, 4096).writeEmpty(out);
    byte[] both = new byte[out.readableBytes()];
    out.readBytes(both);
    assertThat(Octets.of(both))
        .isEqualTo(
            WireFixture.octets(
                """
                ffffffffffffffffffffffffffffffff 0017 02 0000 0000
                ffffffffffffffffffffffffffffffff 001e 02 0000 0007
                90 0f 0003 0002 01  # MP_UNREACH_NLRI, IPv6 unicast, no NLRI
                """));
  }

  @Test
  void room_extendedMessage_isLarger() {
    AttributeBlock block = block(Family.IPV4_UNICAST, HOP4);
    assertThat(UpdateFrame.announce(block, 4096).room()).isEqualTo(4096 - 23 - 20);
    assertThat(UpdateFrame.announce(block, 65535).room()).isEqualTo(65535 - 23 - 20);
    assertThat(block.octets()).isEqualTo(20);
  }

  @Test
  void room_attributesFillTheMessage_isNotEnoughForAPrefix() {
    PathAttributes.Builder many = PathAttributes.builder();
    for (int i = 0; i < 1020; i++) {
      many.community(new Community(i));
    }
    AttributeBlock block =
        AttributeBlock.encode(Family.IPV4_UNICAST, many.build(), HOP4, Optional.empty(), EBGP);
    assertThat(UpdateFrame.announce(block, 4096).room()).isNegative();
  }

  @Test
  void block_nextHopThatCannotStandThere_isRefused() {
    CodecContext plain = CodecContext.ebgp(65001, 65000).build();
    assertThatThrownBy(
            () ->
                AttributeBlock.encode(
                    Family.IPV4_UNICAST, PathAttributes.NONE, HOP6, Optional.empty(), plain))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2001:db8::1")
        .hasMessageContaining("RFC 8950");
    assertThatThrownBy(() -> block(Family.IPV6_UNICAST, HOP4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("192.0.2.1");
  }

  @Test
  void block_equalAttributes_areEqual() {
    assertThat(block(Family.IPV4_UNICAST, HOP4))
        .isEqualTo(block(Family.IPV4_UNICAST, HOP4))
        .hasSameHashCodeAs(block(Family.IPV4_UNICAST, HOP4))
        .isNotEqualTo(block(Family.IPV4_UNICAST, IpAddress.parse("192.0.2.2")));
  }
}
