package io.readback.bgp.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.readback.bgp.message.ErrorCode;
import io.readback.bgp.message.Family;
import io.readback.bgp.message.Notification;
import io.readback.bgp.message.Open;
import io.readback.bgp.message.RouteRefresh;
import io.readback.bgp.message.Update;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.observe.Cause;
import io.readback.spi.observe.SessionState;
import io.readback.spi.observe.SessionStatus;
import io.readback.spi.plugin.StopIntent;
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
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One speaker with a peer that the test plays by hand. */
class PeerBehaviourTest {
  private final BgpSpeaker speaker = BgpSpeaker.builder().build();

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
