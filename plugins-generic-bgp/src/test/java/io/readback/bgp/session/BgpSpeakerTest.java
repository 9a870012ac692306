package io.readback.bgp.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.observe.Cause;
import io.readback.spi.observe.FamilyCounts;
import io.readback.spi.observe.ReceivedRoute;
import io.readback.spi.observe.SessionState;
import io.readback.spi.plugin.StopIntent;
import io.readback.spi.route.AsPath;
import io.readback.spi.route.NextHop;
import io.readback.spi.route.Path;
import io.readback.spi.route.PathAttributes;
import io.readback.spi.route.RouteTable;
import io.readback.spi.target.BgpSession;
import io.readback.spi.target.BgpTimers;
import io.readback.spi.target.TargetId;
import io.readback.spi.target.TargetKind;
import java.util.List;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Two speakers on loopback. */
class BgpSpeakerTest {
  private static final IpPrefix VIP = IpPrefix.parse("192.0.2.1/32");

  @Test
  void session_external_carriesRoutesWithOurAsAndAddress() throws Exception {
    try (SpeakerPair pair = new SpeakerPair(65001, 4200000001L)) {
      pair.start(SpeakerPair.table("192.0.2.1/32", "2001:db8::1/128"));
      pair.awaitEstablished();
      SpeakerPair.await(() -> pair.atRouter().received().size() == 2);

      ReceivedRoute v4 = pair.atRouter().received().get(VIP);
      assertThat(v4.path().nextHops()).containsExactly(new NextHop.Address(SpeakerPair.SPEAKER));
      assertThat(v4.path().attributes().asPath()).isEqualTo(AsPath.sequence(65001L));
      assertThat(v4.path().attributes().localPref()).isEmpty();
      ReceivedRoute v6 = pair.atRouter().received().get(IpPrefix.parse("2001:db8::1/128"));
      assertThat(v6.path().nextHops())
          .containsExactly(new NextHop.Address(IpAddress.parse("::ffff:127.0.0.2")));
      assertThat(pair.routerStatus().families())
          .containsExactly(
              new FamilyCounts(AddressFamily.IPV4, 1, 1, 0),
              new FamilyCounts(AddressFamily.IPV6, 1, 1, 0));
      SpeakerPair.await(() -> pair.atSpeaker().advertised().size() == 2);
      assertThat(pair.speakerStatus().families())
          .containsExactly(
              new FamilyCounts(AddressFamily.IPV4, 0, 0, 1),
              new FamilyCounts(AddressFamily.IPV6, 0, 0, 1));
      assertThat(pair.speakerStatus().holdTime()).isEqualTo(9);
      assertThat(pair.speakerStatus().keepaliveTime()).isEqualTo(3);
      assertThat(pair.speakerStatus().peerAsn()).isEqualTo(4200000001L);
      assertThat(pair.speakerStatus().peerIdentifier()).contains(IpAddress.parse("10.0.0.1"));
      assertThat(pair.speakerStatus().localAddress()).contains(SpeakerPair.SPEAKER);
      assertThat(pair.speakerStatus().establishedAt()).isPresent();
    }
  }

  @Test
  void session_internal_carriesLocalPrefAndNoAsOfOurs() throws Exception {
    try (SpeakerPair pair = new SpeakerPair(65001, 65001)) {
      pair.start(SpeakerPair.table("192.0.2.1/32"));
      SpeakerPair.await(() -> pair.atRouter().received().size() == 1);
      PathAttributes got = pair.atRouter().received().get(VIP).path().attributes();
      assertThat(got.asPath()).isEqualTo(AsPath.EMPTY);
      assertThat(got.localPref()).isEqualTo(OptionalLong.of(100));
    }
  }

