package io.readback.bgp.bmp;

import static org.assertj.core.api.Assertions.assertThat;

import io.readback.bgp.session.BgpSpeaker;
import io.readback.bgp.session.ImportPolicy;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.observe.SessionState;
import io.readback.spi.plugin.StopIntent;
import io.readback.spi.route.AsPath;
import io.readback.spi.route.Path;
import io.readback.spi.route.PathAttributes;
import io.readback.spi.route.RouteTable;
import io.readback.spi.target.BgpInstance;
import io.readback.spi.target.BgpSession;
import io.readback.spi.target.BgpTimers;
import io.readback.spi.target.DesiredTarget;
import io.readback.spi.target.TargetId;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Our sessions as a collector sees them: a router and a speaker on loopback, and our station. */
class BmpExportTest {
  private static final IpAddress ROUTER = IpAddress.parse("127.0.0.1");
  private static final IpAddress SPEAKER = IpAddress.parse("127.0.0.2");
  private static final IpPrefix OWN = IpPrefix.parse("192.0.2.1/32");
  private static final IpPrefix TAKEN = IpPrefix.parse("198.51.100.0/24");
  private static final IpPrefix REFUSED = IpPrefix.parse("203.0.113.0/24");
  private static final System.Logger LOG = System.getLogger("test");

  private final BgpSpeaker router = BgpSpeaker.builder().threadName("router").build();
  private BgpSpeaker speaker;
  private BmpExport export;
  private BmpStation station;
  private BgpSession atRouter;
  private BgpSession atSpeaker;

  @BeforeEach
  void listen() throws Exception {
    station = station(0);
    BgpInstance instance =
        new BgpInstance("router", 65000, IpAddress.parse("10.0.0.1"), OptionalInt.of(0));
    atRouter =
        BgpSession.builder(instance, "speaker", SPEAKER)
            .localAddress(ROUTER)
            .peerAsn(65001)
            .timers(new BgpTimers(1, 9, 3))
            .passive(true)
            .build();
    router.retarget(targets(atRouter, table(TAKEN, REFUSED)));
    await(() -> router.boundPort("router").isPresent());
  }

  private static BmpStation station(int port) throws Exception {
    return BmpStation.listen(
        ROUTER, port, StationLimits.DEFAULT, InstantSource.system(), LOG, () -> {});
  }

  private void start(int collectorPort) throws Exception {
    export =
        new BmpExport(
            List.of(new BmpCollector(ROUTER, collectorPort, Duration.ofMillis(50))),
            "node-1",
            InstantSource.system(),
            LOG);
    speaker =
        BgpSpeaker.builder()
            .importPolicy((peer, prefix) -> !prefix.equals(REFUSED))
            .observer(export)
            .build();
    BgpInstance instance =
        new BgpInstance("speaker", 65001, IpAddress.parse("10.0.0.2"), OptionalInt.empty());
    atSpeaker =
        BgpSession.builder(instance, "router", ROUTER)
            .localAddress(SPEAKER)
            .peerPort(router.boundPort("router").getAsInt())
            .peerAsn(65000)
            .timers(new BgpTimers(1, 9, 3))
            .build();
    announce(table(OWN));
  }

  private void announce(RouteTable routes) throws Exception {
    speaker.retarget(targets(atSpeaker, routes));
  }

  @AfterEach
  void stop() throws Exception {
    speaker.stop(StopIntent.WITHDRAW);
    router.stop(StopIntent.WITHDRAW);
    station.close();
  }

  private static SortedMap<TargetId, DesiredTarget> targets(BgpSession session, RouteTable routes) {
    SortedMap<TargetId, DesiredTarget> targets = new TreeMap<>();
    targets.put(session.id(), new DesiredTarget(session, routes));
    return targets;
  }

  private static RouteTable table(IpPrefix... prefixes) {
    RouteTable table = RouteTable.EMPTY;
    for (IpPrefix p : prefixes) {
      table = table.with(p, Path.self(PathAttributes.NONE));
    }
    return table;
  }

  private static void await(Callable<Boolean> condition) {
    Awaitility.await().atMost(Duration.ofSeconds(20)).until(condition);
  }

  private boolean seen(java.util.function.Predicate<MonitoredPeer> condition) throws Exception {
    List<MonitoredRouter> routers = station.routers();
    return routers.size() == 1
        && routers.get(0).peers().size() == 1
        && condition.test(routers.get(0).peers().get(0));
  }

  private static boolean told(MonitoredPeer peer, MonitoredRib rib, IpPrefix... prefixes) {
    return peer.up() && peer.table(rib).keys().equals(List.of(prefixes));
  }

