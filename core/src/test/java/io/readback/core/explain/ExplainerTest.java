package io.readback.core.explain;

import static io.readback.core.verdict.Manifests.ADVERTISEMENT;
import static io.readback.core.verdict.Manifests.CLUSTER_CONFIG;
import static io.readback.core.verdict.Manifests.NODES;
import static io.readback.core.verdict.Manifests.PEER_CONFIG;
import static io.readback.core.verdict.Manifests.POOL;
import static io.readback.core.verdict.Manifests.ROUTER;
import static io.readback.core.verdict.Manifests.endpoints;
import static io.readback.core.verdict.Manifests.service;
import static io.readback.core.verdict.Manifests.working;
import static org.assertj.core.api.Assertions.assertThat;

import io.readback.core.explain.Step.Status;
import io.readback.core.model.ServiceRef;
import io.readback.core.verdict.ClusterScene;
import io.readback.spi.observe.Cause;
import io.readback.spi.observe.SessionState;
import io.readback.spi.observe.Vantage;
import io.readback.spi.plugin.PluginException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The first failing step of the chain, for each way in which it can break. */
class ExplainerTest {
  private static final ServiceRef SHOP = new ServiceRef("web", "shop");
  private static final String VIP = "172.16.90.0/32";
  private static final String TOR = "tor-rack-1";
  private static final String SHOP_SERVICE = service("shop", "Cluster", "");
  private static final String SHOP_ENDPOINTS = endpoints("shop", 1, 3);

  private final ClusterScene scene = new ClusterScene("berlin-1");

  private ClusterScene working1() {
    return scene
        .manifests(0, working(SHOP_SERVICE, SHOP_ENDPOINTS))
        .announcer(SessionState.ESTABLISHED, null, "");
  }

  private Explanation explain(int second) {
    return Explainer.explain(SHOP, scene.explainInput(second));
  }

  private Step firstFailed(int second) {
    Explanation explanation = explain(second);
    assertThat(explanation.firstFailed()).as("%s", explanation.steps()).isPresent();
    return explanation.firstFailed().orElseThrow();
  }

