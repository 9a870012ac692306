package io.readback.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.readback.core.model.Problem;
import io.readback.core.model.Problem.Severity;
import io.readback.core.model.ServiceRef;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.target.BfdProfile;
import io.readback.spi.target.BgpSession;
import io.readback.spi.target.BgpTimers;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * One test for each rule of MetalLB's dialect, manifests in, routes out; long because the rules are
 * many and the manifests stand beside what they cause.
 */
class MetallbPlanTest {
  private static final String POOL = pool("p", "", "10.1.0.10-10.1.0.99", "fd01::10-fd01::99");
  private static final String NODES =
      node("n1", "rack: a", "172.16.0.11", "") + "---\n" + node("n2", "rack: b", "172.16.0.12", "");
  private static final String PEER = peer("tor", "peerAddress: 172.16.0.1");
  private static final String EVERYTHING = advertisement("all", "");
  private static final String READY = "{addresses: [10.244.1.5], nodeName: n1}";

  private final PlanScenario scenario = new PlanScenario();

  private static String pool(String name, String labels, String... addresses) {
    return """
    apiVersion: metallb.io/v1beta1
    kind: IPAddressPool
    metadata: {name: %s, namespace: metallb-system, labels: {%s}}
    spec: {addresses: ["%s"]}
    """
        .formatted(name, labels, String.join("\", \"", addresses));
  }

  private static String node(String name, String labels, String address, String conditions) {
    return """
    apiVersion: v1
    kind: Node
    metadata: {name: %s, labels: {%s}}
    status: {addresses: [{type: InternalIP, address: %s}, {type: InternalIP, address: "fd10::%s"}], conditions: [%s]}
    """
        .formatted(name, labels, address, address.substring(address.length() - 2), conditions);
  }

  private static String peer(String name, String spec) {
    return """
    apiVersion: metallb.io/v1beta2
    kind: BGPPeer
    metadata: {name: %s, namespace: metallb-system}
    spec: {myASN: 65001, peerASN: 65000, %s}
    """
        .formatted(name, spec);
  }

  private static String advertisement(String name, String spec) {
    return """
    apiVersion: metallb.io/v1beta1
    kind: BGPAdvertisement
    metadata: {name: %s, namespace: metallb-system}
    spec: {%s}
    """
        .formatted(name, spec);
  }

  /** Asks for 10.1.0.10 of pool p. */
  private static String service(String name, String spec) {
    return service(name, "10.1.0.10", spec);
  }

  private static String service(String name, String vips, String spec) {
    return """
    apiVersion: v1
    kind: Service
    metadata: {name: %s, namespace: web, labels: {app: %s}, annotations: {metallb.io/loadBalancerIPs: "%s"}}
    spec: {type: LoadBalancer, ports: [{port: 80, protocol: TCP}], clusterIP: 10.96.0.1, %s}
    """
        .formatted(name, name, vips, spec);
  }

