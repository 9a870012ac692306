package io.readback.bgp.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.readback.bgp.codec.MessageEncoder;
import io.readback.bgp.message.Capability;
import io.readback.bgp.message.ErrorCode;
import io.readback.bgp.message.Family;
import io.readback.bgp.message.Keepalive;
import io.readback.bgp.message.Message;
import io.readback.bgp.message.Notification;
import io.readback.bgp.message.Open;
import io.readback.bgp.message.RouteRefresh;
import io.readback.bgp.message.Update;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.observe.Cause;
import io.readback.spi.observe.ReceivedRoute;
import io.readback.spi.observe.SessionState;
import io.readback.spi.observe.SessionStatus;
import io.readback.spi.plugin.StopIntent;
import io.readback.spi.route.AsPath;
import io.readback.spi.route.Path;
import io.readback.spi.route.PathAttributes;
import io.readback.spi.route.RouteTable;
import io.readback.spi.target.BgpInstance;
import io.readback.spi.target.BgpSession;
import io.readback.spi.target.BgpTimers;
import io.readback.spi.target.DesiredTarget;
import io.readback.spi.target.GracefulRestart;
import io.readback.spi.target.TargetId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One speaker with a peer that the test plays by hand. */
class PeerBehaviourTest {
  private volatile Duration ahead = Duration.ZERO;
  private final BgpSpeaker speaker =
      BgpSpeaker.builder().clock(() -> Instant.now().plus(ahead)).build();

  @AfterEach
  void stop() throws InterruptedException {
    speaker.stop(StopIntent.WITHDRAW);
  }

  private int listen(RouteTable routes) throws Exception {
    return listen(routes, 3);
  }

  private int listen(RouteTable routes, int holdTime) throws Exception {
    apply(passive(holdTime), routes);
    SpeakerPair.await(() -> speaker.boundPort("i").isPresent());
    return speaker.boundPort("i").getAsInt();
  }

  private static BgpSession passive(int holdTime) {
    BgpInstance instance =
        new BgpInstance("i", 65001, IpAddress.parse("10.0.0.2"), OptionalInt.of(0));
    return BgpSession.builder(instance, "p", IpAddress.parse("127.0.0.3"))
        .localAddress(IpAddress.parse("127.0.0.1"))
        .peerAsn(RawPeer.ASN)
        .families(List.of(AddressFamily.IPV4))
        .timers(new BgpTimers(1, holdTime, holdTime / 3))
        .passive(true)
        .build();
  }

  private void apply(BgpSession session, RouteTable routes) throws Exception {
    TreeMap<TargetId, DesiredTarget> targets = new TreeMap<>();
    targets.put(session.id(), new DesiredTarget(session, routes));
    speaker.retarget(targets);
  }

  private SessionStatus status() throws InterruptedException {
    return speaker.status().get(0).session().orElseThrow();
  }

  private static RawPeer establish(int port) throws Exception {
    RawPeer peer = RawPeer.dial("127.0.0.3", port);
    peer.read(Open.class);
    peer.open("10.0.0.1", 90).keepalive();
    return peer;
  }

  private static Set<IpPrefix> readTable(RawPeer peer) throws Exception {
    Set<IpPrefix> prefixes = new TreeSet<>();
    while (true) {
      Update update = peer.read(Update.class);
      update.reach().forEach(r -> prefixes.addAll(r.prefixes()));
      if (update.endOfRib().isPresent()) {
        return prefixes;
      }
    }
  }

  @Test
  void refresh_answeredWithTheFullTable() throws Exception {
    int port = listen(SpeakerPair.hostRoutes(2000));
    try (RawPeer peer = establish(port)) {
      assertThat(readTable(peer)).hasSize(2000);
      peer.send(RouteRefresh.request(Family.IPV4_UNICAST));
      Set<IpPrefix> again = new TreeSet<>();
      while (again.size() < 2000) {
        peer.read(Update.class).reach().forEach(r -> again.addAll(r.prefixes()));
      }
      assertThat(status().state()).isEqualTo(SessionState.ESTABLISHED);
    }
  }

