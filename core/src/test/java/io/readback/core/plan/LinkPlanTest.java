package io.readback.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.readback.core.model.ServiceRef;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.route.NextHop;
import io.readback.spi.route.Path;
import io.readback.spi.target.LinkTarget;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What manifests of both dialects ask for on links. */
class LinkPlanTest {
  private static final String NODES =
      node("a", "10.0.0.1") + node("b", "10.0.0.2") + node("c", "10.0.0.3");

  private static final String POOL =
      """
      ---
      apiVersion: metallb.io/v1beta1
      kind: IPAddressPool
      metadata: {name: lan, namespace: metallb-system}
      spec: {addresses: [192.0.2.0/24]}
      """;

  private static final String CILIUM_POOL =
      """
      ---
      apiVersion: cilium.io/v2
      kind: CiliumLoadBalancerIPPool
      metadata: {name: lan}
      spec: {blocks: [{cidr: 192.0.2.0/24}]}
      """;

  private static final String ADVERTISEMENT = advertisement("lan", "{}");

  private static String node(String name, String address) {
    return node(name, address, "zone: " + name);
  }

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

  private static String advertisement(String name, String spec) {
    return """
        ---
        apiVersion: metallb.io/v1beta1
        kind: L2Advertisement
        metadata: {name: %s, namespace: metallb-system}
        spec: %s
        """
        .formatted(name, spec);
  }

  private static String policy(String name, String spec) {
    return """
        ---
        apiVersion: cilium.io/v2alpha1
        kind: CiliumL2AnnouncementPolicy
        metadata: {name: %s}
        spec: %s
        """
        .formatted(name, spec);
  }

  private static String service(String name, String spec) {
    return """
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: %s, namespace: web, labels: {app: %s}}
        spec: {type: LoadBalancer, selector: {app: %s}, clusterIPs: [10.96.0.1], ipFamilies: [IPv4], ports: [{port: 80, protocol: TCP}]%s}
        """
        .formatted(name, name, name, spec.isEmpty() ? "" : ", " + spec);
  }

  private static String endpoints(String service, String... nodes) {
    StringBuilder out = new StringBuilder();
    out.append(
        """
        ---
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata: {name: %s-1, namespace: web, labels: {kubernetes.io/service-name: %s}}
        addressType: IPv4
        endpoints:
        """
            .formatted(service, service));
    int i = 1;
    for (String node : nodes) {
      out.append(
          "- {addresses: [10.1.0.%d], nodeName: %s, conditions: {ready: true}}%n"
              .formatted(i++, node));
    }
    return out.toString();
  }

  private static PlanScenario scenario(String... documents) {
    return scenario(RoutePlanner.Options.DEFAULT, documents);
  }

  private static PlanScenario scenario(RoutePlanner.Options options, String... documents) {
    return new PlanScenario(options).put("all.yaml", String.join("", documents)).apply();
  }

  /** {@code group/target prefix candidates} of all links of a node. */
  private static List<String> links(PlanScenario scenario, String node) {
    List<String> out = new ArrayList<>();
    scenario
        .plan
        .node(node)
        .targets()
        .values()
        .forEach(
            t ->
                t.desired()
                    .routes()
                    .forEach(r -> out.add(t.id() + " " + r.prefix() + " " + r.path().nextHops())));
    return out;
  }

  private static LinkTarget target(PlanScenario scenario, String node) {
    return (LinkTarget)
        scenario.plan.node(node).targets().values().iterator().next().desired().spec();
  }

  @Test
  void metallb_emptySpec_everyNodeMayAnswerForEveryVip() {
    PlanScenario s =
        scenario(NODES, POOL, ADVERTISEMENT, service("echo", ""), endpoints("echo", "a"));
    for (String node : List.of("a", "b", "c")) {
      assertThat(links(s, node)).containsExactly("metallb/lan 192.0.2.0/32 [self]");
    }
    assertThat(target(s, "b").members().keySet()).containsExactly("a", "b", "c");
    assertThat(target(s, "b").interfaces().isAll()).isTrue();
    assertThat(s.manifestProblems()).isEmpty();
  }

  @Test
  void metallb_withoutEndpoints_answersNowhere() {
    PlanScenario s = scenario(NODES, POOL, ADVERTISEMENT, service("echo", ""));
    assertThat(links(s, "a")).isEmpty();
  }

