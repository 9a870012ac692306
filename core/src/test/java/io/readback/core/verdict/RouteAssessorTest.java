package io.readback.core.verdict;

import static io.readback.core.verdict.LookScene.NODE1;
import static io.readback.core.verdict.LookScene.NODE2;
import static io.readback.core.verdict.LookScene.NODE3;
import static io.readback.core.verdict.LookScene.SESSION;
import static io.readback.core.verdict.LookScene.SHOP;
import static io.readback.core.verdict.LookScene.VIP;
import static io.readback.core.verdict.LookScene.address;
import static io.readback.core.verdict.LookScene.expected;
import static io.readback.core.verdict.LookScene.look;
import static io.readback.core.verdict.LookScene.ours;
import static io.readback.core.verdict.LookScene.route;
import static org.assertj.core.api.Assertions.assertThat;

import io.readback.core.observe.GlassId;
import io.readback.core.observe.ObservationBook;
import io.readback.core.observe.RouterPicture;
import io.readback.core.observe.RouterRecord;
import io.readback.core.plan.ExpectedRoutes.ExpectedHop;
import io.readback.core.plan.ExpectedRoutes.ExpectedRoute;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.observe.AnnouncerObservation;
import io.readback.spi.observe.Cause;
import io.readback.spi.observe.SessionState;
import io.readback.spi.observe.Sighting;
import io.readback.spi.observe.TargetStatus;
import io.readback.spi.observe.Vantage;
import io.readback.spi.route.Community;
import io.readback.spi.route.LargeCommunity;
import io.readback.spi.route.PathAttributes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What one picture of a router amounts to: the causes why a route is not where it should be. */
class RouteAssessorTest {
  private static final AnnouncerObservation UP = ours(SessionState.ESTABLISHED, null, "");
  private static final String[] ALL = {NODE1, NODE2, NODE3};

  private static Assessment assess(LookScene.Look look, AnnouncerObservation ours) {
    return assess(look, ours, route());
  }

  private static Assessment assess(
      LookScene.Look look, AnnouncerObservation ours, ExpectedRoute route) {
    ObservationBook book =
        ObservationBook.EMPTY
            .observed(new GlassId("tor", 0, "frr"), look.build())
            .announced("bgp", ours);
    RouterPicture picture = book.router("tor").flatMap(RouterRecord::latest).orElseThrow();
    return new RouteAssessor(expected(route).peers(), new OwnSessions(NODE1, book), picture)
        .assess(route);
  }

  @Test
  void assess_forwardingTableHoldsEveryNextHop_verified() {
    Assessment a = assess(look().everywhere(ALL), UP);

    assertThat(a.kind()).isEqualTo(VerdictKind.VERIFIED);
    assertThat(a.message()).isEqualTo("3 of 3 next hops installed");
    assertThat(a.reason()).isEmpty();
    assertThat(a.seen()).containsExactlyElementsOf(route().nextHops());
  }

  @Test
  void assess_bgpTableGreenButForwardingTableEmpty_isNotVerified() {
    Assessment a = assess(look().received(ALL).selected(ALL), UP);

    assertThat(a.kind()).isEqualTo(VerdictKind.MISSING);
    assertThat(a.reason()).isEqualTo("NOT_INSTALLED");
    assertThat(a.message()).isEqualTo("selected but not in the forwarding table");
  }

  @Test
  void assess_onlyBestPathsCovered_verifiedAndSaysReduced() {
    Assessment a = assess(look().covering(Vantage.SELECTED).selected(ALL), UP);

    assertThat(a.kind()).isEqualTo(VerdictKind.VERIFIED);
    assertThat(a.message()).contains("reduced").contains("forwarding table was not read");
  }

  @Test
  void assess_onlyAdjRibInCovered_verifiedAndSaysReduced() {
    Assessment a = assess(look().covering(Vantage.RECEIVED).received(ALL), UP);

    assertThat(a.kind()).isEqualTo(VerdictKind.VERIFIED);
    assertThat(a.message()).contains("received; reduced");
  }