  @Test
  void advertisementInterval_changesWithinIt_goOutTogetherAtItsEnd() throws Exception {
    BgpInstance instance =
        new BgpInstance("i", 65001, IpAddress.parse("10.0.0.2"), OptionalInt.of(0));
    BgpSession session =
        BgpSession.builder(instance, "p", IpAddress.parse("127.0.0.3"))
            .localAddress(IpAddress.parse("127.0.0.1"))
            .peerAsn(RawPeer.ASN)
            .families(List.of(AddressFamily.IPV4))
            .passive(true)
            .advertisementInterval(Duration.ofSeconds(2))
            .build();
    IpPrefix first = IpPrefix.parse("192.0.2.1/32");
    IpPrefix second = IpPrefix.parse("192.0.2.2/32");
    Path path = Path.self(PathAttributes.NONE);
    apply(session, RouteTable.EMPTY);
    SpeakerPair.await(() -> speaker.boundPort("i").isPresent());
    try (RawPeer peer = establish(speaker.boundPort("i").getAsInt())) {
      assertThat(readTable(peer)).isEmpty();
      // The End-of-RIB was the first advertisement; one that comes and goes is never seen.
      apply(session, RouteTable.EMPTY.with(first, path));
      apply(session, RouteTable.EMPTY.with(second, path));
      assertThat(peer.read(Update.class).reach())
          .extracting(Update.Reach::prefixes)
          .containsExactly(List.of(second));
    }
  }

  @Test
  void down_endsTheSessionAsAdministrativeShutdown_andUpBringsItBack() throws Exception {
    int port = listen(RouteTable.EMPTY, 90);
    TreeMap<TargetId, DesiredTarget> down = new TreeMap<>();
    BgpSession session = passive(90);
    down.put(
        session.id(),
        new DesiredTarget(session, RouteTable.EMPTY, java.util.Optional.of("drained: test")));
    try (RawPeer peer = establish(port)) {
      assertThat(readTable(peer)).isEmpty();
      speaker.retarget(down);
      assertThat(peer.read(Notification.class).describe())
          .contains("Administrative Shutdown")
          .contains("drained: test");
    }
    assertThat(status().state()).isEqualTo(SessionState.IDLE);
    assertThat(status().lastError().orElseThrow().text()).isEqualTo("drained: test");
    speaker.retarget(down);
    assertThat(status().state()).isEqualTo(SessionState.IDLE);
    apply(session, RouteTable.EMPTY);
    try (RawPeer peer = establish(speaker.boundPort("i").getAsInt())) {
      assertThat(readTable(peer)).isEmpty();
    }
  }

  @Test
  void idleHold_peerThatWasLost_isTakenWhenItDials() throws Exception {
    int port = listen(RouteTable.EMPTY, 90);
    for (int i = 0; i < 3; i++) {
      try (RawPeer peer = establish(port)) {
        assertThat(readTable(peer)).isEmpty();
      }
      SpeakerPair.await(() -> status().state() == SessionState.IDLE);
    }
    // the wait has come to 4 s
    try (RawPeer peer = establish(port)) {
      assertThat(readTable(peer)).isEmpty();
      assertThat(status().state()).isEqualTo(SessionState.ESTABLISHED);
    }
  }

  @Test
  void idleHold_peerWhoseMessagesEndedTheSession_isRefused() throws Exception {
    int port = listen(RouteTable.EMPTY, 90);
    try (RawPeer peer = establish(port)) {
      assertThat(readTable(peer)).isEmpty();
      byte[] keepalive = MessageEncoder.encode(Keepalive.INSTANCE);
      keepalive[18] = 99;
      peer.send(keepalive);
      assertThat(peer.read(Notification.class).error()).contains(ErrorCode.BAD_MESSAGE_TYPE);
    }
    assertThat(status().state()).isEqualTo(SessionState.IDLE);
    try (RawPeer peer = RawPeer.dial("127.0.0.3", port)) {
      assertThatThrownBy(peer::read).isInstanceOf(IOException.class);
    }
    assertThat(status().state()).isEqualTo(SessionState.IDLE);
  }

