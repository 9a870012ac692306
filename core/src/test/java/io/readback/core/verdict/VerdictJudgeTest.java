package io.readback.core.verdict;

import static io.readback.core.verdict.Manifests.ADVERTISEMENT;
import static io.readback.core.verdict.Manifests.CLUSTER_CONFIG;
import static io.readback.core.verdict.Manifests.NODES;
import static io.readback.core.verdict.Manifests.PEER_CONFIG;
import static io.readback.core.verdict.Manifests.POOL;
import static io.readback.core.verdict.Manifests.endpoints;
import static io.readback.core.verdict.Manifests.service;
import static io.readback.core.verdict.Manifests.working;
import static org.assertj.core.api.Assertions.assertThat;

import io.readback.core.model.ServiceRef;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.observe.Cause;
import io.readback.spi.observe.SessionState;
import io.readback.spi.observe.Vantage;
import io.readback.spi.plugin.PluginException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Verdicts from manifests to rows, as {@code readback verify} shows them. */
class VerdictJudgeTest {
  private static final ServiceRef SHOP = new ServiceRef("web", "shop");
  private static final ServiceRef API = new ServiceRef("web", "api");
  private static final String VIP = "172.16.90.0/32";
  private static final String ROUTER = "tor-rack-1";

  private final ClusterScene scene = new ClusterScene("berlin-1");

  private ClusterScene shop() {
    return scene
        .manifests(0, working(service("shop", "Cluster", ""), endpoints("shop", 1, 3)))
        .announcer(SessionState.ESTABLISHED, null, "");
  }

  private RouteVerdict only(int second) {
    List<RouteVerdict> rows = scene.verdicts(second).rows();
    assertThat(rows).hasSize(1);
    return rows.get(0);
  }

  @Test
  void judge_everythingInPlace_oneVerifiedRowWithAllVantages() {
    shop().look(10, ROUTER);

    RouteVerdict row = only(10);
    assertThat(row.namespace() + "/" + row.name()).isEqualTo("web/shop");
    assertThat(row.vip()).contains(IpAddress.parse("172.16.90.0"));
    assertThat(row.router()).isEqualTo(ROUTER);
    assertThat(row.kind()).isEqualTo(VerdictKind.VERIFIED);
    assertThat(row.expectedNextHops()).hasSize(3).isEqualTo(row.installedNextHops());
    assertThat(row.vantages()).extracting(VantageView::vantage).containsExactly(Vantage.values());
    assertThat(row.vantages()).allMatch(VantageView::seen);
    assertThat(row.vantages())
        .extracting(VantageView::witness)
        .containsExactly("allocator", "bgp", "bgp", "frr", "frr", "frr");
    assertThat(scene.verdicts(10).ok()).isTrue();
    assertThat(scene.verdicts(10).summary(SHOP)).contains(VerdictKind.VERIFIED);
  }

  @Test
  void judge_seenFromANodeThatDoesNotAnnounce_hasNoVantagesOfTheAnnouncer() {
    ClusterScene far =
        new ClusterScene("berlin-9")
            .manifests(0, working(service("shop", "Cluster", ""), endpoints("shop", 1)))
            .look(10, ROUTER);

    RouteVerdict row = far.verdicts(10).rows().get(0);
    assertThat(row.kind()).isEqualTo(VerdictKind.VERIFIED);
    assertThat(row.vantages())
        .extracting(VantageView::vantage)
        .containsExactly(Vantage.ALLOCATED, Vantage.RECEIVED, Vantage.SELECTED, Vantage.INSTALLED);
  }

  @Test
  void judge_localPolicy_expectsOnlyNodesWithReadyEndpoints() {
    scene
        .manifests(0, working(service("api", "Local", ""), endpoints("api", 1, 2, -3)))
        .announcer(SessionState.ESTABLISHED, null, "")
        .look(10, ROUTER);

    RouteVerdict row = only(10);
    assertThat(row.kind()).isEqualTo(VerdictKind.VERIFIED);
    assertThat(row.expectedNextHops())
        .containsExactly(IpAddress.parse("172.16.10.11"), IpAddress.parse("172.16.10.12"));
  }