  private Step step(int second, String id) {
    return explain(second).steps().stream()
        .filter(s -> s.id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void explain_everythingInPlace_allStepsInOrderAreOk() {
    working1().look(10, TOR);

    assertThat(explain(10).steps())
        .extracting(Step::id)
        .containsExactly(Chain.ORDER.toArray(String[]::new));
    assertThat(explain(10).steps()).allMatch(s -> s.status() == Status.OK);
    assertThat(explain(10).steps()).allMatch(s -> s.remedy().isEmpty());
    assertThat(step(10, "pool").detail()).contains("172.16.90.0/24").contains("1 of 256 used");
    assertThat(step(10, "vip").subject()).isEqualTo("172.16.90.0");
    assertThat(step(10, "endpoints").detail()).isEqualTo("active endpoints on berlin-1, berlin-3");
    assertThat(step(10, "advertisement").detail()).startsWith("services (cluster.yaml:");
    assertThat(step(10, "peer").detail())
        .startsWith("from berlin-1, berlin-2, berlin-3, by CiliumBGPClusterConfig rack-1")
        .contains("with peer config tor (cluster.yaml:");
    assertThat(step(10, "session").detail())
        .isEqualTo("established from berlin-1, berlin-2, berlin-3");
    assertThat(step(10, "advertised").detail()).isEqualTo("172.16.90.0/32 was sent");
    assertThat(step(10, "installed").subject()).isEqualTo("172.16.90.0/32 at tor-rack-1");
    assertThat(step(10, "verified").detail()).isEqualTo("verified: 3 of 3 next hops installed");
  }

  @Test
  void explain_pathKeptByGracefulRestart_failsAtTheSessionThatIsDown() {
    working1()
        .look(10, TOR, shown -> shown.session("172.16.10.12", SessionState.ACTIVE, null, "Active"));

    Step failed = firstFailed(10);
    assertThat(failed.id()).isEqualTo("session");
    assertThat(failed.subject()).startsWith("berlin-2 to ");
    assertThat(failed.detail()).contains("only graceful restart keeps its paths");
    assertThat(failed.remedy()).contains("bring the node's agent back");
    assertThat(explain(10).steps())
        .filteredOn(s -> s.id().equals("session") && s.status() == Status.OK)
        .extracting(Step::detail)
        .containsExactly("established from berlin-1, berlin-3");
    assertThat(step(10, "verified").status()).isEqualTo(Status.SKIPPED);
  }

  @Test
  void explain_unknownService_failsAtServiceAndNamesThoseNearIt() {
    scene.manifests(0, working(service("shopping", "Cluster", "")));

    Step failed = firstFailed(10);
    assertThat(failed.id()).isEqualTo("service");
    assertThat(failed.detail()).contains("no such Service");
    assertThat(failed.remedy()).contains("web/shopping");
    assertThat(explain(10).steps())
        .filteredOn(s -> s.status() == Status.SKIPPED)
        .hasSize(Chain.ORDER.size() - 1);
  }

  @Test
  void explain_notLoadBalancer_failsAtService() {
    scene.manifests(
        0, working(SHOP_SERVICE.replace("type: LoadBalancer", "type: ClusterIP"), SHOP_ENDPOINTS));

    Step failed = firstFailed(10);
    assertThat(failed.id()).isEqualTo("service");
    assertThat(failed.detail()).startsWith("ClusterIP").contains("only LoadBalancer Services");
    assertThat(failed.remedy()).contains("spec.type: LoadBalancer (cluster.yaml:");
  }

  @Test
  void explain_foreignClass_failsAtService() {
    scene.manifests(
        0, working(service("shop", "Cluster", "loadBalancerClass: other/one"), SHOP_ENDPOINTS));

    Step failed = firstFailed(10);
    assertThat(failed.id()).isEqualTo("service");
    assertThat(failed.detail()).contains("other/one");
    assertThat(failed.remedy()).contains("io.cilium/bgp-control-plane");
  }

  @Test
  void explain_noPool_failsAtPool() {
    scene.manifests(
        0, ADVERTISEMENT, PEER_CONFIG, CLUSTER_CONFIG, ROUTER, NODES, SHOP_SERVICE, SHOP_ENDPOINTS);

    Step failed = firstFailed(10);
    assertThat(failed.id()).isEqualTo("pool");
    assertThat(failed.remedy()).contains("CiliumLoadBalancerIPPool").contains("spec.blocks");
  }

  @Test
  void explain_poolExhausted_failsAtPoolWithItsUsage() {
    scene.manifests(
        0,
        POOL.replace("172.16.90.0/24", "172.16.90.0/32"),
        NODES,
        service("api", "Cluster", ""),
        SHOP_SERVICE,
        SHOP_ENDPOINTS);
    ServiceRef loser =
        scene.verdicts(10).rows().stream()
            .filter(r -> r.reason().equals("NOT_ALLOCATED"))
            .map(r -> new ServiceRef(r.namespace(), r.name()))
            .findFirst()
            .orElseThrow();

    Step failed = Explainer.explain(loser, scene.explainInput(10)).firstFailed().orElseThrow();
    assertThat(failed.id()).isEqualTo("pool");
    assertThat(failed.detail()).contains("no address is left").contains("1 of 1 used");
    assertThat(failed.remedy()).contains("add a block");
  }

  @Test
  void explain_poolSelectorMismatch_namesTheLabelThatDiffers() {
    scene.manifests(
        0,
        POOL.replace("spec: {", "spec: {serviceSelector: {matchLabels: {app: store}}, "),
        NODES,
        SHOP_SERVICE,
        SHOP_ENDPOINTS);

    Step failed = firstFailed(10);
    assertThat(failed.id()).isEqualTo("pool");
    assertThat(failed.detail()).contains("pool (cluster.yaml:1) wants app=store but app is shop");
  }

  @Test
  void explain_requestedAddressTaken_namesTheHolder() {
    scene.manifests(0, POOL, NODES, service("api", "Cluster", "loadBalancerIP: 172.16.90.7"));
    scene.manifests(
        1,
        POOL,
        NODES,
        service("api", "Cluster", "loadBalancerIP: 172.16.90.7"),
        service("shop", "Cluster", "loadBalancerIP: 172.16.90.7"),
        SHOP_ENDPOINTS);

    Step failed = firstFailed(10);
    assertThat(failed.id()).isEqualTo("pool");
    assertThat(failed.detail())
        .contains("already_allocated")
        .contains("172.16.90.7 is held by web/api");
    assertThat(failed.remedy()).contains("sharing-key");
  }

  @Test
  void explain_localWithoutReadyEndpoint_failsAtEndpoints() {
    scene
        .manifests(0, working(service("shop", "Local", ""), endpoints("shop", -1, -3)))
        .look(10, TOR);

    Step failed = firstFailed(10);
    assertThat(failed.id()).isEqualTo("endpoints");
    assertThat(failed.detail())
        .isEqualTo("no active endpoint; not ready or terminating on berlin-1, berlin-3");
    assertThat(failed.remedy()).contains("kubectl -n web describe pods");
  }

  @Test
  void explain_localWithEndpointsOnlyOnNodesThatDoNotPeer_failsAtEndpoints() {
    scene.manifests(0, working(service("shop", "Local", ""), endpoints("shop", 9))).look(10, TOR);

    Step failed = firstFailed(10);
    assertThat(failed.id()).isEqualTo("endpoints");
    assertThat(failed.detail()).isEqualTo("active endpoints on berlin-9");
    assertThat(failed.remedy()).contains("let berlin-9 peer").contains("externalTrafficPolicy");
  }

  @Test
  void explain_localWithEndpointsOnSomeNodes_saysWhichNodesAnnounce() {
    scene
        .manifests(0, working(service("shop", "Local", ""), endpoints("shop", 1, -3)))
        .announcer(SessionState.ESTABLISHED, null, "")
        .look(10, TOR);

    assertThat(explain(10).firstFailed()).isEmpty();
    assertThat(step(10, "peer").detail())
        .startsWith("from berlin-1, by")
        .contains("not from berlin-2, berlin-3: policy Local");
  }

  @Test
  void explain_clusterPolicyWithoutEndpoints_isAnnouncedAndSaysWhatThatMeans() {
    scene
        .manifests(0, working(SHOP_SERVICE))
        .announcer(SessionState.ESTABLISHED, null, "")
        .look(10, TOR);

    assertThat(step(10, "endpoints").status()).isEqualTo(Status.OK);
    assertThat(step(10, "endpoints").detail()).contains("connections will be refused");
  }

  @Test
  void explain_noAdvertisement_failsAtAdvertisement() {
    scene.manifests(
        0, POOL, PEER_CONFIG, CLUSTER_CONFIG, ROUTER, NODES, SHOP_SERVICE, SHOP_ENDPOINTS);

    Step failed = firstFailed(10);
    assertThat(failed.id()).isEqualTo("advertisement");
    assertThat(failed.detail()).startsWith("there is no CiliumBGPAdvertisement");
    assertThat(failed.remedy()).contains("advertisementType: Service").contains("LoadBalancerIP");
  }

  @Test
  void explain_advertisementWithoutSelector_saysThatItSelectsNothing() {
    String[] manifests = working(SHOP_SERVICE, SHOP_ENDPOINTS);
    manifests[1] = ADVERTISEMENT.substring(0, ADVERTISEMENT.indexOf("\n      selector:"));
    scene.manifests(0, manifests);

    Step failed = firstFailed(10);
    assertThat(failed.id()).isEqualTo("advertisement");
    assertThat(failed.detail()).contains("has no selector and so selects nothing");
    assertThat(failed.remedy()).contains("operator: NotIn");
  }

  @Test
  void explain_advertisementSelectsOtherLabels_namesTheLabel() {
    String[] manifests = working(SHOP_SERVICE, SHOP_ENDPOINTS);
    manifests[1] =
        ADVERTISEMENT.replace(
            "{matchExpressions: [{key: never, operator: NotIn, values: [used]}]}",
            "{matchLabels: {expose: \"yes\"}}");
    scene.manifests(0, manifests);

    Step failed = firstFailed(10);
    assertThat(failed.id()).isEqualTo("advertisement");
    assertThat(failed.detail()).contains("wants expose=yes but there is no label expose");
  }

  @Test
  void explain_addressTypeNotAdvertised_failsAtAdvertisement() {
    String[] manifests = working(SHOP_SERVICE, SHOP_ENDPOINTS);
    manifests[1] = ADVERTISEMENT.replace("[LoadBalancerIP]", "[ExternalIP]");
    scene.manifests(0, manifests);

    Step failed = firstFailed(10);
    assertThat(failed.id()).isEqualTo("advertisement");
    assertThat(failed.detail()).contains("selects it, but names only ExternalIP");
    assertThat(failed.remedy()).contains("add LoadBalancerIP");
  }

  @Test
  void explain_noClusterConfig_failsAtPeer() {
    scene.manifests(
        0, POOL, ADVERTISEMENT, PEER_CONFIG, ROUTER, NODES, SHOP_SERVICE, SHOP_ENDPOINTS);

    Step failed = firstFailed(10);
    assertThat(failed.id()).isEqualTo("peer");
    assertThat(failed.detail()).startsWith("there is no CiliumBGPClusterConfig");
  }

  @Test
  void explain_nodeSelectorMatchesNoNode_namesTheLabel() {
    String[] manifests = working(SHOP_SERVICE, SHOP_ENDPOINTS);
    manifests[3] = CLUSTER_CONFIG.replace("rack: \"1\"", "rack: \"7\"");
    scene.manifests(0, manifests);

    Step failed = firstFailed(10);
    assertThat(failed.id()).isEqualTo("peer");
    assertThat(failed.detail())
        .contains("cluster config rack-1")
        .contains("selects no node: berlin-1: wants rack=7 but rack is 1");
    assertThat(failed.remedy()).isNotEmpty();
  }

  @Test
  void explain_peerConfigMissing_failsAtPeer() {
    String[] manifests = working(SHOP_SERVICE, SHOP_ENDPOINTS);
    manifests[3] = CLUSTER_CONFIG.replace("{name: tor}}]", "{name: absent}}]");
    scene.manifests(0, manifests);

    Step failed = firstFailed(10);
    assertThat(failed.id()).isEqualTo("peer");
    assertThat(failed.detail()).contains("absent (missing)");
    assertThat(failed.remedy())
        .contains("apply a CiliumBGPPeerConfig named absent")
        .contains("advertisements: {matchLabels: {advertise: bgp}}");
  }

  @Test
  void explain_familyWithoutAdvertisements_saysWhichLineToAdd() {
    String[] manifests = working(SHOP_SERVICE, SHOP_ENDPOINTS);
    manifests[2] = PEER_CONFIG.replace(", advertisements: {matchLabels: {advertise: bgp}}", "");
    scene.manifests(0, manifests);

    Step failed = firstFailed(10);
    assertThat(failed.id()).isEqualTo("peer");
    assertThat(failed.remedy())
        .startsWith("add advertisements: {matchLabels: {advertise: bgp}} to the ipv4 family of")
        .contains("CiliumBGPPeerConfig tor (cluster.yaml:");
  }

  @Test
  void explain_familyNotOnTheSession_saysWhichEntryToAdd() {
    String[] manifests = working(SHOP_SERVICE, SHOP_ENDPOINTS);
    manifests[2] = PEER_CONFIG.replace("afi: ipv4", "afi: ipv6");
    scene.manifests(0, manifests);

    Step failed = firstFailed(10);
    assertThat(failed.id()).isEqualTo("peer");
    assertThat(failed.remedy()).startsWith("add {afi: ipv4, safi: unicast, advertisements:");
  }

  @Test
  void explain_peerConfigSelectsOtherAdvertisements_namesTheLabel() {
    String[] manifests = working(SHOP_SERVICE, SHOP_ENDPOINTS);
    manifests[1] = ADVERTISEMENT.replace("advertise: bgp", "advertise: never");
    scene.manifests(0, manifests);

    Step failed = firstFailed(10);
    assertThat(failed.id()).isEqualTo("peer");
    assertThat(failed.remedy()).contains("wants advertise=bgp but advertise is never");
  }

  @Test
  void explain_problemInAManifestOfTheChain_isPartOfTheStep() {
    String[] manifests =
        working(SHOP_SERVICE + "\n  externalTrafficPolicies: Local", SHOP_ENDPOINTS);
    scene.manifests(0, manifests).announcer(SessionState.ESTABLISHED, null, "").look(10, TOR);

    assertThat(step(10, "service").detail())
        .contains("; problem: (cluster.yaml:")
        .contains("externalTrafficPolicies");
  }

  @Test
  void explain_sessionDown_joinsBothEndsAndSaysWhatToDo() {
    working1();
    scene.announcer(
        SessionState.IDLE, Cause.WRONG_AS, "sent NOTIFICATION 2/2 Bad Peer AS: got 65010");
    scene.look(
        10,
        TOR,
        shown -> {
          for (String speaker : List.of("172.16.10.11", "172.16.10.12", "172.16.10.13")) {
            shown.without(speaker);
            shown.session(speaker, SessionState.ACTIVE, Cause.NO_ANSWER, "Active; opens 1");
          }
        });

    Step failed = firstFailed(10);
    assertThat(failed.id()).isEqualTo("session");
    assertThat(failed.subject()).isEqualTo("berlin-1 to fleet/tor (172.16.10.1)");
    assertThat(failed.detail())
        .contains("wrong AS number")
        .contains("router: Active; opens 1")
        .contains("berlin-1: idle, sent NOTIFICATION 2/2");
    assertThat(failed.remedy()).contains("peerASN").contains("remote-as");
    assertThat(step(10, "verified").status()).isEqualTo(Status.SKIPPED);
  }

  @Test
  void explain_sessionOfAnotherNodeDown_onlyThatOneFails() {
    working1();
    scene.look(
        10,
        TOR,
        shown -> {
          shown.without("172.16.10.13");
          shown.session("172.16.10.13", SessionState.ACTIVE, Cause.HOLD_TIMER_EXPIRED, "Active");
        });

    Step failed = firstFailed(10);
    assertThat(failed.id()).isEqualTo("session");
    assertThat(failed.subject()).startsWith("berlin-3 to");
    assertThat(explain(10).steps())
        .filteredOn(s -> s.id().equals("session") && s.status() == Status.OK)
        .singleElement()
        .extracting(Step::detail)
        .isEqualTo("established from berlin-1, berlin-2");
  }

  @Test
  void explain_filteredOnTheRouter_failsAtSelectedWithTheCommand() {
    working1();
    scene.look(
        10,
        TOR,
        shown -> {
          shown.withoutFrom(Vantage.SELECTED, VIP);
          shown.finding(
              Cause.FILTERED,
              VIP,
              "refused by inbound prefix-list IN",
              "vtysh -c 'show bgp ipv4 unicast neighbors 172.16.10.11 filtered-routes'");
        });

    Step failed = firstFailed(10);
    assertThat(failed.id()).isEqualTo("selected");
    assertThat(failed.detail()).contains("filtered by policy").contains("prefix-list IN");
    assertThat(failed.remedy())
        .startsWith("see on the router: vtysh -c 'show bgp ipv4 unicast neighbors 172.16.10.11")
        .contains("permit 172.16.90.0/32");
    assertThat(step(10, "received").status()).isEqualTo(Status.OK);
    assertThat(step(10, "installed").status()).isEqualTo(Status.SKIPPED);
    assertThat(step(10, "verified").status()).isEqualTo(Status.SKIPPED);
    assertThat(step(10, "verified").detail()).startsWith("rejected: filtered by policy");
  }

  @Test
  void explain_noPolicy_failsAtReceivedAndNamesRfc8212() {
    working1();
    scene.look(
        10,
        TOR,
        shown -> {
          shown.withoutFrom(Vantage.RECEIVED, VIP);
          for (String speaker : List.of("172.16.10.11", "172.16.10.12", "172.16.10.13")) {
            shown.session(speaker, SessionState.ESTABLISHED, Cause.NO_POLICY, "(Policy)");
          }
        });

    Step failed = firstFailed(10);
    assertThat(failed.id()).isEqualTo("received");
    assertThat(failed.detail()).contains("no policy (RFC 8212)");
    assertThat(failed.remedy()).contains("no bgp ebgp-requires-policy");
  }

  @Test
  void explain_staticRouteWins_failsAtInstalled() {
    working1();
    scene.look(
        10,
        TOR,
        shown -> {
          shown.withoutFrom(Vantage.INSTALLED, VIP);
          shown.finding(Cause.OTHER_PROTOCOL, VIP, "static [1/0]", "show ip route " + VIP);
        });

    Step failed = firstFailed(10);
    assertThat(failed.id()).isEqualTo("installed");
    assertThat(failed.remedy()).contains("show ip route").contains("raise its distance");
  }

  @Test
  void explain_receivedIsNotRead_isSkippedAndImplied() {
    working1().look(10, TOR, s -> s.covering(Set.of(Vantage.SELECTED, Vantage.INSTALLED)));

    assertThat(step(10, "received").status()).isEqualTo(Status.SKIPPED);
    assertThat(step(10, "received").detail()).contains("implies it");
    assertThat(step(10, "verified").status()).isEqualTo(Status.OK);
  }

  @Test
  void explain_hostKeyChanged_failsAtVerifiedAndTellsToCompareKeys() {
    working1().look(10, TOR);
    scene.lookFails(20, TOR, PluginException.Kind.HOST_KEY, "SHA256:other is not the pinned key");

    Step failed = firstFailed(20);
    assertThat(failed.id()).isEqualTo("verified");
    assertThat(failed.detail()).startsWith("unreachable: ").contains("last seen verified");
    assertThat(failed.remedy()).contains("ssh-keygen -lf").contains("Router tor-rack-1 (cluster");
    assertThat(step(20, "installed").status()).isEqualTo(Status.UNKNOWN);
  }

  @Test
  void explain_credentialsRefused_namesTheSecret() {
    working1();
    scene.lookFails(20, TOR, PluginException.Kind.AUTHENTICATION, "publickey refused");

    Step failed = firstFailed(20);
    assertThat(failed.id()).isEqualTo("verified");
    assertThat(failed.remedy()).contains("Secret kube-system/tor-ssh");
  }

  @Test
  void explain_noRouterManifest_unknownAndSaysWhatToApply() {
    scene
        .manifests(
            0,
            POOL,
            ADVERTISEMENT,
            PEER_CONFIG,
            CLUSTER_CONFIG,
            NODES,
            SHOP_SERVICE,
            SHOP_ENDPOINTS)
        .announcer(SessionState.ESTABLISHED, null, "");

    assertThat(explain(10).firstFailed()).isEmpty();
    assertThat(step(10, "verified").status()).isEqualTo(Status.UNKNOWN);
    assertThat(step(10, "verified").remedy())
        .contains("kind: Router")
        .contains("address: 172.16.10.1");
    assertThat(explain(10).steps())
        .filteredOn(s -> s.id().equals("session") && s.status() == Status.UNKNOWN)
        .singleElement()
        .extracting(Step::detail)
        .asString()
        .contains("berlin-2, berlin-3");
  }

  @Test
  void explain_notLookedAtYet_isPending() {
    working1();

    assertThat(explain(1).firstFailed()).isEmpty();
    assertThat(step(1, "received").status()).isEqualTo(Status.PENDING);
    assertThat(step(1, "verified").status()).isEqualTo(Status.PENDING);
  }

  @Test
  void explain_fromANodeThatDoesNotAnnounce_saysWhoCanTell() {
    ClusterScene far =
        new ClusterScene("berlin-9")
            .manifests(0, working(SHOP_SERVICE, SHOP_ENDPOINTS))
            .look(10, TOR);

    Explanation explanation = Explainer.explain(SHOP, far.explainInput(10));
    assertThat(explanation.firstFailed()).isEmpty();
    assertThat(explanation.steps())
        .filteredOn(s -> s.id().equals("advertised"))
        .singleElement()
        .satisfies(
            s -> {
              assertThat(s.status()).isEqualTo(Status.SKIPPED);
              assertThat(s.detail()).contains("berlin-1, berlin-2, berlin-3 can tell");
            });
  }
}
