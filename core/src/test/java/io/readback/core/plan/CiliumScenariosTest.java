package io.readback.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.readback.core.model.HostFacts;
import io.readback.core.model.HostFacts.DefaultRoute;
import io.readback.core.model.Problem;
import io.readback.spi.net.IpAddress;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Longer stories of one node in Cilium's dialect, manifests in, routes out, one change after the
 * other. The VIPs stand in the Services' status, as there is no pool.
 */
class CiliumScenariosTest {
  private static final String NODE =
      """
      apiVersion: cilium.io/v2
      kind: CiliumNode
      metadata: {name: n1}
      spec:
        addresses: [{type: InternalIP, ip: 10.99.4.2}]
        ipam: {podCIDRs: [10.244.1.0/24]}
      """;
  private static final String PEER =
      """
      apiVersion: cilium.io/v2
      kind: CiliumBGPPeerConfig
      metadata: {name: peer}
      spec:
        families:
          - {afi: ipv4, safi: unicast, advertisements: {matchLabels: {advertise: bgp}}}
          - {afi: ipv6, safi: unicast, advertisements: {matchLabels: {advertise: bgp}}}
      """;

  private final PlanScenario scenario = new PlanScenario();

  private PlanScenario node(String peers) {
    return scenario
        .put("node.yaml", NODE)
        .put("peer.yaml", PEER)
        .put(
            "bgp.yaml",
            """
            apiVersion: cilium.io/v2
            kind: CiliumBGPNodeConfig
            metadata: {name: n1}
            spec: {bgpInstances: [{name: tor, localASN: 65001, peers: [%s]}]}
            """
                .formatted(peers));
  }

  private PlanScenario internalPeer() {
    return node("{name: p, peerASN: 65001, peerAddress: 10.99.4.1, peerConfigRef: {name: peer}}");
  }

  private static String advertisement(String... entries) {
    return """
    apiVersion: cilium.io/v2
    kind: CiliumBGPAdvertisement
    metadata: {name: a, labels: {advertise: bgp}}
    spec: {advertisements: [%s]}
    """
        .formatted(String.join(", ", entries));
  }

  private static String services(String addresses, String selector, String more) {
    return "{advertisementType: Service, service: {addresses: ["
        + addresses
        + "]"
        + more
        + "}, selector: {matchLabels: "
        + selector
        + "}}";
  }

  private static String with(String entry, String attributes) {
    return entry.substring(0, entry.length() - 1) + ", attributes: {" + attributes + "}}";
  }

  private static String service(String name, String labels, String vip, String spec) {
    return """
    apiVersion: v1
    kind: Service
    metadata: {name: %s, namespace: test, labels: %s}
    spec: {type: LoadBalancer, ports: [{port: 80}]%s}
    status: {loadBalancer: {ingress: [{ip: %s}]}}
    """
        .formatted(name, labels, spec.isEmpty() ? "" : ", " + spec, vip);
  }

  private static String endpoints(String service, String node, String conditions) {
    return """
    apiVersion: discovery.k8s.io/v1
    kind: EndpointSlice
    metadata: {name: %s-1, namespace: test, labels: {kubernetes.io/service-name: %s}}
    addressType: IPv4
    endpoints: [{addresses: [10.244.1.20], nodeName: %s, conditions: {%s}}]
    """
        .formatted(service, service, node, conditions);
  }

  private static HostFacts interfaces(Map<String, List<String>> addresses) {
    SortedMap<String, SortedSet<IpAddress>> out = new TreeMap<>();
    addresses.forEach(
        (name, of) -> out.put(name, new TreeSet<>(of.stream().map(IpAddress::parse).toList())));
    return new HostFacts(List.of(), out);
  }

  private static HostFacts gateways(String... gatewayAndMetric) {
    return new HostFacts(
        Stream.of(gatewayAndMetric)
            .map(g -> g.split(" "))
            .map(g -> new DefaultRoute(IpAddress.parse(g[0]), Long.parseLong(g[1])))
            .toList(),
        new TreeMap<>());
  }

