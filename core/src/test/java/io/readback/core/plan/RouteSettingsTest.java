package io.readback.core.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.readback.core.model.Problem;
import io.readback.core.model.ProblemCode;
import io.readback.core.model.ServiceRef;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.route.Path;
import io.readback.spi.route.PathAttributes;
import io.readback.spi.target.TargetId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** BgpRouteSettings and drains on routes of both dialects; time is told by hand. */
class RouteSettingsTest {
  private static final String VIP = "192.0.2.1";
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final PlanScenario scenario = new PlanScenario();

  RouteSettingsTest() {
    scenario
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
            apiVersion: metallb.io/v1beta2
            kind: BGPPeer
            metadata: {name: inside, namespace: metallb-system}
            spec: {myASN: 65001, peerASN: 65001, peerAddress: 172.16.0.3}
            ---
            apiVersion: metallb.io/v1beta1
            kind: IPAddressPool
            metadata: {name: p, namespace: metallb-system}
            spec: {addresses: [192.0.2.1-192.0.2.9]}
            ---
            apiVersion: metallb.io/v1beta1
            kind: BGPAdvertisement
            metadata: {name: all, namespace: metallb-system}
            spec: {}
            ---
            apiVersion: discovery.k8s.io/v1
            kind: EndpointSlice
            metadata: {name: echo-1, namespace: web, labels: {kubernetes.io/service-name: echo}}
            addressType: IPv4
            endpoints:
            - {addresses: [10.1.0.1], nodeName: n1, conditions: {ready: true}}
            - {addresses: [10.1.0.2], nodeName: n1, conditions: {ready: true}}
            - {addresses: [10.2.0.1], nodeName: n2, conditions: {ready: true}}
            ports: []
            """)
        .put("service.yaml", service("Local", ""));
  }

  private static String service(String policy, String annotation) {
    return """
    apiVersion: v1
    kind: Service
    metadata: {name: echo, namespace: web, labels: {tier: front}, annotations: {%s}}
    spec: {type: LoadBalancer, externalTrafficPolicy: %s, clusterIP: 10.96.0.1, ports: [{port: 80}]}
    """
        .formatted(annotation, policy);
  }

  private static String settings(String name, String spec) {
    return """
    apiVersion: readback.io/v1alpha1
    kind: BgpRouteSettings
    metadata: {name: %s}
    spec: {%s}
    """
        .formatted(name, spec);
  }

  /** The VIP's attributes; empty text where it is not announced. */
  private String attributes(String node, String peer) {
    return scenario.plan.node(node).targets().values().stream()
        .filter(t -> t.id().name().equals(peer))
        .map(t -> t.desired().routes().get(IpPrefix.parse(VIP + "/32")))
        .filter(Objects::nonNull)
        .map(Path::attributes)
        .map(PathAttributes::toString)
        .findFirst()
        .orElse("");
  }

  @Test
  void settings_ofEveryKind_changeTheRoutesTheySelectAndNoOthers() {
    scenario
        .put(
            "settings.yaml",
            settings(
                "backup",
                "serviceSelector: {matchLabels: {tier: front}}, namespaces: [web], nodeSelector:"
                    + " {matchLabels: {rack: b}}, asPathPrepend: 2, med: 100, communities:"
                    + " {standard: ['65001:7'], large: ['65001:1:2'], extended:"
                    + " ['target:65001:9']}"))
        .apply(START);
    assertThat(scenario.manifestProblems()).isEmpty();
    assertThat(attributes("n1", "tor")).isEqualTo("origin IGP");
    assertThat(attributes("n2", "tor"))
        .isEqualTo(
            "origin IGP, as-path 65001 65001, med 100, communities [65001:7], large-communities"
                + " [65001:1:2], extended-communities [target:65001:9]");
    // Inside the AS nothing is prepended: the path would be a loop.
    assertThat(attributes("n2", "inside")).startsWith("origin IGP, med 100");
    assertThat(
            scenario.plan.service(ServiceRef.parse("web/echo")).orElseThrow().addresses().stream()
                .flatMap(a -> a.decisions().stream())
                .filter(d -> d.node().equals("n2"))
                .flatMap(d -> d.settings().stream())
                .map(s -> s.what() + " by " + s.by().orElseThrow().name()))
        .contains("MED 100 by backup", "AS path prepended 2 times by backup");
    scenario.remove("settings.yaml").apply(START);
    assertThat(attributes("n2", "tor")).isEqualTo("origin IGP");
  }

  @Test
  void linkBandwidth_followsTheEndpointsOfEachNode_underThePolicyLocal() {
    scenario.put("settings.yaml", settings("w", "linkBandwidth: {perEndpoint: 1000}")).apply(START);
    assertThat(attributes("n1", "tor")).endsWith("[bandwidth:65001:2000]");
    assertThat(attributes("n2", "tor")).endsWith("[bandwidth:65001:1000]");
    scenario.put("service.yaml", service("Cluster", "")).apply(START);
    assertThat(attributes("n1", "tor")).isEqualTo("origin IGP");
  }

  @Test
  void settings_thatContradict_theOlderCountsAndTheOtherIsReported() {
    scenario
        .put("a.yaml", settings("a", "med: 1"))
        .put("b.yaml", settings("b", "med: 2, peers: [{name: tor}]"))
        .put("c.yaml", settings("c", "peers: [{name: nobody}]"))
        .apply(START);
    assertThat(attributes("n1", "tor")).isEqualTo("origin IGP, med 1");
    assertThat(scenario.plan.problems().stream().map(Problem::code))
        .containsExactlyInAnyOrder(ProblemCode.SETTINGS_CONFLICT, ProblemCode.SETTINGS_UNUSED);
    scenario.remove("service.yaml").remove("c.yaml").apply(START);
    assertThat(scenario.plan.problems()).isEmpty();
  }

  @Test
  void drainOfAService_isAnnouncedWithLeastPreference_thenWithdrawn_andEndsWithTheAnnotation() {
    scenario.apply(START);
    scenario.put("service.yaml", service("Local", "readback.io/drain: '2m'")).apply(START);
    assertThat(attributes("n1", "tor"))
        .isEqualTo("origin IGP, med 4294967295, communities [65535:0]");
    assertThat(attributes("n1", "inside"))
        .isEqualTo("origin IGP, med 4294967295, local-pref 0, communities [65535:0]");
    assertThat(scenario.nextDrain()).contains(START.plusSeconds(120));
    scenario.pass(START.plusSeconds(119));
    assertThat(attributes("n1", "tor")).isNotEmpty();
    scenario.pass(START.plusSeconds(120));
    assertThat(attributes("n1", "tor")).isEmpty();
    assertThat(scenario.decisions("web/echo", VIP)).contains("n1 DRAINED", "n2 DRAINED");
    assertThat(scenario.nextDrain()).isEmpty();
    scenario.put("service.yaml", service("Local", "")).apply(START.plusSeconds(130));
    assertThat(attributes("n1", "tor")).isEqualTo("origin IGP");
  }

  @Test
  void drain_undoneWhileItLasts_restoresTheRoutesAndIsForgotten() {
    scenario.apply(START);
    scenario.put("service.yaml", service("Local", "readback.io/drain: 'true'")).apply(START);
    scenario.put("service.yaml", service("Local", "")).apply(START.plusSeconds(10));
    assertThat(attributes("n1", "tor")).isEqualTo("origin IGP");
    scenario.pass(START.plusSeconds(60));
    assertThat(attributes("n1", "tor")).isEqualTo("origin IGP");
    // A drain that begins anew has its whole time again.
    scenario
        .put("service.yaml", service("Local", "readback.io/drain: 'true'"))
        .apply(START.plusSeconds(70));
    scenario.pass(START.plusSeconds(99));
    assertThat(attributes("n1", "tor")).isNotEmpty();
    scenario.pass(START.plusSeconds(100));
    assertThat(attributes("n1", "tor")).isEmpty();
  }

  @Test
  void drainOfANode_endsItsSessionsAfterItsTime_andLeavesOtherNodesAlone() {
    scenario.apply(START);
    String before = scenario.text("base.yaml");
    scenario
        .put(
            "base.yaml",
            before.replace(
                "name: n1, labels: {rack: a}",
                "name: n1, labels: {rack: a}, annotations: {readback.io/drain: 'true'}"))
        .apply(START);
    assertThat(attributes("n1", "tor")).contains("65535:0");
    assertThat(attributes("n2", "tor")).isEqualTo("origin IGP");
    scenario.pass(START.plusSeconds(30));
    assertThat(attributes("n1", "tor")).isEmpty();
    assertThat(scenario.plan.node("n1").targets().values())
        .allSatisfy(
            t ->
                assertThat(t.desired().down())
                    .contains("drained: node n1 is annotated with readback.io/drain"));
    assertThat(attributes("n2", "tor")).isEqualTo("origin IGP");
    scenario.put("base.yaml", before).apply(START.plusSeconds(40));
    assertThat(scenario.plan.node("n1").targets().values())
        .allSatisfy(t -> assertThat(t.desired().down()).isEmpty());
    assertThat(attributes("n1", "tor")).isEqualTo("origin IGP");
  }

  @Test
  void leave_drainsTheNodesSessions_thenEndsThem_andLeavesOtherNodesAlone() {
    scenario.apply(START);
    scenario.leave("n1", Duration.ofSeconds(10), "the agent stops");
    scenario.pass(START);
    assertThat(attributes("n1", "tor")).contains("65535:0");
    assertThat(attributes("n2", "tor")).isEqualTo("origin IGP");
    assertThat(scenario.nextDrain()).contains(START.plusSeconds(10));
    SessionDrain drain =
        scenario.plan.node("n1").sessions().values().iterator().next().drain().orElseThrow();
    assertThat(drain)
        .isEqualTo(
            new SessionDrain(
                SessionDrain.What.AGENT,
                DrainPhase.DRAINING,
                Optional.of(START),
                Optional.of(START.plusSeconds(10)),
                "the agent stops"));

    scenario.pass(START.plusSeconds(10));
    assertThat(attributes("n1", "tor")).isEmpty();
    assertThat(scenario.plan.node("n1").targets().values())
        .allSatisfy(t -> assertThat(t.desired().down()).contains("drained: the agent stops"));
    assertThat(attributes("n2", "tor")).isEqualTo("origin IGP");
  }

  @Test
  void serviceDrains_areToldBySession_withTheirTimes() {
    scenario.apply(START);
    assertThat(scenario.plan.serviceDrains("n1")).isEmpty();
    scenario
        .put("service.yaml", service("Local", "readback.io/drain: '2m'"))
        .put("settings.yaml", settings("away", "peers: [{name: tor}], drain: 5s"))
        .apply(START.plusSeconds(1));
    assertThat(scenario.plan.serviceDrains("n1"))
        .extracting(
            d -> d.drain().phase(),
            d -> d.drain().since(),
            d -> d.drain().until(),
            d -> d.sessions().stream().map(TargetId::name).toList())
        .containsExactly(
            tuple(
                DrainPhase.DRAINING,
                Optional.of(START.plusSeconds(1)),
                Optional.of(START.plusSeconds(6)),
                List.of("tor")),
            tuple(
                DrainPhase.DRAINING,
                Optional.of(START.plusSeconds(1)),
                Optional.of(START.plusSeconds(121)),
                List.of("inside", "tor")));
    scenario.pass(START.plusSeconds(6));
    assertThat(scenario.plan.serviceDrains("n1").get(0).drain().phase())
        .isEqualTo(DrainPhase.DRAINED);
    assertThat(scenario.plan.serviceDrains("n1").get(0).drain().until()).isEmpty();
  }

  @Test
  void drainOfAPeer_concernsItsSessionsAlone() {
    scenario.apply(START);
    scenario
        .put(
            "peer.yaml",
            """
            apiVersion: readback.io/v1alpha1
            kind: BgpPeerSettings
            metadata: {name: maintenance}
            spec: {peers: [{name: tor}], drain: 5s}
            """)
        .apply(START);
    assertThat(attributes("n1", "tor")).contains("65535:0");
    assertThat(attributes("n1", "inside")).isEqualTo("origin IGP");
    scenario.pass(START.plusSeconds(5));
    assertThat(attributes("n1", "tor")).isEmpty();
    assertThat(attributes("n1", "inside")).isEqualTo("origin IGP");
  }

  @Test
  void drainBySettings_withdrawsTheSelectedRoutes_andKeepsTheSessions() {
    scenario.apply(START);
    scenario
        .put("settings.yaml", settings("away", "peers: [{name: tor}], drain: true"))
        .apply(START);
    assertThat(attributes("n1", "tor")).contains("65535:0");
    scenario.pass(START.plusSeconds(30));
    assertThat(attributes("n1", "tor")).isEmpty();
    assertThat(attributes("n1", "inside")).isEqualTo("origin IGP");
    assertThat(scenario.plan.node("n1").targets().values())
        .allSatisfy(t -> assertThat(t.desired().down()).isEmpty());
  }

  @Test
  void drain_thatIsThereWhenTheAgentStarts_isOver() {
    scenario.put("service.yaml", service("Local", "readback.io/drain: 'true'")).apply(START);
    assertThat(attributes("n1", "tor")).isEmpty();
  }

  @Test
  void drain_ofOneOfTwoServicesThatShareAVip_leavesTheRouteAsItWas() {
    String shared = "metallb.io/allow-shared-ip: x, metallb.io/loadBalancerIPs: 192.0.2.1";
    String other =
        service("Cluster", shared)
            .replace("name: echo", "name: other")
            .replace("10.96.0.1", "10.96.0.2")
            .replace("port: 80", "port: 81");
    String slice =
        """
        ---
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata: {name: other-1, namespace: web, labels: {kubernetes.io/service-name: other}}
        addressType: IPv4
        endpoints: [{addresses: [10.1.0.9], nodeName: n1, conditions: {ready: true}}]
        ports: []
        """;
    scenario
        .put("service.yaml", service("Cluster", shared))
        .put("other.yaml", other + slice)
        .apply(START);
    assertThat(scenario.plan.owners(IpPrefix.parse(VIP + "/32"))).hasSize(2);
    scenario
        .put("service.yaml", service("Cluster", shared + ", readback.io/drain: 'true'"))
        .apply(START);
    assertThat(attributes("n1", "tor")).isEqualTo("origin IGP");
    scenario.pass(START.plusSeconds(30));
    assertThat(attributes("n1", "tor")).isEqualTo("origin IGP");
    assertThat(List.copyOf(scenario.plan.owners(IpPrefix.parse(VIP + "/32")))).hasSize(1);
  }
}