  @Test
  void judge_clusterIpService_hasNoRow() {
    scene.manifests(
        0, working(service("db", "Cluster", "").replace("type: LoadBalancer", "type: ClusterIP")));

    assertThat(scene.verdicts(10).rows()).isEmpty();
    assertThat(scene.verdicts(10).summary(new ServiceRef("web", "db"))).isEmpty();
  }

  @Test
  void judge_foreignLoadBalancerClass_hasNoRow() {
    scene.manifests(0, working(service("shop", "Cluster", "loadBalancerClass: other/one")));

    assertThat(scene.verdicts(10).rows()).isEmpty();
  }

  @Test
  void judge_noPool_missingNotAllocated() {
    scene.manifests(0, NODES, service("shop", "Cluster", ""));

    RouteVerdict row = only(10);
    assertThat(row.kind()).isEqualTo(VerdictKind.MISSING);
    assertThat(row.reason()).isEqualTo("NOT_ALLOCATED");
    assertThat(row.message()).isEqualTo("no VIP: there is no pool");
    assertThat(row.vip()).isEmpty();
    assertThat(scene.verdicts(10).ok()).isFalse();
  }

  @Test
  void judge_announcedToNobody_missingNotAnnounced() {
    scene.manifests(0, POOL, NODES, service("shop", "Cluster", ""), endpoints("shop", 1));

    RouteVerdict row = only(10);
    assertThat(row.kind()).isEqualTo(VerdictKind.MISSING);
    assertThat(row.reason()).isEqualTo("NOT_ANNOUNCED");
    assertThat(row.router()).isEmpty();
    assertThat(row.message()).startsWith("announced to no peer: no node is selected for peering");
  }

  @Test
  void judge_localWithoutReadyEndpoints_missingNoLocalEndpoints() {
    scene.manifests(0, working(service("api", "Local", ""), endpoints("api", -1))).look(10, ROUTER);

    assertThat(only(10).reason()).isEqualTo("NO_LOCAL_ENDPOINTS");
  }

  @Test
  void judge_linkLocalPeerWithoutLocalAddress_unknownBecauseTheSpeakersAddressIs() {
    scene.manifests(
        0,
        POOL,
        ADVERTISEMENT,
        PEER_CONFIG,
        CLUSTER_CONFIG.replace("172.16.10.1", "'fe80::1%eth0'"),
        ROUTER,
        NODES,
        service("shop", "Cluster", ""),
        endpoints("shop", 1));

    RouteVerdict row = only(10);
    assertThat(row.kind()).isEqualTo(VerdictKind.UNKNOWN);
    assertThat(row.reason()).isEqualTo("NO_SPEAKER_ADDRESS");
    assertThat(row.message()).startsWith("announced by berlin-1, berlin-2, berlin-3, and");
  }

  @Test
  void judge_peerWithoutRouterManifest_unknownNoRouter() {
    scene.manifests(
        0,
        POOL,
        ADVERTISEMENT,
        PEER_CONFIG,
        CLUSTER_CONFIG,
        NODES,
        service("shop", "Cluster", ""),
        endpoints("shop", 1));

    RouteVerdict row = only(10);
    assertThat(row.kind()).isEqualTo(VerdictKind.UNKNOWN);
    assertThat(row.reason()).isEqualTo("NO_ROUTER");
    assertThat(row.router()).isEqualTo("172.16.10.1");
    assertThat(row.message())
        .isEqualTo(
            "no Router manifest covers peer 172.16.10.1 (of berlin-1, berlin-2, berlin-3): nothing"
                + " was read back");
    assertThat(row.expectedNextHops())
        .extracting(Object::toString)
        .containsExactly("172.16.10.11", "172.16.10.12", "172.16.10.13");
    assertThat(row.installedNextHops()).isEmpty();
  }