  @Test
  void podIpPools_selectorAndAllocationChange_announceWhatTheNodeHas() {
    String pools =
        """
        apiVersion: cilium.io/v2alpha1
        kind: CiliumPodIPPool
        metadata: {name: red-pool, labels: {color: red}}
        spec: {ipv4: {cidrs: [10.20.0.0/15], maskSize: 24}}
        """;
    String green = pools.replace("red", "green").replace("10.20.0.0/15", "11.20.0.0/15");
    String allocated =
        NODE.replace(
            "ipam: {",
            "ipam: {pools: {allocated: [{pool: red-pool, cidrs: [10.20.0.0/24, 10.21.0.0/24,"
                + " 'fd00::/120']}, {pool: green-pool, cidrs: [11.20.0.0/24]}]}, ");
    internalPeer()
        .put("node.yaml", allocated)
        .put("red.yaml", pools)
        .put("green.yaml", green)
        .put(
            "adv.yaml",
            advertisement(
                "{advertisementType: CiliumPodIPPool, selector: {matchLabels: {color: red}},"
                    + " attributes: {communities: {standard: ['65001:100']}}}"))
        .apply();
    assertThat(scenario.routes("n1"))
        .containsExactly(
            "p 10.20.0.0/24 65001:100", "p 10.21.0.0/24 65001:100", "p fd00::/120 65001:100");

    scenario
        .put(
            "adv.yaml",
            advertisement(
                "{advertisementType: CiliumPodIPPool, selector: {matchLabels:"
                    + " {io.cilium.podippool.name: green-pool}}}"))
        .apply();
    assertThat(scenario.routes("n1")).containsExactly("p 11.20.0.0/24");
    assertThat(scenario.plan.routePolicies("n1"))
        .extracting(RoutePolicy::name)
        .contains("p-ipv4-CiliumPodIPPool-green-pool");

    scenario
        .put("node.yaml", allocated.replace("[11.20.0.0/24]", "[11.20.0.0/24, 11.21.0.0/24]"))
        .apply();
    assertThat(scenario.routes("n1")).containsExactly("p 11.20.0.0/24", "p 11.21.0.0/24");

    scenario.put("adv.yaml", advertisement("{advertisementType: CiliumPodIPPool}")).apply();
    assertThat(scenario.routes("n1")).as("no selector selects none").isEmpty();

    scenario
        .put(
            "adv.yaml",
            advertisement(
                "{advertisementType: CiliumPodIPPool, selector: {matchExpressions: [{key:"
                    + " io.cilium.podippool.namespace, operator: Exists}]}}"))
        .remove("green.yaml")
        .apply();
    assertThat(scenario.routes("n1"))
        .as("a pool that is gone is not announced, though the node still has networks of it")
        .containsExactly("p 10.20.0.0/24", "p 10.21.0.0/24", "p fd00::/120");
  }

  @Test
  void interface_comesAndGoes_announcesItsUsableAddressesOfItsOwnNode() {
    HostFacts up =
        interfaces(
            Map.of(
                "eth0",
                List.of("10.10.0.1"),
                "lo1",
                List.of(
                    "127.0.0.1",
                    "224.0.0.1",
                    "169.254.1.1",
                    "192.168.100.100",
                    "192.168.100.101",
                    "::1",
                    "ff00::1",
                    "fe80::42",
                    "fd00::aabb:1")));
    internalPeer()
        .put(
            "adv.yaml",
            advertisement(
                "{advertisementType: Interface, interface: {name: lo1}, attributes:"
                    + " {localPreference: 7}}"))
        .apply();
    assertThat(scenario.routes("n1")).isEmpty();

    scenario.host("n1", HostFacts.NONE).apply();
    assertThat(scenario.plan.node("n1").problems())
        .extracting(Problem::toString)
        .containsExactly(
            "adv.yaml:4: notice: CiliumBGPAdvertisement a: interface.name: interface lo1 of node n1"
                + " is not up, or has no address that can be announced (set the interface up and"
                + " give it an address, or correct the name)");
    scenario.host("n1", up).apply();
    assertThat(scenario.plan.node("n1").problems()).isEmpty();
    assertThat(scenario.routes("n1"))
        .containsExactly(
            "p 192.168.100.100/32 pref 7",
            "p 192.168.100.101/32 pref 7",
            "p fd00::aabb:1/128 pref 7");
    long generation = scenario.plan.generation();
    scenario.host("n1", up).apply();
    assertThat(scenario.plan.generation()).isEqualTo(generation);

    scenario.host("n1", interfaces(Map.of("eth0", List.of("10.10.0.1")))).apply();
    assertThat(scenario.routes("n1")).isEmpty();
    scenario.host("other", up).apply();
    assertThat(scenario.routes("n1")).isEmpty();
  }

