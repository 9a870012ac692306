package io.readback.core.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.readback.core.explain.Explainer;
import io.readback.core.explain.Step;
import io.readback.core.model.ServiceRef;
import io.readback.core.verdict.ClusterScene.Change;
import io.readback.spi.net.IpAddress;
import io.readback.spi.observe.Cause;
import io.readback.spi.plugin.PluginException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Verdicts on VIPs of a link that a Router manifest has asked. */
class LinkVerdictTest {
  private static final ServiceRef ECHO = new ServiceRef("web", "echo");
  private static final String VIP = "192.0.2.100";
  private static final Change ASIS = shown -> {};

  private static final String MANIFESTS =
      """
      apiVersion: metallb.io/v1beta1
      kind: IPAddressPool
      metadata: {name: lan, namespace: metallb-system}
      spec: {addresses: [192.0.2.100-192.0.2.199]}
      ---
      apiVersion: metallb.io/v1beta1
      kind: L2Advertisement
      metadata: {name: lan, namespace: metallb-system}
      spec: {interfaces: [eth0]}
      ---
      apiVersion: v1
      kind: Node
      metadata: {name: hall-1}
      status: {addresses: [{type: InternalIP, address: 192.0.2.1}]}
      ---
      apiVersion: v1
      kind: Node
      metadata: {name: hall-2}
      status: {addresses: [{type: InternalIP, address: 192.0.2.2}]}
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: echo, namespace: web}
      spec: {type: LoadBalancer, selector: {app: echo}, clusterIPs: [10.96.0.1], ipFamilies: [IPv4], ports: [{port: 80, protocol: TCP}]}
      ---
      apiVersion: discovery.k8s.io/v1
      kind: EndpointSlice
      metadata: {name: echo-1, namespace: web, labels: {kubernetes.io/service-name: echo}}
      addressType: IPv4
      endpoints:
        - {addresses: [10.1.0.1], nodeName: hall-1, conditions: {ready: true}}
      """;

  private static final String LINK =
      """
      apiVersion: readback.io/v1alpha1
      kind: Router
      metadata: {name: lan}
      spec: {lookingGlasses: [{type: link, settings: {interface: eth0}}]}
      """;

  /** Seen from a node that may not answer. */
  private final ClusterScene scene = new ClusterScene("watcher").manifests(0, MANIFESTS, LINK);

  private static RouteVerdict only(ClusterScene scene) {
    List<RouteVerdict> rows = scene.verdicts(11).rows();
    assertThat(rows).hasSize(1);
    assertThat(rows.get(0).vip()).contains(IpAddress.parse(VIP));
    assertThat(rows.get(0).router()).isEqualTo("lan");
    assertThat(rows.get(0).name()).isEqualTo("echo");
    return rows.get(0);
  }

  private RouteVerdict asked(Change change, String... by) {
    return only(
        scene.asked(9, "lan", VIP + "/32", change, by).asked(10, "lan", VIP + "/32", change, by));
  }

  @Test
  void answeredByOneThatMay_isVerified_andNamed() {
    RouteVerdict row = asked(ASIS, "192.0.2.2");
    assertThat(row.kind()).isEqualTo(VerdictKind.VERIFIED);
    assertThat(row.message()).isEqualTo("answered by 192.0.2.2 (hall-2)");
    assertThat(row.expectedNextHops())
        .containsExactly(IpAddress.parse("192.0.2.1"), IpAddress.parse("192.0.2.2"));
    assertThat(row.installedNextHops()).containsExactly(IpAddress.parse("192.0.2.2"));
  }

  @Test
  void answeredByNobody_isMissing() {
    RouteVerdict row = asked(ASIS);
    assertThat(row.kind()).isEqualTo(VerdictKind.MISSING);
    assertThat(row.reason()).isEqualTo("NOT_ANSWERED");
    assertThat(row.message())
        .isEqualTo(
            "nobody answers on the link; expected was one of 192.0.2.1 (hall-1), 192.0.2.2"
                + " (hall-2)");
  }

  @Test
  void answeredByTwo_isUnexpected_withBothEthernetAddresses() {
    String evidence =
        "answered by 02:00:00:00:00:01 (192.0.2.1) and 02:00:00:00:00:77 (no node's own)";
    RouteVerdict row =
        asked(
            shown -> shown.finding(Cause.DUPLICATE_ADDRESS, VIP + "/32", evidence, "arping"),
            "192.0.2.1");
    assertThat(row.kind()).isEqualTo(VerdictKind.UNEXPECTED);
    assertThat(row.reason()).isEqualTo("DUPLICATE_ADDRESS");
    assertThat(row.message()).isEqualTo(evidence);
  }

  @Test
  void answeredByANodeThatMayNot_isUnexpected() {
    assertThat(asked(ASIS, "192.0.2.3").message())
        .isEqualTo("answered by 192.0.2.3, which may not answer for it");
  }

