package io.readback.core.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.readback.core.model.BgpPeerConfig;
import io.readback.core.model.BgpPeerConfig.FamilyExport;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.target.BfdProfile;
import io.readback.spi.target.BgpTimers;
import io.readback.spi.target.GracefulRestart;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PeerConfigReaderTest {
  private static final int RETRY = BgpTimers.DEFAULT.connectRetry();

  private static String config(String spec) {
    return Reading.object("cilium.io/v2", "CiliumBGPPeerConfig", "c", spec);
  }

  private static BgpPeerConfig read(String spec) {
    return Reading.state(config(spec)).peerConfigs().get("c");
  }

  @Test
  void read_everyField_isInTheModel() {
    String spec =
        """
        transport: {peerPort: 1179, sourceInterface: eth1, localPort: 4444}
        timers: {connectRetryTimeSeconds: 7, holdTimeSeconds: 9, keepAliveTimeSeconds: 3}
        gracefulRestart: {enabled: true, restartTimeSeconds: 15}
        ebgpMultihop: 4
        authSecretRef: bgp-password
        families:
          - {afi: ipv4, safi: unicast, advertisements: {matchLabels: {advertise: bgp}}}
          - {afi: ipv6, safi: unicast}
        """;

    BgpPeerConfig read = read(spec);

    assertThat(Reading.faults(config(spec))).isEmpty();
    assertThat(read.peerPort()).isEqualTo(1179);
    assertThat(read.sourceInterface()).contains("eth1");
    assertThat(read.timers()).isEqualTo(new BgpTimers(7, 9, 3));
    assertThat(read.gracefulRestart()).isEqualTo(new GracefulRestart(true, 15));
    assertThat(read.multihopTtl()).isEqualTo(4);
    assertThat(read.authSecret()).contains("bgp-password");
    assertThat(read.families())
        .extracting(FamilyExport::family)
        .containsExactly(AddressFamily.IPV4, AddressFamily.IPV6);
    assertThat(read.families().get(0).advertisements().orElseThrow()).hasToString("advertise=bgp");
    assertThat(read.families().get(1).advertisements()).isEmpty();
  }

  @Test
  void read_noFields_getsTheDefaults() {
    BgpPeerConfig read = read("{}");

    assertThat(read.peerPort()).isEqualTo(179);
    assertThat(read.timers()).isEqualTo(BgpTimers.DEFAULT);
    assertThat(read.gracefulRestart()).isEqualTo(GracefulRestart.OFF);
    assertThat(read.multihopTtl()).isEqualTo(1);
    assertThat(read.authSecret()).isEmpty();
    assertThat(read.families()).isEqualTo(BgpPeerConfig.DEFAULT.families());
  }

  @Test
  void read_shortHoldTimeAlone_derivesTheKeepaliveTime() {
    assertThat(read("timers: {holdTimeSeconds: 9}").timers()).isEqualTo(new BgpTimers(RETRY, 9, 3));
  }

  static Stream<Arguments> brokenFields() {
    String range = " (Use a value in the range)";
    return Stream.of(
        arguments(
            "timers: {holdTimeSeconds: 2}",
            "timers.holdTimeSeconds: '2' is not in the range 3 to 65535" + range),
        arguments(
            "timers: {holdTimeSeconds: 65536}",
            "timers.holdTimeSeconds: '65536' is not in the range 3 to 65535" + range),
        arguments(
            "timers: {keepAliveTimeSeconds: 0}",
            "timers.keepAliveTimeSeconds: '0' is not in the range 1 to 65535" + range),
        arguments(
            "timers: {connectRetryTimeSeconds: 2147483648}",
            "timers.connectRetryTimeSeconds: '2147483648' is not in the range 1 to 2147483647"
                + range),
        arguments(
            "timers: {holdTimeSeconds: \"90\"}",
            "timers.holdTimeSeconds: '90' is a text in quotes where a whole number is needed (Write"
                + " 90 without quotes)"),
        arguments(
            "timers: {holdTimeSeconds: 90s}",
            "timers.holdTimeSeconds: needs a whole number but has the text '90s' (Write a whole"
                + " number here)"),
        arguments(
            "timers: {holdTimeSeconds: 90.5}",
            "timers.holdTimeSeconds: needs a whole number but has a number '90.5' (Write a whole"
                + " number here)"),
        arguments(
            "timers: [90]",
            "timers: needs an object with fields but has a list (Write an object with fields"
                + " here)"),
        arguments(
            "gracefulRestart: {enabled: true, restartTimeSeconds: 4096}",
            "gracefulRestart.restartTimeSeconds: '4096' is not in the range 1 to 4095" + range),
        arguments(
            "gracefulRestart: {enabled: \"true\"}",
            "gracefulRestart.enabled: needs true or false but has the text 'true' (Write true or"
                + " false here)"),
        arguments("ebgpMultihop: 256", "ebgpMultihop: '256' is not in the range 1 to 255" + range),
        arguments(
            "transport: {peerPort: 65536}",
            "transport.peerPort: '65536' is not in the range 1 to 65535" + range));
  }

  @ParameterizedTest
  @MethodSource("brokenFields")
  void read_brokenField_keepsItsDefault(String field, String problem) {
    assertThat(Reading.faults(config(field)))
        .containsExactly("m.yaml:5: error: CiliumBGPPeerConfig c: spec." + problem);
    assertThat(read(field).timers()).isEqualTo(BgpTimers.DEFAULT);
    assertThat(read(field).peerPort()).isEqualTo(179);
    assertThat(read(field).multihopTtl()).isEqualTo(1);
    assertThat(read(field).gracefulRestart().restartTime()).isEqualTo(120);
  }

  @Test
  void read_keepaliveAboveHold_usesAThird() {
    String spec = "timers: {holdTimeSeconds: 30, keepAliveTimeSeconds: 31}";

    assertThat(Reading.faults(config(spec)))
        .containsExactly(
            "m.yaml:5: error: CiliumBGPPeerConfig c: spec.timers.keepAliveTimeSeconds: the"
                + " keepalive time 31 s is above the hold time 30 s; 10 s is used (Use a third of"
                + " the hold time)");
    assertThat(read(spec).timers()).isEqualTo(new BgpTimers(RETRY, 30, 10));
  }

  static Stream<Arguments> brokenFamilies() {
    return Stream.of(
        arguments(
            "{afi: ipv4, safi: multicast}",
            "safi: family ipv4/multicast is not served, it has no effect (Use ipv4 or ipv6 with"
                + " unicast)"),
        arguments(
            "{afi: l2vpn, safi: evpn}",
            "safi: family l2vpn/evpn is not served, it has no effect (Use ipv4 or ipv6 with"
                + " unicast)"),
        arguments(
            "{afi: ipv5, safi: unicast}",
            "afi: 'ipv5' is not one of ipv4, ipv6, l2vpn, ls, opaque (Did you mean ipv4?)"),
        arguments("{afi: ipv4}", "safi: the field is missing (Add safi)"),
        arguments(
            "{afi: ipv6, safi: unicast}",
            "afi: family ipv6/unicast is given twice, the second has no effect (Keep one of"
                + " them)"),
        arguments(
            "{afi: ipv4, safi: unicast, advertisements: {matchLabels: [a]}}",
            "advertisements.matchLabels: needs an object with fields but has a list (Write an"
                + " object with fields here)"));
  }

  @ParameterizedTest
  @MethodSource("brokenFamilies")
  void read_brokenFamily_losesThatFamilyAlone(String family, String problem) {
    String spec = "families:\n- {afi: ipv6, safi: unicast}\n- " + family;

    assertThat(Reading.faults(config(spec)))
        .containsExactly("m.yaml:7: error: CiliumBGPPeerConfig c: spec.families[1]." + problem);
    assertThat(read(spec).families())
        .extracting(FamilyExport::family)
        .containsExactly(AddressFamily.IPV6);
  }

  @Test
  void read_unreadablePasswordReference_hasNoEffectRatherThanNoPassword() {
    assertThat(Reading.faults(config("authSecretRef: {name: x}")))
        .containsExactly(
            "m.yaml:5: error: CiliumBGPPeerConfig c: spec.authSecretRef: needs a text but has an"
                + " object (Write a text here)");
    assertThat(read("authSecretRef: {name: x}")).isNull();
  }

  @Test
  void read_bfd_isAProfileWithDefaults() {
    assertThat(read("bfd: {enabled: true, detectionMultiplier: 5}").bfd())
        .contains(
            new BfdProfile(Duration.ofMillis(300), Duration.ofMillis(300), 5, false, 254, false));
    assertThat(
            read("bfd: {transmitIntervalMilliseconds: 50, receiveIntervalMilliseconds: 70}").bfd())
        .contains(
            new BfdProfile(Duration.ofMillis(50), Duration.ofMillis(70), 3, false, 254, false));
    assertThat(read("bfd: {enabled: false}").bfd()).isEmpty();
    assertThat(read("ebgpMultihop: 1").bfd()).isEmpty();
    assertThat(Reading.faults(config("bfd: {transmitIntervalMilliseconds: 5}")))
        .singleElement()
        .asString()
        .contains("spec.bfd.transmitIntervalMilliseconds", "10 to 60000");
  }
}