  @Test
  void judge_prefixListDeniesTheVip_rejectedWithTheCommandByTheSecondLook() {
    shop().look(10, ROUTER);
    ClusterScene.Change denied =
        shown -> {
          shown.withoutFrom(Vantage.SELECTED, VIP);
          shown.finding(Cause.FILTERED, VIP, "refused by prefix-list IN", "show filtered-routes");
        };
    scene.look(20, ROUTER, denied);
    assertThat(only(20).kind()).isEqualTo(VerdictKind.VERIFIED);
    assertThat(scene.verdicts(20).lookSoon()).containsExactly(ROUTER);
    scene.look(21, ROUTER, denied);

    RouteVerdict row = only(21);
    assertThat(row.kind()).isEqualTo(VerdictKind.REJECTED);
    assertThat(row.reason()).isEqualTo("FILTERED");
    assertThat(row.message()).contains("filtered by policy").contains("prefix-list IN");
    assertThat(row.findings()).extracting("command").containsExactly("show filtered-routes");
    assertThat(row.vantages())
        .filteredOn(v -> !v.seen())
        .extracting(VantageView::vantage)
        .containsExactly(Vantage.SELECTED, Vantage.INSTALLED);
  }

  @Test
  void judge_agentOfAnotherNodeKilled_partial() {
    shop().look(10, ROUTER);
    ClusterScene.Change killed =
        shown -> {
          shown.without("172.16.10.13");
          shown.session("172.16.10.13", SessionState.ACTIVE, Cause.CONNECTION_LOST, "peer closed");
        };
    scene.look(20, ROUTER, killed).look(21, ROUTER, killed);

    RouteVerdict row = only(21);
    assertThat(row.kind()).isEqualTo(VerdictKind.PARTIAL);
    assertThat(row.message()).startsWith("partial 2 of 3: without 172.16.10.13 (berlin-3)");
    assertThat(row.message()).contains("berlin-3's own end is not known to this agent");
  }

  @Test
  void judge_routerRestarted_sessionDownThenVerified() {
    shop().look(10, ROUTER);
    scene
        .announcer(SessionState.CONNECT, Cause.CONNECTION_REFUSED, "connection refused")
        .lookFails(20, ROUTER, PluginException.Kind.UNREACHABLE, "connect refused");
    assertThat(only(20).kind()).isEqualTo(VerdictKind.UNREACHABLE);
    assertThat(only(20).message()).contains("last seen verified 10 s ago");

    ClusterScene.Change empty =
        shown -> {
          for (String speaker : List.of("172.16.10.11", "172.16.10.12", "172.16.10.13")) {
            shown.without(speaker);
            shown.session(speaker, SessionState.ACTIVE, null, "Active");
          }
        };
    scene.look(24, ROUTER, empty).look(25, ROUTER, empty);
    assertThat(only(25).kind()).isEqualTo(VerdictKind.SESSION_DOWN);
    assertThat(only(25).reason()).isEqualTo("CONNECTION_REFUSED");

    scene.announcer(SessionState.ESTABLISHED, null, "").look(30, ROUTER);
    assertThat(only(30).kind()).isEqualTo(VerdictKind.VERIFIED);
  }

  @Test
  void judge_localEndpointMoves_pendingThenVerifiedWithTheOtherNode() {
    scene
        .manifests(0, working(service("api", "Local", ""), endpoints("api", 1)))
        .announcer(SessionState.ESTABLISHED, null, "")
        .look(10, ROUTER);
    assertThat(only(10).kind()).isEqualTo(VerdictKind.VERIFIED);

    scene.manifests(20, working(service("api", "Local", ""), endpoints("api", 2)));
    assertThat(only(20).kind()).isEqualTo(VerdictKind.PENDING);
    assertThat(scene.verdicts(20).lookSoon()).containsExactly(ROUTER);

    scene.announcer(SessionState.ESTABLISHED, null, "").look(21, ROUTER);
    assertThat(only(21).kind()).isEqualTo(VerdictKind.VERIFIED);
    assertThat(only(21).installedNextHops()).containsExactly(IpAddress.parse("172.16.10.12"));
    assertThat(scene.verdicts(21).lookSoon()).isEmpty();
  }