  @Test
  void defaultGateway_appearsAndMoves_peersWithTheLowestMetric() {
    String discovered =
        "{name: gw%s, peerASN: 65010, peerConfigRef: {name: peer}, autoDiscovery: {mode:"
            + " DefaultGateway, defaultGateway: {addressFamily: ipv%s}}}";
    node(discovered.formatted("4", "4") + ", " + discovered.formatted("6", "6"))
        .put("adv.yaml", advertisement("{advertisementType: PodCIDR}"))
        .host("n1", HostFacts.NONE)
        .apply();
    assertThat(scenario.plan.node("n1").targets()).isEmpty();
    assertThat(scenario.plan.node("n1").problems())
        .extracting(Problem::message)
        .containsExactlyInAnyOrder(
            "peer gw4 of instance tor is not discovered: node n1 has no default route of IPv4 over"
                + " a link that is up",
            "peer gw6 of instance tor is not discovered: node n1 has no default route of IPv6 over"
                + " a link that is up");

    scenario.host("n1", gateways("10.99.0.3 100", "10.99.0.4 200", "fd00::135 1024")).apply();
    assertThat(peers()).containsExactly("gw4 10.99.0.3", "gw6 fd00::135");
    assertThat(scenario.routes("n1")).containsExactly("gw4 10.244.1.0/24", "gw6 10.244.1.0/24");
    assertThat(scenario.plan.node("n1").problems()).isEmpty();

    scenario.host("n1", gateways("10.99.0.3 200", "10.99.0.4 100", "fe80::1 1")).apply();
    assertThat(peers()).containsExactly("gw4 10.99.0.4");
    assertThat(scenario.plan.node("n1").problems())
        .extracting(Problem::message)
        .containsExactly(
            "peer gw6 of instance tor is not discovered: the default gateway of IPv6 on node n1 is a"
                + " link-local address, which is not supported");

    scenario.host("elsewhere", gateways("10.99.0.3 100")).apply();
    assertThat(peers()).isEmpty();
    assertThat(scenario.plan.node("n1").problems())
        .extracting(p -> p.severity() + " " + p.message())
        .contains("NOTICE peer gw4 of instance tor is known to the agent on node n1 alone");
  }

  @Test
  void unnumbered_peerOfAnInterface_isASessionWithoutAnAddress() {
    node("{name: up1, peerASN: 65010, peerConfigRef: {name: peer}, autoDiscovery: {mode:"
            + " Unnumbered, unnumbered: {interface: eth1}}}, {name: up2, peerASN: 65010,"
            + " peerConfigRef: {name: peer}, autoDiscovery: {mode: Unnumbered, unnumbered:"
            + " {interface: eth2}}}")
        .put("adv.yaml", advertisement("{advertisementType: PodCIDR}"))
        .apply();
    assertThat(scenario.plan.node("n1").problems()).isEmpty();
    assertThat(scenario.plan.node("n1").targets().values())
        .extracting(t -> t.session().peer() + " " + t.session().device().orElseThrow())
        .containsExactly("up1 eth1", "up2 eth2");
    assertThat(scenario.plan.node("n1").targets().values()).allMatch(t -> t.session().unnumbered());
    assertThat(scenario.routes("n1")).containsExactly("up1 10.244.1.0/24", "up2 10.244.1.0/24");
  }

