package io.readback.bgp.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.readback.lab.Lab;
import io.readback.lab.LabNode;
import io.readback.lab.router.BgpPeer;
import io.readback.lab.router.BgpPeer.Family;
import io.readback.lab.router.BgpRouter;
import io.readback.lab.router.BgpRouter.Feature;
import io.readback.lab.router.HeldRoute;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The rows of {@code docs/interop.md} for one router: each test is a row, its outcome a cell. The
 * router and all sessions are started once. The disturbing rows come last.
 *
 * <p>A row that a router cannot have is left out with its reason. What fails fails its test; in any
 * case the cells of this run must be those of the page.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
abstract class InteropMatrix {
  private static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final int BULK_ROUTES = 100_000;
  private static final String FIRST_BULK_ADDRESS = "10.0.0.0";

  /** What the router announces. */
  protected static final String[] ROUTER_ROUTES = {"198.51.100.0/24", "2001:db8:100::/48"};

  private final String column;
  private final Map<InteropRow, String> unsupported = new EnumMap<>(InteropRow.class);
  private final Map<InteropRow, InteropCell> cells = new EnumMap<>(InteropRow.class);
  private BgpRouter router;
  private LabNode secondNode;
  private NodeSpeaker speaker;
  private NodeSpeaker second;

  /**
   * @param column the router's name and the part of its version that is certain, which heads its
   *     column
   */
  InteropMatrix(String column) {
    this.column = column;
  }

  /** Leaves rows out. Called in constructors. */
  final void unsupported(String why, InteropRow... rows) {
    for (InteropRow row : rows) {
      unsupported.put(row, why);
    }
  }

  /** Starts the router with these neighbours and {@link #ROUTER_ROUTES}. */
  abstract BgpRouter start(Lab lab, List<BgpPeer> peers);

  /** What must hold besides, once the router has a route of ours, such as its kernel having it. */
  void assertInstalled(String prefix, String nextHop) {}

  /** The text by which the router tells of our shutdown; default: our own message. */
  String shutdownText() {
    return "Readback is stopping";
  }

  @BeforeAll
  void start(Lab lab) {
    Set<InteropLink> links = EnumSet.noneOf(InteropLink.class);
    for (InteropRow row : InteropRow.values()) {
      if (!unsupported.containsKey(row)) {
        links.addAll(row.links());
      }
    }
    LabNode node = lab.node("us", addresses(links, false));
    secondNode = lab.node("us2", addresses(links, true));
    speaker = NodeSpeaker.on(node);
    second = NodeSpeaker.on(secondNode);
    links.forEach(this::configure);
    // some routers dial once, and not again for minutes
    links.forEach(link -> at(link).status());
    router = start(lab, links.stream().map(InteropLink::peer).toList());
    assertThat(router.version() + ".").startsWith(column + ".");
  }

  private static String[] addresses(Set<InteropLink> links, boolean secondNode) {
    return links.stream()
        .filter(l -> l.onSecondNode() == secondNode)
        .map(l -> l.address() + (l.family() == Family.IPV6 ? "/64" : "/24"))
        .toArray(String[]::new);
  }

  private NodeSpeaker at(InteropLink link) {
    return (link.onSecondNode() ? second : speaker).session(link.id());
  }

  private void configure(InteropLink link) {
    if (link == InteropLink.HOLD) {
      at(link).tell("hold 3");
    }
    at(link).tell(link.session());
    at(link).tell("announce " + link.vip());
  }

  @AfterAll
  void page() {
    InteropPage.judge(column, cells);
  }

  /** Runs a row's test and notes how it went. */
  private void cell(InteropRow row, Runnable test) {
    String why = unsupported.get(row);
    if (why != null) {
      cells.put(row, InteropCell.unsupported(why));
      return;
    }
    cells.put(row, InteropCell.FAILS);
    test.run();
    cells.put(row, InteropCell.WORKS);
  }

  private void eventually(Runnable assertion) {
    Awaitility.await().pollDelay(Duration.ZERO).atMost(DEADLINE).untilAsserted(assertion::run);
  }

  private HeldRoute held(InteropLink link, String prefix) {
    Awaitility.await()
        .pollDelay(Duration.ZERO)
        .atMost(DEADLINE)
        .until(() -> router.route(link.address(), prefix).isPresent());
    return router.route(link.address(), prefix).orElseThrow();
  }