  @Test
  void assess_nothingCovered_unknown() {
    Assessment a = assess(look().covering(), UP);

    assertThat(a.kind()).isEqualTo(VerdictKind.UNKNOWN);
    assertThat(a.reason()).isEqualTo("NOT_COVERED");
  }

  @Test
  void assess_neighbourNotConfigured_sessionDown() {
    LookScene.Look look = look();
    for (String node : ALL) {
      look.withoutSession(node);
    }

    Assessment a = assess(look, ours(SessionState.ACTIVE, Cause.NO_ANSWER, "connect timed out"));

    assertThat(a.kind()).isEqualTo(VerdictKind.SESSION_DOWN);
    assertThat(a.reason()).isEqualTo("NOT_CONFIGURED");
    assertThat(a.message())
        .startsWith("session down: neighbour not configured")
        .contains("router: no neighbour 172.16.10.11")
        .contains("berlin-1: active, connect timed out")
        .contains("berlin-2's own end is not known to this agent");
  }

  @Test
  void assess_neighbourNotListedButOurSessionIsUp_isNotTakenAsNotConfigured() {
    Assessment a = assess(look().withoutSession(NODE1).everywhere(NODE2, NODE3), UP, route(NODE1));

    assertThat(a.kind()).isNotEqualTo(VerdictKind.SESSION_DOWN);
  }

  @Test
  void assess_sessionNeverUp_sessionDownWithBothEnds() {
    Assessment a =
        assess(
            look().session(NODE1, SessionState.ACTIVE, Cause.NO_ANSWER, "Waiting for peer OPEN"),
            ours(SessionState.CONNECT, Cause.NO_ANSWER, "no answer from 172.16.10.1:179"),
            route(NODE1));

    assertThat(a.kind()).isEqualTo(VerdictKind.SESSION_DOWN);
    assertThat(a.reason()).isEqualTo("NO_ANSWER");
    assertThat(a.message())
        .isEqualTo(
            "session down: no answer [router: active, Waiting for peer OPEN; berlin-1: connect, no"
                + " answer from 172.16.10.1:179]");
  }

  @Test
  void assess_md5Mismatch_routerSaysAuthenticationIsOn_sessionDownAuthentication() {
    Assessment a =
        assess(
            look()
                .session(
                    NODE1, SessionState.CONNECT, Cause.AUTHENTICATION, "authentication enabled"),
            ours(SessionState.CONNECT, Cause.NO_ANSWER, "no answer"),
            route(NODE1));

    assertThat(a.reason()).isEqualTo("AUTHENTICATION");
    assertThat(a.message()).contains("probably");
  }

  @Test
  void assess_wrongAs_knownOnlyAtOurEnd_sessionDownWrongAs() {
    Assessment a =
        assess(
            look().session(NODE1, SessionState.ACTIVE, Cause.NO_ANSWER, "opens received 0"),
            ours(
                SessionState.IDLE,
                Cause.WRONG_AS,
                "sent NOTIFICATION 2/2 Bad Peer AS: expected 65000, got 65010"),
            route(NODE1));

    assertThat(a.reason()).isEqualTo("WRONG_AS");
    assertThat(a.message()).contains("wrong AS number").contains("NOTIFICATION 2/2");
  }

  @Test
  void assess_familyNotActivated_sessionDown() {
    Assessment a =
        assess(
            look()
                .session(
                    NODE1,
                    SessionState.IDLE,
                    Cause.FAMILY_NOT_ACTIVATED,
                    "No AFI/SAFI activated for peer"),
            ours(SessionState.CONNECT, Cause.CEASE, "received NOTIFICATION 6"),
            route(NODE1));

    assertThat(a.reason()).isEqualTo("FAMILY_NOT_ACTIVATED");
  }

  @Test
  void assess_familyNotActivatedOnEstablishedSession_sessionDown() {
    Assessment a =
        assess(
            look()
                .session(
                    NODE1,
                    SessionState.ESTABLISHED,
                    Cause.FAMILY_NOT_ACTIVATED,
                    "No AFI/SAFI activated for peer"),
            UP,
            route(NODE1));

    assertThat(a.kind()).isEqualTo(VerdictKind.SESSION_DOWN);
    assertThat(a.reason()).isEqualTo("FAMILY_NOT_ACTIVATED");
  }