  private List<String> peers() {
    return scenario.plan.node("n1").targets().values().stream()
        .map(t -> t.session().peer() + " " + t.session().peerAddress())
        .toList();
  }

  @Test
  void aggregation_exactBesideAggregate_keepsEachItsOwnAttributes() {
    internalPeer()
        .put(
            "adv.yaml",
            advertisement(
                with(
                    services("LoadBalancerIP", "{aggregate: 'yes'}", ", aggregationLengthIPv4: 24"),
                    "localPreference: 200, communities: {standard: ['65000:200']}"),
                with(
                    services("LoadBalancerIP", "{exact: 'yes'}", ""),
                    "localPreference: 100, communities: {standard: ['65000:100']}")))
        .put("one.yaml", service("one", "{aggregate: 'yes', exact: 'yes'}", "172.16.1.1", ""))
        .put("two.yaml", service("two", "{aggregate: 'yes'}", "172.16.1.2", ""))
        .apply();
    assertThat(scenario.routes("n1"))
        .containsExactly(
            "p 172.16.1.0/24 pref 200 65000:200", "p 172.16.1.1/32 pref 100 65000:100");
  }

  @Test
  void aggregation_lengthsChange_localServicesStayExact() {
    String local = "externalTrafficPolicy: Local, internalTrafficPolicy: Local, ";
    internalPeer()
        .put(
            "svc.yaml",
            service(
                    "one",
                    "{bgp: a}",
                    "172.16.1.1",
                    "clusterIP: 10.96.50.101, externalIPs: [10.10.10.1]")
                + "---\n"
                + service(
                    "three",
                    "{bgp: a}",
                    "172.16.1.3",
                    local + "clusterIP: 10.96.50.103, externalIPs: [10.10.10.3]"))
        .put("ep.yaml", endpoints("three", "n1", ""))
        .put(
            "adv.yaml",
            advertisement(
                services(
                    "ClusterIP, ExternalIP, LoadBalancerIP",
                    "{bgp: a}",
                    ", aggregationLengthIPv4: 24")))
        .apply();
    assertThat(scenario.routes("n1"))
        .containsExactly(
            "p 10.10.10.0/24",
            "p 10.10.10.3/32",
            "p 10.96.50.0/24",
            "p 10.96.50.103/32",
            "p 172.16.1.0/24",
            "p 172.16.1.3/32");
    scenario
        .put(
            "adv.yaml",
            advertisement(
                services(
                    "ClusterIP, ExternalIP, LoadBalancerIP",
                    "{bgp: a}",
                    ", aggregationLengthIPv4: 16")))
        .apply();
    assertThat(scenario.routes("n1"))
        .containsExactly(
            "p 10.10.0.0/16",
            "p 10.10.10.3/32",
            "p 10.96.0.0/16",
            "p 10.96.50.103/32",
            "p 172.16.0.0/16",
            "p 172.16.1.3/32");
    scenario
        .put(
            "adv.yaml",
            advertisement(services("ClusterIP, ExternalIP, LoadBalancerIP", "{bgp: a}", "")))
        .apply();
    assertThat(scenario.routes("n1"))
        .containsExactly(
            "p 10.10.10.1/32",
            "p 10.10.10.3/32",
            "p 10.96.50.101/32",
            "p 10.96.50.103/32",
            "p 172.16.1.1/32",
            "p 172.16.1.3/32");
  }