  private static final IpPrefix ROUTE = IpPrefix.parse("203.0.113.0/24");

  private static Update announcement(Long... pathIds) {
    Update.Reach reach =
        new Update.Reach(
            Family.IPV4_UNICAST,
            IpAddress.parse("127.0.0.3"),
            java.util.Optional.empty(),
            java.util.Collections.nCopies(Math.max(1, pathIds.length), ROUTE),
            List.of(pathIds));
    PathAttributes attributes =
        PathAttributes.builder()
            .asPath(new AsPath(List.of(new AsPath.Segment(false, List.of(RawPeer.ASN)))))
            .build();
    return new Update(
        List.of(reach), List.of(), io.readback.bgp.message.UpdateAttributes.of(attributes));
  }

  private List<ReceivedRoute> received() throws InterruptedException {
    ReceivedRoute route = speaker.status().get(0).received().get(ROUTE);
    return route == null ? List.of() : route.all().toList();
  }

  @Test
  void addPath_receiving_countsPathsAndLimitsThem() throws Exception {
    int port =
        listen(
            variant().peerAsn(RawPeer.ASN).addPathReceive(true).prefixLimit(2).build(),
            RouteTable.EMPTY);
    try (RawPeer peer = RawPeer.dial("127.0.0.3", port)) {
      peer.read(Open.class);
      peer.send(
              open(
                  RawPeer.ASN,
                  new Capability.Multiprotocol(Family.IPV4_UNICAST),
                  new Capability.FourOctetAs(RawPeer.ASN),
                  new Capability.AddPath(
                      List.of(new Capability.AddPath.Mode(Family.IPV4_UNICAST, false, true)))))
          .keepalive()
          .send(announcement(1L, 2L));
      SpeakerPair.await(() -> received().size() == 2);
      assertThat(received()).extracting(r -> r.pathId().orElseThrow()).containsExactly(1L, 2L);
      assertThat(status().families().get(0).received()).isEqualTo(2);
      peer.send(announcement(3L));
      assertThat(peer.read(Notification.class).error())
          .contains(ErrorCode.MAXIMUM_PREFIXES_REACHED);
    }
  }

  private RawPeer restartable(int port, int restartTime) throws Exception {
    RawPeer peer = RawPeer.dial("127.0.0.3", port);
    peer.read(Open.class);
    return peer.send(
            open(
                RawPeer.ASN,
                new Capability.Multiprotocol(Family.IPV4_UNICAST),
                new Capability.FourOctetAs(RawPeer.ASN),
                new Capability.GracefulRestart(
                    false,
                    true,
                    restartTime,
                    List.of(
                        new Capability.GracefulRestart.FamilyState(Family.IPV4_UNICAST, true)))))
        .keepalive();
  }

  private int listenForRestarts() throws Exception {
    return listen(
        variant().peerAsn(RawPeer.ASN).gracefulRestart(new GracefulRestart(true, 60)).build(),
        RouteTable.EMPTY);
  }

  @Test
  void restart_ofThePeer_itsRoutesStayStaleUntilItsEndOfRib() throws Exception {
    int port = listenForRestarts();
    try (RawPeer peer = restartable(port, 60)) {
      peer.send(announcement());
      SpeakerPair.await(() -> received().size() == 1);
    }
    SpeakerPair.await(() -> status().state() != SessionState.ESTABLISHED);
    assertThat(received()).allMatch(ReceivedRoute::stale);
    assertThat(status().detail().restart().staleRoutes()).isEqualTo(1);
    try (RawPeer peer = restartable(port, 60)) {
      SpeakerPair.await(() -> status().state() == SessionState.ESTABLISHED);
      assertThat(received()).hasSize(1).allMatch(ReceivedRoute::stale);
      peer.send(Update.endOfRib(Family.IPV4_UNICAST));
      SpeakerPair.await(() -> received().isEmpty());
      assertThat(status().detail().restart().staleRoutes()).isZero();
    }
  }