  @Test
  void assess_adminShutdownMaskedByBfdText_sessionDownAdminShutdown() {
    Assessment a =
        assess(
            look()
                .session(
                    NODE1,
                    SessionState.IDLE,
                    Cause.ADMIN_SHUTDOWN,
                    "Idle (Admin), last reset BFD down received"),
            ours(SessionState.ACTIVE, Cause.BFD_DOWN, "BFD down"),
            route(NODE1));

    assertThat(a.reason()).isEqualTo("ADMIN_SHUTDOWN");
  }

  @Test
  void assess_maximumPrefix_sessionDownMaxPrefix() {
    Assessment a =
        assess(
            look().session(NODE1, SessionState.IDLE, Cause.MAX_PREFIX, "Idle (PfxCt), allowed 5"),
            ours(SessionState.IDLE, Cause.CEASE, "received NOTIFICATION 6/1"),
            route(NODE1));

    assertThat(a.reason()).isEqualTo("MAX_PREFIX");
    assertThat(a.message()).contains("allowed 5").contains("6/1");
  }

  @Test
  void assess_bfdDown_sessionDownBfd() {
    Assessment a =
        assess(
            look().session(NODE1, SessionState.IDLE, Cause.BFD_DOWN, "BFD down received"),
            ours(SessionState.CONNECT, Cause.CONNECTION_LOST, "connection lost"),
            route(NODE1));

    assertThat(a.reason()).isEqualTo("BFD_DOWN");
  }

  @Test
  void assess_noPolicy_rejectedOnTheEstablishedSession() {
    LookScene.Look look = look();
    for (String node : ALL) {
      look.session(
          node,
          SessionState.ESTABLISHED,
          Cause.NO_POLICY,
          "Inbound updates discarded due to missing policy");
    }

    Assessment a = assess(look, UP);

    assertThat(a.kind()).isEqualTo(VerdictKind.REJECTED);
    assertThat(a.reason()).isEqualTo("NO_POLICY");
    assertThat(a.message())
        .isEqualTo("no policy (RFC 8212) [Inbound updates discarded due to missing policy]");
  }