  /** The session is up at both ends, and the router has the link's VIP as it should. */
  private void assertUp(InteropLink link) {
    at(link).awaitStatus("established");
    router.awaitEstablished(link.address());
    HeldRoute route = held(link, link.vip());
    assertThat(route.nextHop()).isEqualTo(link.address());
    assertThat(route.asPath()).isEqualTo(link.asPath());
    if (!link.external()) {
      assertThat(route.localPref()).hasValue(100);
    }
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(
      value = InteropRow.class,
      mode = EnumSource.Mode.MATCH_ALL,
      names = ".*_(DIAL|LISTEN)")
  @Order(1)
  void session_eachKindAndDirection_carriesRoutesBothWays(InteropRow row) {
    cell(
        row,
        () -> {
          InteropLink link = row.links().get(0);
          assertUp(link);
          assertInstalled(link.vip(), link.address());
          at(link).awaitStatus(link.family() + "-received=1");
          at(link).tell("withdraw " + link.vip());
          eventually(() -> assertThat(router.route(link.address(), link.vip())).isEmpty());
          at(link).tell("announce " + link.vip());
          assertUp(link);
        });
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(
      value = InteropRow.class,
      names = {"FOUR_OCTET_AS", "TWO_OCTET_AS", "LOCAL_AS", "TTL_SECURITY", "ROLE", "COLLISION"})
  @Order(2)
  void session_ofAnotherKind_carriesRoutes(InteropRow row) {
    cell(row, () -> assertUp(row.links().get(0)));
  }

  @Test
  @Order(3)
  void extendedNextHop_ipv4Route_hasOurIpv6Address() {
    cell(
        InteropRow.EXTENDED_NEXT_HOP,
        () -> {
          InteropLink link = InteropLink.EXTENDED_NEXT_HOP;
          at(link).tell("announce 192.0.2.201/32");
          assertUp(link);
          assertThat(held(link, "192.0.2.201/32").nextHop()).isEqualTo(link.address());
        });
  }

  @Test
  @Order(3)
  void extendedNextHop_notAgreed_keepsIpv4RoutesBack() {
    cell(
        InteropRow.NO_EXTENDED_NEXT_HOP,
        () -> {
          InteropLink link = InteropLink.NO_EXTENDED_NEXT_HOP;
          at(link).tell("announce 192.0.2.202/32");
          assertUp(link);
          at(link).awaitStatus("advertised=1 rejected=1");
          assertThat(router.route(link.address(), "192.0.2.202/32")).isEmpty();
        });
  }

  @Test
  @Order(3)
  void communities_ofEveryKind_reachTheRouter() {
    InteropLink link = InteropLink.EBGP_IPV4_DIAL;
    String vip = "192.0.2.203/32";
    at(link)
        .tell("route " + vip + " self med=5 65011:1 65011:2 65011:1:2 65011:3:4 target:65011:7");
    cell(
        InteropRow.COMMUNITIES,
        () -> {
          assertThat(held(link, vip).communities()).containsExactly("65011:1", "65011:2");
          assertThat(held(link, vip).med()).hasValue(5);
        });
    cell(
        InteropRow.LARGE_COMMUNITIES,
        () ->
            assertThat(held(link, vip).largeCommunities())
                .containsExactly("65011:1:2", "65011:3:4"));
    cell(
        InteropRow.EXTENDED_COMMUNITIES,
        () -> assertThat(held(link, vip).routeTargets()).containsExactly("65011:7"));
  }

  @Test
  @Order(4)
  void password_wrong_noSessionAndTheReason() {
    cell(
        InteropRow.MD5_WRONG,
        () -> {
          at(InteropLink.MD5_WRONG).awaitStatus("compare it");
          assertThat(at(InteropLink.MD5_WRONG).status()).doesNotContain("established");
        });
  }

  @Test
  @Order(4)
  void roles_thatDoNotFit_areRefused() {
    cell(
        InteropRow.ROLE_MISMATCH,
        () -> {
          at(InteropLink.ROLE_MISMATCH).awaitStatus("Role Mismatch");
          assertThat(at(InteropLink.ROLE_MISMATCH).status()).doesNotContain("established");
        });
  }

  @Test
  @Order(5)
  void refresh_asked_tableIsSentAgain() {
    InteropLink link = InteropLink.EBGP_IPV4_DIAL;
    cell(
        InteropRow.REFRESH,
        () -> {
          assertUp(link);
          long before = router.announcementsReceived(link.address());
          router.refreshIn(link.address());
          eventually(
              () -> assertThat(router.announcementsReceived(link.address())).isGreaterThan(before));
          assertUp(link);
        });
    cell(
        InteropRow.ENHANCED_REFRESH,
        () ->
            eventually(
                () ->
                    assertThat(router.hasAgreed(link.address(), Feature.ENHANCED_REFRESH))
                        .as(router.describe(link.address()))
                        .isTrue()));
  }

  @Test
  @Order(6)
  void routes_hundredThousand_comeAndGo() {
    InteropLink link = InteropLink.BULK;
    cell(
        InteropRow.EXTENDED_MESSAGES,
        () -> {
          assertUp(link);
          assertThat(router.hasAgreed(link.address(), Feature.EXTENDED_MESSAGES))
              .as(router.describe(link.address()))
              .isTrue();
        });
    cell(
        InteropRow.BULK,
        () -> {
          assertUp(link);
          at(link).tell("clear");
          at(link).tell("range " + FIRST_BULK_ADDRESS + " " + BULK_ROUTES);
          awaitCount(link, BULK_ROUTES);
          assertThat(router.route(link.address(), "10.0.0.7/32")).isPresent();
          at(link).tell("withdraw 10.0.0.7/32");
          awaitCount(link, BULK_ROUTES - 1);
          at(link).tell("clear");
          awaitCount(link, 0);
          assertThat(at(link).status()).contains("established").contains("advertised=0");
        });
  }

  private void awaitCount(InteropLink link, int count) {
    Awaitility.await()
        .pollInterval(Duration.ofMillis(200))
        .atMost(Duration.ofMinutes(2))
        .until(() -> router.routeCount(link.address(), link.family()) == count);
  }

  @Test
  @Order(7)
  void shutdown_byTheRouter_isShownWithItsMessage() {
    cell(
        InteropRow.THEIR_SHUTDOWN,
        () -> {
          InteropLink link = InteropLink.GOODBYE;
          assertUp(link);
          router.shutDown(link.address(), "line card swap");
          at(link).awaitStatus("Administrative Shutdown: \"line card swap\"");
          router.bringUp(link.address());
          assertUp(link);
        });
  }

  @Test
  @Order(8)
  void restart_ofOurs_routesStayAtTheRouter() {
    cell(
        InteropRow.GRACEFUL_RESTART,
        () -> {
          InteropLink link = InteropLink.GRACEFUL_RESTART;
          assertUp(link);
          second.tell("end RETAIN");
          second.process().awaitExit(DEADLINE);
          eventually(() -> assertThat(router.isEstablished(link.address())).isFalse());
          assertThat(router.route(link.address(), link.vip())).isPresent();
          startSecondAgain();
          assertUp(link);
        });
  }

  private void startSecondAgain() {
    second = NodeSpeaker.on(secondNode);
    Arrays.stream(InteropLink.values())
        .filter(InteropLink::onSecondNode)
        .filter(l -> !unsupported.keySet().containsAll(rowsOf(l)))
        .forEach(this::configure);
  }

  private static List<InteropRow> rowsOf(InteropLink link) {
    return Arrays.stream(InteropRow.values()).filter(r -> r.links().contains(link)).toList();
  }

  @Test
  @Order(9)
  void stop_ofOurs_reachesTheRouter() {
    cell(
        InteropRow.OUR_SHUTDOWN,
        () -> {
          InteropLink link = InteropLink.GOODBYE;
          assertUp(link);
          second.tell("end WITHDRAW");
          second.process().awaitExit(DEADLINE);
          eventually(
              () -> {
                assertThat(router.route(link.address(), link.vip())).isEmpty();
                StringBuilder said = new StringBuilder(router.describe(link.address()));
                router.processes().forEach(p -> said.append(p.log()));
                assertThat(said).contains(shutdownText());
              });
        });
  }

  @Test
  @Order(10)
  void holdTimer_routerStalls_sessionEndsAndReturns() {
    cell(
        InteropRow.HOLD_TIMER,
        () -> {
          InteropLink link = InteropLink.HOLD;
          assertUp(link);
          assertThat(at(link).status()).contains("hold=3");
          router.pause();
          at(link).awaitStatus("Hold Timer Expired");
          router.resume();
          assertUp(link);
        });
  }

  @Test
  @Order(11)
  void router_endsInOrder_everySessionReturns() {
    cell(
        InteropRow.ROUTER_RESTARTS,
        () -> {
          router.stop();
          awaitGone();
          router.start();
          assertSessionsReturn();
        });
  }

  @Test
  @Order(12)
  void router_isKilled_everySessionReturns() {
    cell(
        InteropRow.ROUTER_CRASHES,
        () -> {
          router.crash();
          awaitGone();
          router.start();
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
        .filter(r -> !unsupported.containsKey(r))
        .toList();
  }
}
