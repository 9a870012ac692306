package io.readback.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.readback.core.model.Problem;
import io.readback.core.model.ServiceRef;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.target.BgpSession;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * One test for each rule of what is announced, manifests in, routes out; long because the rules are
 * many and the manifests stand beside what they cause.
 */
class RoutePlannerTest {
  private static final String POOL =
      """
      apiVersion: cilium.io/v2
      kind: CiliumLoadBalancerIPPool
      metadata: {name: p}
      spec: {blocks: [{cidr: 10.0.0.0/24}, {cidr: "fd00::/120"}]}
      """;
  private static final String NODES =
      """
      apiVersion: v1
      kind: Node
      metadata: {name: n1, labels: {rack: a}}
      spec: {podCIDRs: [10.244.1.0/24, "fd44:1::/64"]}
      status: {addresses: [{type: InternalIP, address: 172.16.0.11}, {type: InternalIP, address: "fd10::11"}]}
      ---
      apiVersion: v1
      kind: Node
      metadata: {name: n2, labels: {rack: b}}
      spec: {podCIDRs: [10.244.2.0/24]}
      status: {addresses: [{type: InternalIP, address: 172.16.0.12}, {type: InternalIP, address: "fd10::12"}]}
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

  private static String clusterConfig(String name, String peer) {
    return """
    apiVersion: cilium.io/v2
    kind: CiliumBGPClusterConfig
    metadata: {name: %s}
    spec:
      bgpInstances:
        - {name: main, localASN: 65001, peers: [{name: tor, %s}]}
    """
        .formatted(name, peer);
  }

  private static String advertisement(String name, String entries) {
    return """
    apiVersion: cilium.io/v2
    kind: CiliumBGPAdvertisement
    metadata: {name: %s, labels: {advertise: bgp}}
    spec:
      advertisements: [%s]
    """
        .formatted(name, entries);
  }

  private static String services(String addresses, String more) {
    return "{advertisementType: Service, service: {addresses: ["
        + addresses
        + "]"
        + more
        + "}, selector: {matchExpressions: [{key: x, operator: NotIn, values: [y]}]}}";
  }

  private static String service(String name, String spec) {
    return """
    apiVersion: v1
    kind: Service
    metadata: {name: %s, namespace: web, labels: {app: %s}}
    spec: {type: LoadBalancer, ports: [{port: 80}], %s}
    """
        .formatted(name, name, spec);
  }

  private static String endpoints(String service, String endpoints) {
    return """
    apiVersion: discovery.k8s.io/v1
    kind: EndpointSlice
    metadata: {name: %s-1, namespace: web, labels: {kubernetes.io/service-name: %s}}
    addressType: IPv4
    endpoints: [%s]
    """
        .formatted(service, service, endpoints);
  }

  /** Pool, nodes, and an eBGP session of every node with 172.16.0.1. */
  private PlanScenario base() {
    return base(scenario);
  }

  private static PlanScenario base(PlanScenario scenario) {
    return scenario
        .put("pool.yaml", POOL)
        .put("nodes.yaml", NODES)
        .put("peer.yaml", PEER)
        .put(
            "cluster.yaml",
            clusterConfig(
                "rack", "peerASN: 65000, peerAddress: 172.16.0.1, peerConfigRef: {name: peer}"));
  }

  @Test
  void plan_serviceEntryWithoutSelector_selectsNothing() {
    base()
        .put(
            "adv.yaml",
            advertisement(
                "a", "{advertisementType: Service, service: {addresses: [LoadBalancerIP]}}"))
        .put("svc.yaml", service("a", "clusterIP: 10.96.0.1"))
        .apply();
    assertThat(scenario.routes("n1")).isEmpty();
    assertThat(scenario.decisions("web/a", "10.0.0.0"))
        .containsExactly(
            "n1 NO_ADVERTISEMENT_SELECTS_SERVICE", "n2 NO_ADVERTISEMENT_SELECTS_SERVICE");
    assertThat(
            scenario
                .plan
                .service(ServiceRef.parse("web/a"))
                .orElseThrow()
                .addresses()
                .get(0)
                .decisions()
                .get(0)
                .detail())
        .contains("an entry without selector selects none");
  }

  @Test
  void plan_familyWithoutAdvertisements_sendsNothing() {
    base()
        .put(
            "peer.yaml",
            """
            apiVersion: cilium.io/v2
            kind: CiliumBGPPeerConfig
            metadata: {name: peer}
            spec: {families: [{afi: ipv4, safi: unicast}]}
            """)
        .put("adv.yaml", advertisement("a", services("LoadBalancerIP", "")))
        .put("svc.yaml", service("a", "clusterIP: 10.96.0.1"))
        .apply();
    assertThat(scenario.routes("n1")).isEmpty();
    assertThat(scenario.decisions("web/a", "10.0.0.0"))
        .startsWith("n1 FAMILY_SELECTS_NO_ADVERTISEMENT");
    assertThat(scenario.session("n1").families()).hasSize(1);
  }

  @Test
  void plan_addressTypes_announceWhatTheyName() {
    base()
        .put("adv.yaml", advertisement("a", services("ClusterIP, ExternalIP", "")))
        .put(
            "svc.yaml",
            service("a", "clusterIP: 10.96.0.1, externalIPs: [192.0.2.1]")
                + "---\n"
                + service("b", "clusterIP: None"))
        .apply();
    assertThat(scenario.routes("n1")).containsExactly("tor 10.96.0.1/32", "tor 192.0.2.1/32");
    assertThat(scenario.decisions("web/a", "10.0.0.0"))
        .startsWith("n1 ADDRESS_TYPE_NOT_ADVERTISED");
  }

  @Test
  void plan_localPolicies_governTheirOwnAddresses() {
    base()
        .put("adv.yaml", advertisement("a", services("ClusterIP, ExternalIP, LoadBalancerIP", "")))
        .put(
            "svc.yaml",
            service(
                "a",
                "clusterIP: 10.96.0.1, externalIPs: [192.0.2.1], externalTrafficPolicy: Local"))
        .put("ep.yaml", endpoints("a", "{addresses: [10.244.1.1], nodeName: n1}"))
        .apply();
    assertThat(scenario.routes("n1"))
        .containsExactly("tor 10.0.0.0/32", "tor 10.96.0.1/32", "tor 192.0.2.1/32");
    assertThat(scenario.routes("n2")).containsExactly("tor 10.96.0.1/32");
    scenario
        .put("svc.yaml", service("a", "clusterIP: 10.96.0.1, internalTrafficPolicy: Local"))
        .apply();
    assertThat(scenario.routes("n1")).containsExactly("tor 10.0.0.0/32", "tor 10.96.0.1/32");
    assertThat(scenario.routes("n2")).containsExactly("tor 10.0.0.0/32");
  }

  @Test
  void plan_localPolicy_countsOnlyReadyEndpointsThatStay() {
    base()
        .put("adv.yaml", advertisement("a", services("LoadBalancerIP", "")))
        .put("svc.yaml", service("a", "externalTrafficPolicy: Local"))
        .put(
            "ep.yaml",
            endpoints(
                "a",
                "{addresses: [10.244.1.1], nodeName: n1, conditions: {ready: false, serving: true,"
                    + " terminating: true}}, {addresses: [10.244.2.1], nodeName: n2, conditions:"
                    + " {ready: false}}"))
        .apply();
    assertThat(scenario.routes("n1")).isEmpty();
    assertThat(scenario.routes("n2")).isEmpty();
    assertThat(scenario.decisions("web/a", "10.0.0.0"))
        .containsExactly("n1 NO_LOCAL_ENDPOINTS", "n2 NO_LOCAL_ENDPOINTS");
    scenario.put("ep.yaml", endpoints("a", "{addresses: [10.244.2.1], nodeName: n2}")).apply();
    assertThat(scenario.routes("n2")).containsExactly("tor 10.0.0.0/32");
  }

  @Test
  void plan_syntheticEndpointWithoutNode_countsOnEveryNode() {
    base()
        .put("adv.yaml", advertisement("a", services("LoadBalancerIP", "")))
        .put("svc.yaml", service("a", "externalTrafficPolicy: Local"))
        .put("ep.yaml", endpoints("a", "{addresses: [192.192.192.192]}"))
        .apply();
    assertThat(scenario.expectedAt("172.16.0.1"))
        .containsExactly("10.0.0.0/32: 172.16.0.11 172.16.0.12");
  }

  @Test
  void plan_clusterPolicyWithoutEndpoints_isAnOption() {
    base()
        .put("adv.yaml", advertisement("a", services("LoadBalancerIP", "")))
        .put("svc.yaml", service("a", "externalTrafficPolicy: Cluster"))
        .apply();
    assertThat(scenario.routes("n1")).containsExactly("tor 10.0.0.0/32");
    PlanScenario strict = base(new PlanScenario(new RoutePlanner.Options(false, false)));
    strict
        .put("adv.yaml", advertisement("a", services("LoadBalancerIP", "")))
        .put("svc.yaml", service("a", "externalTrafficPolicy: Cluster"))
        .put("ep.yaml", endpoints("a", "{addresses: [10.244.2.1], conditions: {ready: false}}"))
        .apply();
    assertThat(strict.routes("n1")).isEmpty();
    assertThat(strict.decisions("web/a", "10.0.0.0")).startsWith("n1 NO_ENDPOINTS");
    strict.put("ep.yaml", endpoints("a", "{addresses: [10.244.2.1], nodeName: n2}")).apply();
    assertThat(strict.routes("n1")).containsExactly("tor 10.0.0.0/32");
  }

  @Test
  void plan_overlappingAdvertisements_uniteCommunitiesAndTakeTheHighestPreference() {
    String ibgp =
        clusterConfig(
            "rack", "peerASN: 65001, peerAddress: 172.16.0.1, peerConfigRef: {name: peer}");
    base()
        .put("cluster.yaml", ibgp)
        .put(
            "adv.yaml",
            advertisement(
                    "a",
                    services("LoadBalancerIP", "")
                        .replaceFirst(
                            "}$",
                            ", attributes: {localPreference: 150, communities: {standard:"
                                + " ['65000:1'], wellKnown: [no-export]}}}"))
                + "---\n"
                + advertisement(
                    "b",
                    services("LoadBalancerIP", "")
                        .replaceFirst(
                            "}$",
                            ", attributes: {localPreference: 120, communities: {standard:"
                                + " ['65000:2'], large: ['65000:1:2']}}}")))
        .put("svc.yaml", service("a", "clusterIP: 10.96.0.1"))
        .apply();
    assertThat(scenario.manifestProblems()).isEmpty();
    assertThat(scenario.routes("n1"))
        .containsExactly("tor 10.0.0.0/32 pref 150 65000:1 65000:2 65535:65281 65000:1:2");
    scenario.put("cluster.yaml", ibgp.replace("peerASN: 65001", "peerASN: 65000")).apply();
    assertThat(scenario.routes("n1"))
        .containsExactly("tor 10.0.0.0/32 65000:1 65000:2 65535:65281 65000:1:2");
    scenario.put("cluster.yaml", ibgp.replace("peerASN: 65001", "peerASN: 0")).apply();
    assertThat(scenario.routes("n1").get(0)).contains("pref 150");
  }

  @Test
  void plan_aggregation_leavesLocalServicesExact() {
    base()
        .put(
            "adv.yaml",
            advertisement("a", services("LoadBalancerIP", ", aggregationLengthIPv4: 24"))
                + "---\n"
                + advertisement("b", services("LoadBalancerIP", "")))
        .put(
            "svc.yaml",
            service("a", "externalTrafficPolicy: Cluster")
                + "---\n"
                + service("b", "externalTrafficPolicy: Local")
                + "---\n"
                + service("c", "externalTrafficPolicy: Cluster"))
        .put("ep.yaml", endpoints("b", "{addresses: [10.244.2.1], nodeName: n2}"))
        .apply();
    assertThat(scenario.routes("n1"))
        .containsExactly("tor 10.0.0.0/24", "tor 10.0.0.0/32", "tor 10.0.0.2/32");
    assertThat(scenario.routes("n2")).contains("tor 10.0.0.1/32");
    assertThat(scenario.plan.owners(IpPrefix.parse("10.0.0.0/24")))
        .extracting(ServiceRef::name)
        .containsExactly("a", "c");
    scenario
        .put(
            "adv.yaml",
            advertisement("a", services("LoadBalancerIP", ", aggregationLengthIPv4: 24")))
        .apply();
    assertThat(scenario.routes("n1")).containsExactly("tor 10.0.0.0/24");
    assertThat(scenario.routes("n2")).containsExactly("tor 10.0.0.0/24", "tor 10.0.0.1/32");
  }

  @Test
  void plan_sharedVip_staysUntilTheLastServiceGoes() {
    String shared =
        """
        apiVersion: v1
        kind: Service
        metadata: {name: %s, namespace: web, annotations: {lbipam.cilium.io/sharing-key: k}}
        spec: {type: LoadBalancer, ports: [{port: %d}]}
        """;
    base()
        .put("adv.yaml", advertisement("a", services("LoadBalancerIP", "")))
        .put("a.yaml", shared.formatted("a", 80))
        .put("b.yaml", shared.formatted("b", 81))
        .apply();
    assertThat(scenario.routes("n1")).containsExactly("tor 10.0.0.0/32");
    ClusterPlan before = scenario.plan;
    scenario.remove("a.yaml").apply();
    assertThat(scenario.routes("n1")).containsExactly("tor 10.0.0.0/32");
    assertThat(scenario.plan.generation()).isEqualTo(before.generation());
    assertThat(scenario.plan.owners(IpPrefix.parse("10.0.0.0/32")))
        .containsExactly(ServiceRef.parse("web/b"));
    scenario.remove("b.yaml").apply();
    assertThat(scenario.routes("n1")).isEmpty();
    assertThat(scenario.expectedAt("172.16.0.1")).isEmpty();
  }

  @Test
  void expectedAt_otherFamilyThanTheSession_hasNextHopOfTheSession() {
    String dual = service("a", "ipFamilyPolicy: RequireDualStack, ipFamilies: [IPv4, IPv6]");
    base()
        .put(
            "cluster.yaml",
            clusterConfig(
                "rack", "peerASN: 65000, peerAddress: 'fd10::1', peerConfigRef: {name: peer}"))
        .put("adv.yaml", advertisement("a", services("LoadBalancerIP", "")))
        .put("svc.yaml", dual)
        .apply();
    assertThat(scenario.expectedAt("fd10::1"))
        .containsExactly("10.0.0.0/32: fd10::11 fd10::12", "fd00::/128: fd10::11 fd10::12");
    base().apply();
    assertThat(scenario.expectedAt("172.16.0.1"))
        .containsExactly(
            "10.0.0.0/32: 172.16.0.11 172.16.0.12",
            "fd00::/128: ::ffff:172.16.0.11 ::ffff:172.16.0.12");
    assertThat(scenario.expectedAt("fd10::1")).isEmpty();
  }

  @Test
  void plan_nodeOverride_changesIdentifierAsnAndAddresses() {
    base()
        .put(
            "override.yaml",
            """
            apiVersion: cilium.io/v2
            kind: CiliumBGPNodeConfigOverride
            metadata: {name: n1}
            spec:
              bgpInstances:
                - name: main
                  routerID: 1.2.3.4
                  localPort: 1790
                  localASN: 65077
                  peers: [{name: tor, localAddress: 172.16.9.9}]
            """)
        .put("adv.yaml", advertisement("a", services("LoadBalancerIP", "")))
        .put("svc.yaml", service("a", "clusterIP: 10.96.0.1"))
        .apply();
    BgpSession session = scenario.session("n1");
    assertThat(session.instance().bgpIdentifier()).hasToString("1.2.3.4");
    assertThat(session.instance().listenPort()).hasValue(1790);
    assertThat(session.instance().localAsn()).isEqualTo(65077);
    assertThat(session.localAddress()).contains(IpAddress.parse("172.16.9.9"));
    assertThat(scenario.session("n2").instance().bgpIdentifier()).hasToString("172.16.0.12");
    assertThat(scenario.expectedAt("172.16.0.1"))
        .containsExactly("10.0.0.0/32: 172.16.0.12 172.16.9.9");
  }

  @Test
  void plan_nodeConfig_standsInsteadOfClusterConfigs() {
    base()
        .put(
            "node-config.yaml",
            """
            apiVersion: cilium.io/v2
            kind: CiliumBGPNodeConfig
            metadata: {name: n1}
            spec:
              bgpInstances:
                - name: own
                  localASN: 65055
                  routerID: 9.9.9.9
                  peers:
                    - {name: x, peerASN: 65000, peerAddress: 172.16.0.2, localAddress: 172.16.0.11, peerConfigRef: {name: peer}}
            """)
        .put("adv.yaml", advertisement("a", "{advertisementType: PodCIDR}"))
        .apply();
    BgpSession session = scenario.session("n1");
    assertThat(session.id()).hasToString("own/x");
    assertThat(session.instance().localAsn()).isEqualTo(65055);
    assertThat(session.instance().bgpIdentifier()).hasToString("9.9.9.9");
    assertThat(scenario.expectedAt("172.16.0.2"))
        .containsExactly("10.244.1.0/24: 172.16.0.11", "fd44:1::/64: ::ffff:172.16.0.11");
    assertThat(scenario.expectedAt("172.16.0.1")).containsExactly("10.244.2.0/24: 172.16.0.12");
  }

  @Test
  void plan_ciliumNode_countsBeforeTheNode() {
    base()
        .put(
            "cilium-node.yaml",
            """
            apiVersion: cilium.io/v2
            kind: CiliumNode
            metadata: {name: n1}
            spec:
              addresses: [{type: InternalIP, ip: 172.16.0.111}]
              ipam: {podCIDRs: [10.245.1.0/24]}
            """)
        .put("adv.yaml", advertisement("a", "{advertisementType: PodCIDR}"))
        .apply();
    assertThat(scenario.session("n1").instance().bgpIdentifier()).hasToString("172.16.0.111");
    assertThat(scenario.routes("n1")).containsExactly("tor 10.245.1.0/24", "tor fd44:1::/64");
  }

  @Test
  void plan_nodeSelectedTwice_belongsToTheFirstByName() {
    base()
        .put("other.yaml", clusterConfig("zzz", "peerASN: 65009, peerAddress: 172.16.0.9"))
        .apply();
    assertThat(scenario.session("n1").peerAddress()).hasToString("172.16.0.1");
    assertThat(conditions("zzz"))
        .contains(
            "cilium.io/ConflictingClusterConfig=True ConflictingClusterConfigs: Selecting the same"
                + " node(s) with ClusterConfig(s): [rack]");
    assertThat(conditions("rack"))
        .contains("cilium.io/ConflictingClusterConfig=False ConflictingClusterConfigs");
    assertThat(scenario.plan.problems()).extracting(Problem::message).hasSize(1);
  }

  @Test
  void plan_selectorMatchesNoNode_saysSo() {
    base()
        .put(
            "cluster.yaml",
            clusterConfig("rack", "peerASN: 65000, peerAddress: 172.16.0.1")
                .replace("spec:\n", "spec:\n  nodeSelector: {matchLabels: {rack: none}}\n"))
        .apply();
    assertThat(scenario.plan.node("n1").targets()).isEmpty();
    assertThat(conditions("rack"))
        .contains(
            "cilium.io/NoMatchingNode=True NoMatchingNode: No node matches spec.nodeSelector");
  }

  @Test
  void plan_peerConfigMissing_runsWithDefaultsAndAnnouncesNothing() {
    base()
        .remove("peer.yaml")
        .put("adv.yaml", advertisement("a", services("LoadBalancerIP", "")))
        .put("svc.yaml", service("a", "clusterIP: 10.96.0.1"))
        .apply();
    assertThat(scenario.session("n1").timers().hold()).isEqualTo(90);
    assertThat(scenario.routes("n1")).isEmpty();
    assertThat(conditions("rack"))
        .contains(
            "cilium.io/MissingPeerConfigs=True MissingPeerConfigs: Referenced CiliumBGPPeerConfig(s)"
                + " are missing: [peer]");
    scenario.put("peer.yaml", PEER).apply();
    assertThat(scenario.routes("n1")).containsExactly("tor 10.0.0.0/32");
  }

  @Test
  void plan_authSecret_isNeededAndItsArrivalIsEnough() {
    String secret =
        """
        apiVersion: v1
        kind: Secret
        metadata: {name: md5, namespace: %s}
        stringData: {password: hush}
        """;
    base()
        .put("peer.yaml", PEER.replace("spec:\n", "spec:\n  authSecretRef: md5\n"))
        .put("secret.yaml", secret.formatted("default"))
        .apply();
    assertThat(scenario.plan.node("n1").targets()).isEmpty();
    assertThat(scenario.plan.node("n1").problems().get(0).message())
        .contains("Secret kube-system/md5")
        .contains("no session is opened without one");
    scenario.put("secret.yaml", secret.formatted("kube-system")).apply();
    assertThat(scenario.session("n1").password().orElseThrow().revealText()).isEqualTo("hush");
    assertThat(scenario.plan.node("n1").problems()).isEmpty();
    assertThat(scenario.plan.toString() + scenario.session("n1")).doesNotContain("hush");
  }

  @Test
  void plan_instanceWithoutAsn_isAProblemOfItsNodeAlone() {
    base()
        .put(
            "cluster.yaml",
            clusterConfig("rack", "peerASN: 65000, peerAddress: 172.16.0.1")
                .replace("localASN: 65001, ", ""))
        .put(
            "override.yaml",
            """
            apiVersion: cilium.io/v2
            kind: CiliumBGPNodeConfigOverride
            metadata: {name: n2}
            spec: {bgpInstances: [{name: main, localASN: 65002}]}
            """)
        .apply();
    assertThat(scenario.plan.node("n1").targets()).isEmpty();
    assertThat(scenario.plan.node("n1").problems().get(0).message()).contains("no localASN");
    assertThat(scenario.session("n2").instance().localAsn()).isEqualTo(65002);
  }

  @Test
  void plan_nodeWithoutIpv4_getsAnIdentifierOfItsName() {
    base()
        .put(
            "nodes.yaml",
            """
            apiVersion: v1
            kind: Node
            metadata: {name: n6}
            status: {addresses: [{type: InternalIP, address: "fd10::6"}]}
            """)
        .apply();
    IpAddress identifier = scenario.session("n6").instance().bgpIdentifier();
    assertThat(identifier.isUnspecified()).isFalse();
    assertThat(identifier)
        .isEqualTo(
            base(new PlanScenario())
                .put("nodes.yaml", "{apiVersion: v1, kind: Node, metadata: {name: n6}}")
                .apply()
                .session("n6")
                .instance()
                .bgpIdentifier());
  }

  @Test
  void plan_foreignClass_isNotAnnounced() {
    base()
        .put("adv.yaml", advertisement("a", services("LoadBalancerIP, ClusterIP", "")))
        .put("svc.yaml", service("a", "clusterIP: 10.96.0.1, loadBalancerClass: other.io/x"))
        .apply();
    assertThat(scenario.routes("n1")).containsExactly("tor 10.96.0.1/32");
    assertThat(scenario.plan.service(ServiceRef.parse("web/a")).orElseThrow().obstacle())
        .contains(NotAnnounced.FOREIGN_CLASS);
    scenario
        .put(
            "svc.yaml",
            service("a", "clusterIP: 10.96.0.1, loadBalancerClass: io.cilium/bgp-control-plane"))
        .apply();
    assertThat(scenario.routes("n1")).containsExactly("tor 10.0.0.0/32", "tor 10.96.0.1/32");
  }

  @Test
  void plan_withoutPools_announcesWhatSomebodyElseGave() {
    base()
        .remove("pool.yaml")
        .put("adv.yaml", advertisement("a", services("LoadBalancerIP", "")))
        .put(
            "svc.yaml",
            service("a", "externalTrafficPolicy: Cluster")
                + "status: {loadBalancer: {ingress: [{ip: 203.0.113.5}]}}\n")
        .put("b.yaml", service("b", "externalTrafficPolicy: Cluster"))
        .apply();
    assertThat(scenario.routes("n1")).containsExactly("tor 203.0.113.5/32");
    assertThat(scenario.plan.service(ServiceRef.parse("web/b")).orElseThrow().obstacle())
        .contains(NotAnnounced.NO_ADDRESS);
  }

  @Test
  void plan_specialKeys_selectByNameAndNamespace() {
    base()
        .put(
            "adv.yaml",
            advertisement(
                "a",
                "{advertisementType: Service, service: {addresses: [LoadBalancerIP]}, selector:"
                    + " {matchLabels: {io.kubernetes.service.name: b,"
                    + " io.kubernetes.service.namespace: web}}}"))
        .put("svc.yaml", service("a", "clusterIP: 10.96.0.1") + "---\n" + service("b", ""))
        .apply();
    assertThat(scenario.routes("n1")).containsExactly("tor 10.0.0.1/32");
  }

  private List<String> conditions(String clusterConfig) {
    return scenario.plan.conditions().entrySet().stream()
        .filter(e -> e.getKey().name().equals(clusterConfig))
        .flatMap(e -> e.getValue().stream())
        .map(Object::toString)
        .toList();
  }
}