  @Test
  void metallb_policyLocal_onlyNodesWithServableEndpoints() {
    PlanScenario s =
        scenario(
            NODES,
            POOL,
            ADVERTISEMENT,
            service("echo", "externalTrafficPolicy: Local"),
            endpoints("echo", "c", "b"));
    assertThat(links(s, "a")).containsExactly("metallb/lan 192.0.2.0/32 [10.0.0.2, 10.0.0.3]");
    s.put(
            "all.yaml",
            NODES
                + POOL
                + ADVERTISEMENT
                + service("echo", "externalTrafficPolicy: Local")
                + endpoints("echo", "c"))
        .apply();
    assertThat(links(s, "a")).containsExactly("metallb/lan 192.0.2.0/32 [10.0.0.3]");
  }

  @Test
  void metallb_excludedNodeAndNodeSelectors_leaveNodesOut() {
    PlanScenario s =
        scenario(
            node("a", "10.0.0.1"),
            node("b", "10.0.0.2"),
            node("x", "10.0.0.9", "node.kubernetes.io/exclude-from-external-load-balancers: ''"),
            POOL,
            advertisement(
                "lan",
                "{nodeSelectors: [{matchLabels: {zone: a}}, {matchExpressions: [{key:"
                    + " node.kubernetes.io/exclude-from-external-load-balancers, operator:"
                    + " Exists}]}]}"),
            service("echo", ""),
            endpoints("echo", "a"));
    assertThat(target(s, "a").members().keySet()).containsExactly("a");
    assertThat(links(s, "x")).isEmpty();
    assertThat(links(s, "b")).isEmpty();
  }

  @Test
  void metallb_excludeLabelIgnored_excludedNodeMayAnswer() {
    PlanScenario s =
        scenario(
            new RoutePlanner.Options(true, false, true),
            node("a", "10.0.0.1"),
            node("x", "10.0.0.9", "node.kubernetes.io/exclude-from-external-load-balancers: ''"),
            POOL,
            ADVERTISEMENT,
            service("echo", ""),
            endpoints("echo", "a"));
    assertThat(target(s, "x").members().keySet()).containsExactly("a", "x");
  }

  @Test
  void metallb_interfacesAndPreferences_addUpOverAdvertisements() {
    PlanScenario s =
        scenario(
            NODES,
            POOL,
            advertisement(
                "one",
                "{interfaces: [eth0], preferredNodeSelectors: [{weight: 10, preference:"
                    + " {matchLabels: {zone: b}}}]}"),
            advertisement(
                "two",
                "{interfaces: [eth1], nodeSelectors: [{matchLabels: {zone: b}}],"
                    + " preferredNodeSelectors: [{weight: 5, preference: {matchLabels: {zone:"
                    + " b}}}]}"),
            service("echo", ""),
            endpoints("echo", "a"));
    LinkTarget b = target(s, "b");
    assertThat(b.name()).isEqualTo("one+two");
    assertThat(b.interfaces().names()).containsExactly("eth0", "eth1");
    assertThat(b.members().get("b").preference()).isEqualTo(15);
    assertThat(b.members().get("a").preference()).isZero();
    assertThat(target(s, "a").interfaces().names()).containsExactly("eth0");
  }

  @Test
  void metallb_poolsAndServiceSelectors_decideWhichVips() {
    PlanScenario s =
        scenario(
            NODES,
            POOL,
            advertisement("other", "{ipAddressPools: [elsewhere]}"),
            advertisement("web", "{serviceSelectors: [{matchLabels: {app: echo}}]}"),
            service("echo", ""),
            endpoints("echo", "a"),
            service("quiet", ""),
            endpoints("quiet", "a"));
    assertThat(links(s, "a")).containsExactly("metallb/web 192.0.2.0/32 [self]");
  }

  @Test
  void cilium_policy_selectsServicesNodesAndInterfaces() {
    PlanScenario s =
        scenario(
            NODES,
            CILIUM_POOL,
            policy(
                "lan",
                "{loadBalancerIPs: true, interfaces: ['^eth[0-9]+'], nodeSelector:"
                    + " {matchExpressions: [{key: zone, operator: In, values: [a, b]}]},"
                    + " serviceSelector: {matchLabels: {app: echo}}}"),
            service("echo", ""),
            service("quiet", ""));
    assertThat(links(s, "a")).hasSize(1).first().asString().startsWith("cilium/lan 192.0.2.");
    assertThat(links(s, "c")).isEmpty();
    assertThat(target(s, "a").interfaces().selects("eth7")).isTrue();
    assertThat(target(s, "a").interfaces().selects("wlan0")).isFalse();
    assertThat(s.manifestProblems()).isEmpty();
  }

