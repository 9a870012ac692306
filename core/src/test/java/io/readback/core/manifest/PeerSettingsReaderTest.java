package io.readback.core.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import io.readback.core.model.BgpPeerSettings;
import io.readback.core.model.BgpPeerSettings.PeerMatch;
import io.readback.core.model.Labels;
import io.readback.core.model.SessionSetting;
import io.readback.spi.net.IpAddress;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PeerSettingsReaderTest {
  private static String settings(String spec) {
    return Reading.object("readback.io/v1alpha1", "BgpPeerSettings", "s", spec);
  }

  private static BgpPeerSettings read(String spec) {
    return Reading.state(settings(spec)).readback().peerSettings().get("s");
  }

  @Test
  void read_everyField_isInTheModel() {
    String spec =
        """
        nodeSelector: {matchLabels: {rack: a}}
        peers:
          - {name: tor, instance: metallb-65001}
          - {address: "fe80::1"}
        passive: true
        sourceAddress: 172.16.0.11
        sourceInterface: eth1
        device: red
        localASN: 64999
        role: customer
        roleStrict: true
        ttlSecurityHops: 1
        prefixLimit: 100
        delayOpen: 5s
        sendHold: 2m
        """;

    BgpPeerSettings read = read(spec);

    assertThat(Reading.faults(settings(spec))).isEmpty();
    assertThat(read.settings().stream().map(SessionSetting::toString))
        .containsExactly(
            "passive: true",
            "sourceAddress: 172.16.0.11",
            "sourceInterface: eth1",
            "device: red",
            "localASN: 64999",
            "role: customer",
            "roleStrict: true",
            "ttlSecurityHops: 1",
            "prefixLimit: 100",
            "delayOpen: PT5S",
            "sendHold: PT2M");
    assertThat(read.peers())
        .containsExactly(
            new PeerMatch(Optional.of("tor"), Optional.empty(), Optional.of("metallb-65001")),
            new PeerMatch(
                Optional.empty(), Optional.of(IpAddress.parse("fe80::1")), Optional.empty()));
  }

  @Test
  void selects_nodesAndPeers_bothMustAgree() {
    BgpPeerSettings read =
        read(
            """
            nodeSelector: {matchLabels: {rack: a}}
            peers: [{name: tor, address: 172.16.0.1}, {instance: other}]
            """);
    Labels a = Labels.of(new TreeMap<>(Map.of("rack", "a")));
    Optional<IpAddress> address = Optional.of(IpAddress.parse("172.16.0.1"));

    assertThat(read.selects(a, "i", "tor", address)).isTrue();
    assertThat(read.selects(a, "other", "x", Optional.empty())).isTrue();
    assertThat(read.selects(a, "i", "tor", Optional.empty())).isFalse();
    assertThat(read.selects(a, "i", "spine", address)).isFalse();
    assertThat(read.selects(Labels.NONE, "i", "tor", address)).isFalse();
    assertThat(read("passive: true\n").selects(a, "i", "any", Optional.empty())).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "peers: []",
        "peers: [{}]",
        "peers: [{address: nonsense}]",
        "peers: [{name: tor, address: 172.16.0.300}]",
        "nodeSelector: {matchExpressions: [{key: rack, operator: Like}]}"
      })
  void read_brokenSelection_leavesTheObjectWithoutEffect(String spec) {
    String yaml = settings(spec + "\npassive: true\n");

    assertThat(Reading.faults(yaml)).isNotEmpty();
    assertThat(Reading.state(yaml).readback().peerSettings()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ttlSecurityHops: 255",
        "role: friend",
        "delayOpen: 5",
        "sendHold: 1s",
        "localASN: 0",
        "bfd: {transmitInterval: 5ms}",
        "bfd: {detectMultiplier: 0, strict: true}",
        "bfd: {echoInterval: 5ms}",
        "bfd: {authentication: {type: rot13, keys: [{id: 1, secretRef: {name: a}}]}}",
        "bfd: {authentication: {type: keyed-md5, keys: []}}",
        "bfd: {authentication: {type: keyed-md5, keys: [{id: 256, secretRef: {name: a}}]}}",
        "bfd: {authentication: {type: keyed-md5, keys: [{id: 1}]}}"
      })
  void read_brokenSetting_isReportedAndLeftOut(String field) {
    String yaml = settings(field + "\npassive: true\n");

    assertThat(Reading.faults(yaml)).hasSize(1);
    assertThat(Reading.state(yaml).readback().peerSettings().get("s").settings())
        .extracting(SessionSetting::field)
        .containsExactly("passive");
  }
}
