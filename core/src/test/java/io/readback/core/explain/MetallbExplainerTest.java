package io.readback.core.explain;

import static io.readback.core.verdict.Manifests.NODES;
import static io.readback.core.verdict.Manifests.endpoints;
import static io.readback.core.verdict.Manifests.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.readback.core.explain.Step.Status;
import io.readback.core.model.ServiceRef;
import io.readback.core.verdict.ClusterScene;
import io.readback.spi.observe.SessionState;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The chain of Services of MetalLB's dialect, in its own words. */
class MetallbExplainerTest {
  private static final ServiceRef SHOP = new ServiceRef("web", "shop");
  private static final String POOL =
      """
      apiVersion: metallb.io/v1beta1
      kind: IPAddressPool
      metadata: {name: gold, namespace: metallb-system, labels: {tier: gold}}
      spec: {addresses: [172.16.90.10-172.16.90.99]}\
      """;
  private static final String PEER =
      """
      apiVersion: metallb.io/v1beta2
      kind: BGPPeer
      metadata: {name: tor, namespace: metallb-system}
      spec: {myASN: 65001, peerASN: 65000, peerAddress: 172.16.10.1}\
      """;
  private static final String ADVERTISEMENT =
      """
      apiVersion: metallb.io/v1beta1
      kind: BGPAdvertisement
      metadata: {name: vips, namespace: metallb-system}
      spec: {}\
      """;
  private static final String SERVICE = service("shop", "Cluster", "");
  private static final String ENDPOINTS = endpoints("shop", 1, 3);

  private final ClusterScene scene = new ClusterScene("berlin-1");

  private List<Step> explain(String... documents) {
    List<String> all = new ArrayList<>(List.of(NODES));
    all.addAll(List.of(documents));
    scene.manifests(0, all.toArray(String[]::new)).announcer(SessionState.ESTABLISHED, null, "");
    return Explainer.explain(SHOP, scene.explainInput(10)).steps();
  }

  private Step firstFailed(String... documents) {
    List<Step> steps = explain(documents);
    Step failed = steps.stream().filter(s -> s.status() == Status.FAILED).findFirst().orElseThrow();
    assertThat(failed.remedy()).isNotEmpty().doesNotContain("Cilium");
    assertThat(failed.detail()).doesNotContain("Cilium");
    return failed;
  }

  @Test
  void explain_everythingInPlace_namesMetallbsObjects() {
    List<Step> steps = explain(POOL, PEER, ADVERTISEMENT, SERVICE, ENDPOINTS);
    assertThat(steps).noneMatch(s -> s.status() == Status.FAILED);
    assertThat(step(steps, "pool").detail())
        .startsWith("172.16.90.10-172.16.90.99; 1 of 90 used (cluster.yaml:");
    assertThat(step(steps, "advertisement").detail())
        .startsWith("BGPAdvertisement vips (cluster.yaml:")
        .endsWith("announces it");
    assertThat(step(steps, "peer").detail())
        .startsWith("from berlin-1, berlin-2, berlin-3, berlin-9, by BGPPeer tor (cluster.yaml:");
    assertThat(step(steps, "session").subject()).contains("metallb-65001/tor (172.16.10.1)");
    assertThat(step(steps, "advertised").detail()).isEqualTo("172.16.90.10/32 was sent");
  }

  private static Step step(List<Step> steps, String id) {
    return steps.stream().filter(s -> s.id().equals(id)).findFirst().orElseThrow();
  }

  @Test
  void explain_noPool_asksForAnIpAddressPool() {
    Step failed = firstFailed(PEER, ADVERTISEMENT, SERVICE, ENDPOINTS);
    assertThat(failed.id()).isEqualTo("pool");
    assertThat(failed.remedy()).contains("IPAddressPool");
  }

  @Test
  void explain_poolOnRequestOnly_saysSo() {
    Step failed =
        firstFailed(
            POOL.replace("spec: {", "spec: {autoAssign: false, "),
            PEER,
            ADVERTISEMENT,
            SERVICE,
            ENDPOINTS);
    assertThat(failed.id()).isEqualTo("pool");
    assertThat(failed.detail()).contains("only for those that ask for it");
    assertThat(failed.remedy()).contains("spec.autoAssign");
  }