  @Test
  void restart_thatTakesTooLong_routesGo() throws Exception {
    int port = listenForRestarts();
    try (RawPeer peer = restartable(port, 1)) {
      peer.send(announcement());
      SpeakerPair.await(() -> received().size() == 1);
    }
    SpeakerPair.await(() -> received().isEmpty());
  }

  @Test
  void notification_ofThePeer_keepsRoutesUnlessItIsAHardReset() throws Exception {
    int port = listenForRestarts();
    try (RawPeer peer = restartable(port, 60)) {
      peer.send(announcement());
      SpeakerPair.await(() -> received().size() == 1);
      peer.send(Notification.of(ErrorCode.OTHER_CONFIGURATION_CHANGE));
      SpeakerPair.await(() -> status().state() == SessionState.IDLE);
    }
    assertThat(received()).hasSize(1);
    try (RawPeer peer = restartable(port, 60)) {
      SpeakerPair.await(() -> status().state() == SessionState.ESTABLISHED);
      peer.send(Notification.hardReset(Notification.of(ErrorCode.ADMINISTRATIVE_SHUTDOWN)));
      SpeakerPair.await(() -> status().state() == SessionState.IDLE);
    }
    assertThat(received()).isEmpty();
  }

  private static Open open(long asn, Capability... capabilities) {
    return new Open(4, asn, 90, IpAddress.parse("10.0.0.1"), List.of(capabilities));
  }

  private BgpSession.Builder variant() {
    BgpInstance instance =
        new BgpInstance("i", 65001, IpAddress.parse("10.0.0.2"), OptionalInt.of(0));
    return BgpSession.builder(instance, "p", IpAddress.parse("127.0.0.3"))
        .localAddress(IpAddress.parse("127.0.0.1"))
        .families(List.of(AddressFamily.IPV4))
        .timers(new BgpTimers(1, 90, 30))
        .passive(true);
  }

  private int listen(BgpSession session, RouteTable routes) throws Exception {
    apply(session, routes);
    SpeakerPair.await(() -> speaker.boundPort("i").isPresent());
    return speaker.boundPort("i").getAsInt();
  }

  @Test
  void refresh_enhanced_isFramedByBeginAndEnd() throws Exception {
    int port = listen(SpeakerPair.hostRoutes(1000));
    try (RawPeer peer = RawPeer.dial("127.0.0.3", port)) {
      peer.read(Open.class);
      peer.send(
              open(
                  RawPeer.ASN,
                  new Capability.Multiprotocol(Family.IPV4_UNICAST),
                  new Capability.EnhancedRouteRefresh(),
                  new Capability.RouteRefresh(),
                  new Capability.FourOctetAs(RawPeer.ASN)))
          .keepalive();
      readTable(peer);
      peer.send(RouteRefresh.request(Family.IPV4_UNICAST));
      assertThat(peer.read(RouteRefresh.class).subtype()).isEqualTo(RouteRefresh.BEGIN);
      int routes = 0;
      Message next;
      while ((next = peer.read()) instanceof Update update) {
        routes += update.reach().get(0).prefixes().size();
      }
      assertThat(next).isEqualTo(new RouteRefresh(Family.IPV4_UNICAST, RouteRefresh.END));
      assertThat(routes).isEqualTo(1000);
    }
  }

  @Test
  void open_refusedForItsParameters_comesAgainWithout() throws Exception {
    int port = listen(RouteTable.EMPTY);
    try (RawPeer peer = RawPeer.dial("127.0.0.3", port)) {
      assertThat(peer.read(Open.class).capabilities()).isNotEmpty();
      peer.send(Notification.of(ErrorCode.UNSUPPORTED_OPTIONAL_PARAMETER));
    }
    SpeakerPair.await(() -> status().state() == SessionState.ACTIVE);
    try (RawPeer peer = RawPeer.dial("127.0.0.3", port)) {
      assertThat(peer.read(Open.class).capabilities()).isEmpty();
      peer.send(open(RawPeer.ASN)).keepalive();
      SpeakerPair.await(() -> status().state() == SessionState.ESTABLISHED);
    }
  }