  @Test
  void session_overIpv6_carriesIpv4RoutesWithTheIpv6Address() throws Exception {
    IpAddress loopback = IpAddress.parse("::1");
    try (SpeakerPair pair = new SpeakerPair(65001, 65000, loopback, loopback)) {
      pair.start(SpeakerPair.table("192.0.2.1/32", "2001:db8::1/128"));
      SpeakerPair.await(() -> pair.atRouter().received().size() == 2);
      assertThat(pair.atRouter().received().get(VIP).path().nextHops())
          .containsExactly(new NextHop.Address(loopback));
    }
  }

  @Test
  void session_familyNotAgreed_rejectsItsRoutesWithTheReason() throws Exception {
    try (SpeakerPair pair = new SpeakerPair(65001, 65000)) {
      pair.start(
          SpeakerPair.table("192.0.2.1/32", "2001:db8::1/128"),
          b -> b,
          b -> b.families(List.of(AddressFamily.IPV4)));
      SpeakerPair.await(() -> pair.atSpeaker().advertised().size() == 1);
      assertThat(pair.atSpeaker().rejected())
          .containsOnlyKeys(IpPrefix.parse("2001:db8::1/128"))
          .containsValue("ipv6-unicast was not agreed with the peer");
      assertThat(pair.atSpeaker().accepted().size()).isEqualTo(2);
    }
  }

  @Test
  void routes_ofOneTarget_reachItsPeerWithoutReset() throws Exception {
    try (SpeakerPair pair = new SpeakerPair(65001, 65000)) {
      pair.start(SpeakerPair.hostRoutes(10));
      SpeakerPair.await(() -> pair.atRouter().received().size() == 10);

      pair.speaker.routes(pair.speakerSession.id(), SpeakerPair.table("192.0.2.1/32"));
      SpeakerPair.await(() -> pair.atRouter().received().size() == 1);
      pair.speaker.routes(
          new TargetId(TargetKind.BGP_SESSION, "speaker", "nobody"), SpeakerPair.hostRoutes(3));
      // the same session as before but for the routes
      pair.announce(SpeakerPair.hostRoutes(20));
      SpeakerPair.await(() -> pair.atRouter().received().size() == 20);
      assertThat(pair.routerStatus().detail().flaps()).isZero();
    }
  }

  @Test
  void retarget_changesOfRoutes_reachThePeerWithoutReset() throws Exception {
    try (SpeakerPair pair = new SpeakerPair(65001, 65000)) {
      RouteTable first = SpeakerPair.hostRoutes(3000);
      pair.start(first);
      SpeakerPair.await(() -> pair.atRouter().received().size() == 3000);
      var since = pair.speakerStatus().establishedAt();

      Path other = Path.self(PathAttributes.builder().med(7).build());
      RouteTable second = first.without(IpPrefix.parse("10.1.0.5/32")).with(VIP, other);
      pair.announce(second);
      SpeakerPair.await(() -> pair.atRouter().received().containsKey(VIP));
      SpeakerPair.await(() -> pair.atRouter().received().size() == 3000);
      assertThat(pair.atRouter().received().containsKey(IpPrefix.parse("10.1.0.5/32"))).isFalse();
      assertThat(pair.atRouter().received().get(VIP).path().attributes().med())
          .isEqualTo(OptionalLong.of(7));

      pair.announce(RouteTable.EMPTY);
      SpeakerPair.await(() -> pair.atRouter().received().isEmpty());
      assertThat(pair.speakerStatus().establishedAt()).isEqualTo(since);
    }
  }

  @Test
  void retarget_changedTimers_resetsTheSessionAndSendsAllAgain() throws Exception {
    try (SpeakerPair pair = new SpeakerPair(65001, 65000)) {
      pair.start(SpeakerPair.hostRoutes(10));
      SpeakerPair.await(() -> pair.atRouter().received().size() == 10);
      pair.speakerSession =
          io.readback.spi.target.BgpSession.builder(
                  pair.speakerSession.instance(), "router", SpeakerPair.ROUTER)
              .localAddress(SpeakerPair.SPEAKER)
              .peerPort(pair.speakerSession.peerPort())
              .peerAsn(65000)
              .timers(new BgpTimers(1, 6, 2))
              .build();
      pair.announce(SpeakerPair.hostRoutes(11));
      SpeakerPair.await(
          () ->
              pair.routerStatus()
                  .lastError()
                  .map(e -> e.text())
                  .orElse("")
                  .equals("received NOTIFICATION 6/6 Other Configuration Change"));
      SpeakerPair.await(() -> pair.atRouter().received().size() == 11);
      assertThat(pair.routerStatus().holdTime()).isEqualTo(6);
    }
  }

