package io.readback.core.verdict;

import static io.readback.core.verdict.LookScene.NODE1;
import static io.readback.core.verdict.LookScene.NODE2;
import static io.readback.core.verdict.LookScene.NODE3;
import static io.readback.core.verdict.LookScene.T0;
import static io.readback.core.verdict.LookScene.at;
import static io.readback.core.verdict.LookScene.expected;
import static io.readback.core.verdict.LookScene.look;
import static io.readback.core.verdict.LookScene.ours;
import static io.readback.core.verdict.LookScene.route;
import static org.assertj.core.api.Assertions.assertThat;

import io.readback.core.model.Origin;
import io.readback.core.model.RouterConfig;
import io.readback.core.observe.GlassId;
import io.readback.core.observe.LookFailure;
import io.readback.core.observe.ObservationBook;
import io.readback.core.plan.ExpectedRoutes.ExpectedRoute;
import io.readback.core.verdict.ExpectationLog.Withdrawn;
import io.readback.core.verdict.RouterJudge.Ruling;
import io.readback.spi.net.IpAddress;
import io.readback.spi.observe.Cause;
import io.readback.spi.observe.SessionState;
import io.readback.spi.observe.Vantage;
import io.readback.spi.plugin.PluginException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How verdicts change as time goes by; the clock is the number of seconds since the start. */
class RouterJudgeTest {
  private static final GlassId FRR = new GlassId("tor", 0, "frr");
  private static final GlassId SNMP = new GlassId("tor", 1, "snmp");
  private static final RouterConfig TOR =
      new RouterConfig(
          "tor",
          List.of(IpAddress.parse("172.16.10.1")),
          Duration.ofSeconds(10),
          List.of(),
          Origin.UNKNOWN);
  private static final String[] ALL = {NODE1, NODE2, NODE3};

  private ObservationBook book =
      ObservationBook.EMPTY.announced("bgp", ours(SessionState.ESTABLISHED, null, ""));

  private RouterJudge judge(int now) {
    return new RouterJudge(
        TOR,
        expected(route()),
        book.router("tor"),
        new OwnSessions(NODE1, book),
        Timing.DEFAULT,
        at(now));
  }

  private Ruling ruling(int now) {
    return judge(now).judge(route(), T0);
  }

  private void saw(LookScene.Look look) {
    book = book.observed(FRR, look.build());
  }

  private void failed(PluginException.Kind kind, String message, int second) {
    book = book.failed(FRR, LookFailure.of(new PluginException(kind, message), at(second)));
  }

  @Test
  void judge_neverLooked_pendingThenUnknown() {
    assertThat(ruling(1).kind()).isEqualTo(VerdictKind.PENDING);
    assertThat(ruling(1).reason()).isEqualTo("AWAITING_LOOK");
    assertThat(ruling(31).kind()).isEqualTo(VerdictKind.UNKNOWN);
    assertThat(ruling(31).reason()).isEqualTo("NOT_LOOKED_AT");
  }

  @Test
  void judge_oneGoodLook_verifiedAtOnce() {
    saw(look().at(1).everywhere(ALL));

    assertThat(ruling(1).kind()).isEqualTo(VerdictKind.VERIFIED);
    assertThat(ruling(1).unconfirmed()).isFalse();
  }

  @Test
  void judge_badLookSoonAfterTheChange_pendingUntilItHadTimeToConverge() {
    saw(look().at(1).received(ALL).finding(Cause.FILTERED, "in filtered-routes"));

    assertThat(ruling(2).kind()).isEqualTo(VerdictKind.PENDING);
    assertThat(ruling(2).reason()).isEqualTo("CONVERGING");
    assertThat(ruling(2).message()).contains("so far rejected: filtered by policy");
    assertThat(ruling(4).kind()).isEqualTo(VerdictKind.PENDING);
    assertThat(ruling(5).kind()).isEqualTo(VerdictKind.REJECTED);
  }

  @Test
  void judge_lookFromBeforeTheChange_isNoEvidenceOfIt() {
    saw(look().at(1).everywhere(ALL));
    Ruling after = judge(9).judge(route(), at(3));

    assertThat(after.kind()).isEqualTo(VerdictKind.PENDING);
    assertThat(after.reason()).isEqualTo("AWAITING_LOOK");
    assertThat(after.unconfirmed()).isTrue();
  }

