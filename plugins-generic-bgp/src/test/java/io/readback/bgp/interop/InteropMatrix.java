package io.readback.bgp.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/**
 * The rows of {@code docs/interop.md} for one router: each test is a row or several, the outcomes
 * are cells. Here are the disturbing rows, which come last.
 */
abstract class InteropMatrix extends RouteRows {
  /** LLGR_STALE, RFC 9494. */
  private static final String STALE = "65535:6";

  InteropMatrix(String column) {
    super(column);
  }

  @Test
  @Order(7)
  void shutdown_byTheRouter_isShownWithItsMessage() {
    cell(
        InteropRow.THEIR_SHUTDOWN,
        () -> {
          InteropLink link = InteropLink.GOODBYE;
          assertUp(link);
          router().shutDown(link.address(), "line card swap");
          at(link).awaitStatus("Administrative Shutdown: \"line card swap\"");
          router().bringUp(link.address());
          assertUp(link);
        });
  }

  @Test
  @Order(7)
  void prefixLimit_ofTheRouter_isShown() {
    cell(
        InteropRow.PREFIX_LIMIT,
        () -> {
          InteropLink link = InteropLink.PREFIX_LIMIT;
          assertUp(link);
          at(link).tell("announce 192.0.2.207/32 192.0.2.208/32");
          at(link).awaitStatus("Maximum Number of Prefixes Reached");
        });
  }

  @Test
  @Order(7)
  void bfd_weStall_theRouterEndsTheSession() {
    cell(
        InteropRow.BFD_OURS,
        () -> {
          InteropLink link = InteropLink.BFD_OURS;
          assertUp(link);
          at(link).awaitStatus("bfd=up");
          second().process().signal("STOP");
          try {
            // of 90 s of hold time; the others do not notice
            Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> !router().isEstablished(link.address()));
          } finally {
            second().process().signal("CONT");
          }
          assertUp(link);
        });
  }

  @Test
  @Order(8)
  void restart_ofOurs_routesStayAtTheRouter() {
    InteropLink external = InteropLink.GRACEFUL_RESTART;
    InteropLink internal = InteropLink.GRACEFUL_RESTART_IBGP;
    InteropLink longLived = InteropLink.LONG_LIVED;
    if (has(InteropRow.GRACEFUL_RESTART)) {
      List.of(external, internal).forEach(this::assertUp);
      if (has(InteropRow.LONG_LIVED)) {
        assertUp(longLived);
      }
      second().tell("end RETAIN");
      second().process().awaitExit(DEADLINE);
    }
    cell(InteropRow.GRACEFUL_RESTART, () -> assertKept(external));
    cell(InteropRow.GRACEFUL_RESTART_IBGP, () -> assertKept(internal));
    cell(
        InteropRow.LONG_LIVED,
        () ->
            eventually(
                () ->
                    assertThat(router().route(longLived.address(), longLived.vip()))
                        .hasValueSatisfying(r -> assertThat(r.communities()).contains(STALE))));
    if (has(InteropRow.GRACEFUL_RESTART)) {
      startSecondAgain();
      List.of(external, internal).forEach(this::assertUp);
    }
  }

  private void assertKept(InteropLink link) {
    eventually(() -> assertThat(router().isEstablished(link.address())).isFalse());
    assertThat(router().route(link.address(), link.vip())).isPresent();
  }

  @Test
  @Order(9)
  void stop_ofOurs_reachesTheRouter() {
    cell(
        InteropRow.OUR_SHUTDOWN,
        () -> {
          InteropLink link = InteropLink.GOODBYE;
          assertUp(link);
          second().tell("end WITHDRAW");
          second().process().awaitExit(DEADLINE);
          eventually(
              () -> {
                assertThat(router().route(link.address(), link.vip())).isEmpty();
                StringBuilder said = new StringBuilder(router().describe(link.address()));
                router().processes().forEach(p -> said.append(p.log()));
                assertThat(said).contains(shutdownText());
              });
        });
  }

  @Test
  @Order(10)
  void router_stalls_sessionsEndByBfdAndByHoldTimer() {
    List<InteropLink> watched =
        Stream.of(InteropRow.BFD, InteropRow.BFD_MULTIHOP)
            .filter(this::has)
            .map(row -> row.links().get(0))
            .toList();
    InteropLink held = InteropLink.HOLD;
    assertUp(held);
    assertThat(at(held).status()).contains("hold=3");
    for (InteropLink link : watched) {
      assertUp(link);
      at(link).awaitStatus(link == InteropLink.BFD ? "bfd=up detect" : "bfd=up-multihop detect");
    }
    router().pause();
    cell(InteropRow.BFD, () -> at(InteropLink.BFD).awaitStatus("6/10 BFD Down"));
    cell(InteropRow.BFD_MULTIHOP, () -> at(InteropLink.BFD_MULTIHOP).awaitStatus("6/10 BFD Down"));
    cell(InteropRow.HOLD_TIMER, () -> at(held).awaitStatus("Hold Timer Expired"));
    router().resume();
    assertUp(held);
    watched.forEach(this::assertUp);
  }

  @Test
  @Order(11)
  void router_endsInOrder_everySessionReturns() {
    cell(
        InteropRow.ROUTER_RESTARTS,
        () -> {
          router().stop();
          awaitGone();
          router().start();
          assertSessionsReturn();
        });
  }

  @Test
  @Order(12)
  void router_isKilled_everySessionReturns() {
    cell(
        InteropRow.ROUTER_CRASHES,
        () -> {
          router().crash();
          awaitGone();
          router().start();
          assertSessionsReturn();
        });
  }

  private void awaitGone() {
    plainRows().forEach(row -> at(row.links().get(0)).awaitStatus("hold=0"));
  }

  private void assertSessionsReturn() {
    plainRows().forEach(row -> assertUp(row.links().get(0)));
  }

  /** Those of {@link #session_eachKindAndDirection_carriesRoutesBothWays}. */
  private List<InteropRow> plainRows() {
    return Arrays.stream(InteropRow.values())
        .filter(r -> r.name().endsWith("_DIAL") || r.name().endsWith("_LISTEN"))
        .filter(this::has)
        .toList();
  }
}
