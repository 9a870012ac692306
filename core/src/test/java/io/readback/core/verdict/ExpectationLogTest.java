package io.readback.core.verdict;

import static io.readback.core.verdict.LookScene.NODE1;
import static io.readback.core.verdict.LookScene.NODE2;
import static io.readback.core.verdict.LookScene.SHOP;
import static io.readback.core.verdict.LookScene.VIP;
import static io.readback.core.verdict.LookScene.at;
import static io.readback.core.verdict.LookScene.expected;
import static io.readback.core.verdict.LookScene.look;
import static io.readback.core.verdict.LookScene.route;
import static org.assertj.core.api.Assertions.assertThat;

import io.readback.core.model.ServiceRef;
import io.readback.core.observe.GlassId;
import io.readback.core.observe.ObservationBook;
import io.readback.core.plan.ExpectedRoutes;
import io.readback.core.plan.ExpectedRoutes.ExpectedRoute;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ExpectationLogTest {
  private static SortedMap<String, ExpectedRoutes> atTor(ExpectedRoute... routes) {
    SortedMap<String, ExpectedRoutes> out = new TreeMap<>();
    out.put("tor", expected(routes));
    return out;
  }

  @Test
  void advance_nothingChanged_keepsTheTime() {
    ExpectationLog log =
        ExpectationLog.EMPTY.advance(atTor(route()), at(1)).advance(atTor(route()), at(9));

    assertThat(log.since("tor", VIP)).contains(at(1));
  }

  @Test
  void advance_nextHopsChanged_takesTheTimeOfTheChange() {
    ExpectationLog log =
        ExpectationLog.EMPTY
            .advance(atTor(route()), at(1))
            .advance(atTor(route(NODE1, NODE2)), at(9));

    assertThat(log.since("tor", VIP)).contains(at(9));
  }

  @Test
  void advance_onlyTheOwnersChanged_keepsTheTime() {
    ExpectedRoute before = route();
    ExpectedRoute shared =
        new ExpectedRoute(
            VIP,
            before.hops(),
            new TreeSet<>(Set.of(SHOP, new ServiceRef("web", "other"))),
            new TreeSet<>());
    ExpectationLog log =
        ExpectationLog.EMPTY.advance(atTor(before), at(1)).advance(atTor(shared), at(9));

    assertThat(log.since("tor", VIP)).contains(at(1));
  }

  @Test
  void advance_routeRemoved_isRememberedWithItsOwner() {
    ExpectationLog log =
        ExpectationLog.EMPTY.advance(atTor(route()), at(1)).advance(atTor(), at(9));

    assertThat(log.since("tor", VIP)).isEmpty();
    assertThat(log.withdrawn("tor").get(VIP))
        .isEqualTo(
            new ExpectationLog.Withdrawn(
                VIP, at(9), new TreeSet<>(Set.of(SHOP)), new TreeSet<>(), route().nextHops()));
  }

  @Test
  void advance_routeComesBack_isNotWithdrawnAnyMore() {
    ExpectationLog log =
        ExpectationLog.EMPTY
            .advance(atTor(route()), at(1))
            .advance(atTor(), at(9))
            .advance(atTor(route()), at(12));

    assertThat(log.withdrawn("tor")).isEmpty();
    assertThat(log.since("tor", VIP)).contains(at(12));
  }

  @Test
  void advance_routerNoLongerNamed_forgetsIt() {
    ExpectationLog log =
        ExpectationLog.EMPTY.advance(atTor(route()), at(1)).advance(new TreeMap<>(), at(9));

    assertThat(log.expected()).isEmpty();
    assertThat(log.withdrawn("tor")).isEmpty();
  }

  @Test
  void settled_lookBeganBeforeTheWithdrawal_keepsIt() {
    ExpectationLog log =
        ExpectationLog.EMPTY.advance(atTor(route()), at(1)).advance(atTor(), at(9));

    assertThat(log.settled(seen(look().at(9))).withdrawn("tor").containsKey(VIP)).isTrue();
  }

  @Test
  void settled_stillSeen_keepsIt() {
    ExpectationLog log =
        ExpectationLog.EMPTY.advance(atTor(route()), at(1)).advance(atTor(), at(9));

    assertThat(log.settled(seen(look().at(10).received(NODE1))).withdrawn("tor").containsKey(VIP))
        .isTrue();
  }

  @Test
  void settled_seenGone_forgetsIt() {
    ExpectationLog log =
        ExpectationLog.EMPTY.advance(atTor(route()), at(1)).advance(atTor(), at(9));

    assertThat(log.settled(seen(look().at(10))).withdrawn("tor")).isEmpty();
  }

  private static ObservationBook seen(LookScene.Look look) {
    return ObservationBook.EMPTY.observed(new GlassId("tor", 0, "frr"), look.build());
  }
}