  @Test
  void judge_oneBadLookWithoutCause_staysVerifiedAndAsksForAnother() {
    saw(look().at(10).everywhere(ALL));
    saw(look().at(20));

    Ruling first = ruling(20);
    assertThat(first.kind()).isEqualTo(VerdictKind.VERIFIED);
    assertThat(first.unconfirmed()).isTrue();
    assertThat(first.message())
        .contains("not received, or not accepted, by the router")
        .contains("looking again");

    saw(look().at(21));
    assertThat(ruling(21).kind()).isEqualTo(VerdictKind.MISSING);
    assertThat(ruling(21).unconfirmed()).isFalse();

    saw(look().at(22).everywhere(ALL));
    assertThat(ruling(22).kind()).isEqualTo(VerdictKind.VERIFIED);
  }

  @Test
  void judge_oneBadLookWithTheRoutersOwnCause_alsoNeedsASecondOne() {
    saw(look().at(10).everywhere(ALL));
    saw(look().at(20).received(ALL).finding(Cause.FILTERED, "in filtered-routes"));

    Ruling first = ruling(20);
    assertThat(first.kind()).isEqualTo(VerdictKind.VERIFIED);
    assertThat(first.unconfirmed()).isTrue();
    assertThat(first.message()).contains("filtered by policy").contains("looking again");

    saw(look().at(21).received(ALL).finding(Cause.FILTERED, "in filtered-routes"));
    assertThat(ruling(21).kind()).isEqualTo(VerdictKind.REJECTED);
  }

  @Test
  void judge_failedLookBetweenAGoodAndABadOne_isNoSecondBadOne() {
    saw(look().at(10).everywhere(ALL));
    failed(PluginException.Kind.TIMEOUT, "no answer", 15);
    saw(look().at(20));
    assertThat(ruling(20).kind()).isEqualTo(VerdictKind.VERIFIED);

    saw(look().at(21));
    assertThat(ruling(21).kind()).isEqualTo(VerdictKind.MISSING);
  }

  @Test
  void judge_raceBetweenTableAndForwardingTable_isNotReported() {
    saw(look().at(10).everywhere(ALL));
    saw(look().at(20).received(ALL).selected(ALL).installed(NODE1, NODE2));
    assertThat(ruling(20).kind()).isEqualTo(VerdictKind.VERIFIED);

    saw(look().at(21).everywhere(ALL));
    assertThat(ruling(21).kind()).isEqualTo(VerdictKind.VERIFIED);
    assertThat(ruling(21).unconfirmed()).isFalse();
  }

  @Test
  void judge_goodLookLongBeforeTheBadOne_doesNotKeepItVerified() {
    saw(look().at(10).everywhere(ALL));
    saw(look().at(100));

    assertThat(ruling(100).kind()).isEqualTo(VerdictKind.MISSING);
  }

  @Test
  void judge_noLookForThreeIntervals_stale() {
    saw(look().at(10).everywhere(ALL));

    assertThat(ruling(40).kind()).isEqualTo(VerdictKind.VERIFIED);
    assertThat(ruling(41).kind()).isEqualTo(VerdictKind.STALE);
    assertThat(ruling(41).reason()).isEqualTo("EVIDENCE_TOO_OLD");
    assertThat(ruling(41).message()).contains("31 s old").contains("verified");
  }

  @ParameterizedTest
  @CsvSource({
    "AUTHENTICATION, AUTH, UNREACHABLE",
    "HOST_KEY, HOSTKEY, UNREACHABLE",
    "TIMEOUT, TIMEOUT, UNREACHABLE",
    "UNREACHABLE, UNREACHABLE, UNREACHABLE",
    "PROTOCOL, UNREADABLE, UNKNOWN",
    "PERMISSION, PERMISSION, UNKNOWN",
    "RESOURCE, UNREADABLE, UNKNOWN",
    "UNSUPPORTED, UNREADABLE, UNKNOWN",
    "INTERNAL, UNREADABLE, UNKNOWN",
  })
  void judge_lookFails_keepsTheLastVerdictWithItsAgeAndIsNeverMissing(
      PluginException.Kind kind, String reason, VerdictKind verdict) {
    saw(look().at(10).everywhere(ALL));
    failed(kind, "tor said so", 20);
    failed(kind, "tor said so", 25);

    for (int second : new int[] {25, 60, 3600}) {
      Ruling ruling = ruling(second);
      assertThat(ruling.kind()).isEqualTo(verdict);
      assertThat(ruling.reason()).isEqualTo(reason);
    }
    assertThat(ruling(30).message())
        .startsWith("cannot look for 10 s: ")
        .contains("tor said so")
        .endsWith("last seen verified 20 s ago");
  }