  @Test
  void retarget_removedPeer_isToldAndForgetsTheRoutes() throws Exception {
    try (SpeakerPair pair = new SpeakerPair(65001, 65000)) {
      pair.start(SpeakerPair.hostRoutes(10));
      SpeakerPair.await(() -> pair.atRouter().received().size() == 10);
      pair.speaker.retarget(new TreeMap<>());
      SpeakerPair.await(() -> pair.routerStatus().state() != SessionState.ESTABLISHED);
      assertThat(pair.routerStatus().lastError().orElseThrow().text())
          .isEqualTo("received NOTIFICATION 6/3 Peer De-configured");
      assertThat(pair.atRouter().received().isEmpty()).isTrue();
      assertThat(pair.speaker.status()).isEmpty();
    }
  }

  @Test
  void stop_withdraw_sendsCeaseAndRetainDoesNot() throws Exception {
    for (StopIntent intent : StopIntent.values()) {
      SpeakerPair pair = new SpeakerPair(65001, 65000);
      try {
        pair.start(SpeakerPair.hostRoutes(10));
        SpeakerPair.await(() -> pair.atRouter().received().size() == 10);
        pair.speaker.stop(intent);
        SpeakerPair.await(() -> pair.routerStatus().state() != SessionState.ESTABLISHED);
        assertThat(pair.routerStatus().lastError().orElseThrow().text())
            .isEqualTo(
                intent == StopIntent.WITHDRAW
                    ? "received NOTIFICATION 6/2 Administrative Shutdown: \"Readback is stopping and"
                        + " withdraws its routes\""
                    : "connection lost: the peer closed the connection");
      } finally {
        pair.router.stop(StopIntent.WITHDRAW);
      }
    }
  }

  @Test
  void session_wrongAs_isRefusedAndBothSidesSayWhy() throws Exception {
    try (SpeakerPair pair = new SpeakerPair(65001, 65000)) {
      pair.start(RouteTable.EMPTY, b -> b.peerAsn(65010), b -> b);
      SpeakerPair.await(() -> pair.speakerStatus().lastError().isPresent());
      assertThat(pair.speakerStatus().lastError().orElseThrow().cause()).isEqualTo(Cause.WRONG_AS);
      assertThat(pair.speakerStatus().lastError().orElseThrow().text())
          .startsWith("sent NOTIFICATION 2/2 Bad Peer AS: expected AS 65010, got 65000");
      SpeakerPair.await(
          () ->
              pair.routerStatus()
                  .lastError()
                  .map(e -> e.text().startsWith("received NOTIFICATION 2/2 Bad Peer AS"))
                  .orElse(false));
    }
  }

  @Test
  void session_peerAsnZero_takesAnyAs() throws Exception {
    try (SpeakerPair pair = new SpeakerPair(65001, 65000)) {
      pair.start(SpeakerPair.hostRoutes(1), b -> b.peerAsn(0), b -> b.peerAsn(0));
      SpeakerPair.await(() -> pair.atRouter().received().size() == 1);
      assertThat(pair.speakerStatus().peerAsn()).isEqualTo(65000);
    }
  }

