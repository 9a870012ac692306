package io.readback.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.readback.core.model.ProblemCode;
import io.readback.spi.Secret;
import io.readback.spi.net.IpAddress;
import io.readback.spi.target.BfdAuthentication;
import io.readback.spi.target.BgpRole;
import io.readback.spi.target.BgpSession;
import io.readback.spi.target.TcpAo;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** BgpPeerSettings on sessions of both dialects. */
class SessionSettingsTest {
  private final PlanScenario scenario =
      new PlanScenario()
          .put(
              "base.yaml",
              """
              apiVersion: v1
              kind: Node
              metadata: {name: n1, labels: {rack: a}}
              status: {addresses: [{type: InternalIP, address: 172.16.0.11}]}
              ---
              apiVersion: v1
              kind: Node
              metadata: {name: n2, labels: {rack: b}}
              status: {addresses: [{type: InternalIP, address: 172.16.0.12}]}
              ---
              apiVersion: metallb.io/v1beta2
              kind: BGPPeer
              metadata: {name: tor, namespace: metallb-system}
              spec: {myASN: 65001, peerASN: 65000, peerAddress: 172.16.0.1}
              ---
              apiVersion: cilium.io/v2
              kind: CiliumBGPClusterConfig
              metadata: {name: c}
              spec:
                bgpInstances:
                - {name: blue, localASN: 65002, peers: [{name: spine, peerASN: 65000, peerAddress: 172.16.0.2}]}
              """);

  private static String settings(String name, String spec) {
    return """
    apiVersion: readback.io/v1alpha1
    kind: BgpPeerSettings
    metadata: {name: %s%s}
    spec: {%s}
    """
        .formatted(
            name.replaceAll("@.*", ""),
            name.contains("@") ? ", creationTimestamp: \"" + name.replaceAll(".*@", "") + "\"" : "",
            spec);
  }

