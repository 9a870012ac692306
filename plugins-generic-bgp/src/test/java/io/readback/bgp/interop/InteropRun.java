package io.readback.bgp.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.readback.lab.Lab;
import io.readback.lab.LabNode;
import io.readback.lab.router.BgpPeer;
import io.readback.lab.router.BgpPeer.Family;
import io.readback.lab.router.BgpRouter;
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
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * A run of the matrix for one router: the router, our speakers, and the cells. The router and all
 * sessions are started once.
 *
 * <p>A row that a router cannot have is left out with its reason. What fails fails its test; in any
 * case the cells of this run must be those of the page.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
abstract class InteropRun {
  static final Duration DEADLINE = Duration.ofSeconds(60);

  /** What the router announces. */
  protected static final String[] ROUTER_ROUTES = {"198.51.100.0/24", "2001:db8:100::/48"};

  private final String column;
  private final Map<InteropRow, String> unsupported = new EnumMap<>(InteropRow.class);
  private final Map<InteropRow, InteropCell> cells = new EnumMap<>(InteropRow.class);
  private BgpRouter router;
  private Lab lab;
  private LabNode node;
  private LabNode secondNode;
  private NodeSpeaker speaker;
  private NodeSpeaker second;

  /**
   * @param column the router's name and the part of its version that is certain, which heads its
   *     column
   */
  InteropRun(String column) {
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

  /**
   * Starts a router whose only neighbour is whoever is on its link.
   *
   * @param us our link-local address there
   */
  Unnumbered startUnnumbered(LabNode router, String us) {
    throw new UnsupportedOperationException();
  }

  /**
   * A router with an unnumbered session.
   *
   * @param neighbor its name for us
   */
  record Unnumbered(BgpRouter router, String neighbor) {}

  /** What must hold besides, once the router has a route of ours, such as its kernel having it. */
  void assertInstalled(String prefix, String nextHop) {}

  /** The text by which the router tells of our shutdown; default: our own message. */
  String shutdownText() {
    return "Readback is stopping";
  }

  @BeforeAll
  void start(Lab theLab) {
    lab = theLab;
    Set<InteropLink> links = EnumSet.noneOf(InteropLink.class);
    for (InteropRow row : InteropRow.values()) {
      if (!unsupported.containsKey(row)) {
        links.addAll(row.links());
      }
    }
    node = lab.node("us", addresses(links, false));
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

  final NodeSpeaker at(InteropLink link) {
    return (link.onSecondNode() ? second : speaker).session(link.id());
  }

  final void configure(InteropLink link) {
    at(link).tell("hold " + link.holdTime()).tell(link.session());
    at(link).tell("announce " + link.vip());
  }

  @AfterAll
  void page() {
    InteropPage.judge(column, cells);
  }

  /** Runs a row's test and notes how it went. */
  final void cell(InteropRow row, Runnable test) {
    String why = unsupported.get(row);
    if (why != null) {
      cells.put(row, InteropCell.unsupported(why));
      return;
    }
    cells.put(row, InteropCell.FAILS);
    test.run();
    cells.put(row, InteropCell.WORKS);
  }

  final void eventually(Runnable assertion) {
    Awaitility.await().pollDelay(Duration.ZERO).atMost(DEADLINE).untilAsserted(assertion::run);
  }

  final HeldRoute held(InteropLink link, String prefix) {
    Awaitility.await()
        .pollDelay(Duration.ZERO)
        .atMost(DEADLINE)
        .until(() -> router.route(link.address(), prefix).isPresent());
    return router.route(link.address(), prefix).orElseThrow();
  }

  /** The session is up at both ends, and the router has the link's VIP as it should. */
  final void assertUp(InteropLink link) {
    at(link).awaitStatus("established");
    router.awaitEstablished(link.address());
    HeldRoute route = held(link, link.vip());
    assertThat(route.nextHop()).isEqualTo(link.address());
    assertThat(route.asPath()).isEqualTo(link.asPath());
    if (!link.external()) {
      assertThat(route.localPref()).hasValue(100);
    }
  }

  final BgpRouter router() {
    return router;
  }

  final Lab lab() {
    return lab;
  }

  /** The node of all sessions but those {@link InteropLink#onSecondNode}. */
  final LabNode node() {
    return node;
  }

  /** The speaker of the sessions {@link InteropLink#onSecondNode}. */
  final NodeSpeaker second() {
    return second;
  }

  final boolean has(InteropRow row) {
    return !unsupported.containsKey(row);
  }

  final void startSecondAgain() {
    second = NodeSpeaker.on(secondNode);
    Arrays.stream(InteropLink.values())
        .filter(InteropLink::onSecondNode)
        .filter(l -> !unsupported.keySet().containsAll(rowsOf(l)))
        .forEach(this::configure);
  }

  private static List<InteropRow> rowsOf(InteropLink link) {
    return Arrays.stream(InteropRow.values()).filter(r -> r.links().contains(link)).toList();
  }
}