  @Test
  void session_nobodyListens_saysConnectionRefused() throws Exception {
    try (SpeakerPair pair = new SpeakerPair(65001, 65000)) {
      pair.start(RouteTable.EMPTY, b -> b.peerPort(1), b -> b);
      SpeakerPair.await(() -> pair.speakerStatus().lastError().isPresent());
      assertThat(pair.speakerStatus().lastError().orElseThrow().cause())
          .isEqualTo(Cause.CONNECTION_REFUSED);
    }
  }

  @Test
  void importPolicy_refusedPrefix_isReceivedAndNotAccepted() throws Exception {
    try (SpeakerPair pair = new SpeakerPair(65001, 65000)) {
      pair.start(SpeakerPair.table("192.0.2.1/32", "192.0.2.2/32"));
      SpeakerPair.await(() -> pair.atRouter().received().size() == 2);
      pair.router.importPolicy((peer, prefix) -> !prefix.equals(VIP));
      assertThat(pair.atRouter().received().size()).isEqualTo(2);
      assertThat(pair.router.accepted(pair.routerSession.id()).keys())
          .containsExactly(IpPrefix.parse("192.0.2.2/32"));
      assertThat(pair.routerStatus().families().get(0))
          .isEqualTo(new FamilyCounts(AddressFamily.IPV4, 2, 1, 0));
    }
  }

  @Test
  void received_ownAsInThePath_isNotAccepted() throws Exception {
    try (SpeakerPair pair = new SpeakerPair(65001, 65000)) {
      Path loop =
          Path.self(PathAttributes.builder().asPath(AsPath.sequence(65010L, 65000L)).build());
      pair.start(RouteTable.EMPTY.with(VIP, loop).with(IpPrefix.parse("10.0.0.0/8"), loop));
      SpeakerPair.await(() -> pair.atRouter().received().size() == 2);
      assertThat(pair.routerStatus().families().get(0))
          .isEqualTo(new FamilyCounts(AddressFamily.IPV4, 2, 0, 0));
    }
  }

  @Test
  void ttlSecurity_onBothSidesOnly_theSessionComesUp() throws Exception {
    try (SpeakerPair pair = new SpeakerPair(65001, 65000)) {
      pair.start(
          SpeakerPair.table("192.0.2.1/32"), b -> b.ttlSecurityHops(1), b -> b.ttlSecurityHops(1));
      pair.awaitEstablished();
    }
    try (SpeakerPair pair = new SpeakerPair(65001, 65000)) {
      pair.start(SpeakerPair.table("192.0.2.1/32"), b -> b, b -> b.ttlSecurityHops(1));
      SpeakerPair.await(() -> pair.speakerStatus().lastError().isPresent());
      assertThat(pair.speakerStatus().lastError().orElseThrow().cause()).isEqualTo(Cause.NO_ANSWER);
      assertThat(pair.routerStatus().state()).isEqualTo(SessionState.ACTIVE);
    }
  }

  @Test
  void ttlSecurity_takenBack_theListenerTakesEverybodyAgain() throws Exception {
    try (SpeakerPair pair = new SpeakerPair(65001, 65000)) {
      pair.start(SpeakerPair.table("192.0.2.1/32"), b -> b, b -> b.ttlSecurityHops(1));
      SpeakerPair.await(() -> pair.speakerStatus().lastError().isPresent());
      pair.routerSession =
          BgpSession.builder(pair.routerSession.instance(), "speaker", SpeakerPair.SPEAKER)
              .localAddress(SpeakerPair.ROUTER)
              .peerAsn(65001)
              .timers(SpeakerPair.TIMERS)
              .passive(true)
              .build();
      pair.router.retarget(SpeakerPair.targets(pair.routerSession, RouteTable.EMPTY));
      pair.awaitEstablished();
    }
  }

  @Test
  void manyRoutes_betweenTwoOfUs_goInExtendedMessages() throws Exception {
    try (SpeakerPair pair = new SpeakerPair(65001, 65000)) {
      pair.start(SpeakerPair.hostRoutes(30_000));
      SpeakerPair.await(() -> pair.atRouter().received().size() == 30_000);
    }
  }
}