  @Test
  void cilium_flagsOff_announceNothing() {
    PlanScenario s =
        scenario(NODES, CILIUM_POOL, policy("lan", "{externalIPs: true}"), service("echo", ""));
    assertThat(links(s, "a")).isEmpty();
  }

  @Test
  void cilium_externalIps_areAnsweredForWhereThePolicySaysSo() {
    PlanScenario s =
        scenario(
            NODES,
            policy("lan", "{externalIPs: true}"),
            service("echo", "externalIPs: [198.51.100.7]"));
    assertThat(links(s, "a")).containsExactly("cilium/lan 198.51.100.7/32 [self]");
  }

  @Test
  void cilium_l2Class_getsAVipForLinksAlone() {
    PlanScenario s =
        scenario(
            NODES,
            CILIUM_POOL,
            policy("lan", "{loadBalancerIPs: true}"),
            service("linked", "loadBalancerClass: io.cilium/l2-announcer"),
            service("routed", "loadBalancerClass: io.cilium/bgp-control-plane"));
    assertThat(links(s, "a")).hasSize(1);
    ServicePlan linked = s.plan.service(ServiceRef.parse("web/linked")).orElseThrow();
    assertThat(linked.obstacle()).isEmpty();
    assertThat(linked.addresses().get(0).announcedOnLinks()).isTrue();
    ServicePlan routed = s.plan.service(ServiceRef.parse("web/routed")).orElseThrow();
    assertThat(routed.addresses().get(0).announcedOnLinks()).isFalse();
  }

  @Test
  void cilium_policyLocal_onlyNodesWithActiveEndpoints() {
    PlanScenario s =
        scenario(
            NODES,
            CILIUM_POOL,
            policy("lan", "{loadBalancerIPs: true}"),
            service("echo", "externalTrafficPolicy: Local"),
            endpoints("echo", "b"));
    assertThat(links(s, "a")).hasSize(1).first().asString().endsWith("[10.0.0.2]");
  }

  @Test
  void sharedVip_isAnsweredForWhereAllItsServicesAgree() {
    String shared = "metallb.io/loadBalancerIPs: 192.0.2.7, metallb.io/allow-shared-ip: k";
    PlanScenario s =
        scenario(
            NODES,
            POOL,
            ADVERTISEMENT,
            sharing("one", 80, shared),
            endpoints("one", "a"),
            sharing("two", 443, shared),
            endpoints("two", "b"));
    assertThat(links(s, "a")).containsExactly("metallb/lan 192.0.2.7/32 [self]");
    s.put(
            "all.yaml",
            NODES + POOL + ADVERTISEMENT + sharing("two", 443, shared) + endpoints("two", "b"))
        .apply();
    assertThat(links(s, "a")).containsExactly("metallb/lan 192.0.2.7/32 [self]");
  }

  private static String sharing(String name, int port, String annotations) {
    return """
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: %s, namespace: web, labels: {app: %s}, annotations: {%s}}
        spec: {type: LoadBalancer, selector: {app: %s}, clusterIPs: [10.96.0.1], ipFamilies: [IPv4], ports: [{port: %d, protocol: TCP}]}
        """
        .formatted(name, name, annotations, name, port);
  }

  @Test
  void nodeWithoutInternalIp_takesNoPart_andIsReported() {
    PlanScenario s =
        scenario(
            NODES,
            "---\napiVersion: v1\nkind: Node\nmetadata: {name: bare}\n",
            POOL,
            ADVERTISEMENT,
            service("echo", ""),
            endpoints("echo", "a"));
    assertThat(target(s, "a").members()).doesNotContainKey("bare");
    assertThat(s.plan.problems()).anyMatch(p -> p.message().contains("no InternalIP"));
  }

