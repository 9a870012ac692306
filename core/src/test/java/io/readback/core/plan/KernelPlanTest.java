package io.readback.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.readback.core.model.ServiceRef;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.route.Path;
import io.readback.spi.route.RouteTable;
import io.readback.spi.target.KernelTable;
import io.readback.spi.target.TargetId;
import io.readback.spi.target.TargetKind;
import org.junit.jupiter.api.Test;

/** What KernelRoutes put into which kernels. */
class KernelPlanTest {
  private static final IpPrefix VIP = IpPrefix.parse("192.0.2.0/32");
  private static final ServiceRef ECHO = new ServiceRef("web", "echo");

  private static final String NODES =
      node("r", "10.0.0.254", "role: router")
          + node("a", "10.0.0.1", "role: worker")
          + node("b", "10.0.0.2", "role: worker, readback.io/nexthop-weight: '3'");

  private static final String POOL =
      """
      ---
      apiVersion: cilium.io/v2
      kind: CiliumLoadBalancerIPPool
      metadata: {name: lan}
      spec: {blocks: [{cidr: 192.0.2.0/24}]}
      """;

  private static String node(String name, String address, String labels) {
    return """
        ---
        apiVersion: v1
        kind: Node
        metadata: {name: %s, labels: {%s}}
        status: {addresses: [{type: InternalIP, address: %s}]}
        """
        .formatted(name, labels, address);
  }

  private static String routes(String spec) {
    return """
        ---
        apiVersion: readback.io/v1alpha1
        kind: KernelRoutes
        metadata: {name: vips}
        spec: {%s}
        """
        .formatted(spec);
  }

  private static String service(String policy) {
    return """
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: echo, namespace: web, labels: {app: echo}}
        spec: {type: LoadBalancer, clusterIPs: [10.96.0.1], ipFamilies: [IPv4], ports: [{port: 80, protocol: TCP}], externalTrafficPolicy: %s}
        ---
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata: {name: echo-1, namespace: web, labels: {kubernetes.io/service-name: echo}}
        addressType: IPv4
        endpoints:
        - {addresses: [10.1.0.1], nodeName: b, conditions: {ready: true}}
        """
        .formatted(policy);
  }

  private static PlanScenario scenario(String... documents) {
    return new PlanScenario().put("all.yaml", String.join("", documents)).apply();
  }

  private static RouteTable table(PlanScenario scenario, String node) {
    PlannedTarget target =
        scenario
            .plan
            .node(node)
            .targets()
            .get(new TargetId(TargetKind.KERNEL_TABLE, "kernel", "vips"));
    return target == null ? RouteTable.EMPTY : target.desired().routes();
  }

  private static String hops(RouteTable table) {
    Path path = table.get(VIP);
    return path == null ? "none" : path.nextHops().toString();
  }

  @Test
  void local_policyCluster_isOnEveryNodeSelected() {
    PlanScenario s =
        scenario(
            NODES,
            POOL,
            service("Cluster"),
            routes("mode: local, nodeSelector: {matchLabels: {role: worker}}"));
    assertThat(hops(table(s, "a"))).isEqualTo("[self]");
    assertThat(hops(table(s, "b"))).isEqualTo("[self]");
    assertThat(s.plan.node("r").targets()).isEmpty();
    KernelTable spec =
        (KernelTable) s.plan.node("a").targets().values().iterator().next().desired().spec();
    assertThat(spec.table()).isEqualTo(255);
  }

  @Test
  void local_policyLocal_isWhereTheEndpointsAre() {
    PlanScenario s = scenario(NODES, POOL, service("Local"), routes("mode: local"));
    assertThat(hops(table(s, "a"))).isEqualTo("none");
    assertThat(hops(table(s, "b"))).isEqualTo("[self]");
  }

  @Test
  void nexthops_lead_toTheNodesThatAreNoRouters_byTheirWeights() {
    String spec = "mode: nexthops, nodeSelector: {matchLabels: {role: router}}";
    PlanScenario s = scenario(NODES, POOL, service("Cluster"), routes(spec));
    assertThat(hops(table(s, "r"))).isEqualTo("[10.0.0.1, 10.0.0.2 weight 3]");
    assertThat(s.plan.node("a").targets()).isEmpty();
    s.put("all.yaml", NODES + POOL + service("Local") + routes(spec)).apply();
    assertThat(hops(table(s, "r"))).isEqualTo("[10.0.0.2 weight 3]");
  }