  @Test
  void judge_serviceDeletedAndStillSeen_lingersUntilSeenGone() {
    shop().look(10, ROUTER);
    scene.manifests(20, working());
    ClusterScene.Change still =
        shown -> {
          for (Vantage v : List.of(Vantage.RECEIVED, Vantage.SELECTED, Vantage.INSTALLED)) {
            shown.put(
                v, IpPrefix.parse(VIP), new TreeSet<>(Set.of(IpAddress.parse("172.16.10.12"))));
          }
        };

    scene.look(21, ROUTER, still);
    assertThat(only(21).kind()).isEqualTo(VerdictKind.PENDING);
    assertThat(only(21).reason()).isEqualTo("WITHDRAWING");

    scene.look(30, ROUTER, still);
    assertThat(only(30).kind()).isEqualTo(VerdictKind.LINGERING);
    assertThat(only(30).name()).isEqualTo("shop");
    assertThat(only(30).message()).contains("172.16.10.12");
    assertThat(scene.verdicts(30).summary(SHOP)).contains(VerdictKind.LINGERING);

    scene.look(31, ROUTER);
    assertThat(scene.verdicts(31).rows()).isEmpty();
    assertThat(scene.expectations().withdrawn(ROUTER)).isEmpty();
  }

  @Test
  void judge_ourSpeakerAnnouncesAnAddressOfThePoolThatNobodyHas_unexpectedAfterTwoLooks() {
    shop();
    ClusterScene.Change stray =
        shown ->
            shown.put(
                Vantage.INSTALLED,
                IpPrefix.parse("172.16.90.77/32"),
                new TreeSet<>(Set.of(IpAddress.parse("172.16.10.12"))));

    scene.look(10, ROUTER, stray);
    assertThat(scene.verdicts(10).rows()).hasSize(1);

    scene.look(20, ROUTER, stray);
    assertThat(scene.verdicts(20).rows())
        .filteredOn(r -> r.name().isEmpty())
        .singleElement()
        .satisfies(
            r -> {
              assertThat(r.kind()).isEqualTo(VerdictKind.UNEXPECTED);
              assertThat(r.reason()).isEqualTo("NOBODYS_ROUTE");
              assertThat(r.vip()).contains(IpAddress.parse("172.16.90.77"));
            });
  }

  @Test
  void judge_strangerAnnouncesAnAddressOfThePoolThatNobodyHas_unexpectedNamesTheStranger() {
    shop();
    ClusterScene.Change other =
        shown ->
            shown.put(
                Vantage.INSTALLED,
                IpPrefix.parse("172.16.90.77/32"),
                new TreeSet<>(Set.of(IpAddress.parse("172.16.10.200"))));
    scene.look(10, ROUTER, other).look(20, ROUTER, other);

    assertThat(scene.verdicts(20).rows())
        .filteredOn(r -> r.name().isEmpty())
        .singleElement()
        .satisfies(
            r -> {
              assertThat(r.reason()).isEqualTo("NOBODYS_ROUTE");
              assertThat(r.message())
                  .isEqualTo(
                      "172.16.90.77/32 lies in a pool, belongs to no Service and is there via"
                          + " 172.16.10.200 (nobody we know)");
            });
    assertThat(scene.verdicts(20).ok()).isFalse();
  }

  @Test
  void judge_routeOutsideThePools_isNotOurs() {
    shop();
    ClusterScene.Change others =
        shown -> {
          shown.put(
              Vantage.INSTALLED,
              IpPrefix.parse("10.9.9.9/32"),
              new TreeSet<>(Set.of(IpAddress.parse("172.16.10.12"))));
        };
    scene.look(10, ROUTER, others).look(20, ROUTER, others);

    assertThat(scene.verdicts(20).rows()).hasSize(1);
  }