  private BgpSession session(String node, String peer) {
    return scenario.plan.node(node).targets().values().stream()
        .map(PlannedTarget::session)
        .filter(s -> s.peer().equals(peer))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void plan_settingsForAll_reachSessionsOfBothDialects() {
    scenario.put("s.yaml", settings("s", "passive: true, role: customer")).apply();

    for (String peer : new String[] {"tor", "spine"}) {
      assertThat(session("n1", peer).passive()).as(peer).isTrue();
      assertThat(session("n2", peer).role()).as(peer).contains(BgpRole.CUSTOMER);
    }
    assertThat(scenario.plan.problems()).isEmpty();
  }

  @Test
  void plan_settingsOfOnePeerOnOneNode_touchNoOther() {
    scenario
        .put(
            "s.yaml",
            settings(
                "s",
                "nodeSelector: {matchLabels: {rack: a}}, peers: [{name: spine}], localASN: 64999"))
        .apply();

    assertThat(session("n1", "spine").localAsn()).isEqualTo(64999);
    assertThat(session("n2", "spine").localAsn()).isEqualTo(65002);
    assertThat(session("n1", "tor").localAsn()).isEqualTo(65001);
  }

  @Test
  void plan_twoSettingsOfOneField_theOlderCountsAndBothAreNamed() {
    scenario
        .put("a.yaml", settings("a@2026-05-01T00:00:00Z", "localASN: 1, passive: true"))
        .put("b.yaml", settings("b@2026-04-01T00:00:00Z", "peers: [{name: tor}], localASN: 2"))
        .apply();

    assertThat(session("n1", "tor").localAsn()).isEqualTo(2);
    assertThat(session("n1", "tor").passive()).as("another field of the younger").isTrue();
    assertThat(session("n1", "spine").localAsn()).isEqualTo(1);
    assertThat(scenario.plan.problems())
        .singleElement()
        .satisfies(
            p -> {
              assertThat(p.code()).isEqualTo(ProblemCode.SETTINGS_CONFLICT);
              assertThat(p.toString())
                  .contains("BgpPeerSettings a", "localASN: 1", "BgpPeerSettings b", "localASN: 2");
            });
  }

  @Test
  void plan_twoSettingsThatAgree_areNoProblem() {
    scenario
        .put("a.yaml", settings("a", "delayOpen: 5s"))
        .put("b.yaml", settings("b", "delayOpen: 5000ms"))
        .apply();

    assertThat(scenario.plan.problems()).isEmpty();
  }

  @Test
  void plan_settingThatDoesNotFitTheSession_isReportedAndTheSessionRuns() {
    scenario.put("s.yaml", settings("s", "sourceAddress: \"fd00::1\", passive: true")).apply();

    assertThat(session("n1", "tor").localAddress()).isEmpty();
    assertThat(session("n1", "tor").passive()).isTrue();
    assertThat(scenario.plan.problems())
        .hasSize(2)
        .allSatisfy(p -> assertThat(p.field()).isEqualTo("spec.sourceAddress"));
  }

  @Test
  void plan_sourceAddressSetting_isWhereRoutesAreExpectedFrom() {
    scenario.put("s.yaml", settings("s", "peers: [{name: tor}], sourceAddress: 10.0.0.1")).apply();

    assertThat(
            scenario.plan.node("n1").targets().values().stream()
                .filter(t -> t.session().peer().equals("tor"))
                .findFirst()
                .orElseThrow()
                .speakerAddress())
        .isEqualTo(Optional.of(IpAddress.parse("10.0.0.1")));
  }

  @Test
  void plan_settingsThatSelectNothing_areNamed() {
    scenario.put("s.yaml", settings("s", "peers: [{name: tro}], passive: true")).apply();

    assertThat(scenario.plan.problems())
        .singleElement()
        .satisfies(p -> assertThat(p.code()).isEqualTo(ProblemCode.SETTINGS_UNUSED));
  }

  private static String secret(String name, String values) {
    return """
    apiVersion: v1
    kind: Secret
    metadata: {name: %s, namespace: kube-system}
    stringData: {%s}
    """
        .formatted(name, values);
  }

  private List<String> peers(String node) {
    return scenario.plan.node(node).targets().values().stream()
        .map(target -> target.session().peer())
        .toList();
  }

  @Test
  void plan_bfdWithKeys_takesThemFromSecretsAndFollowsThem() {
    scenario
        .put(
            "s.yaml",
            settings(
                "s",
                "bfd: {echoInterval: 50ms, authentication: {type: meticulous-keyed-sha1, keys: ["
                    + "{id: 2, secretRef: {namespace: kube-system, name: bfd, key: new}}, "
                    + "{id: 1, secretRef: {namespace: kube-system, name: bfd}}]}}"))
        .put("secret.yaml", secret("bfd", "new: second, password: first"))
        .apply();
    BgpSession first = session("n1", "tor");
    BfdAuthentication keys = first.bfd().orElseThrow().authentication().orElseThrow();
    assertThat(keys.type()).isEqualTo(BfdAuthentication.Type.METICULOUS_KEYED_SHA1);
    assertThat(keys.keys())
        .containsExactly(
            new BfdAuthentication.Key(2, Secret.ofText("second")),
            new BfdAuthentication.Key(1, Secret.ofText("first")));
    assertThat(first.bfd().orElseThrow().echoInterval()).contains(Duration.ofMillis(50));
    assertThat(first.bfd().toString()).doesNotContain("second");
    scenario.put("secret.yaml", secret("bfd", "new: third, password: first")).apply();
    BgpSession second = session("n1", "tor");
    assertThat(second).isNotEqualTo(first);
    assertThat(second.canBecome(first)).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "new: second|bfd: {authentication: {type: keyed-md5, keys: [{id: 1, secretRef: {namespace:"
            + " kube-system, name: bfd}}]}}|has no key 'password'",
        "new: second|tcpAo: {keys: [{sendId: 1, recvId: 1, secretRef: {namespace: kube-system,"
            + " name: other}}]}|kube-system/other is missing",
        "password: ''|tcpAo: {keys: [{sendId: 1, recvId: 1, secretRef: {namespace: kube-system,"
            + " name: bfd}}]}|no value under its key",
        "password: seventeen-letters|bfd: {authentication: {type: simple-password, keys: [{id: 1,"
            + " secretRef: {namespace: kube-system, name: bfd}}]}}|1 to 16 octets",
        "password: a|tcpAo: {keys: [{sendId: 1, secretRef: {namespace: kube-system, name:"
            + " bfd}}]}|could not be read",
        "password: a|tcpAo: {keys: [{sendId: 1, recvId: 1, secretRef: {namespace: kube-system,"
            + " name: bfd}}, {sendId: 1, recvId: 2, secretRef: {namespace: kube-system, name:"
            + " bfd}}]}|same id"
      })
  void plan_protectionThatCannotBeHad_leavesTheSessionOut(String data, String spec, String reason) {
    scenario.put("s.yaml", settings("s", spec)).put("secret.yaml", secret("bfd", data)).apply();
    assertThat(peers("n1")).isEmpty();
    assertThat(scenario.plan.node("n1").problems())
        .hasSize(2)
        .allSatisfy(p -> assertThat(p.toString()).contains("BgpPeerSettings s", reason));
  }

  @Test
  void plan_tcpAo_isTheSessionsAndNotBesideAPassword() {
    scenario
        .put(
            "s.yaml",
            settings(
                "s",
                "tcpAo: {keys: [{sendId: 5, recvId: 6, algorithm: aes-128-cmac-96, "
                    + "secretRef: {namespace: kube-system, name: ao}}]}"))
        .put("secret.yaml", secret("ao", "password: geheim"))
        .apply();
    assertThat(session("n1", "spine").tcpAo())
        .contains(
            new TcpAo(
                List.of(
                    new TcpAo.Key(
                        5, 6, TcpAo.Algorithm.AES_128_CMAC_96, Secret.ofText("geheim")))));
    scenario
        .put(
            "md5.yaml",
            """
            apiVersion: metallb.io/v1beta2
            kind: BGPPeer
            metadata: {name: edge, namespace: metallb-system}
            spec: {myASN: 65001, peerASN: 65000, peerAddress: 172.16.0.3, password: x}
            """)
        .apply();
    assertThat(peers("n1")).containsExactlyInAnyOrder("spine", "tor");
    assertThat(scenario.plan.node("n1").problems())
        .singleElement()
        .satisfies(
            p -> assertThat(p.toString()).contains("edge", "TCP MD5 and TCP-AO cannot protect"));
  }
}