  @Test
  void session_up_isToldWithItsTablesBeforeAndAfterPolicy() throws Exception {
    start(station.port());

    await(
        () ->
            seen(
                p ->
                    told(p, MonitoredRib.ADJ_RIB_OUT_POST_POLICY, OWN)
                        && told(p, MonitoredRib.ADJ_RIB_IN_PRE_POLICY, TAKEN, REFUSED)
                        && told(p, MonitoredRib.ADJ_RIB_IN_POST_POLICY, TAKEN)));

    MonitoredRouter told = station.routers().get(0);
    assertThat(told.name()).isEqualTo("node-1");
    MonitoredPeer peer = told.peers().get(0);
    assertThat(peer.address()).isEqualTo(ROUTER);
    assertThat(peer.asn()).isEqualTo(65000);
    assertThat(peer.bgpIdentifier()).isEqualTo(IpAddress.parse("10.0.0.1"));
    assertThat(peer.faults()).isZero();
    assertThat(peer.complete().get(MonitoredRib.ADJ_RIB_OUT_POST_POLICY))
        .containsExactlyInAnyOrder(AddressFamily.values());
    MonitoredRoute own = peer.table(MonitoredRib.ADJ_RIB_OUT_POST_POLICY).get(OWN).get(0);
    assertThat(own.path().attributes().asPath()).isEqualTo(AsPath.sequence(65001L));
  }

  @Test
  void routes_comeAndGo_areFollowed() throws Exception {
    start(station.port());
    await(() -> seen(p -> told(p, MonitoredRib.ADJ_RIB_OUT_POST_POLICY, OWN)));

    announce(RouteTable.EMPTY);
    router.retarget(targets(atRouter, table(TAKEN)));

    await(
        () ->
            seen(
                p ->
                    told(p, MonitoredRib.ADJ_RIB_OUT_POST_POLICY)
                        && told(p, MonitoredRib.ADJ_RIB_IN_PRE_POLICY, TAKEN)));
  }

  @Test
  void collector_connected_isMeasured() throws Exception {
    start(station.port());
    await(() -> seen(MonitoredPeer::up));
    assertThat(export.measures())
        .extracting(m -> m.name() + " " + m.labels().get("collector"))
        .containsExactly(
            "readback.bmp.collector.up 127.0.0.1:" + station.port(),
            "readback.bmp.connections 127.0.0.1:" + station.port(),
            "readback.bmp.sent.bytes 127.0.0.1:" + station.port());
    assertThat(export.measures().get(0).value()).isEqualTo(1);
    assertThat(export.measures().get(1).value()).isEqualTo(1);
    assertThat(export.measures().get(2).value()).isGreaterThan(100);
    station.close();
    await(() -> export.measures().get(0).value() == 0);
    station = station(0);
  }

  @Test
  void session_ended_isToldWithTheNotification() throws Exception {
    start(station.port());
    await(() -> seen(MonitoredPeer::up));

    router.retarget(new TreeMap<>());

    await(() -> seen(p -> p.lastEnd().equals("the peer sent NOTIFICATION 6/3 Peer De-configured")));
  }

  @Test
  void collector_comesLater_isToldOfTheSessionsThatAreUp() throws Exception {
    int port = station.port();
    station.close();
    start(port);
    await(
        () -> speaker.status().get(0).session().orElseThrow().state() == SessionState.ESTABLISHED);

    station = station(port);

    await(() -> seen(p -> told(p, MonitoredRib.ADJ_RIB_IN_POST_POLICY, TAKEN)));
  }

  @Test
  void collector_thatNeverReads_doesNotHoldUpTheSession() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      silent.setReceiveBufferSize(4096);
      start(silent.getLocalPort());
      try (Socket unread = silent.accept()) {
        RouteTable many = RouteTable.EMPTY;
        for (int i = 0; i < 200_000; i++) {
          many =
              many.with(
                  IpPrefix.of(IpAddress.ofIpv4(0x0a000000 + i), 32),
                  Path.self(PathAttributes.NONE));
        }
        for (int i = 0; i < 5; i++) {
          announce(RouteTable.EMPTY);
          announce(many);
          RouteTable expected = many;
          await(() -> router.status().get(0).received().size() == expected.size());
        }
        assertThat(unread.isConnected()).isTrue();
      }
    }
  }

  @Test
  void importPolicy_changed_isToldInTheTableAfterPolicy() throws Exception {
    start(station.port());
    await(() -> seen(p -> told(p, MonitoredRib.ADJ_RIB_IN_POST_POLICY, TAKEN)));

    speaker.importPolicy(ImportPolicy.ALL);

    await(() -> seen(p -> told(p, MonitoredRib.ADJ_RIB_IN_POST_POLICY, TAKEN, REFUSED)));
  }
}