  @Test
  void stop_tellsThePeersOperatorWhy() throws Exception {
    int port = listen(RouteTable.EMPTY);
    try (RawPeer peer = establish(port)) {
      peer.read(Update.class);
      speaker.stop(StopIntent.WITHDRAW);
      Notification farewell = peer.read(Notification.class);
      assertThat(farewell.error()).contains(ErrorCode.ADMINISTRATIVE_SHUTDOWN);
      assertThat(farewell.shutdownMessage().orElseThrow()).contains("Readback is stopping");
    }
  }

  @Test
  void stop_afterItsLoopHasEnded_doesNothing() throws Exception {
    BgpSpeaker other = BgpSpeaker.builder().threadName("stopped-twice").build();
    other.retarget(new TreeMap<>());
    other.stop(StopIntent.WITHDRAW);
    SpeakerPair.await(
        () ->
            Thread.getAllStackTraces().keySet().stream()
                .noneMatch(t -> t.getName().startsWith("stopped-twice")));
    other.stop(StopIntent.RETAIN);
  }

  @Test
  void end_ofPeersThatKeepRoutesOverANotification_isAHardReset() throws Exception {
    BgpSession session =
        variant().peerAsn(RawPeer.ASN).gracefulRestart(new GracefulRestart(true, 60)).build();
    int port = listen(session, RouteTable.EMPTY);
    try (RawPeer peer = RawPeer.dial("127.0.0.3", port)) {
      assertThat(
              peer.read(Open.class)
                  .capability(Capability.GracefulRestart.class)
                  .orElseThrow()
                  .restarting())
          .isTrue();
      peer.send(
              open(
                  RawPeer.ASN,
                  new Capability.GracefulRestart(false, true, 60, List.of()),
                  new Capability.FourOctetAs(RawPeer.ASN)))
          .keepalive();
      peer.read(Update.class);
      speaker.retarget(new TreeMap<>());
      Notification farewell = peer.read(Notification.class);
      assertThat(farewell.error()).contains(ErrorCode.HARD_RESET);
      assertThat(farewell.enclosed()).contains(Notification.of(ErrorCode.PEER_DECONFIGURED));
    }
  }

  @Test
  void peerThatRestarted_withGracefulRestart_replacesItsOldSession() throws Exception {
    BgpSession session =
        variant().peerAsn(RawPeer.ASN).gracefulRestart(new GracefulRestart(true, 60)).build();
    int port = listen(session, SpeakerPair.table("192.0.2.1/32"));
    Open open =
        open(
            RawPeer.ASN,
            new Capability.GracefulRestart(true, true, 60, List.of()),
            new Capability.FourOctetAs(RawPeer.ASN));
    try (RawPeer old = RawPeer.dial("127.0.0.3", port)) {
      old.send(open).keepalive();
      readTable(old);
      try (RawPeer early = RawPeer.dial("127.0.0.3", port)) {
        early.send(open);
        assertThat(early.read(Notification.class).error())
            .contains(ErrorCode.CONNECTION_COLLISION_RESOLUTION);
      }
      ahead = Duration.ofSeconds(11);
      try (RawPeer again = RawPeer.dial("127.0.0.3", port)) {
        again.send(open).keepalive();
        assertThat(readTable(again)).hasSize(1);
        assertThat(status().state()).isEqualTo(SessionState.ESTABLISHED);
      }
    }
  }