  @Test
  void oneServiceMore_keepsTheTableOfTheOthers() {
    String base = NODES + POOL + ADVERTISEMENT + service("echo", "") + endpoints("echo", "a");
    PlanScenario s = scenario(base);
    long generation = s.plan.generation();
    s.put("more.yaml", service("more", "") + endpoints("more", "a")).apply();
    assertThat(links(s, "a")).hasSize(2);
    assertThat(s.plan.generation()).isEqualTo(generation + 1);
    Path path =
        s.plan
            .node("a")
            .targets()
            .values()
            .iterator()
            .next()
            .desired()
            .routes()
            .get(IpPrefix.parse("192.0.2.0/32"));
    assertThat(path).isNotNull();
    assertThat(path.nextHops()).containsExactly(NextHop.SELF);
    s.remove("more.yaml").apply();
    assertThat(links(s, "a")).hasSize(1);
  }

  @Test
  void examples_ofBothDialects_areReadWithoutAProblemAndMakeALinkOnEachNode() {
    for (String example : List.of("layer2-metallb", "layer2-cilium")) {
      PlanScenario s = PlanScenario.example(example);
      assertThat(s.manifestProblems()).as(example).isEmpty();
      assertThat(s.plan.problems()).as(example).isEmpty();
      assertThat(links(s, "hall-1")).as(example).hasSize(2).isEqualTo(links(s, "hall-2"));
    }
  }

  @Test
  void metallb_serviceSelectorsWithASharedAddress_doNotMakeItKnown() {
    String shared =
        service("echo", "")
            .replace("labels: {", "annotations: {metallb.io/allow-shared-ip: key}, labels: {");
    String selecting = advertisement("lan", "{serviceSelectors: [{matchLabels: {app: echo}}]}");
    assertThat(
            links(
                scenario(NODES, POOL, selecting, service("echo", ""), endpoints("echo", "a")), "a"))
        .hasSize(1);
    assertThat(links(scenario(NODES, POOL, selecting, shared, endpoints("echo", "a")), "a"))
        .isEmpty();
    assertThat(links(scenario(NODES, POOL, ADVERTISEMENT, shared, endpoints("echo", "a")), "a"))
        .hasSize(1);
  }

  @Test
  void annotation_announcer_goesWithTheTarget_inBothDialects() {
    String annotated = "metadata: {annotations: {readback.io/announcer: lan-2}, name: lan";
    PlanScenario metallb =
        scenario(
            NODES,
            POOL,
            ADVERTISEMENT.replace("metadata: {name: lan", annotated),
            service("echo", ""),
            endpoints("echo", "a"));
    PlanScenario cilium =
        scenario(
            NODES,
            CILIUM_POOL,
            policy("lan", "{loadBalancerIPs: true}").replace("metadata: {name: lan", annotated),
            service("echo", ""));
    for (PlanScenario s : List.of(metallb, cilium)) {
      assertThat(s.plan.node("b").targets().values())
          .hasSize(1)
          .allMatch(t -> t.announcer().equals(java.util.Optional.of("lan-2")));
    }
  }

  @Test
  void expectedOnLink_changesWithWhatIsPlanned_andKnowsTheOwners() {
    PlanScenario s =
        scenario(
            NODES,
            POOL,
            advertisement("lan", "{interfaces: [eth0]}"),
            service("echo", "externalTrafficPolicy: Local"),
            endpoints("echo", "c", "b"));
    ExpectedRoutes expected = s.plan.expectedOnLink("eth0");
    ExpectedRoutes.ExpectedRoute route = expected.routes().get(IpPrefix.parse("192.0.2.0/32"));
    assertThat(route).isNotNull();
    assertThat(route.hops()).extracting(ExpectedRoutes.ExpectedHop::node).containsExactly("b", "c");
    assertThat(route.services()).containsExactly(new ServiceRef("web", "echo"));
    assertThat(s.plan.expectedOnLink("eth1").routes().isEmpty()).isTrue();
    s.put("more.yaml", service("more", "") + endpoints("more", "a")).apply();
    assertThat(s.plan.expectedOnLink("eth0").routes().size()).isEqualTo(2);
    assertThat(s.plan.expectedOnLink("eth0").routes().get(IpPrefix.parse("192.0.2.0/32")))
        .isSameAs(route);
    s.remove("more.yaml").apply();
    assertThat(s.plan.expectedOnLink("eth0").routes().size()).isEqualTo(1);
  }
}