  @Test
  void assess_filteredByPrefixList_rejectedWithEvidenceAndCommand() {
    Assessment a =
        assess(
            look().received(ALL).finding(Cause.FILTERED, "172.16.90.2/32 in filtered-routes"), UP);

    assertThat(a.kind()).isEqualTo(VerdictKind.REJECTED);
    assertThat(a.reason()).isEqualTo("FILTERED");
    assertThat(a.message()).isEqualTo("filtered by policy [172.16.90.2/32 in filtered-routes]");
    assertThat(a.findings()).singleElement().extracting("command").isEqualTo(LookScene.COMMAND);
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "AS_LOOP",
        "NEXTHOP_UNREACHABLE",
        "OTHER_PROTOCOL",
        "FIB_FILTERED",
        "FIB_REFUSED",
        "NOT_SELECTED",
        "DAMPED"
      })
  void assess_routerStatesACauseForThePrefix_rejectedForIt(Cause cause) {
    Assessment a = assess(look().received(ALL).finding(cause, "as the router says"), UP);

    assertThat(a.kind()).isEqualTo(VerdictKind.REJECTED);
    assertThat(a.reason()).isEqualTo(cause.name());
    assertThat(a.message()).contains(Causes.words(cause)).contains("as the router says");
  }

  @Test
  void assess_staticRouteWins_rejectedAndNamesWhatIsUsedInstead() {
    Assessment a =
        assess(
            look()
                .received(ALL)
                .selected(ALL)
                .installedVia("172.16.10.99")
                .finding(Cause.OTHER_PROTOCOL, "static [1/0] via 172.16.10.99"),
            UP);

    assertThat(a.kind()).isEqualTo(VerdictKind.REJECTED);
    assertThat(a.reason()).isEqualTo("OTHER_PROTOCOL");
    assertThat(a.message()).contains("uses 172.16.10.99 instead");
  }

  @Test
  void assess_staticRouteWithTheVeryNextHops_isNotTakenForBgps() {
    Assessment a =
        assess(look().everywhere(ALL).finding(Cause.OTHER_PROTOCOL, "static [1/0] wins"), UP);

    assertThat(a.kind()).isEqualTo(VerdictKind.REJECTED);
    assertThat(a.reason()).isEqualTo("OTHER_PROTOCOL");
    assertThat(a.hops()).noneMatch(h -> h.seenAt().contains(Vantage.INSTALLED));
  }

  @Test
  void assess_strangerSendsAPathWithOurNextHop_isNotOurSpeakersRoute() {
    Sighting stranger =
        new Sighting(
            VIP,
            Vantage.SELECTED,
            Optional.of(IpAddress.parse("172.16.10.99")),
            new TreeSet<>(Set.of(address(NODE3))),
            Optional.empty(),
            false);
    Assessment a =
        assess(
            look()
                .received(NODE1, NODE2)
                .selected(NODE1, NODE2)
                .installed(ALL)
                .sighting(stranger)
                .finding(Cause.FILTERED, NODE3, "refused by prefix-list IN"),
            UP);

    assertThat(a.kind()).isEqualTo(VerdictKind.PARTIAL);
    assertThat(a.reason()).isEqualTo("FILTERED");

    Assessment unexplained =
        assess(
            look().received(NODE1, NODE2).selected(NODE1, NODE2).installed(ALL).sighting(stranger),
            UP);
    assertThat(unexplained.reason()).isEqualTo("NOT_RECEIVED");
    assertThat(unexplained.message())
        .contains("172.16.10.99 sends a path with next hop 172.16.10.13");
  }

  private static Assessment withAttributes(PathAttributes announced, PathAttributes... seen) {
    List<ExpectedHop> hops = new java.util.ArrayList<>();
    LookScene.Look look = look().selected(ALL).installed(ALL);
    for (int i = 0; i < ALL.length; i++) {
      hops.add(new ExpectedHop(ALL[i], SESSION, address(ALL[i]), announced));
      look.sighting(
          new Sighting(
              VIP,
              Vantage.RECEIVED,
              Optional.of(address(ALL[i])),
              new TreeSet<>(Set.of(address(ALL[i]))),
              i < seen.length ? Optional.of(seen[i]) : Optional.empty(),
              false));
    }
    return assess(
        look, UP, new ExpectedRoute(VIP, hops, new TreeSet<>(Set.of(SHOP)), new TreeSet<>()));
  }

  private static final PathAttributes TAGGED =
      PathAttributes.builder()
          .community(Community.of(65000, 100))
          .largeCommunity(new LargeCommunity(65000, 1, 2))
          .med(10)
          .build();

  @Test
  void assess_communitiesArrivedAndTheRouterAddedSome_verified() {
    PathAttributes more = TAGGED.toBuilder().community(Community.of(65000, 999)).build();

    assertThat(withAttributes(TAGGED, more, more, TAGGED).kind()).isEqualTo(VerdictKind.VERIFIED);
  }

  @Test
  void assess_attributesOfSomePathsNotRead_areNotHeldAgainstThem() {
    assertThat(withAttributes(TAGGED, TAGGED).kind()).isEqualTo(VerdictKind.VERIFIED);
  }

  @Test
  void assess_communitiesLostOnTheWay_partialNamesThemAndTheHops() {
    PathAttributes less =
        PathAttributes.builder().largeCommunity(new LargeCommunity(65000, 1, 2)).med(0).build();
    Assessment a = withAttributes(TAGGED, TAGGED, less, less);

    assertThat(a.kind()).isEqualTo(VerdictKind.PARTIAL);
    assertThat(a.reason()).isEqualTo("ATTRIBUTES");
    assertThat(a.message())
        .isEqualTo(
            "3 of 3 next hops installed, but the router does not show what 172.16.90.2/32 was"
                + " announced with: community 65000:100, MED 10 (there 0) of 172.16.10.12"
                + " (berlin-2), 172.16.10.13 (berlin-3)");
  }

  @Test
  void assess_onlyOneOfThreePathsUsed_partialWithTheLimit() {
    Assessment a =
        assess(
            look()
                .received(ALL)
                .selected(NODE1)
                .installed(NODE1)
                .finding(Cause.MULTIPATH_LIMIT, "maximum-paths 1"),
            UP);

    assertThat(a.kind()).isEqualTo(VerdictKind.PARTIAL);
    assertThat(a.reason()).isEqualTo("MULTIPATH_LIMIT");
    assertThat(a.message())
        .isEqualTo(
            "partial 1 of 3: without 172.16.10.12 (berlin-2), 172.16.10.13 (berlin-3): multipath"
                + " limit [maximum-paths 1]");
  }

  @Test
  void assess_agentOfOneNodeKilled_partialTwoOfThree() {
    Assessment a =
        assess(
            look()
                .everywhere(NODE1, NODE2)
                .session(
                    NODE3, SessionState.ACTIVE, Cause.HOLD_TIMER_EXPIRED, "Hold Timer Expired"),
            UP);

    assertThat(a.kind()).isEqualTo(VerdictKind.PARTIAL);
    assertThat(a.reason()).isEqualTo("HOLD_TIMER_EXPIRED");
    assertThat(a.message())
        .startsWith(
            "partial 2 of 3: without 172.16.10.13 (berlin-3): session down: hold timer expired");
    assertThat(a.seen()).containsExactly(address(NODE1), address(NODE2));
  }

  @Test
  void assess_heldByGracefulRestartOnly_stale() {
    Assessment a =
        assess(
            look()
                .received(NODE1, NODE2)
                .selected(NODE1, NODE2)
                .staleSelected(NODE3)
                .installed(ALL)
                .session(NODE3, SessionState.ACTIVE, null, "restarting"),
            UP);

    assertThat(a.kind()).isEqualTo(VerdictKind.STALE);
    assertThat(a.reason()).isEqualTo("STALE");
    assertThat(a.message()).contains("berlin-3").contains("graceful restart");
  }

  @Test
  void assess_installedThoughTheSessionIsDown_staleEvenWithoutTheMark() {
    Assessment a =
        assess(
            look()
                .covering(Vantage.INSTALLED)
                .installed(ALL)
                .session(NODE2, SessionState.CONNECT, null, "Connect"),
            UP);

    assertThat(a.kind()).isEqualTo(VerdictKind.STALE);
    assertThat(a.message()).contains("berlin-2");
  }

  @Test
  void assess_unknownNextHopInTheSet_unexpected() {
    Assessment a = assess(look().everywhere(ALL).installedVia("172.16.10.66"), UP);

    assertThat(a.kind()).isEqualTo(VerdictKind.UNEXPECTED);
    assertThat(a.reason()).isEqualTo("UNEXPECTED_NEXT_HOP");
    assertThat(a.message()).contains("172.16.10.66 (nobody we know)");
  }

  @Test
  void assess_nodeWithoutLocalEndpointStillInTheSet_unexpectedNamesTheNode() {
    Assessment a = assess(look().everywhere(ALL), UP, route(NODE1, NODE2));

    assertThat(a.kind()).isEqualTo(VerdictKind.UNEXPECTED);
    assertThat(a.message()).contains("172.16.10.13 (berlin-3, which should not announce it)");
  }

  @Test
  void assess_saneLookWithoutRouteOrCause_missing() {
    Assessment a = assess(look(), UP);

    assertThat(a.kind()).isEqualTo(VerdictKind.MISSING);
    assertThat(a.reason()).isEqualTo("NOT_RECEIVED");
    assertThat(a.message()).isEqualTo("not received, or not accepted, by the router");
  }

  @Test
  void assess_absentAndAdjRibInNotKept_missingSaysThatItCannotTell() {
    Assessment a = assess(look().covering(Vantage.SELECTED, Vantage.INSTALLED), UP);

    assertThat(a.reason()).isEqualTo("NOT_IN_TABLE");
    assertThat(a.message()).contains("cannot be seen");
  }

  @Test
  void assess_ourAnnouncerHasNotSentItYet_missingNotAdvertised() {
    Assessment a = assess(look(), ours(SessionState.ESTABLISHED, null, "", false), route(NODE1));

    assertThat(a.reason()).isEqualTo("NOT_ADVERTISED");
  }

  @Test
  void assess_ourAnnouncerRefusesTheRoute_missingWithItsReason() {
    TargetStatus target =
        TargetStatus.builder(LookScene.SESSION)
            .rejected(new TreeMap<>(Map.of(VIP, "no next hop of its family")))
            .session(LookScene.session(SessionState.ESTABLISHED, null, ""))
            .build();

    Assessment a =
        assess(look(), new AnnouncerObservation(LookScene.T0, List.of(target)), route(NODE1));

    assertThat(a.reason()).isEqualTo("ANNOUNCER_REFUSES");
    assertThat(a.message()).contains("no next hop of its family");
  }

  @Test
  void assess_everyHopHasItsOwnCause_namesEachAndLeadsWithTheRefusal() {
    Assessment a =
        assess(
            look()
                .received(NODE1)
                .finding(Cause.FILTERED, NODE1, "in filtered-routes")
                .session(NODE2, SessionState.IDLE, Cause.ADMIN_SHUTDOWN, "Idle (Admin)"),
            UP);

    assertThat(a.kind()).isEqualTo(VerdictKind.REJECTED);
    assertThat(a.reason()).isEqualTo("FILTERED");
    assertThat(a.message())
        .contains("172.16.10.11 (berlin-1): filtered by policy [in filtered-routes]")
        .contains("172.16.10.12 (berlin-2): session down: shut down by the router's administrator")
        .contains("172.16.10.13 (berlin-3): not received, or not accepted, by the router");
  }

  @Test
  void assess_routerShowsLinkLocalNextHopOfOurSpeaker_countsAsThatSpeaker() {
    IpPrefix vip6 = IpPrefix.parse("2001:db8:90::2/128");
    IpAddress global = IpAddress.parse("2001:db8:10::11");
    IpAddress linkLocal = IpAddress.parse("fe80::11");
    ExpectedRoute route6 =
        new ExpectedRoute(
            vip6,
            List.of(new ExpectedHop(NODE1, LookScene.SESSION, global, PathAttributes.NONE)),
            new TreeSet<>(Set.of(LookScene.SHOP)),
            new TreeSet<>());

    Assessment a =
        assess(
            look()
                .sighting(
                    new Sighting(
                        vip6,
                        Vantage.SELECTED,
                        Optional.of(address(NODE1)),
                        new TreeSet<>(Set.of(linkLocal)),
                        Optional.empty(),
                        false))
                .sighting(
                    new Sighting(
                        vip6,
                        Vantage.INSTALLED,
                        Optional.empty(),
                        new TreeSet<>(Set.of(linkLocal)),
                        Optional.empty(),
                        false)),
            UP,
            route6);

    assertThat(a.kind()).isEqualTo(VerdictKind.VERIFIED);
  }

  @Test
  void assess_peersStalePathsAreNamedAndThisPathIsAbsent_isNotTakenForARefusal() {
    Assessment a = assess(look().peerFinding(Cause.STALE, NODE1, "paths are stale"), UP);

    assertThat(a.kind()).isEqualTo(VerdictKind.MISSING);
    assertThat(a.reason()).isEqualTo("NOT_RECEIVED");
  }

  @Test
  void assess_routerDeniesANeighbourThatIsUpHere_isNotTakenForASessionThatIsDown() {
    Assessment a =
        assess(
            look()
                .withoutSession(NODE1)
                .peerFinding(Cause.NOT_CONFIGURED, NODE1, "no neighbour 172.16.10.11"),
            UP,
            route(NODE1));

    assertThat(a.kind()).isEqualTo(VerdictKind.MISSING);
  }

  @Test
  void assess_notConfiguredWithTheRoutersFinding_carriesItsCommand() {
    Assessment a =
        assess(
            look()
                .withoutSession(NODE2)
                .peerFinding(Cause.NOT_CONFIGURED, NODE2, "the router has no neighbour"),
            UP,
            route(NODE2));

    assertThat(a.reason()).isEqualTo("NOT_CONFIGURED");
    assertThat(a.findings()).singleElement().extracting("command").isEqualTo(LookScene.COMMAND);
  }
}