  @Test
  void restart_isToldOnceOnly() throws Exception {
    BgpSession session =
        variant().peerAsn(RawPeer.ASN).gracefulRestart(new GracefulRestart(true, 60)).build();
    int port = listen(session, RouteTable.EMPTY);
    for (boolean restarting : new boolean[] {true, false}) {
      SpeakerPair.await(() -> status().state() == SessionState.ACTIVE);
      try (RawPeer peer = RawPeer.dial("127.0.0.3", port)) {
        assertThat(
                peer.read(Open.class)
                    .capability(Capability.GracefulRestart.class)
                    .orElseThrow()
                    .restarting())
            .isEqualTo(restarting);
        peer.open("10.0.0.1", 90).keepalive();
        peer.read(Update.class);
      }
    }
  }

  @Test
  void peerType_wrongAs_isRefused() throws Exception {
    for (BgpSession.PeerType type : BgpSession.PeerType.values()) {
      for (long asn : List.of(65001L, 65000L)) {
        boolean fits =
            switch (type) {
              case ANY -> true;
              case INTERNAL -> asn == 65001;
              case EXTERNAL -> asn == 65000;
            };
        int port = listen(variant().peerType(type).build(), RouteTable.EMPTY);
        SpeakerPair.await(() -> status().state() == SessionState.ACTIVE);
        try (RawPeer peer = RawPeer.dial("127.0.0.3", port)) {
          peer.read(Open.class);
          peer.send(open(asn, new Capability.FourOctetAs(asn)));
          if (fits) {
            peer.read(io.readback.bgp.message.Keepalive.class);
          } else {
            assertThat(peer.read(Notification.class).error()).contains(ErrorCode.BAD_PEER_AS);
          }
        }
        speaker.retarget(new TreeMap<>());
      }
    }
  }

  @Test
  void localAs_isWhatThePeerSees() throws Exception {
    BgpSession session = variant().peerAsn(RawPeer.ASN).localAsn(65077).build();
    int port = listen(session, SpeakerPair.table("192.0.2.1/32"));
    try (RawPeer peer = RawPeer.dial("127.0.0.3", port)) {
      assertThat(peer.read(Open.class).asn()).isEqualTo(65077);
      peer.open("10.0.0.1", 90).keepalive();
      assertThat(peer.read(Update.class).attributes().path().asPath())
          .isEqualTo(io.readback.spi.route.AsPath.sequence(65077L));
      assertThat(status().localAsn()).isEqualTo(65077);
    }
  }

  @Test
  void delayOpen_waitsForThePeersOpen() throws Exception {
    BgpSession session = variant().peerAsn(RawPeer.ASN).delayOpen(Duration.ofSeconds(60)).build();
    int port = listen(session, RouteTable.EMPTY);
    try (RawPeer peer = RawPeer.dial("127.0.0.3", port)) {
      peer.open("10.0.0.1", 90);
      peer.read(Open.class);
      peer.read(io.readback.bgp.message.Keepalive.class);
      peer.keepalive();
      peer.read(Update.class);
    }
  }

  @Test
  void sendHold_peerThatReadsNothing_isLeft() throws Exception {
    BgpSession session = variant().peerAsn(RawPeer.ASN).sendHold(Duration.ofSeconds(1)).build();
    int port = listen(session, SpeakerPair.hostRoutes(1_500_000));
    try (RawPeer peer = RawPeer.dial("127.0.0.3", port)) {
      peer.open("10.0.0.1", 90).keepalive();
      SpeakerPair.await(
          () ->
              status()
                  .lastError()
                  .map(e -> e.text().startsWith("sent NOTIFICATION 8/0 Send Hold Timer Expired"))
                  .orElse(false));
      assertThat(status().state()).isNotEqualTo(SessionState.ESTABLISHED);
    }
  }

  @Test
  void peerThatLeavesWhileWeSend_itsReasonIsReadFirst() throws Exception {
    int port = listen(SpeakerPair.hostRoutes(1_500_000), 90);
    try (RawPeer peer = establish(port)) {
      peer.read(Update.class);
      // Closing with unread input resets the connection right behind the NOTIFICATION.
      peer.send(Notification.cease(ErrorCode.ADMINISTRATIVE_RESET, "back in a minute"));
    }
    SpeakerPair.await(() -> status().lastError().isPresent());
    assertThat(status().lastError().orElseThrow().text())
        .isEqualTo("received NOTIFICATION 6/4 Administrative Reset: \"back in a minute\"");
  }