  @Test
  void explain_noEndpoints_failsUnderClusterPolicyToo() {
    Step failed = firstFailed(POOL, PEER, ADVERTISEMENT, SERVICE);
    assertThat(failed.id()).isEqualTo("endpoints");
    assertThat(failed.detail()).isEqualTo("no EndpointSlice");
  }

  @Test
  void explain_localPolicyWithoutServableEndpoint_failsAtEndpoints() {
    Step failed =
        firstFailed(
            POOL,
            PEER,
            ADVERTISEMENT,
            service("shop", "Local", ""),
            endpoints("shop", -1).replace("ready: false", "ready: false, serving: false"));
    assertThat(failed.id()).isEqualTo("endpoints");
    assertThat(failed.detail()).contains("not serving on berlin-1");
  }

  @Test
  void explain_noAdvertisement_failsThere() {
    Step failed = firstFailed(POOL, PEER, SERVICE, ENDPOINTS);
    assertThat(failed.id()).isEqualTo("advertisement");
    assertThat(failed.detail()).isEqualTo("there is no BGPAdvertisement");
    assertThat(failed.remedy()).contains("BGPAdvertisement in namespace metallb-system");
  }

  @Test
  void explain_onlyAnnouncedOnALink_saysWhichNodesAnswerAndAsksNoRouter() {
    List<Step> steps =
        explain(
            POOL,
            PEER,
            ADVERTISEMENT.replace("BGPAdvertisement", "L2Advertisement"),
            SERVICE,
            ENDPOINTS);
    assertThat(steps).noneMatch(s -> s.status() == Status.FAILED);
    assertThat(step(steps, "advertisement").detail())
        .matches(
            "L2Advertisement metallb-system/vips makes it known; one of berlin-1, berlin-2,"
                + " berlin-3, berlin-9 answers, berlin-[1239] comes first");
    assertThat(steps).noneMatch(s -> s.id().equals("peer") || s.id().equals("session"));
    assertThat(step(steps, "verified").status()).isEqualTo(Status.UNKNOWN);
    assertThat(step(steps, "verified").detail()).isEqualTo("nobody asks the link who answers");
    assertThat(step(steps, "verified").remedy()).contains("type: link");
  }

  @Test
  void explain_linkThatSelectsNoNode_failsThere() {
    Step failed =
        firstFailed(
            POOL,
            ADVERTISEMENT
                .replace("BGPAdvertisement", "L2Advertisement")
                .replace("spec: {}", "spec: {nodeSelectors: [{matchLabels: {no: node}}]}"),
            SERVICE,
            ENDPOINTS);
    assertThat(failed.id()).isEqualTo("advertisement");
    assertThat(failed.detail()).contains("selects no node that may answer");
  }

  @Test
  void explain_advertisementOfOtherPools_failsThere() {
    Step failed =
        firstFailed(
            POOL,
            PEER,
            ADVERTISEMENT.replace("{}", "{ipAddressPools: [silver]}"),
            SERVICE,
            ENDPOINTS);
    assertThat(failed.id()).isEqualTo("advertisement");
    assertThat(failed.subject()).isEqualTo("172.16.90.10 of IPAddressPool gold");
    assertThat(failed.detail()).contains("is for pools silver");
    assertThat(failed.remedy()).contains("add gold to spec.ipAddressPools");
  }

  @Test
  void explain_serviceSelectorsDoNotMatch_saysWhy() {
    Step failed =
        firstFailed(
            POOL,
            PEER,
            ADVERTISEMENT.replace("{}", "{serviceSelectors: [{matchLabels: {app: cart}}]}"),
            SERVICE,
            ENDPOINTS);
    assertThat(failed.id()).isEqualTo("advertisement");
    assertThat(failed.detail()).contains("wants app=cart but app is shop");
    assertThat(failed.remedy()).contains("serviceSelectors");
  }