  @Test
  void service_vipAndClassChange_areFollowedAndClusterIpsAreNotBoundToTheClass() {
    internalPeer()
        .put("adv.yaml", advertisement(services("LoadBalancerIP, ClusterIP", "{bgp: a}", "")))
        .put("svc.yaml", service("s", "{bgp: a}", "172.16.1.1", "clusterIP: 10.96.0.1"))
        .apply();
    assertThat(scenario.routes("n1")).containsExactly("p 10.96.0.1/32", "p 172.16.1.1/32");
    scenario
        .put("svc.yaml", service("s", "{bgp: a}", "172.16.1.9", "clusterIP: 10.96.0.1"))
        .apply();
    assertThat(scenario.routes("n1")).containsExactly("p 10.96.0.1/32", "p 172.16.1.9/32");
    for (String foreign : List.of("example.com/other", "io.cilium/l2-announcer")) {
      scenario
          .put(
              "svc.yaml",
              service(
                  "s",
                  "{bgp: a}",
                  "172.16.1.9",
                  "clusterIP: 10.96.0.1, loadBalancerClass: " + foreign))
          .apply();
      assertThat(scenario.routes("n1")).containsExactly("p 10.96.0.1/32");
    }
    scenario
        .put(
            "svc.yaml",
            service(
                "s",
                "{bgp: a}",
                "172.16.1.9",
                "clusterIP: 10.96.0.1, loadBalancerClass: io.cilium/bgp-control-plane"))
        .apply();
    assertThat(scenario.routes("n1")).containsExactly("p 10.96.0.1/32", "p 172.16.1.9/32");
    scenario.remove("svc.yaml").apply();
    assertThat(scenario.routes("n1")).isEmpty();
  }

  @Test
  void endpoints_terminatingOrNotReady_doNotHoldALocalVip() {
    internalPeer()
        .put("adv.yaml", advertisement(services("LoadBalancerIP", "{bgp: a}", "")))
        .put("svc.yaml", service("s", "{bgp: a}", "172.16.1.1", "externalTrafficPolicy: Local"))
        .apply();
    assertThat(scenario.routes("n1")).isEmpty();
    String[][] cases = {
      {"", "n1", "announced"},
      {"ready: true, serving: true, terminating: false", "n1", "announced"},
      {"ready: false, serving: true, terminating: true", "n1", ""},
      {"ready: false", "n1", ""},
      {"serving: false", "n1", "announced"},
      {"ready: true, serving: true, terminating: true", "n1", ""},
      {"ready: true", "other", ""},
      {"ready: true", "n1", "announced"}
    };
    for (String[] c : cases) {
      scenario.put("ep.yaml", endpoints("s", c[1], c[0])).apply();
      assertThat(scenario.routes("n1"))
          .as("%s on %s", c[0], c[1])
          .isEqualTo(c[2].isEmpty() ? List.of() : List.of("p 172.16.1.1/32"));
    }
    scenario.remove("ep.yaml").apply();
    assertThat(scenario.routes("n1")).isEmpty();
  }

  @Test
  void gatewayService_withoutAnyEndpoint_isAnnouncedByEveryNode() {
    internalPeer()
        .put("adv.yaml", advertisement(services("LoadBalancerIP", "{}", "")))
        .put(
            "svc.yaml",
            service(
                "g",
                "{io.cilium.gateway/owning-gateway: my-gateway}",
                "172.18.255.200",
                "externalTrafficPolicy: Local"))
        .put(
            "ingress.yaml",
            service(
                "i",
                "{cilium.io/ingress: 'true'}",
                "172.18.255.201",
                "externalTrafficPolicy: Local"))
        .put(
            "plain.yaml",
            service("s", "{app: s}", "172.18.255.202", "externalTrafficPolicy: Local"))
        .apply();
    assertThat(scenario.routes("n1")).containsExactly("p 172.18.255.200/32", "p 172.18.255.201/32");
  }

  @Test
  void sharedVip_ofTwoServices_staysUntilTheLastGoes() {
    internalPeer()
        .put("adv.yaml", advertisement(services("LoadBalancerIP", "{bgp: a}", "")))
        .put("one.yaml", service("one", "{bgp: a}", "172.16.1.1", ""))
        .put("two.yaml", service("two", "{bgp: a}", "172.16.1.1", ""))
        .apply();
    assertThat(scenario.routes("n1")).containsExactly("p 172.16.1.1/32");
    long generation = scenario.plan.generation();
    scenario.remove("one.yaml").apply();
    assertThat(scenario.routes("n1")).containsExactly("p 172.16.1.1/32");
    assertThat(scenario.plan.generation()).isEqualTo(generation);
    scenario.remove("two.yaml").apply();
    assertThat(scenario.routes("n1")).isEmpty();
  }