  @Test
  void sendHold_slowReader_isKept() throws Exception {
    BgpSession session = variant().peerAsn(RawPeer.ASN).sendHold(Duration.ofMillis(500)).build();
    int port = listen(session, SpeakerPair.hostRoutes(300_000));
    try (RawPeer peer = establish(port)) {
      assertThat(readTable(peer)).hasSize(300_000);
      // Nothing is queued any more: that is no stall.
      Awaitility.await()
          .during(Duration.ofMillis(1200))
          .atMost(Duration.ofSeconds(4))
          .until(() -> status().state() == SessionState.ESTABLISHED);
    }
  }

  @Test
  void holdTimer_silentPeer_isToldAndLeft() throws Exception {
    int port = listen(RouteTable.EMPTY);
    try (RawPeer peer = establish(port)) {
      Notification farewell = peer.read(Notification.class);
      assertThat(farewell.error()).contains(ErrorCode.HOLD_TIMER_EXPIRED);
      assertThat(peer.atEnd()).isTrue();
      assertThat(status().lastError().orElseThrow().cause()).isEqualTo(Cause.HOLD_TIMER_EXPIRED);
    }
  }

  @Test
  void keepalives_keepTheSession() throws Exception {
    int port = listen(RouteTable.EMPTY);
    try (RawPeer peer = establish(port)) {
      long until = System.nanoTime() + 5_000_000_000L;
      while (System.nanoTime() < until) {
        peer.read(io.readback.bgp.message.Keepalive.class);
        peer.keepalive();
      }
      assertThat(status().state()).isEqualTo(SessionState.ESTABLISHED);
    }
  }

  @Test
  void malformedHeader_isAnsweredAndTheAnswerArrivesBehindUnreadInput() throws Exception {
    int port = listen(RouteTable.EMPTY);
    try (RawPeer peer = establish(port)) {
      peer.read(Update.class);
      byte[] rubbish = new byte[300_000];
      peer.send(rubbish);
      Notification answer = peer.read(Notification.class);
      assertThat(answer.error()).contains(ErrorCode.CONNECTION_NOT_SYNCHRONIZED);
    }
  }

  @Test
  void malformedUpdate_resetsOnlyWhereItMust() throws Exception {
    int port = listen(RouteTable.EMPTY);
    try (RawPeer peer = establish(port)) {
      peer.read(Update.class);
      byte[] attributesTooLong = new byte[23];
      java.util.Arrays.fill(attributesTooLong, 0, 16, (byte) 0xff);
      attributesTooLong[17] = 23;
      attributesTooLong[18] = 2;
      attributesTooLong[22] = 9;
      peer.send(attributesTooLong);
      assertThat(peer.read(Notification.class).error())
          .contains(ErrorCode.MALFORMED_ATTRIBUTE_LIST);
      assertThat(status().lastError().orElseThrow().text())
          .startsWith("sent NOTIFICATION 3/1 Malformed Attribute List: ");
    }
  }

  @Test
  void unknownSource_isRefused() throws Exception {
    int port = listen(RouteTable.EMPTY);
    try (RawPeer stranger = RawPeer.dial("127.0.0.9", port)) {
      boolean ended;
      try {
        ended = stranger.atEnd();
      } catch (java.net.SocketException e) {
        ended = true;
      }
      assertThat(ended).isTrue();
    }
  }

  @Test
  void secondConnection_whileEstablished_isTheOneToGo() throws Exception {
    int port = listen(RouteTable.EMPTY);
    try (RawPeer peer = establish(port)) {
      peer.read(Update.class);
      try (RawPeer again = RawPeer.dial("127.0.0.3", port)) {
        again.open("10.0.0.1", 90);
        assertThat(again.read(Notification.class).error())
            .contains(ErrorCode.CONNECTION_COLLISION_RESOLUTION);
      }
      peer.keepalive();
      assertThat(status().state()).isEqualTo(SessionState.ESTABLISHED);
      assertThat(status().lastError()).isEmpty();
    }
  }

