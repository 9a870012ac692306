package io.readback.bgp.codec;

import static io.readback.bgp.codec.WireFixture.message;
import static io.readback.bgp.codec.WireFixture.octets;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.readback.bgp.message.Capability;
import io.readback.bgp.message.Family;
import io.readback.bgp.message.Octets;
import io.readback.bgp.message.Open;
import io.readback.spi.net.IpAddress;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CapabilityCodecTest {
  private static final CodecContext CONTEXT = CodecContext.ebgp(65001, 0).build();

  private static byte[] open(Octets capability) {
    return message(
        1,
        "04 fde8 005a 0a000002"
            + String.format("%02x02%02x", capability.length() + 2, capability.length())
            + capability);
  }

  private static List<Capability> decode(String annotated) {
    Decoded decoded = MessageDecoder.decode(open(octets(annotated)), CONTEXT);
    return ((Open) decoded.message().orElseThrow()).capabilities();
  }

  static Stream<Arguments> capabilities() {
    return Stream.of(
        arguments(
            "RFC 4760",
            "01 04 0002 00 01  # IPv6 unicast",
            new Capability.Multiprotocol(Family.IPV6_UNICAST)),
        arguments("RFC 2918", "02 00", new Capability.RouteRefresh()),
        arguments(
            "RFC 5291, not made use of",
            """
            03 07
            0001 00 01  # IPv4 unicast
            01          # one filter
            40 03       # by prefix, both directions
            """,
            new Capability.Unknown(3, Octets.of(0, 1, 0, 1, 1, 0x40, 3))),
        arguments(
            "RFC 8950",
            """
            05 0c
            0001 0001 0002  # IPv4 unicast, next hop IPv6
            0001 0080 0002  # IPv4 VPN, next hop IPv6
            """,
            new Capability.ExtendedNextHop(
                List.of(
                    new Capability.ExtendedNextHop.Encoding(Family.IPV4_UNICAST, 2),
                    new Capability.ExtendedNextHop.Encoding(new Family(1, 128), 2)))),
        arguments("RFC 8654", "06 00", new Capability.ExtendedMessage()),
        arguments("RFC 9234", "09 01 03  # customer", new Capability.Role(3)),
        arguments(
            "RFC 4724 and RFC 8538",
            """
            40 0a
            c078        # R and N bits, 120 s
            0001 01 80  # IPv4 unicast, forwarding preserved
            0002 01 00  # IPv6 unicast, not preserved
            """,
            new Capability.GracefulRestart(
                true,
                true,
                120,
                List.of(
                    new Capability.GracefulRestart.FamilyState(Family.IPV4_UNICAST, true),
                    new Capability.GracefulRestart.FamilyState(Family.IPV6_UNICAST, false)))),
        arguments(
            "RFC 4724, longest time",
            "40 02 0fff",
            new Capability.GracefulRestart(false, false, 4095, List.of())),
        arguments("RFC 6793", "41 04 ffffffff", new Capability.FourOctetAs(4294967295L)),
        arguments(
            "RFC 7911",
            """
            45 0c
            0001 01 01  # IPv4 unicast, receive
            0002 01 02  # IPv6 unicast, send
            0001 02 03  # IPv4 multicast, both
            """,
            new Capability.AddPath(
                List.of(
                    new Capability.AddPath.Mode(Family.IPV4_UNICAST, true, false),
                    new Capability.AddPath.Mode(Family.IPV6_UNICAST, false, true),
                    new Capability.AddPath.Mode(new Family(1, 2), true, true)))),
        arguments("RFC 7313", "46 00", new Capability.EnhancedRouteRefresh()),
        arguments(
            "RFC 9494",
            """
            47 07
            0001 01 80 015180  # IPv4 unicast, forwarding, 86400 s
            """,
            new Capability.LongLivedGracefulRestart(
                List.of(
                    new Capability.LongLivedGracefulRestart.FamilyTime(
                        Family.IPV4_UNICAST, true, 86400)))),
        arguments(
            "host and domain name",
            """
            49 0a
            03 746f72  # tor
            05 6c6f63616c  # local
            """,
            new Capability.Fqdn("tor", "local")),
        arguments("software version", "4b 04 03 462f34", new Capability.SoftwareVersion("F/4")),
        arguments(
            "RFC 5492, an unknown one",
            "f0 03 010203",
            new Capability.Unknown(240, Octets.of(1, 2, 3))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("capabilities")
  void capability_bothWays(String source, String annotated, Capability value) {
    assertThat(decode(annotated)).containsExactly(value);
    Open open = new Open(4, 65000, 90, IpAddress.parse("10.0.0.2"), List.of(value));
    assertThat(Octets.of(MessageEncoder.encode(open)))
        .isEqualTo(Octets.of(open(octets(annotated))));
  }

  @Test
  void addPath_undefinedMode_isLeftOut() {
    assertThat(decode("45 08 0001 01 04 0002 01 03"))
        .containsExactly(
            new Capability.AddPath(
                List.of(new Capability.AddPath.Mode(Family.IPV6_UNICAST, true, true))));
  }

  @Test
  void descriptive_lengthsThatContradict_areKeptUnread() {
    assertThat(decode("49 02 05 61"))
        .containsExactly(new Capability.Unknown(73, Octets.of(5, 0x61)));
    assertThat(decode("49 00")).containsExactly(new Capability.Unknown(73, Octets.EMPTY));
    assertThat(decode("4b 02 05 61"))
        .containsExactly(new Capability.Unknown(75, Octets.of(5, 0x61)));
    assertThat(decode("4b 00")).containsExactly(new Capability.Unknown(75, Octets.EMPTY));
  }

  @Test
  void descriptive_controlCharacters_areReplaced() {
    assertThat(decode("4b 06 05 411b5b6d0a"))
        .containsExactly(new Capability.SoftwareVersion("A\ufffd[m\ufffd"));
  }

  @Test
  void empty_withContent_isAccepted() {
    assertThat(decode("02 01 00")).containsExactly(new Capability.RouteRefresh());
  }
}