  @Test
  void answeredByOneThatCannotBeNamed_isVerifiedAndReduced() {
    RouteVerdict row = asked(ASIS, "");
    assertThat(row.kind()).isEqualTo(VerdictKind.VERIFIED);
    assertThat(row.message()).contains("reduced");
  }

  @Test
  void answeredHere_whereNobodyElseIsHeard_isVerifiedAndReduced() {
    ClusterScene here =
        new ClusterScene("hall-1")
            .manifests(0, MANIFESTS, LINK)
            .answering(true)
            .asked(10, "lan", VIP + "/32", ASIS);
    RouteVerdict row = only(here);
    assertThat(row.kind()).isEqualTo(VerdictKind.VERIFIED);
    assertThat(row.message()).startsWith("this node (hall-1) answers, by its own word");
  }

  @Test
  void answeredHere_andByAnother_isUnexpected() {
    ClusterScene here =
        new ClusterScene("hall-1")
            .manifests(0, MANIFESTS, LINK)
            .answering(true)
            .asked(9, "lan", VIP + "/32", ASIS, "192.0.2.2")
            .asked(10, "lan", VIP + "/32", ASIS, "192.0.2.2");
    assertThat(only(here).reason()).isEqualTo("DUPLICATE_ADDRESS");
    assertThat(only(here).message()).contains("so does another machine: 192.0.2.2");
  }

  @Test
  void oneBadLook_afterAGoodOne_staysVerifiedUntilConfirmed() {
    scene.asked(9, "lan", VIP + "/32", ASIS, "192.0.2.2").asked(10, "lan", VIP + "/32", ASIS);
    assertThat(only(scene).kind()).isEqualTo(VerdictKind.VERIFIED);
    assertThat(only(scene).unconfirmed()).isTrue();
  }

  @Test
  void linkThatCannotBeAsked_isUnreachable() {
    scene.lookFails(10, "lan", PluginException.Kind.UNREACHABLE, "no interface eth0");
    assertThat(only(scene).kind()).isEqualTo(VerdictKind.UNREACHABLE);
  }

  @Test
  void linkOfAnotherInterface_expectsNothing_andTheVipIsUnread() {
    ClusterScene other =
        new ClusterScene("watcher").manifests(0, MANIFESTS, LINK.replace("eth0", "eth1"));
    assertThat(other.verdicts(11).rows()).hasSize(1);
    assertThat(other.verdicts(11).rows().get(0).reason()).isEqualTo("ON_LINKS");
  }

  @Test
  void withdrawn_andStillAnswered_lingers() {
    asked(ASIS, "192.0.2.2");
    scene
        .manifests(
            12,
            MANIFESTS.replace(
                "spec: {interfaces: [eth0]}", "spec: {interfaces: [eth0], ipAddressPools: [no]}"),
            LINK)
        .asked(30, "lan", VIP + "/32", ASIS, "192.0.2.2");
    assertThat(scene.verdicts(31).rows()).anyMatch(r -> r.kind() == VerdictKind.LINGERING);
  }

  @Test
  void explain_saysWhatWasHeard_withoutStepsThatLinksDoNotHave() {
    asked(ASIS, "192.0.2.2");
    List<Step> steps = Explainer.explain(ECHO, scene.explainInput(11)).steps();
    assertThat(steps.stream().map(Step::id))
        .containsExactly("service", "pool", "vip", "endpoints", "advertisement", "verified");
    assertThat(steps.get(5).detail()).isEqualTo("verified: answered by 192.0.2.2 (hall-2)");
  }

  @Test
  void explain_notAnswered_failsThereWithARemedy() {
    asked(ASIS);
    List<Step> steps = Explainer.explain(ECHO, scene.explainInput(11)).steps();
    assertThat(steps.get(5).status()).isEqualTo(Step.Status.FAILED);
    assertThat(steps.get(5).remedy()).contains("whether their agents run");
  }

  @Test
  void unread_refusedHere_isSaid_andMissingWhereNobodyElseMay() {
    String refusal = "no interface that the manifests name is there and up";
    ClusterScene here =
        new ClusterScene("hall-1").manifests(0, MANIFESTS).answering(false, refusal);
    RouteVerdict row = here.verdicts(10).rows().get(0);
    assertThat(row.reason()).isEqualTo("ON_LINKS");
    assertThat(row.message()).endsWith("; this node (hall-1): " + refusal);
    String local =
        MANIFESTS.replace(
            "type: LoadBalancer,", "type: LoadBalancer, externalTrafficPolicy: Local,");
    ClusterScene alone = new ClusterScene("hall-1").manifests(0, local).answering(false, refusal);
    assertThat(alone.verdicts(10).rows().get(0).kind()).isEqualTo(VerdictKind.MISSING);
    assertThat(alone.verdicts(10).rows().get(0).reason()).isEqualTo("ANNOUNCER_REFUSES");
    assertThat(alone.verdicts(10).rows().get(0).message())
        .isEqualTo("only hall-1 may answer, and does not: " + refusal);
  }
}