  private static String dualStack(String spec) {
    return service(
        "a",
        "10.1.0.10,fd01::10",
        "ipFamilyPolicy: RequireDualStack, ipFamilies: [IPv4, IPv6], clusterIPs: [10.96.0.1,"
            + " \"fd96::1\"], "
            + spec);
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

  /**
   * Pool, two nodes, one eBGP peer of both, everything advertised, one Service with a pod on n1.
   */
  private PlanScenario base() {
    return base(scenario);
  }

  private static PlanScenario base(PlanScenario on) {
    return on.put("pool.yaml", POOL)
        .put("nodes.yaml", NODES)
        .put("peer.yaml", PEER)
        .put("adv.yaml", EVERYTHING)
        .put("svc.yaml", service("a", ""))
        .put("eps.yaml", endpoints("a", READY));
  }

  private List<String> problems() {
    return scenario.plan.problems().stream().map(Problem::message).toList();
  }

  @Test
  void plan_emptyAdvertisement_announcesEveryPoolToEveryPeerFromEveryNode() {
    base().apply();
    assertThat(scenario.routes("n1")).containsExactly("tor 10.1.0.10/32");
    assertThat(scenario.routes("n2")).containsExactly("tor 10.1.0.10/32");
    assertThat(scenario.expectedAt("172.16.0.1"))
        .containsExactly("10.1.0.10/32: 172.16.0.11 172.16.0.12");
    assertThat(scenario.plan.problems()).isEmpty();
  }

  @Test
  void plan_noAdvertisement_announcesNothing() {
    base().remove("adv.yaml").apply();
    assertThat(scenario.routes("n1")).isEmpty();
    assertThat(scenario.decisions("web/a", "10.1.0.10"))
        .containsExactly(
            "n1 NO_ADVERTISEMENT_SELECTS_SERVICE", "n2 NO_ADVERTISEMENT_SELECTS_SERVICE");
    assertThat(detail("web/a")).isEqualTo("there is no BGPAdvertisement");
  }

  private String detail(String service) {
    return scenario
        .plan
        .service(ServiceRef.parse(service))
        .orElseThrow()
        .addresses()
        .get(0)
        .decisions()
        .get(0)
        .detail();
  }

  @Test
  void plan_noPeer_saysSoInMetallbsWords() {
    base().remove("peer.yaml").apply();
    assertThat(scenario.decisions("web/a", "10.1.0.10"))
        .containsExactly("n1 NO_PEERING_FOR_NODE", "n2 NO_PEERING_FOR_NODE");
    assertThat(detail("web/a")).isEqualTo("no BGPPeer selects node n1");
  }

  @Test
  void plan_poolsByNameOrLabel_areUnited() {
    base()
        .put("pool.yaml", pool("p", "tier: gold", "10.1.0.10-10.1.0.99"))
        .put("adv.yaml", advertisement("named", "ipAddressPools: [other]"))
        .apply();
    assertThat(scenario.routes("n1")).isEmpty();
    assertThat(detail("web/a")).isEqualTo("BGPAdvertisement named does not announce pool p");
    scenario
        .put(
            "adv.yaml",
            advertisement(
                "named",
                "ipAddressPools: [other], ipAddressPoolSelectors: [{matchLabels: {tier: iron}},"
                    + " {matchLabels: {tier: gold}}]"))
        .apply();
    assertThat(scenario.routes("n1")).containsExactly("tor 10.1.0.10/32");
    scenario.put("adv.yaml", advertisement("named", "ipAddressPools: [p]")).apply();
    assertThat(scenario.routes("n1")).containsExactly("tor 10.1.0.10/32");
  }

  @Test
  void plan_peersOfAdvertisement_othersAreNotTold() {
    base()
        .put("peer2.yaml", peer("spine", "peerAddress: 172.16.0.2"))
        .put("adv.yaml", advertisement("some", "peers: [spine, gone]"))
        .apply();
    assertThat(scenario.routes("n1")).containsExactly("spine 10.1.0.10/32");
    assertThat(scenario.decisions("web/a", "10.1.0.10"))
        .containsExactly(
            "n1 [10.1.0.10/32]",
            "n1 NO_ADVERTISEMENT_SELECTS_SERVICE",
            "n2 [10.1.0.10/32]",
            "n2 NO_ADVERTISEMENT_SELECTS_SERVICE");
    scenario.put("adv2.yaml", advertisement("tor", "peers: [tor], communities: [65000:7]")).apply();
    assertThat(scenario.routes("n1"))
        .containsExactly("spine 10.1.0.10/32", "tor 10.1.0.10/32 65000:7");
  }

  @Test
  void plan_nodeSelectorsOfAdvertisement_areTheNextHopsAndFollowLabels() {
    base()
        .put(
            "adv.yaml",
            advertisement(
                "some", "nodeSelectors: [{matchLabels: {rack: b}}, {matchLabels: {rack: c}}]"))
        .apply();
    assertThat(scenario.expectedAt("172.16.0.1")).containsExactly("10.1.0.10/32: 172.16.0.12");
    assertThat(detail("web/a")).isEqualTo("BGPAdvertisement some does not select node n1");
    scenario
        .put(
            "nodes.yaml",
            node("n1", "rack: c", "172.16.0.11", "")
                + "---\n"
                + node("n2", "rack: a", "172.16.0.12", ""))
        .apply();
    assertThat(scenario.expectedAt("172.16.0.1")).containsExactly("10.1.0.10/32: 172.16.0.11");
  }

  @Test
  void plan_twoServicesWithTwoAdvertisements_eachFromItsNodes() {
    base()
        .put("pool2.yaml", pool("q", "", "10.2.0.10-10.2.0.99"))
        .put("svc.yaml", service("a", "") + "---\n" + service("b", "10.2.0.10", ""))
        .put("eps.yaml", endpoints("a", READY) + "---\n" + endpoints("b", READY))
        .put(
            "adv.yaml",
            advertisement("p", "ipAddressPools: [p], nodeSelectors: [{matchLabels: {rack: a}}]")
                + "---\n"
                + advertisement(
                    "q", "ipAddressPools: [q], nodeSelectors: [{matchLabels: {rack: b}}]"))
        .apply();
    assertThat(scenario.routes("n1")).containsExactly("tor 10.1.0.10/32");
    assertThat(scenario.routes("n2")).containsExactly("tor 10.2.0.10/32");
  }

  @Test
  void plan_serviceSelectors_areOredAndFollowTheServicesLabels() {
    base()
        .put(
            "adv.yaml",
            advertisement(
                "some", "serviceSelectors: [{matchLabels: {app: x}}, {matchLabels: {app: b}}]"))
        .apply();
    assertThat(scenario.routes("n1")).isEmpty();
    assertThat(detail("web/a"))
        .isEqualTo("BGPAdvertisement some has serviceSelectors that do not match the Service");
    scenario.put("svc.yaml", service("a", "").replace("app: a", "app: x")).apply();
    assertThat(scenario.routes("n1")).containsExactly("tor 10.1.0.10/32");
  }

  @Test
  void plan_peersNodeSelectors_limitTheSession() {
    base()
        .put(
            "peer.yaml",
            peer("tor", "peerAddress: 172.16.0.1, nodeSelectors: [{matchLabels: {rack: b}}]"))
        .apply();
    assertThat(scenario.plan.node("n1").targets()).isEmpty();
    assertThat(scenario.routes("n2")).containsExactly("tor 10.1.0.10/32");
    assertThat(scenario.decisions("web/a", "10.1.0.10"))
        .containsExactly("n1 NO_PEERING_FOR_NODE", "n2 [10.1.0.10/32]");
  }

  @Test
  void plan_aggregation_masksTheVipAlsoUnderLocalPolicy() {
    base()
        .put("pool.yaml", pool("p", "", "10.1.0.0/24", "fd01::/112"))
        .put("svc.yaml", service("a", "10.1.0.77", "externalTrafficPolicy: Local"))
        .put(
            "adv.yaml",
            advertisement("exact", "localPref: 100, communities: [65000:1]")
                + "---\n"
                + advertisement("sum", "aggregationLength: 26, aggregationLengthV6: 120"))
        .apply();
    assertThat(scenario.routes("n1"))
        .containsExactly("tor 10.1.0.64/26", "tor 10.1.0.77/32 65000:1");
    assertThat(scenario.routes("n2")).isEmpty();
    assertThat(scenario.decisions("web/a", "10.1.0.77"))
        .containsExactly("n1 [10.1.0.64/26, 10.1.0.77/32]", "n2 NO_LOCAL_ENDPOINTS");
  }

  @Test
  void plan_aggregateLargerThanPool_hasNoEffectOnThatPoolOnly() {
    base()
        .put("pool.yaml", pool("p", "", "10.1.0.0/28") + "---\n" + pool("q", "", "10.2.0.0/16"))
        .put("adv.yaml", advertisement("sum", "aggregationLength: 24"))
        .put("svc.yaml", service("a", "") + "---\n" + service("b", "10.2.0.10", ""))
        .put("eps.yaml", endpoints("a", READY) + "---\n" + endpoints("b", READY))
        .apply();
    assertThat(scenario.routes("n1")).containsExactly("tor 10.2.0.0/24");
    assertThat(problems())
        .singleElement()
        .asString()
        .startsWith("the length 24 is shorter than the prefix /28 in 10.1.0.0/28 of pool p");
    scenario.put("pool.yaml", pool("p", "", "10.1.0.200-10.1.2.3")).apply();
    assertThat(problems()).isEmpty();
    scenario.put("pool.yaml", pool("p", "", "10.1.0.200-10.1.1.254")).apply();
    assertThat(problems()).hasSize(1);
  }

  @Test
  void plan_localPreference_onInternalSessionsOnly() {
    base()
        .put("adv.yaml", advertisement("all", "localPref: 150"))
        .put("peer2.yaml", peer("rr", "peerAddress: 172.16.0.2").replace("65000", "65001"))
        .put(
            "peer3.yaml",
            peer("in", "peerAddress: 172.16.0.3, dynamicASN: internal")
                .replace("peerASN: 65000, ", ""))
        .put(
            "peer4.yaml",
            peer("out", "peerAddress: 172.16.0.4, dynamicASN: external")
                .replace("peerASN: 65000, ", ""))
        .apply();
    assertThat(scenario.routes("n1"))
        .containsExactly(
            "in 10.1.0.10/32 pref 150",
            "out 10.1.0.10/32",
            "rr 10.1.0.10/32 pref 150",
            "tor 10.1.0.10/32");
  }

  @Test
  void plan_communities_byValueLargeAndAliasAreUnitedOverAdvertisements() {
    base()
        .put(
            "adv.yaml",
            advertisement("one", "communities: [65000:1, vpn]")
                + "---\n"
                + advertisement("two", "communities: [\"large:65000:1:2\", 65000:3]"))
        .put(
            "com.yaml",
            """
            apiVersion: metallb.io/v1beta1
            kind: Community
            metadata: {name: any, namespace: metallb-system}
            spec: {communities: [{name: vpn, value: "65000:99"}]}
            """)
        .apply();
    assertThat(scenario.routes("n1"))
        .containsExactly("tor 10.1.0.10/32 65000:1 65000:3 65000:99 65000:1:2");
  }

  @Test
  void plan_unknownAlias_leavesTheAdvertisementWithoutEffectUntilItIsThere() {
    base()
        .put("adv2.yaml", advertisement("named", "communities: [vpn], aggregationLength: 31"))
        .apply();
    assertThat(scenario.routes("n1")).containsExactly("tor 10.1.0.10/32");
    assertThat(problems())
        .singleElement()
        .asString()
        .isEqualTo("'vpn' is neither a community nor an alias, the object has no effect");
    scenario
        .put(
            "com.yaml",
            """
            apiVersion: metallb.io/v1beta1
            kind: Community
            metadata: {name: any, namespace: metallb-system}
            spec: {communities: [{name: vpn, value: "large:1:2:3"}]}
            """)
        .apply();
    assertThat(scenario.routes("n1")).containsExactly("tor 10.1.0.10/31 1:2:3", "tor 10.1.0.10/32");
    assertThat(problems()).isEmpty();
  }

  @Test
  void plan_aliasTwice_theOlderCounts() {
    base()
        .put("adv.yaml", advertisement("one", "communities: [vpn]"))
        .put(
            "com.yaml",
            """
            apiVersion: metallb.io/v1beta1
            kind: Community
            metadata: {name: a, namespace: metallb-system, creationTimestamp: "2026-02-02T00:00:00Z"}
            spec: {communities: [{name: vpn, value: "65000:2"}]}
            ---
            apiVersion: metallb.io/v1beta1
            kind: Community
            metadata: {name: b, namespace: metallb-system, creationTimestamp: "2026-01-01T00:00:00Z"}
            spec: {communities: [{name: vpn, value: "65000:1"}]}
            """)
        .apply();
    assertThat(scenario.routes("n1")).containsExactly("tor 10.1.0.10/32 65000:1");
    assertThat(scenario.plan.problems())
        .singleElement()
        .satisfies(
            p -> assertThat(p.object().orElseThrow()).hasToString("Community metallb-system/a"));
  }

  @Test
  void plan_differentLocalPreferencesForOnePool_theLaterAdvertisementHasNoEffectThere() {
    base()
        .put("pool2.yaml", pool("q", "", "10.2.0.10-10.2.0.99"))
        .put("svc.yaml", service("a", "") + "---\n" + service("b", "10.2.0.10", ""))
        .put("eps.yaml", endpoints("a", READY) + "---\n" + endpoints("b", READY))
        .put("peer.yaml", peer("rr", "peerAddress: 172.16.0.1").replace("65000", "65001"))
        .put("adv2.yaml", advertisement("pref", "localPref: 200, ipAddressPools: [p]"))
        .apply();
    assertThat(scenario.routes("n1")).containsExactly("rr 10.1.0.10/32", "rr 10.2.0.10/32");
    assertThat(problems()).singleElement().asString().contains("another local preference");
  }

  @Test
  void plan_differentLocalPreferencesWithoutCommonPrefix_areNoConflict() {
    base()
        .put("peer2.yaml", peer("rr", "peerAddress: 172.16.0.2").replace("65000", "65001"))
        .put(
            "adv.yaml",
            advertisement("one", "localPref: 100, peers: [tor]")
                + "---\n"
                + advertisement("two", "localPref: 200, peers: [rr]"))
        .apply();
    assertThat(scenario.routes("n1"))
        .containsExactly("rr 10.1.0.10/32 pref 200", "tor 10.1.0.10/32");
    scenario
        .put(
            "adv.yaml",
            advertisement("one", "localPref: 100")
                + "---\n"
                + advertisement(
                    "two", "localPref: 200, aggregationLength: 31, aggregationLengthV6: 124"))
        .apply();
    assertThat(scenario.routes("n1"))
        .containsExactly(
            "rr 10.1.0.10/31 pref 200",
            "rr 10.1.0.10/32 pref 100",
            "tor 10.1.0.10/31",
            "tor 10.1.0.10/32");
    scenario
        .put(
            "adv.yaml",
            advertisement("one", "localPref: 100, nodeSelectors: [{matchLabels: {rack: a}}]")
                + "---\n"
                + advertisement("two", "localPref: 200, nodeSelectors: [{matchLabels: {rack: b}}]"))
        .apply();
    assertThat(scenario.routes("n1"))
        .containsExactly("rr 10.1.0.10/32 pref 100", "tor 10.1.0.10/32");
    assertThat(scenario.routes("n2"))
        .containsExactly("rr 10.1.0.10/32 pref 200", "tor 10.1.0.10/32");
    assertThat(problems()).isEmpty();
  }

  @Test
  void plan_conflictThroughServiceSelectors_withdrawsThoseServicesOnly() {
    base()
        .put("svc.yaml", service("a", "") + "---\n" + service("b", "10.1.0.11", ""))
        .put("eps.yaml", endpoints("a", READY) + "---\n" + endpoints("b", READY))
        .put(
            "adv2.yaml",
            advertisement("vip", "localPref: 200, serviceSelectors: [{matchLabels: {app: b}}]"))
        .apply();
    assertThat(scenario.routes("n1")).containsExactly("tor 10.1.0.10/32");
    assertThat(scenario.decisions("web/b", "10.1.0.11"))
        .containsExactly("n1 CONFLICTING_ADVERTISEMENTS", "n2 CONFLICTING_ADVERTISEMENTS");
    assertThat(problems()).isEmpty();
    assertThat(
            scenario
                .plan
                .service(ServiceRef.parse("web/b"))
                .orElseThrow()
                .addresses()
                .get(0)
                .decisions()
                .get(0)
                .detail())
        .isEqualTo("BGPAdvertisement all sets localPref 0 and vip 200 for the same prefix");
    scenario.put(
        "svc.yaml",
        service("a", "") + "---\n" + service("b", "10.1.0.11", "").replace("app: b", "app: c"));
    assertThat(scenario.apply().routes("n1"))
        .containsExactly("tor 10.1.0.10/32", "tor 10.1.0.11/32");
  }

  @Test
  void plan_conflictAtOnePeer_withholdsTheServiceOnThatNodeFromAllPeers() {
    base()
        .put("peer2.yaml", peer("rr", "peerAddress: 172.16.0.2"))
        .put(
            "adv.yaml",
            advertisement("one", "localPref: 100, peers: [tor, rr]")
                + "---\n"
                + advertisement(
                    "two",
                    "localPref: 200, peers: [rr], nodeSelectors: [{matchLabels: {rack: a}}],"
                        + " serviceSelectors: [{matchLabels: {app: a}}]"))
        .apply();
    assertThat(scenario.routes("n1")).isEmpty();
    assertThat(scenario.routes("n2")).containsExactly("rr 10.1.0.10/32", "tor 10.1.0.10/32");
  }

  @Test
  void plan_clusterPolicy_needsAnEndpointAnywhere() {
    base().remove("eps.yaml").apply();
    assertThat(scenario.routes("n1")).isEmpty();
    assertThat(scenario.decisions("web/a", "10.1.0.10"))
        .containsExactly("n1 NO_ENDPOINTS", "n2 NO_ENDPOINTS");
    scenario.put("eps.yaml", endpoints("a", "{addresses: [10.244.1.5]}")).apply();
    assertThat(scenario.routes("n2")).containsExactly("tor 10.1.0.10/32");
  }

  @Test
  void plan_localPolicy_needsAnEndpointOnTheNode() {
    base()
        .put("svc.yaml", service("a", "externalTrafficPolicy: Local, internalTrafficPolicy: Local"))
        .apply();
    assertThat(scenario.expectedAt("172.16.0.1")).containsExactly("10.1.0.10/32: 172.16.0.11");
    scenario.put("eps.yaml", endpoints("a", "{addresses: [10.244.1.5]}")).apply();
    assertThat(scenario.expectedAt("172.16.0.1")).isEmpty();
    assertThat(scenario.decisions("web/a", "10.1.0.10"))
        .containsExactly("n1 NO_LOCAL_ENDPOINTS", "n2 NO_LOCAL_ENDPOINTS");
  }

  @Test
  void plan_terminatingEndpoint_keepsTheRouteWhileItServes() {
    base()
        .put(
            "eps.yaml",
            endpoints(
                "a",
                "{addresses: [10.244.1.5], nodeName: n1, conditions: {ready: false, serving: true,"
                    + " terminating: true}}"))
        .apply();
    assertThat(scenario.routes("n1")).containsExactly("tor 10.1.0.10/32");
    scenario
        .put(
            "eps.yaml",
            endpoints(
                "a",
                "{addresses: [10.244.1.5], nodeName: n1, conditions: {ready: false, serving:"
                    + " false, terminating: true}}"))
        .apply();
    assertThat(scenario.routes("n1")).isEmpty();
  }

  @Test
  void plan_addressOfTwoOpinions_cannotServe() {
    base()
        .put(
            "eps.yaml",
            endpoints(
                "a",
                "{addresses: [10.244.1.5], nodeName: n1}, {addresses: [10.244.1.5], nodeName: n1,"
                    + " conditions: {ready: false}}"))
        .apply();
    assertThat(scenario.routes("n1")).isEmpty();
  }

  @Test
  void plan_endpointFamilies_areNotToldApart() {
    base()
        .put("svc.yaml", dualStack("externalTrafficPolicy: Local"))
        .put("peer.yaml", peer("tor", "peerAddress: 172.16.0.1, dualStackAddressFamily: true"))
        .apply();
    assertThat(scenario.routes("n1")).containsExactly("tor 10.1.0.10/32", "tor fd01::10/128");
    assertThat(scenario.routes("n2")).isEmpty();
  }

  @Test
  void plan_familyOfTheSession_isAllItCarriesByDefault() {
    base()
        .put("svc.yaml", dualStack(""))
        .put("peer6.yaml", peer("tor6", "peerAddress: \"fd10::1\""))
        .apply();
    assertThat(scenario.routes("n1")).containsExactly("tor 10.1.0.10/32", "tor6 fd01::10/128");
    assertThat(scenario.decisions("web/a", "fd01::10"))
        .containsExactly(
            "n1 FAMILY_NOT_ON_SESSION",
            "n1 [fd01::10/128]",
            "n2 FAMILY_NOT_ON_SESSION",
            "n2 [fd01::10/128]");
    assertThat(scenario.expectedAt("fd10::1")).containsExactly("fd01::10/128: fd10::11 fd10::12");
  }

  @Test
  void plan_excludedOrUnavailableNode_keepsItsSessionAndAnnouncesNothing() {
    base()
        .put(
            "nodes.yaml",
            node(
                    "n1",
                    "node.kubernetes.io/exclude-from-external-load-balancers: \"false\"",
                    "172.16.0.11",
                    "")
                + "---\n"
                + node("n2", "", "172.16.0.12", "{type: NetworkUnavailable, status: \"True\"}")
                + "---\n"
                + node("n3", "", "172.16.0.13", "{type: Ready, status: \"False\"}"))
        .apply();
    assertThat(scenario.plan.node("n1").targets()).hasSize(1);
    assertThat(scenario.expectedAt("172.16.0.1")).containsExactly("10.1.0.10/32: 172.16.0.13");
    assertThat(scenario.decisions("web/a", "10.1.0.10"))
        .containsExactly("n1 NODE_EXCLUDED", "n2 NODE_NETWORK_UNAVAILABLE", "n3 [10.1.0.10/32]");
  }

  @Test
  void plan_excludeLabelIgnored_excludedNodeAnnouncesAsOthers() {
    PlanScenario ignoring =
        base(new PlanScenario(new RoutePlanner.Options(true, false, true)))
            .put(
                "nodes.yaml",
                node(
                        "n1",
                        "node.kubernetes.io/exclude-from-external-load-balancers: \"\"",
                        "172.16.0.11",
                        "")
                    + "---\n"
                    + node("n2", "", "172.16.0.12", "{type: NetworkUnavailable, status: \"True\"}"))
            .apply();
    assertThat(ignoring.decisions("web/a", "10.1.0.10"))
        .containsExactly("n1 [10.1.0.10/32]", "n2 NODE_NETWORK_UNAVAILABLE");
  }

  @Test
  void plan_peerFields_becomeTheSession() {
    base()
        .put(
            "peer.yaml",
            peer(
                "tor",
                "peerAddress: 172.16.0.1, peerPort: 1179, sourceAddress: 172.16.5.5, holdTime: 9s,"
                    + " keepaliveTime: 3s, connectTime: 10s, routerID: 10.9.9.9, ebgpMultiHop:"
                    + " true, enableGracefulRestart: true, password: s3cret, localASN: 64999"))
        .apply();
    BgpSession session = scenario.session("n1");
    assertThat(session.instance().name()).isEqualTo("metallb-65001");
    assertThat(session.instance().localAsn()).isEqualTo(65001);
    assertThat(session.localAsn()).isEqualTo(64999);
    assertThat(session.instance().bgpIdentifier()).hasToString("10.9.9.9");
    assertThat(session.peerPort()).isEqualTo(1179);
    assertThat(session.peerAsn()).isEqualTo(65000);
    assertThat(session.localAddress()).contains(IpAddress.parse("172.16.5.5"));
    assertThat(session.timers()).isEqualTo(new BgpTimers(10, 9, 3));
    assertThat(session.multihopTtl()).isEqualTo(255);
    assertThat(session.gracefulRestart().enabled()).isTrue();
    assertThat(session.password()).isPresent();
    assertThat(session.families()).containsExactly(AddressFamily.IPV4);
    assertThat(scenario.plan.node("n1").targets().values().iterator().next().configuredBy())
        .hasToString("BGPPeer metallb-system/tor");
    assertThat(scenario.plan.node("n1").targets().values().iterator().next().speakerAddress())
        .contains(IpAddress.parse("172.16.5.5"));
    assertThat(scenario.plan.problems()).isEmpty();
  }

  @Test
  void plan_announcerAnnotationOfPeer_choosesTheAnnouncer() {
    base()
        .put(
            "peer.yaml",
            PEER.replace(
                "metallb-system}", "metallb-system, annotations: {readback.io/announcer: frr}}"))
        .apply();
    assertThat(scenario.plan.node("n1").targets().values())
        .singleElement()
        .satisfies(t -> assertThat(t.announcer()).contains("frr"));
  }

  @Test
  void plan_peerWithoutMore_hasTheSpeakersDefaults() {
    base().apply();
    BgpSession session = scenario.session("n2");
    assertThat(session.instance().bgpIdentifier()).hasToString("172.16.0.12");
    assertThat(session.instance().listenPort()).isEmpty();
    assertThat(session.timers()).isEqualTo(BgpTimers.DEFAULT);
    assertThat(session.multihopTtl()).isEqualTo(1);
    assertThat(session.gracefulRestart().enabled()).isFalse();
    assertThat(session.password()).isEmpty();
  }

  @Test
  void plan_dynamicAs_acceptsItsSortOfPeer() {
    base()
        .put(
            "peer.yaml",
            peer("tor", "peerAddress: 172.16.0.1, dynamicASN: external")
                .replace("peerASN: 65000, ", ""))
        .apply();
    assertThat(scenario.session("n1").peerAsn()).isZero();
    assertThat(scenario.session("n1").external()).isTrue();
    scenario
        .put(
            "peer.yaml",
            peer("tor", "peerAddress: 172.16.0.1, dynamicASN: internal")
                .replace("peerASN: 65000, ", ""))
        .apply();
    assertThat(scenario.session("n1").internal()).isTrue();
  }

  @Test
  void plan_passwordSecret_withoutItThereIsNoSession() {
    String secret =
        """
        apiVersion: v1
        kind: Secret
        metadata: {name: bgp, namespace: metallb-system}
        type: %s
        stringData: {%s: topsecret}
        """;
    base()
        .put("peer.yaml", peer("tor", "peerAddress: 172.16.0.1, passwordSecret: {name: bgp}"))
        .apply();
    assertThat(scenario.plan.node("n1").targets()).isEmpty();
    assertThat(problems())
        .singleElement()
        .asString()
        .contains("there is no Secret metallb-system/bgp");
    assertThat(scenario.decisions("web/a", "10.1.0.10"))
        .containsExactly("n1 NO_PEERING_FOR_NODE", "n2 NO_PEERING_FOR_NODE");
    assertThat(detail("web/a")).startsWith("BGPPeer metallb-system/tor there is no Secret");
    scenario.put("secret.yaml", secret.formatted("Opaque", "password")).apply();
    assertThat(problems()).singleElement().asString().contains("is of type Opaque");
    scenario.put("secret.yaml", secret.formatted("kubernetes.io/basic-auth", "pass")).apply();
    assertThat(problems()).singleElement().asString().contains("has no key 'password'");
    scenario
        .put(
            "secret.yaml",
            secret
                .formatted("kubernetes.io/basic-auth", "password")
                .replace("topsecret", "\"a\\n\""))
        .apply();
    assertThat(problems()).singleElement().asString().contains("has a line break");
    assertThat(scenario.plan.node("n1").targets()).isEmpty();
    scenario.put("secret.yaml", secret.formatted("kubernetes.io/basic-auth", "password")).apply();
    assertThat(problems()).isEmpty();
    assertThat(scenario.session("n1").password()).isPresent();
    assertThat(scenario.routes("n1")).containsExactly("tor 10.1.0.10/32");
    assertThat(scenario.session("n1").toString()).doesNotContain("topsecret");
  }

  @Test
  void plan_echoMode_isTheSessionsAndReportedWhereItCannotBe() {
    base()
        .put("pool.yaml", pool("p", "", "10.1.0.10-10.1.0.99"))
        .put("peer.yaml", peer("tor", "peerAddress: 172.16.0.1, bfdProfile: fast"))
        .put(
            "bfd.yaml",
            """
            apiVersion: metallb.io/v1beta1
            kind: BFDProfile
            metadata: {name: fast, namespace: metallb-system}
            spec: {receiveInterval: 100, echoMode: true}
            """)
        .apply();
    assertThat(scenario.routes("n1")).containsExactly("tor 10.1.0.10/32");
    assertThat(scenario.plan.problems()).isEmpty();
    assertThat(scenario.session("n1").bfd().orElseThrow().echoInterval())
        .contains(Duration.ofMillis(50));
    scenario
        .put(
            "peer.yaml",
            peer("tor", "peerAddress: 172.16.0.1, bfdProfile: fast, ebgpMultiHop: true"))
        .apply();
    assertThat(scenario.plan.problems())
        .extracting(p -> p.object().orElseThrow().name() + " " + p.severity() + " " + p.field())
        .containsExactlyInAnyOrder("tor WARNING spec.bfdProfile");
  }

  @Test
  void plan_peerByInterface_isUnnumberedWithBothFamilies() {
    base().put("peer.yaml", peer("tor", "interface: eth0")).apply();
    BgpSession session = scenario.session("n1");
    assertThat(session.unnumbered()).isTrue();
    assertThat(session.device()).contains("eth0");
    assertThat(session.families()).containsExactly(AddressFamily.IPV4, AddressFamily.IPV6);
    assertThat(scenario.routes("n1")).containsExactly("tor 10.1.0.10/32");
    assertThat(scenario.plan.problems()).isEmpty();
  }

  @Test
  void plan_peerInAVrf_isBoundToIt() {
    base().put("peer.yaml", peer("tor", "peerAddress: 172.16.0.2, vrf: red")).apply();
    assertThat(scenario.session("n1").device()).contains("red");
  }

  @Test
  void plan_bfdProfile_isTheSessionsAndFollowsItsObject() {
    String profile =
        """
        apiVersion: metallb.io/v1beta1
        kind: BFDProfile
        metadata: {name: fast, namespace: metallb-system}
        spec: {receiveInterval: %d, transmitInterval: 50, detectMultiplier: 4, passiveMode: true, minimumTtl: 7}
        """;
    base()
        .put("peer.yaml", peer("tor", "peerAddress: 172.16.0.1, bfdProfile: fast"))
        .put("bfd.yaml", profile.formatted(100))
        .apply();
    assertThat(scenario.plan.problems()).isEmpty();
    BgpSession first = scenario.session("n1");
    assertThat(first.bfd())
        .contains(new BfdProfile(Duration.ofMillis(50), Duration.ofMillis(100), 4, true, 7, false));
    scenario.put("bfd.yaml", profile.formatted(200)).apply();
    BgpSession second = scenario.session("n1");
    assertThat(second.bfd().orElseThrow().receiveInterval()).isEqualTo(Duration.ofMillis(200));
    assertThat(second).isNotEqualTo(first);
    assertThat(second.canBecome(first)).isTrue();
  }

  @Test
  void plan_severalAsNumbersOnANode_areSeveralInstances() {
    base()
        .put("peer2.yaml", peer("spine", "peerAddress: 172.16.0.2").replace("65001", "65002"))
        .apply();
    assertThat(scenario.plan.node("n1").targets().keySet())
        .extracting(Object::toString)
        .containsExactly("metallb-65001/tor", "metallb-65002/spine");
    assertThat(scenario.routes("n1")).containsExactly("tor 10.1.0.10/32", "spine 10.1.0.10/32");
  }

  @Test
  void plan_samePeerTwiceOnANode_theFirstCounts() {
    base().put("peer2.yaml", peer("twin", "peerAddress: 172.16.0.1")).apply();
    assertThat(scenario.plan.node("n1").targets().keySet())
        .extracting(Object::toString)
        .containsExactly("metallb-65001/tor");
    assertThat(scenario.plan.problems())
        .singleElement()
        .satisfies(
            p -> {
              assertThat(p.severity()).isEqualTo(Severity.ERROR);
              assertThat(p.object().orElseThrow().name()).isEqualTo("twin");
            });
    scenario
        .put(
            "peer.yaml",
            peer("tor", "peerAddress: 172.16.0.1, nodeSelectors: [{matchLabels: {rack: a}}]"))
        .put(
            "peer2.yaml",
            peer("twin", "peerAddress: 172.16.0.1, nodeSelectors: [{matchLabels: {rack: b}}]"))
        .apply();
    assertThat(scenario.plan.node("n2").targets().keySet())
        .extracting(Object::toString)
        .containsExactly("metallb-65001/twin");
    assertThat(scenario.plan.problems()).isEmpty();
  }

  @Test
  void plan_differentRouterIds_theFirstCountsAndTheOtherIsReported() {
    base()
        .put("peer.yaml", peer("tor", "peerAddress: 172.16.0.1, routerID: 10.9.9.2"))
        .put("peer2.yaml", peer("a", "peerAddress: 172.16.0.2, routerID: 10.9.9.1"))
        .put("peer3.yaml", peer("b", "peerAddress: 172.16.0.3"))
        .apply();
    assertThat(scenario.plan.node("n1").targets().values())
        .extracting(t -> t.session().instance().bgpIdentifier().toString())
        .containsExactly("10.9.9.1", "10.9.9.1", "10.9.9.1");
    assertThat(scenario.plan.node("n1").problems())
        .singleElement()
        .satisfies(p -> assertThat(p.object().orElseThrow().name()).isEqualTo("tor"));
  }

  @Test
  void plan_sourceAddressOfAnotherFamily_leavesThePeerOut() {
    base()
        .put("peer.yaml", peer("tor", "peerAddress: 172.16.0.1, sourceAddress: \"fd10::11\""))
        .put("peer2.yaml", peer("spine", "peerAddress: 172.16.0.2"))
        .apply();
    assertThat(scenario.routes("n1")).containsExactly("spine 10.1.0.10/32");
    assertThat(scenario.plan.node("n1").problems())
        .singleElement()
        .satisfies(p -> assertThat(p.message()).contains("different families"));
  }

  @Test
  void plan_sharedVip_staysUntilTheLastServiceGoes() {
    String key = "annotations: {metallb.io/allow-shared-ip: k, ";
    String first = service("a", "").replace("annotations: {", key);
    String second = service("b", "").replace("annotations: {", key).replace("port: 80", "port: 81");
    base()
        .put("svc.yaml", first + "---\n" + second)
        .put("eps.yaml", endpoints("a", READY) + "---\n" + endpoints("b", READY))
        .apply();
    assertThat(scenario.routes("n1")).containsExactly("tor 10.1.0.10/32");
    assertThat(scenario.plan.owners(IpPrefix.parse("10.1.0.10/32"))).hasSize(2);
    scenario.put("svc.yaml", second).apply();
    assertThat(scenario.routes("n1")).containsExactly("tor 10.1.0.10/32");
    scenario.remove("svc.yaml").apply();
    assertThat(scenario.routes("n1")).isEmpty();
  }

  @Test
  void plan_bothDialects_eachAnnouncesItsOwn() {
    base()
        .put(
            "cilium.yaml",
            """
            apiVersion: cilium.io/v2
            kind: CiliumLoadBalancerIPPool
            metadata: {name: c}
            spec: {blocks: [{cidr: 10.0.0.0/24}]}
            ---
            apiVersion: cilium.io/v2
            kind: CiliumBGPClusterConfig
            metadata: {name: rack}
            spec:
              bgpInstances:
                - {name: main, localASN: 65001, peers: [{name: tor, peerASN: 65000, peerAddress: 172.16.0.9, peerConfigRef: {name: peer}}]}
            ---
            apiVersion: cilium.io/v2
            kind: CiliumBGPPeerConfig
            metadata: {name: peer}
            spec:
              families: [{afi: ipv4, safi: unicast, advertisements: {matchLabels: {advertise: bgp}}}]
            ---
            apiVersion: cilium.io/v2
            kind: CiliumBGPAdvertisement
            metadata: {name: all, labels: {advertise: bgp}}
            spec:
              advertisements:
                - advertisementType: Service
                  service: {addresses: [LoadBalancerIP]}
                  selector: {matchExpressions: [{key: x, operator: NotIn, values: [y]}]}
            """)
        .put("c.yaml", service("c", "loadBalancerClass: io.cilium/bgp-control-plane"))
        .put("svc.yaml", service("a", ""))
        .apply();
    assertThat(scenario.expectedAt("172.16.0.1"))
        .containsExactly("10.1.0.10/32: 172.16.0.11 172.16.0.12");
    assertThat(scenario.expectedAt("172.16.0.9"))
        .containsExactly("10.0.0.0/32: 172.16.0.11 172.16.0.12");
    assertThat(scenario.decisions("web/a", "10.1.0.10"))
        .containsExactly("n1 [10.1.0.10/32]", "n2 [10.1.0.10/32]");
    assertThat(scenario.decisions("web/c", "10.0.0.0"))
        .containsExactly("n1 [10.0.0.0/32]", "n2 [10.0.0.0/32]");
  }

  @Test
  void plan_oneInstanceNameInBothDialects_isAProblemOfTheSecond() {
    base()
        .put(
            "cilium.yaml",
            """
            apiVersion: cilium.io/v2
            kind: CiliumBGPClusterConfig
            metadata: {name: rack}
            spec:
              bgpInstances:
                - {name: metallb-65001, localASN: 65001, peers: [{name: tor, peerASN: 65000, peerAddress: 172.16.0.9}]}
            """)
        .apply();
    assertThat(scenario.session("n1").peerAddress()).hasToString("172.16.0.9");
    assertThat(scenario.plan.node("n1").problems())
        .singleElement()
        .satisfies(p -> assertThat(p.message()).contains("metallb-65001/tor is left out"));
  }

  @Test
  void plan_unchangedAttributes_keepTheTableObject() {
    base().apply();
    var before = scenario.plan.node("n1").targets().values().iterator().next().desired().routes();
    long generation = scenario.plan.generation();
    scenario
        .put("adv.yaml", advertisement("renamed", ""))
        .put("pool.yaml", pool("p", "tier: gold", "10.1.0.0/24"))
        .apply();
    assertThat(scenario.plan.node("n1").targets().values().iterator().next().desired().routes())
        .isSameAs(before);
    assertThat(scenario.plan.generation()).isEqualTo(generation);
  }

  @Test
  void routePolicies_metallbSession_showWhatIsSet() {
    base()
        .put("adv.yaml", advertisement("all", "communities: [65000:1], localPref: 120"))
        .put("peer.yaml", peer("rr", "peerAddress: 172.16.0.1").replace("65000", "65001"))
        .apply();
    List<RoutePolicy> policies = scenario.plan.routePolicies("n1");
    assertThat(policies)
        .extracting(RoutePolicy::name)
        .containsExactly("import-nothing", "rr-ipv4-Service-a-web-LoadBalancerIP");
    assertThat(policies.get(1).instance()).isEqualTo("metallb-65001");
    assertThat(policies.get(1).pathActions())
        .containsExactly("SetLocalPreference: 120", "AddCommunities: [65000:1]");
  }
}
