package io.readback.app.peering;

import static org.assertj.core.api.Assertions.assertThat;

import io.readback.lab.Lab;
import io.readback.lab.LabNode;
import io.readback.lab.LabTest;
import io.readback.lab.router.FrrRouter;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Agents whose manifests ask for BFD, with FRR and its bfdd: what dies is noticed by BFD and not by
 * the hold time, which is 90 s and longer than these tests wait.
 */
@LabTest
@SuppressWarnings("NullAway.Init")
final class BfdAgentIT {
  private static final String ROUTER = "172.16.10.1";
  private static final String NODE = "172.16.10.11";

  private static final String CLUSTER =
      """
      apiVersion: v1
      kind: Node
      metadata: {name: node-1, labels: {kubernetes.io/hostname: node-1}}
      status:
        addresses: [{type: InternalIP, address: 172.16.10.11}, {type: Hostname, address: node-1}]
        conditions: [{type: Ready, status: "True"}]
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: shop, namespace: web}
      spec:
        type: LoadBalancer
        clusterIP: 10.96.10.1
        selector: {app: shop}
        ports: [{port: 443, protocol: TCP}]
      ---
      apiVersion: discovery.k8s.io/v1
      kind: EndpointSlice
      metadata: {name: shop-1, namespace: web, labels: {kubernetes.io/service-name: shop}}
      addressType: IPv4
      endpoints: [{addresses: [10.244.1.20], nodeName: node-1, conditions: {ready: true}}]
      ports: [{port: 8443, protocol: TCP}]
      """;

  private static final String METALLB =
      """
      ---
      apiVersion: metallb.io/v1beta1
      kind: BFDProfile
      metadata: {name: fast, namespace: metallb-system}
      spec: {receiveInterval: 200, transmitInterval: 200, detectMultiplier: 3}
      ---
      apiVersion: metallb.io/v1beta2
      kind: BGPPeer
      metadata: {name: tor, namespace: metallb-system}
      spec: {myASN: 65011, peerASN: 65000, peerAddress: 172.16.10.1, holdTime: 90s, bfdProfile: fast}
      ---
      apiVersion: metallb.io/v1beta1
      kind: IPAddressPool
      metadata: {name: public, namespace: metallb-system}
      spec: {addresses: [192.0.2.1/32]}
      ---
      apiVersion: metallb.io/v1beta1
      kind: BGPAdvertisement
      metadata: {name: public, namespace: metallb-system}
      """;

  private static final String CILIUM =
      """
      ---
      apiVersion: cilium.io/v2alpha1
      kind: CiliumLoadBalancerIPPool
      metadata: {name: public}
      spec: {blocks: [{start: 192.0.2.1, stop: 192.0.2.1}]}
      ---
      apiVersion: cilium.io/v2alpha1
      kind: CiliumBGPAdvertisement
      metadata: {name: services, labels: {advertise: bgp}}
      spec:
        advertisements:
          - advertisementType: Service
            service: {addresses: [LoadBalancerIP]}
            selector: {matchExpressions: [{key: x, operator: NotIn, values: [never]}]}
      ---
      apiVersion: cilium.io/v2alpha1
      kind: CiliumBGPPeerConfig
      metadata: {name: tor}
      spec:
        timers: {holdTimeSeconds: 90, keepAliveTimeSeconds: 30}
        families:
          - {afi: ipv4, safi: unicast, advertisements: {matchLabels: {advertise: bgp}}}
      ---
      apiVersion: cilium.io/v2alpha1
      kind: CiliumBGPClusterConfig
      metadata: {name: tor}
      spec:
        bgpInstances:
          - name: blue
            localASN: 65011
            peers: [{name: tor, peerASN: 65000, peerAddress: 172.16.10.1, peerConfigRef: {name: tor}}]
      ---
      apiVersion: readback.io/v1alpha1
      kind: BgpPeerSettings
      metadata: {name: watched}
      spec:
        peers: [{name: tor, instance: blue}]
        bfd: {transmitInterval: 200ms, receiveInterval: 200ms, detectMultiplier: 3}
      """;

  private Lab lab;
  private LabNode node;
  private FrrRouter frr;

  @BeforeEach
  void router(Lab theLab) {
    lab = theLab;
    frr =
        FrrRouter.on(lab.router("router", ROUTER + "/24"))
            .config(
                """
                router bgp 65000
                 bgp router-id 172.16.10.1
                 no bgp ebgp-requires-policy
                 neighbor 172.16.10.11 remote-as 65011
                 neighbor 172.16.10.11 timers connect 1
                 neighbor 172.16.10.11 bfd
                """)
            .start();
    node = lab.node("node1", NODE + "/24");
  }

  private boolean forwards() {
    return frr.forwardingRoutes().containsKey("192.0.2.1/32");
  }

  private static boolean up(AgentOnNode agent) {
    return agent.peer(ROUTER).path("bfd").path("state").asString("").equals("up");
  }

  @Test
  void metallbProfile_linkCut_bothSidesLetGoAndComeBack(@TempDir Path folder) {
    AgentOnNode agent = AgentOnNode.start(lab, node, folder, CLUSTER + METALLB);
    agent.await("up by BFD, with the VIP forwarded", () -> up(agent) && forwards());
    // FRR sends every 300 ms
    assertThat(agent.readback("bgp", "peers", "-o", "wide")).contains("BFD").contains("up (900ms)");

    lab.isolate(node);

    agent.await("gone at the router", () -> !forwards());
    agent.await(
        "BFD named as the cause",
        () -> agent.peer(ROUTER).path("lastError").toString().contains("BFD Down"));
    assertThat(agent.peer(ROUTER).path("bfd").path("state").asString("")).isEqualTo("down");

    lab.rejoin(node);
    agent.await("up by BFD again, with the VIP forwarded", () -> up(agent) && forwards());
  }

  @Test
  void ciliumWithSettings_agentStalls_routerForwardsElsewhereUntilItGoesOn(@TempDir Path folder) {
    AgentOnNode agent = AgentOnNode.start(lab, node, folder, CLUSTER + CILIUM);
    agent.await("up by BFD, with the VIP forwarded", () -> up(agent) && forwards());

    agent.process().signal("STOP");
    try {
      agent.await("gone at the router", () -> !forwards());
    } finally {
      agent.process().signal("CONT");
    }
    agent.await("up by BFD again, with the VIP forwarded", () -> up(agent) && forwards());

    // without the settings the session goes on without BFD
    agent.write(
        "10-first.yaml",
        (CLUSTER + CILIUM)
            .replace("peers: [{name: tor, instance", "peers: [{name: other, instance"));
    agent.await(
        "established without BFD, with the VIP forwarded",
        () ->
            agent.peer(ROUTER).path("state").asString("").equals("established")
                && agent.peer(ROUTER).path("bfd").isNull()
                && forwards());
  }
}
