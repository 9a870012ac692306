package io.readback.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.readback.core.model.ServiceRef;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.route.RouteTable;
import io.readback.spi.target.BgpSession;
import io.readback.spi.target.DesiredTarget;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The guide's manifests, unchanged, and what its reader should see. */
class GuideTest {
  private final PlanScenario guide = PlanScenario.guide();

  @Test
  void plan_guide_isReadWithoutProblems() {
    assertThat(guide.manifestProblems()).isEmpty();
    assertThat(guide.plan.problems()).isEmpty();
    assertThat(guide.plan.conditions().values())
        .allSatisfy(
            of -> assertThat(of).allSatisfy(c -> assertThat(c.status()).hasToString("False")));
  }

  @Test
  void expectedAt_guidesRouter_isTheGuidesTable() {
    assertThat(guide.expectedAt("172.16.10.1"))
        .containsExactly(
            "10.244.1.0/24: 172.16.10.11",
            "10.244.2.0/24: 172.16.10.12",
            "10.244.3.0/24: 172.16.10.13",
            "172.16.90.2/32: 172.16.10.11 172.16.10.12",
            "172.16.90.3/32: 172.16.10.11 172.16.10.12 172.16.10.13");
    assertThat(guide.allocations.holders(IpAddress.parse("172.16.90.2")))
        .containsExactly(ServiceRef.parse("web/api"));
    assertThat(guide.allocations.get(ServiceRef.parse("web/db"))).isEmpty();
    assertThat(guide.plan.owners(IpPrefix.parse("172.16.90.3/32")))
        .containsExactly(ServiceRef.parse("web/shop"));
  }

  @Test
  void expectedAt_guidesRouter_expectsThreePeersAndOwners() {
    ExpectedRoutes expected = guide.plan.expectedAt(List.of(IpAddress.parse("172.16.10.1")));
    assertThat(expected.peers().keySet())
        .extracting(IpAddress::toString)
        .containsExactly("172.16.10.11", "172.16.10.12", "172.16.10.13");
    assertThat(expected.peers().get(IpAddress.parse("172.16.10.12")).node()).isEqualTo("berlin-2");
    assertThat(expected.peers().get(IpAddress.parse("172.16.10.12")).asn()).isEqualTo(65001);
    ExpectedRoutes.ExpectedRoute pods = expected.routes().get(IpPrefix.parse("10.244.2.0/24"));
    assertThat(pods).isNotNull();
    assertThat(pods.podNetworkOf()).containsExactly("berlin-2");
    assertThat(pods.services()).isEmpty();
    assertThat(guide.plan.expectedAt(List.of(IpAddress.parse("10.1.1.1"))).routes().size())
        .isZero();
  }

  @Test
  void plan_guide_buildsTheSessionAsConfigured() {
    BgpSession session = guide.session("berlin-1");
    assertThat(session.instance().name()).isEqualTo("cloudfleet");
    assertThat(session.instance().localAsn()).isEqualTo(65001);
    assertThat(session.instance().bgpIdentifier()).hasToString("172.16.10.11");
    assertThat(session.instance().listenPort()).isEmpty();
    assertThat(session.peerAddress()).hasToString("172.16.10.1");
    assertThat(session.peerAsn()).isEqualTo(65000);
    assertThat(session.peerPort()).isEqualTo(179);
    assertThat(session.gracefulRestart().enabled()).isTrue();
    assertThat(session.gracefulRestart().restartTime()).isEqualTo(15);
    assertThat(session.families()).extracting(Enum::name).containsExactly("IPV4");
    assertThat(guide.plan.node("far-1").targets()).isEmpty();
  }