  @Test
  void judge_podNetworks_areVerifiedApartFromServices() {
    shop().look(10, ROUTER);

    assertThat(scene.verdicts(10).podNetworks())
        .extracting(RouteVerdict::name)
        .containsExactly("berlin-1", "berlin-2", "berlin-3");
    assertThat(scene.verdicts(10).podNetworks())
        .allMatch(r -> r.kind() == VerdictKind.VERIFIED && r.vip().isEmpty());
  }

  @Test
  void judge_severalServices_summaryIsTheWorstOfEach() {
    scene
        .manifests(
            0,
            working(
                service("shop", "Cluster", ""),
                endpoints("shop", 1),
                service("api", "Local", ""),
                endpoints("api", 1, 2)))
        .announcer(SessionState.ESTABLISHED, null, "")
        .look(
            10,
            ROUTER,
            shown -> {
              shown.withoutFrom(Vantage.SELECTED, "172.16.90.1/32");
              shown.finding(Cause.FILTERED, "172.16.90.1/32", "refused", "show");
            });

    Verdicts verdicts = scene.verdicts(10);
    assertThat(verdicts.rows()).hasSize(2);
    assertThat(List.of(verdicts.summary(SHOP).orElseThrow(), verdicts.summary(API).orElseThrow()))
        .containsExactlyInAnyOrder(VerdictKind.VERIFIED, VerdictKind.REJECTED);
    assertThat(verdicts.ok()).isFalse();
  }

  @Test
  void judge_wrongAsKnownOnlyHere_joinedWithTheRoutersWord() {
    shop();
    scene.announcer(
        SessionState.IDLE, Cause.WRONG_AS, "sent NOTIFICATION 2/2 Bad Peer AS: got 65010");
    scene.look(
        10,
        ROUTER,
        shown -> {
          for (String speaker : List.of("172.16.10.11", "172.16.10.12", "172.16.10.13")) {
            shown.without(speaker);
            shown.session(speaker, SessionState.ACTIVE, Cause.NO_ANSWER, "Active; opens 1");
          }
        });

    assertThat(only(10).kind()).isEqualTo(VerdictKind.SESSION_DOWN);
    assertThat(only(10).reason()).isEqualTo("WRONG_AS");
    assertThat(only(10).message()).contains("Bad Peer AS").contains("Active; opens 1");
  }

  @Test
  void judge_aggregate_isTheEvidenceForTheVipInsideIt() {
    String[] manifests = working(service("shop", "Cluster", ""), endpoints("shop", 1));
    manifests[1] =
        ADVERTISEMENT.replace(
            "{addresses: [LoadBalancerIP]}",
            "{addresses: [LoadBalancerIP], aggregationLengthIPv4: 24}");
    scene.manifests(0, manifests).announcer(SessionState.ESTABLISHED, null, "").look(10, ROUTER);

    assertThat(only(10).kind()).isEqualTo(VerdictKind.VERIFIED);
    assertThat(only(10).prefix()).contains(IpPrefix.parse("172.16.90.0/24"));
    assertThat(only(10).vip()).contains(IpAddress.parse("172.16.90.0"));
  }

  @Test
  void judge_allOtherWaysAVipIsMissing_areToldApart() {
    scene.manifests(
        0,
        working(
            service("api", "Local", ""),
            service("shop", "Cluster", "loadBalancerIP: 10.1.1.1"),
            service("web", "Cluster", "")));

    assertThat(scene.verdicts(1).rows())
        .extracting(r -> r.name() + " " + r.reason())
        .containsExactly("api NO_LOCAL_ENDPOINTS", "shop NOT_ALLOCATED", "web AWAITING_LOOK");
  }
}
