package io.readback.app.peering;

import static org.assertj.core.api.Assertions.assertThat;

import io.readback.lab.Lab;
import io.readback.lab.LabProcess;
import io.readback.lab.LabTest;
import io.readback.lab.router.BgpPeer;
import io.readback.lab.router.BirdRouter;
import io.readback.lab.router.FrrRouter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * What routers receive while things change that should not concern them: FRR counts messages, BIRD
 * routes. Whether an agent has taken a change in is told by a marker, a Service of its own that is
 * announced after it: its one prefix in one UPDATE is all that may arrive.
 */
@LabTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class QuietWireIT {
  private static final String FRR = "172.16.10.1";
  private static final String BIRD = "172.16.10.2";
  private static final String NODE = "172.16.10.11";
  private static final int SERVICES = 20;
  private static final Pattern UPDATES = Pattern.compile("Import updates: +(\\d+)");
  private static final Pattern WITHDRAWALS = Pattern.compile("Import withdraws: +(\\d+)");
  private static final Pattern WITHDRAWN_AT_FRR = Pattern.compile("rcvd UPDATE about .* withdrawn");

  private final FrrRouter frr;
  private final BirdRouter bird;
  private final AgentOnNode agent;
  private int markers;

  /** What has arrived up to now. */
  private record Wire(long messages, long updates, long withdrawals) {
    Wire plus(long moreMessages, long moreUpdates, long moreWithdrawals) {
      return new Wire(
          messages + moreMessages, updates + moreUpdates, withdrawals + moreWithdrawals);
    }
  }

  QuietWireIT(Lab lab, @TempDir Path folder) {
    frr =
        FrrRouter.on(lab.router("frr", FRR + "/24"))
            .config(
                """
                log stdout debugging
                debug bgp updates in
                router bgp 65000
                 bgp router-id 172.16.10.1
                 no bgp ebgp-requires-policy
                 neighbor 172.16.10.11 remote-as 65011
                 neighbor 172.16.10.11 timers connect 1
                """)
            .start();
    bird =
        BirdRouter.on(lab.router("bird", BIRD + "/24"), 65000, BIRD)
            .peer(BgpPeer.to(NODE, 65011).restartTime(60).build())
            .start();
    agent = AgentOnNode.start(lab, lab.node("node1", NODE + "/24"), folder, cluster());
  }

  private static String cluster() {
    StringBuilder text =
        new StringBuilder(
            """
            apiVersion: v1
            kind: Node
            metadata: {name: node-1, labels: {kubernetes.io/hostname: node-1}}
            status:
              addresses: [{type: InternalIP, address: 172.16.10.11}, {type: Hostname, address: node-1}]
              conditions: [{type: Ready, status: "True"}]
            ---
            apiVersion: metallb.io/v1beta2
            kind: BGPPeer
            metadata: {name: frr, namespace: metallb-system}
            spec: {myASN: 65011, peerASN: 65000, peerAddress: 172.16.10.1, holdTime: 90s, enableGracefulRestart: true}
            ---
            apiVersion: metallb.io/v1beta2
            kind: BGPPeer
            metadata: {name: bird, namespace: metallb-system}
            spec: {myASN: 65011, peerASN: 65000, peerAddress: 172.16.10.2, holdTime: 90s, enableGracefulRestart: true}
            ---
            apiVersion: metallb.io/v1beta1
            kind: IPAddressPool
            metadata: {name: public, namespace: metallb-system}
            spec: {addresses: [192.0.2.0/24]}
            ---
            apiVersion: metallb.io/v1beta1
            kind: BGPAdvertisement
            metadata: {name: public, namespace: metallb-system}
            """);
    for (int i = 0; i < SERVICES; i++) {
      text.append(service("s" + i, i, i % 2 == 0 ? "Cluster" : "Local"));
      text.append(endpoints("s" + i, "10.244.1." + (10 + i)));
    }
    return text.toString();
  }

  private static String service(String name, int number, String policy) {
    return """
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: %1$s, namespace: web, labels: {app: %1$s}}
    spec:
      type: LoadBalancer
      clusterIP: 10.96.10.%2$d
      externalTrafficPolicy: %3$s
      selector: {app: %1$s}
      ports: [{port: 443, protocol: TCP}]
    """
        .formatted(name, number, policy);
  }

  private static String endpoints(String service, String address) {
    return """
    ---
    apiVersion: discovery.k8s.io/v1
    kind: EndpointSlice
    metadata: {name: %1$s-1, namespace: web, labels: {kubernetes.io/service-name: %1$s}}
    addressType: IPv4
    endpoints: [{addresses: [%2$s], nodeName: node-1, conditions: {ready: true, serving: true}}]
    ports: [{port: 8443, protocol: TCP}]
    """
        .formatted(service, address);
  }

  private Wire wire() {
    return new Wire(frr.announcementsReceived(NODE), count(UPDATES), count(WITHDRAWALS));
  }

  private long count(Pattern what) {
    String said = bird.describe(NODE);
    Matcher found = what.matcher(said);
    assertThat(found.find()).as(said).isTrue();
    return Long.parseLong(found.group(1));
  }

  private int atFrr() {
    return frr.routeCount(NODE, BgpPeer.Family.IPV4);
  }

  private int atBird() {
    return bird.routeCount(NODE, BgpPeer.Family.IPV4);
  }

  private void awaitRoutes(int count) {
    agent.await(count + " routes at both", () -> atFrr() == count && atBird() == count);
  }

  @BeforeEach
  void everythingIsAnnounced() {
    frr.awaitEstablished(NODE);
    bird.awaitEstablished(NODE);
    awaitRoutes(SERVICES + markers);
  }

  /** Announces one more prefix, behind all that was written before. */
  private void announceMarker() {
    markers++;
    String name = "marker" + markers;
    agent.write(
        "90-" + name + ".yaml",
        service(name, 100 + markers, "Cluster") + endpoints(name, "10.244.1." + (200 + markers)));
    awaitRoutes(SERVICES + markers);
  }

  private void assertNothingButTheMarker(Wire before) {
    announceMarker();
    assertThat(wire()).isEqualTo(before.plus(1, 1, 0));
  }

  @Test
  void manifests_writtenAnewAsTheyAre_sendNothing() {
    Wire before = wire();
    for (int i = 0; i < 3; i++) {
      agent.write("10-first.yaml", agent.read("10-first.yaml"));
    }
    assertNothingButTheMarker(before);
  }

  @Test
  void endpoints_replacedOnTheSameNode_sendNothing() {
    Wire before = wire();
    StringBuilder churn = new StringBuilder();
    for (int round = 0; round < 3; round++) {
      churn.setLength(0);
      for (int i = 0; i < SERVICES; i++) {
        // a further slice first, so that a Local service is never without
        churn.append(endpoints("s" + i, "10.244.1." + (100 + i + round)).replace("-1,", "-2,"));
      }
      agent.write("20-churn.yaml", churn.toString());
    }
    assertNothingButTheMarker(before);
    agent.delete("20-churn.yaml");
    assertNothingButTheMarker(before.plus(1, 1, 0));
  }

  @Test
  void objects_thatConcernNoRouteHere_sendNothing() {
    Wire before = wire();
    agent.write(
        "30-others.yaml",
        """
        apiVersion: metallb.io/v1beta1
        kind: IPAddressPool
        metadata: {name: other, namespace: metallb-system}
        spec: {addresses: [198.51.100.0/24], autoAssign: false}
        ---
        apiVersion: metallb.io/v1beta1
        kind: Community
        metadata: {name: names, namespace: metallb-system}
        spec: {communities: [{name: internal, value: "65000:100"}]}
        ---
        apiVersion: metallb.io/v1beta1
        kind: BFDProfile
        metadata: {name: unused, namespace: metallb-system}
        ---
        apiVersion: metallb.io/v1beta2
        kind: BGPPeer
        metadata: {name: elsewhere, namespace: metallb-system}
        spec:
          myASN: 65011
          peerASN: 65000
          peerAddress: 172.16.10.9
          nodeSelectors: [{matchLabels: {kubernetes.io/hostname: node-2}}]
        ---
        apiVersion: readback.io/v1alpha1
        kind: BgpPeerSettings
        metadata: {name: elsewhere}
        spec: {nodeSelector: {matchLabels: {kubernetes.io/hostname: node-2}}, passive: true}
        ---
        apiVersion: v1
        kind: Node
        metadata: {name: node-2, labels: {kubernetes.io/hostname: node-2}}
        status:
          addresses: [{type: InternalIP, address: 172.16.10.12}]
          conditions: [{type: Ready, status: "True"}]
        """);
    assertNothingButTheMarker(before);
    agent.delete("30-others.yaml");
    assertNothingButTheMarker(before.plus(1, 1, 0));
  }

  @Test
  void settings_ofTheOtherPeer_leaveThisSessionAndItsRoutesAlone() {
    Wire before = wire();
    String since = agent.peer(FRR).path("establishedAt").toString();
    agent.write(
        "40-settings.yaml",
        """
        apiVersion: readback.io/v1alpha1
        kind: BgpPeerSettings
        metadata: {name: bird}
        spec: {peers: [{name: bird}], sendHold: 60s}
        """);
    announceMarker();
    assertThat(frr.announcementsReceived(NODE)).isEqualTo(before.messages() + 1);
    assertThat(agent.peer(FRR).path("establishedAt").toString()).isEqualTo(since);
    agent.delete("40-settings.yaml");
    announceMarker();
    assertThat(frr.announcementsReceived(NODE)).isEqualTo(before.messages() + 2);
  }

  @Test
  void med_ofOneService_goesOutForItsPrefixAlone() {
    Wire before = wire();
    agent.write(
        "50-med.yaml",
        """
        apiVersion: readback.io/v1alpha1
        kind: BgpRouteSettings
        metadata: {name: one}
        spec:
          serviceSelector: {matchLabels: {app: s3}}
          med: 50
        """);
    agent.await("one route changed", () -> wire().equals(before.plus(1, 1, 0)));
    assertNothingButTheMarker(before.plus(1, 1, 0));
    agent.delete("50-med.yaml");
    agent.await("it changed back", () -> wire().equals(before.plus(3, 3, 0)));
  }

  @Test
  void agent_restarted_nothingIsWithdrawnAndTheKernelForwardsOn() {
    long withdrawals = count(WITHDRAWALS);
    long withdrawnAtFrr = withdrawnAtFrr();
    LabProcess monitor = frr.node().start("monitor", "ip", "monitor", "route");
    assertThat(frr.forwardingRoutes()).hasSize(SERVICES + markers);

    agent.process().stop();
    agent.await("sessions ended", () -> !frr.isEstablished(NODE) && !bird.isEstablished(NODE));
    assertThat(frr.forwardingRoutes()).hasSize(SERVICES + markers);
    agent.startAgain();
    frr.awaitEstablished(NODE);
    bird.awaitEstablished(NODE);
    announceMarker();
    agent.await(
        "the marker is forwarded", () -> frr.forwardingRoutes().size() == SERVICES + markers);

    assertThat(withdrawnAtFrr()).isEqualTo(withdrawnAtFrr);
    assertThat(count(WITHDRAWALS)).isEqualTo(withdrawals);
    // it heard of the marker, so it would have heard of a deletion
    monitor.awaitLog("192.0.2.", Duration.ofSeconds(10));
    assertThat(monitor.out()).doesNotContain("Deleted");
    monitor.stop();
  }

  private long withdrawnAtFrr() {
    return WITHDRAWN_AT_FRR.matcher(frr.daemon("bgpd").log()).results().count();
  }
}