  @Test
  void service_guide_saysWhereAndWhyNot() {
    assertThat(guide.decisions("web/api", "172.16.90.2"))
        .containsExactly(
            "berlin-1 [172.16.90.2/32]",
            "berlin-2 [172.16.90.2/32]",
            "berlin-3 NO_LOCAL_ENDPOINTS",
            "far-1 NO_PEERING_FOR_NODE");
    assertThat(guide.decisions("web/api", "10.96.10.2"))
        .startsWith("berlin-1 ADDRESS_TYPE_NOT_ADVERTISED");
    ServicePlan db = guide.plan.service(ServiceRef.parse("web/db")).orElseThrow();
    assertThat(db.obstacle()).isEmpty();
    assertThat(guide.plan.service(ServiceRef.parse("web/none"))).isEmpty();
  }

  @Test
  void plan_endpointsOfALocalServiceMove_changesOnlyTheNodesConcerned() {
    ClusterPlan before = guide.plan;
    guide
        .put(
            "60-moved.yaml",
            """
            apiVersion: discovery.k8s.io/v1
            kind: EndpointSlice
            metadata: {name: api-2, namespace: web, labels: {kubernetes.io/service-name: api}}
            addressType: IPv4
            endpoints:
              - {addresses: [10.244.3.30], nodeName: berlin-3, conditions: {ready: true}}
              - {addresses: [10.244.1.30], nodeName: berlin-1, conditions: {ready: false}}
            ports: []
            """)
        .apply();
    assertThat(guide.expectedAt("172.16.10.1"))
        .contains("172.16.90.2/32: 172.16.10.11 172.16.10.12 172.16.10.13");
    assertThat(table(guide.plan, "berlin-1")).isSameAs(table(before, "berlin-1"));
    assertThat(table(guide.plan, "berlin-3")).isNotSameAs(table(before, "berlin-3"));
    assertThat(guide.plan.generation()).isEqualTo(before.generation() + 1);
    guide.remove("60-moved.yaml").apply();
    assertThat(guide.expectedAt("172.16.10.1"))
        .contains("172.16.90.2/32: 172.16.10.11 172.16.10.12");
    assertThat(table(guide.plan, "berlin-3")).isEqualTo(table(before, "berlin-3"));
  }

  @Test
  void plan_configurationChangesNothing_keepsTablesAndGeneration() {
    ClusterPlan before = guide.plan;
    guide
        .put(
            "60-other.yaml",
            """
            apiVersion: cilium.io/v2
            kind: CiliumBGPAdvertisement
            metadata: {name: unused, labels: {advertise: nobody}}
            spec: {advertisements: [{advertisementType: PodCIDR}]}
            ---
            apiVersion: v1
            kind: Node
            metadata: {name: late}
            """)
        .apply();
    assertThat(guide.plan.nodes()).containsKey("late");
    assertThat(table(guide.plan, "berlin-1")).isSameAs(table(before, "berlin-1"));
    guide
        .put(
            "61-same.yaml",
            """
            apiVersion: cilium.io/v2
            kind: CiliumBGPAdvertisement
            metadata: {name: more, labels: {advertise: bgp}}
            spec: {advertisements: [{advertisementType: PodCIDR}]}
            """)
        .apply();
    assertThat(table(guide.plan, "berlin-1")).isSameAs(table(before, "berlin-1"));
    assertThat(table(guide.plan, "berlin-2")).isSameAs(table(before, "berlin-2"));
  }

  @Test
  void routePolicies_guide_namePrefixesOfTheNode() {
    assertThat(guide.plan.routePolicies("berlin-3"))
        .extracting(p -> p.direction() + " " + p.name() + " " + p.prefixes() + " " + p.action())
        .containsExactly(
            "IMPORT import-nothing [] REJECT",
            "EXPORT unifi-ipv4-PodCIDR [10.244.3.0/24 (24..24)] ACCEPT",
            "EXPORT unifi-ipv4-Service-shop-web-LoadBalancerIP [172.16.90.3/32 (32..32)] ACCEPT");
  }

  private static RouteTable table(ClusterPlan plan, String node) {
    return plan.node(node).targets().values().stream()
        .map(PlannedTarget::desired)
        .map(DesiredTarget::routes)
        .findFirst()
        .orElseThrow();
  }
}