  @Test
  void judge_lookFailsAndNothingWasEverSeen_saysSo() {
    failed(PluginException.Kind.TIMEOUT, "no answer in 5 s", 3);

    assertThat(ruling(10).kind()).isEqualTo(VerdictKind.UNREACHABLE);
    assertThat(ruling(10).message()).endsWith("never seen since the route is expected");
  }

  @Test
  void judge_routerBackAfterFailures_verifiedByOneLook() {
    saw(look().at(10).everywhere(ALL));
    failed(PluginException.Kind.UNREACHABLE, "connection refused", 20);
    saw(look().at(40).everywhere(ALL));

    assertThat(ruling(40).kind()).isEqualTo(VerdictKind.VERIFIED);
  }

  @Test
  void judge_onlyOneOfTwoGlassesFails_theOtherDecides() {
    saw(look().at(10).everywhere(ALL));
    book =
        book.failed(
            SNMP,
            LookFailure.of(
                new PluginException(PluginException.Kind.AUTHENTICATION, "unknown user"), at(11)));

    assertThat(ruling(12).kind()).isEqualTo(VerdictKind.VERIFIED);
  }

  @Test
  void judge_bestGlassFails_theOtherDecidesWithReducedConfidence() {
    saw(look().at(10).everywhere(ALL));
    failed(PluginException.Kind.TIMEOUT, "no answer", 12);
    book = book.observed(SNMP, look().at(13).covering(Vantage.RECEIVED).received(ALL).build());

    assertThat(ruling(14).kind()).isEqualTo(VerdictKind.VERIFIED);
    assertThat(ruling(14).message()).contains("reduced");
  }

  @Test
  void judgeWithdrawn_stillThere_pendingThenLingering() {
    Withdrawn gone = withdrawn(at(20));
    saw(look().at(19).everywhere(ALL));
    assertThat(judge(21).judgeWithdrawn(gone))
        .get()
        .extracting(Ruling::reason)
        .isEqualTo("WITHDRAWING");

    saw(look().at(26).everywhere(ALL));
    Optional<Ruling> later = judge(26).judgeWithdrawn(gone);
    assertThat(later).get().extracting(Ruling::kind).isEqualTo(VerdictKind.LINGERING);
    assertThat(later.orElseThrow().message())
        .contains("still installed via 172.16.10.11, 172.16.10.12, 172.16.10.13");
  }

  @Test
  void judgeWithdrawn_keptByGracefulRestart_lingeringSaysSo() {
    saw(look().at(26).staleSelected(NODE1));

    assertThat(judge(26).judgeWithdrawn(withdrawn(at(20))))
        .get()
        .extracting(Ruling::reason)
        .isEqualTo("STALE");
  }

  @Test
  void judgeWithdrawn_seenGone_nothingLeftToSay() {
    saw(look().at(26));

    assertThat(judge(26).judgeWithdrawn(withdrawn(at(20)))).isEmpty();
  }

  @Test
  void judgeWithdrawn_routerCannotBeRead_doesNotClaimThatItLingers() {
    saw(look().at(19).everywhere(ALL));
    failed(PluginException.Kind.TIMEOUT, "no answer", 21);

    assertThat(judge(40).judgeWithdrawn(withdrawn(at(20)))).isEmpty();
  }

  private static Withdrawn withdrawn(Instant at) {
    ExpectedRoute route = route();
    return new Withdrawn(route.prefix(), at, route.services(), new TreeSet<>(), route.nextHops());
  }
}