  @Test
  void collision_bothDial_theHigherIdentifiersConnectionStays() throws Exception {
    for (String identifier : List.of("10.0.0.1", "10.0.0.9")) {
      boolean peersStays = identifier.equals("10.0.0.9");
      try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.3"))) {
        BgpInstance instance =
            new BgpInstance("i", 65001, IpAddress.parse("10.0.0.2"), OptionalInt.of(0));
        apply(
            BgpSession.builder(instance, "p", IpAddress.parse("127.0.0.3"))
                .localAddress(IpAddress.parse("127.0.0.1"))
                .peerPort(server.getLocalPort())
                .peerAsn(RawPeer.ASN)
                .build(),
            RouteTable.EMPTY);
        SpeakerPair.await(() -> speaker.boundPort("i").isPresent());
        try (RawPeer ours = RawPeer.accept(server)) {
          ours.read(Open.class);
          try (RawPeer peers = RawPeer.dial("127.0.0.3", speaker.boundPort("i").getAsInt())) {
            peers.read(Open.class);
            peers.open(identifier, 90);
            peers.read(io.readback.bgp.message.Keepalive.class);
            ours.open(identifier, 90);
            RawPeer loser = peersStays ? ours : peers;
            RawPeer winner = peersStays ? peers : ours;
            assertThat(loser.read(Notification.class).error())
                .contains(ErrorCode.CONNECTION_COLLISION_RESOLUTION);
            winner.keepalive();
            SpeakerPair.await(() -> status().state() == SessionState.ESTABLISHED);
            winner.read(Update.class);
          }
        }
        speaker.retarget(new TreeMap<>());
      }
    }
  }

  @Test
  void slowPeer_skipsVersions_andEndsWithTheLast() throws Exception {
    int port = listen(SpeakerPair.hostRoutes(1_500_000), 90);
    try (RawPeer peer = establish(port)) {
      SpeakerPair.await(() -> status().state() == SessionState.ESTABLISHED);
      IpPrefix vip = IpPrefix.parse("192.0.2.1/32");
      RouteTable last = RouteTable.EMPTY;
      for (int i = 0; i < 100; i++) {
        last =
            SpeakerPair.hostRoutes(10)
                .with(vip, Path.self(PathAttributes.builder().med(i).build()));
        apply(passive(90), last);
      }
      Set<IpPrefix> table = new TreeSet<>();
      long med = -1;
      int timesVip = 0;
      while (table.size() != 11 || med != 99) {
        Update update = peer.read(Update.class);
        update.unreach().forEach(u -> table.removeAll(u.prefixes()));
        for (Update.Reach r : update.reach()) {
          table.addAll(r.prefixes());
          if (r.prefixes().contains(vip)) {
            timesVip++;
            med = update.attributes().path().med().orElseThrow();
          }
        }
        peer.keepalive();
      }
      assertThat(timesVip).as("versions sent of 100").isLessThan(50);
    }
  }

  @Test
  void listen_portInUse_isAProblemOfThatInstance() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"))) {
      BgpInstance instance =
          new BgpInstance(
              "i", 65001, IpAddress.parse("10.0.0.2"), OptionalInt.of(other.getLocalPort()));
      apply(
          BgpSession.builder(instance, "p", IpAddress.parse("127.0.0.3"))
              .localAddress(IpAddress.parse("127.0.0.1"))
              .passive(true)
              .build(),
          RouteTable.EMPTY);
      SpeakerPair.await(() -> status().lastError().isPresent());
      assertThat(status().lastError().orElseThrow().text())
          .startsWith("cannot listen on 127.0.0.1 port " + other.getLocalPort());
    }
  }
}
