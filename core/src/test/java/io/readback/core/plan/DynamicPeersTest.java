package io.readback.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.readback.core.model.ProblemCode;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.target.BgpPeerRange;
import io.readback.spi.target.TargetId;
import io.readback.spi.target.TargetKind;
import org.junit.jupiter.api.Test;

/** BgpDynamicPeers at an instance of Cilium's dialect. */
class DynamicPeersTest {
  private static final TargetId RANGE = new TargetId(TargetKind.BGP_PEER_RANGE, "blue", "racks");

  private final PlanScenario scenario = PlanScenario.guide();

  private static String cluster(String port) {
    return """
    apiVersion: v1
    kind: Node
    metadata: {name: extra, labels: {rack: extra}}
    status: {addresses: [{type: InternalIP, address: 172.16.0.99}]}
    ---
    apiVersion: cilium.io/v2
    kind: CiliumBGPClusterConfig
    metadata: {name: extra}
    spec:
      nodeSelector: {matchLabels: {rack: extra}}
      bgpInstances:
      - {name: blue, localASN: 65002%s}
    ---
    apiVersion: cilium.io/v2
    kind: CiliumBGPPeerConfig
    metadata: {name: dynamic}
    spec:
      families:
      - {afi: ipv4, safi: unicast, advertisements: {matchLabels: {bgp.cilium.io/advertise-service: default}}}
    """
        .formatted(port);
  }

  private static String peers(String spec) {
    return """
    apiVersion: readback.io/v1alpha1
    kind: BgpDynamicPeers
    metadata: {name: racks}
    spec: {instance: blue, prefixes: [172.16.0.0/16], %s}
    """
        .formatted(spec);
  }

  @Test
  void plan_instanceThatListens_hasARangeOfPeers() {
    scenario
        .put("extra.yaml", cluster(", localPort: 179"))
        .put("peers.yaml", peers("peerASNs: [65000], limit: 7, peerConfigRef: {name: dynamic}"))
        .apply();

    PlannedTarget target = scenario.plan.node("extra").targets().get(RANGE);
    BgpPeerRange range = (BgpPeerRange) target.desired().spec();
    assertThat(range.prefixes()).containsExactly(IpPrefix.parse("172.16.0.0/16"));
    assertThat(range.limit()).isEqualTo(7);
    assertThat(range.template().peerAsns()).containsExactly(65000L);
    assertThat(range.template().families()).containsExactly(AddressFamily.IPV4);
    assertThat(scenario.plan.node("extra").sessions()).isEmpty();
    assertThat(scenario.plan.node("extra").problems()).isEmpty();
  }

  @Test
  void plan_instanceThatDoesNotListen_isNamed() {
    scenario.put("extra.yaml", cluster("")).put("peers.yaml", peers("limit: 7")).apply();

    assertThat(scenario.plan.node("extra").targets()).isEmpty();
    assertThat(scenario.plan.node("extra").problems())
        .singleElement()
        .satisfies(p -> assertThat(p.toString()).contains("BgpDynamicPeers racks", "localPort"));
  }

  @Test
  void plan_instanceUnknown_isNamed() {
    scenario.put("peers.yaml", peers("limit: 7")).apply();

    assertThat(scenario.plan.problems())
        .anySatisfy(p -> assertThat(p.code()).isEqualTo(ProblemCode.DYNAMIC_PEERS_UNUSED));
  }

  @Test
  void plan_secretIsMissing_nobodyIsLetIn() {
    scenario
        .put(
            "extra.yaml",
            cluster(", localPort: 179")
                .replace("spec:\n  families", "spec:\n  authSecretRef: none\n  families"))
        .put("peers.yaml", peers("peerConfigRef: {name: dynamic}"))
        .apply();

    assertThat(scenario.plan.node("extra").targets()).isEmpty();
    assertThat(scenario.plan.node("extra").problems())
        .anySatisfy(p -> assertThat(p.code()).isEqualTo(ProblemCode.MISSING_SECRET));
  }
}