  @Test
  void selectors_ofServicesAndPools_leaveOthersOut() {
    assertThat(
            hops(
                table(
                    scenario(NODES, POOL, service("Cluster"), routes("mode: table, pools: [wan]")),
                    "a")))
        .isEqualTo("none");
    assertThat(
            hops(
                table(
                    scenario(
                        NODES,
                        POOL,
                        service("Cluster"),
                        routes("mode: table, serviceSelector: {matchLabels: {app: other}}")),
                    "a")))
        .isEqualTo("none");
  }

  @Test
  void change_ofManifestServiceAndNode_isFollowed() {
    PlanScenario s = scenario(NODES, POOL, service("Cluster"), routes("mode: table"));
    assertThat(hops(table(s, "a"))).isEqualTo("[self]");
    long generation = s.plan.generation();
    s.put("more.yaml", node("c", "10.0.0.3", "role: worker")).apply();
    assertThat(hops(table(s, "c"))).isEqualTo("[self]");
    assertThat(s.plan.generation()).isGreaterThan(generation);
    s.put("all.yaml", NODES + POOL + routes("mode: table")).apply();
    assertThat(hops(table(s, "a"))).isEqualTo("none");
    s.put("all.yaml", NODES + POOL + service("Cluster")).apply();
    assertThat(s.plan.node("a").targets()).isEmpty();
  }

  @Test
  void service_inKernels_saysWhereAndByWhat() {
    PlanScenario s =
        scenario(
            NODES,
            POOL,
            service("Local"),
            routes("mode: nexthops, nodeSelector: {matchLabels: {role: router}}"));
    ServicePlan.AddressPlan address = s.plan.service(ECHO).orElseThrow().addresses().get(0);
    assertThat(address.announcedAnywhere()).isTrue();
    assertThat(address.announcedToPeers()).isFalse();
    assertThat(address.kernels()).hasSize(1);
    assertThat(address.kernels().get(0).holders()).containsExactly("r");
    assertThat(address.kernels().get(0).nexthops()).containsExactly("b");
  }

  @Test
  void aggregate_announcedOverBgp_isDiscardedWhereItIsAnnouncedWhileItIs() {
    TargetId discards = new TargetId(TargetKind.KERNEL_TABLE, "kernel", "aggregates");
    String bgp =
        """
        ---
        apiVersion: metallb.io/v1beta1
        kind: IPAddressPool
        metadata: {name: lan, namespace: metallb-system}
        spec: {addresses: [192.0.2.0/24]}
        ---
        apiVersion: metallb.io/v1beta2
        kind: BGPPeer
        metadata: {name: tor, namespace: metallb-system}
        spec: {myASN: 65001, peerASN: 65000, peerAddress: 10.0.0.253}
        ---
        apiVersion: metallb.io/v1beta1
        kind: BGPAdvertisement
        metadata: {name: lan, namespace: metallb-system}
        spec: {ipAddressPools: [lan], aggregationLength: 26}
        """;
    PlanScenario s =
        new PlanScenario(new RoutePlanner.Options(true, true))
            .put("all.yaml", NODES + bgp + service("Local"))
            .apply();
    PlannedTarget target = s.plan.node("b").targets().get(discards);
    assertThat(target).isNotNull();
    assertThat(target.desired().routes().get(IpPrefix.parse("192.0.2.0/26"))).isNotNull();
    assertThat(target.desired().routes().size()).isEqualTo(1);
    KernelTable spec = (KernelTable) target.desired().spec();
    assertThat(spec.mode()).isEqualTo(KernelTable.Mode.DISCARD);
    // a has no endpoint and announces nothing
    assertThat(s.plan.node("a").targets()).doesNotContainKey(discards);
    s.put("all.yaml", NODES + bgp).apply();
    assertThat(s.plan.node("b").targets()).doesNotContainKey(discards);
    PlanScenario without = scenario(NODES, bgp, service("Local"));
    assertThat(without.plan.node("b").targets()).doesNotContainKey(discards);
  }
}