  @Test
  void explain_unknownCommunity_namesTheProblemOfTheAdvertisement() {
    Step failed =
        firstFailed(
            POOL, PEER, ADVERTISEMENT.replace("{}", "{communities: [vpn]}"), SERVICE, ENDPOINTS);
    assertThat(failed.id()).isEqualTo("advertisement");
    assertThat(failed.detail()).contains("has no effect; problem:");
    assertThat(failed.remedy()).contains("Community");
  }

  @Test
  void explain_advertisementForOtherPeers_failsAtThePeer() {
    Step failed =
        firstFailed(
            POOL, PEER, ADVERTISEMENT.replace("{}", "{peers: [spine]}"), SERVICE, ENDPOINTS);
    assertThat(failed.id()).isEqualTo("peer");
    assertThat(failed.detail()).contains("is for peers [spine]");
    assertThat(failed.remedy()).startsWith("add tor to spec.peers of BGPAdvertisement vips");
  }

  @Test
  void explain_advertisementForOtherNodes_failsAtThePeer() {
    Step failed =
        firstFailed(
            POOL,
            PEER,
            ADVERTISEMENT.replace("{}", "{nodeSelectors: [{matchLabels: {rack: \"7\"}}]}"),
            SERVICE,
            ENDPOINTS);
    assertThat(failed.id()).isEqualTo("peer");
    assertThat(failed.detail()).contains("does not select node berlin-1");
    assertThat(failed.remedy()).startsWith("let spec.nodeSelectors of BGPAdvertisement vips");
  }

  @Test
  void explain_conflictingAdvertisements_failsAtThePeer() {
    Step failed =
        firstFailed(
            POOL,
            PEER,
            ADVERTISEMENT,
            ADVERTISEMENT
                .replace("vips", "fast")
                .replace("{}", "{localPref: 200, serviceSelectors: [{matchLabels: {app: shop}}]}"),
            SERVICE,
            ENDPOINTS);
    assertThat(failed.id()).isEqualTo("peer");
    assertThat(failed.detail()).contains("fast sets localPref 200 and vips 0");
    assertThat(failed.remedy()).contains("the same localPref");
  }

  @Test
  void explain_excludedNodes_failsAtThePeer() {
    Step failed =
        firstFailed(
            POOL,
            PEER.replace("spec: {", "spec: {nodeSelectors: [{matchLabels: {apart: \"1\"}}], "),
            ADVERTISEMENT,
            SERVICE,
            ENDPOINTS,
            """
            apiVersion: v1
            kind: Node
            metadata: {name: edge, labels: {apart: "1", node.kubernetes.io/exclude-from-external-load-balancers: ""}}
            status: {addresses: [{type: InternalIP, address: 172.16.10.19}]}\
            """);
    assertThat(failed.id()).isEqualTo("peer");
    assertThat(failed.remedy())
        .isEqualTo(
            "kubectl label node edge node.kubernetes.io/exclude-from-external-load-balancers-");
  }

  @Test
  void explain_noPeer_asksForABgpPeer() {
    Step failed = firstFailed(POOL, ADVERTISEMENT, SERVICE, ENDPOINTS);
    assertThat(failed.id()).isEqualTo("peer");
    assertThat(failed.detail()).isEqualTo("there is no BGPPeer");
  }

  @Test
  void explain_peerWithoutItsSecret_namesTheSecret() {
    Step failed =
        firstFailed(
            POOL,
            PEER.replace("spec: {", "spec: {passwordSecret: {name: bgp}, "),
            ADVERTISEMENT,
            SERVICE,
            ENDPOINTS);
    assertThat(failed.id()).isEqualTo("peer");
    assertThat(failed.detail()).contains("metallb-system/bgp");
    assertThat(failed.remedy()).contains("Secret");
  }

  @Test
  void explain_peerSelectsNoNode_saysWhy() {
    Step failed =
        firstFailed(
            POOL,
            PEER.replace("spec: {", "spec: {nodeSelectors: [{matchLabels: {rack: \"7\"}}], "),
            ADVERTISEMENT,
            SERVICE,
            ENDPOINTS);
    assertThat(failed.id()).isEqualTo("peer");
    assertThat(failed.detail()).contains("selects no node: berlin-1: wants rack=7 but rack is 1");
  }
}