  @Test
  void clusterConfigs_forOneNode_theOlderOwnsItWhateverTheNames() {
    String config =
        """
        apiVersion: cilium.io/v2
        kind: CiliumBGPClusterConfig
        metadata: {name: %s, creationTimestamp: "%s"}
        spec:
          bgpInstances:
            - {name: i, localASN: 65001, peers: [{name: %s, peerASN: 65000, peerAddress: 10.99.4.1}]}
        """;
    scenario
        .put("node.yaml", NODE)
        .put("a.yaml", config.formatted("a", "2026-02-01T00:00:00Z", "young"))
        .put("b.yaml", config.formatted("b", "2026-01-01T00:00:00Z", "old"))
        .apply();
    assertThat(peers()).containsExactly("old 10.99.4.1");
    assertThat(conditions("a"))
        .containsExactly(
            "cilium.io/NoMatchingNode=False NoMatchingNode: No node matches spec.nodeSelector",
            "cilium.io/MissingPeerConfigs=False MissingPeerConfigs",
            "cilium.io/ConflictingClusterConfig=True ConflictingClusterConfigs: Selecting the same"
                + " node(s) with ClusterConfig(s): [b]");
    scenario.remove("b.yaml").apply();
    assertThat(peers()).containsExactly("young 10.99.4.1");
    assertThat(conditions("a"))
        .contains("cilium.io/ConflictingClusterConfig=False ConflictingClusterConfigs");
  }

  private List<String> conditions(String config) {
    return scenario.plan.conditions().entrySet().stream()
        .filter(e -> e.getKey().name().equals(config))
        .flatMap(e -> e.getValue().stream())
        .map(Object::toString)
        .toList();
  }

  @Test
  void authSecret_missing_isAConditionOfThePeerConfig() {
    internalPeer()
        .put("peer.yaml", PEER.replace("spec:\n", "spec:\n  authSecretRef: md5\n"))
        .apply();
    assertThat(conditions("peer"))
        .containsExactly(
            "cilium.io/MissingAuthSecret=True MissingAuthSecret: Referenced Auth Secret \"md5\" is"
                + " missing");
    assertThat(peers()).isEmpty();
    scenario
        .put(
            "secret.yaml",
            """
            apiVersion: v1
            kind: Secret
            metadata: {name: md5, namespace: kube-system}
            stringData: {password: hush}
            """)
        .apply();
    assertThat(conditions("peer"))
        .containsExactly("cilium.io/MissingAuthSecret=False MissingAuthSecret");
    assertThat(peers()).containsExactly("p 10.99.4.1");
  }

  @Test
  void instances_twoWithTwoPeersEach_areSessionsOfTheirOwn() {
    String peer = "{name: %s, peerASN: 65000, peerAddress: %s, peerConfigRef: {name: peer}}";
    scenario
        .put("node.yaml", NODE)
        .put("peer.yaml", PEER)
        .put("adv.yaml", advertisement("{advertisementType: PodCIDR}"))
        .put(
            "bgp.yaml",
            """
            apiVersion: cilium.io/v2
            kind: CiliumBGPNodeConfig
            metadata: {name: n1}
            spec:
              bgpInstances:
                - {name: i0, localASN: 65000, routerID: 10.99.7.5, peers: [%s, %s]}
                - {name: i1, localASN: 65001, routerID: 10.99.7.6, peers: [%s]}
            """
                .formatted(
                    peer.formatted("p0", "10.99.7.1"),
                    peer.formatted("p1", "10.99.7.2"),
                    peer.formatted("p0", "10.99.7.3")))
        .apply();
    assertThat(scenario.plan.node("n1").targets().values())
        .extracting(
            t ->
                t.session().instance().name()
                    + " "
                    + t.session().peer()
                    + " "
                    + t.session().instance().bgpIdentifier()
                    + " "
                    + t.session().localAsn()
                    + " "
                    + t.desired().routes().size())
        .containsExactlyInAnyOrder(
            "i0 p0 10.99.7.5 65000 1", "i0 p1 10.99.7.5 65000 1", "i1 p0 10.99.7.6 65001 1");
  }
}
