package io.readback.bgp.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.readback.bgp.message.Capability;
import io.readback.bgp.message.ErrorCode;
import io.readback.bgp.message.Notification;
import io.readback.bgp.message.Octets;
import io.readback.bgp.message.Open;
import io.readback.bgp.message.Update;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.observe.SessionState;
import io.readback.spi.observe.TargetStatus;
import io.readback.spi.plugin.StopIntent;
import io.readback.spi.route.RouteTable;
import io.readback.spi.target.BgpInstance;
import io.readback.spi.target.BgpPeerRange;
import io.readback.spi.target.BgpSession;
import io.readback.spi.target.BgpTimers;
import io.readback.spi.target.DesiredTarget;
import io.readback.spi.target.TargetId;
import java.util.List;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Peers that nobody configured one by one. */
class PeerRangesTest {
  private static final RouteTable ROUTES = SpeakerPair.table("192.0.2.1/32");

  private final BgpSpeaker speaker = BgpSpeaker.builder().build();

  @AfterEach
  void stop() throws InterruptedException {
    speaker.stop(StopIntent.WITHDRAW);
  }

  private static BgpSession.Builder template() {
    BgpInstance instance =
        new BgpInstance("i", 65001, IpAddress.parse("10.0.0.2"), OptionalInt.of(0));
    return BgpSession.builder(instance, "racks", IpAddress.parse("0.0.0.0"))
        .localAddress(IpAddress.parse("127.0.0.1"))
        .families(List.of(AddressFamily.IPV4))
        .peerType(BgpSession.PeerType.EXTERNAL)
        .timers(new BgpTimers(1, 9, 3));
  }

  private static BgpPeerRange range(BgpSession template, int limit) {
    return new BgpPeerRange(
        template, List.of(IpPrefix.parse("10.0.0.0/8"), IpPrefix.parse("127.0.0.0/29")), limit);
  }

  private int listen(BgpPeerRange range, RouteTable routes) throws Exception {
    apply(range, routes);
    SpeakerPair.await(() -> speaker.boundPort("i").isPresent());
    return speaker.boundPort("i").getAsInt();
  }

  private void apply(BgpPeerRange range, RouteTable routes) throws Exception {
    SortedMap<TargetId, DesiredTarget> targets = new TreeMap<>();
    targets.put(range.id(), new DesiredTarget(range, routes));
    speaker.retarget(targets);
  }

  private static RawPeer establish(String from, int port) throws Exception {
    RawPeer peer = RawPeer.dial(from, port);
    peer.read(Open.class);
    return peer.open(from, 90).keepalive();
  }

  private static IpPrefix firstRoute(RawPeer peer) throws Exception {
    return peer.read(Update.class).reach().get(0).prefixes().get(0);
  }

  private List<String> established() throws InterruptedException {
    return speaker.status().stream()
        .filter(s -> s.session().orElseThrow().state() == SessionState.ESTABLISHED)
        .map(TargetStatus::id)
        .map(TargetId::toString)
        .toList();
  }

  @Test
  void connect_fromTheRange_getsASessionWithTheRoutes() throws Exception {
    int port = listen(range(template().build(), 10), ROUTES);
    try (RawPeer one = establish("127.0.0.3", port);
        RawPeer two = establish("127.0.0.4", port)) {
      assertThat(firstRoute(one)).isEqualTo(IpPrefix.parse("192.0.2.1/32"));
      assertThat(firstRoute(two)).isEqualTo(IpPrefix.parse("192.0.2.1/32"));
      assertThat(established()).containsExactly("i/racks-127.0.0.3", "i/racks-127.0.0.4");

      apply(range(template().build(), 10), SpeakerPair.table("192.0.2.2/32", "192.0.2.1/32"));
      one.read(Update.class);
      assertThat(firstRoute(one)).isEqualTo(IpPrefix.parse("192.0.2.2/32"));
    }
    SpeakerPair.await(() -> speaker.status().isEmpty());
  }

  @Test
  void connect_fromElsewhere_isNotAnswered() throws Exception {
    int port = listen(range(template().build(), 10), ROUTES);
    try (RawPeer stranger = RawPeer.dial("127.0.0.99", port)) {
      assertThat(ends(stranger)).isTrue();
    }
    assertThat(speaker.status()).isEmpty();
  }

  private static boolean ends(RawPeer peer) {
    try {
      return peer.atEnd();
    } catch (java.io.IOException reset) {
      return true;
    }
  }

  @Test
  void connect_beyondTheLimit_isRejectedUntilAnotherHasLeft() throws Exception {
    int port = listen(range(template().build(), 1), ROUTES);
    RawPeer first = establish("127.0.0.3", port);
    firstRoute(first);
    try (RawPeer second = RawPeer.dial("127.0.0.4", port)) {
      assertThat(second.read(Notification.class).error()).contains(ErrorCode.CONNECTION_REJECTED);
    }
    assertThat(established()).containsExactly("i/racks-127.0.0.3");
    first.close();
    SpeakerPair.await(() -> speaker.status().isEmpty());
    try (RawPeer second = establish("127.0.0.4", port)) {
      assertThat(firstRoute(second)).isEqualTo(IpPrefix.parse("192.0.2.1/32"));
    }
  }

  @Test
  void open_asNumberNotAllowed_isRefused() throws Exception {
    int port = listen(range(template().peerAsns(List.of(65010L, 65011L)).build(), 10), ROUTES);
    try (RawPeer peer = RawPeer.dial("127.0.0.3", port)) {
      peer.read(Open.class);
      peer.open("127.0.0.3", 90);
      assertThat(peer.read(Notification.class).error()).contains(ErrorCode.BAD_PEER_AS);
    }
    SpeakerPair.await(() -> speaker.status().isEmpty());
    apply(range(template().peerAsns(List.of(65010L, RawPeer.ASN)).build(), 10), ROUTES);
    try (RawPeer peer = establish("127.0.0.3", speaker.boundPort("i").getAsInt())) {
      assertThat(firstRoute(peer)).isEqualTo(IpPrefix.parse("192.0.2.1/32"));
    }
  }

  @Test
  void retarget_rangeIsGone_peersAreTold() throws Exception {
    int port = listen(range(template().build(), 10), ROUTES);
    try (RawPeer peer = establish("127.0.0.3", port)) {
      firstRoute(peer);
      speaker.retarget(new TreeMap<>());
      assertThat(peer.read(Notification.class).error()).contains(ErrorCode.PEER_DECONFIGURED);
    }
    assertThat(speaker.status()).isEmpty();
  }

  @Test
  void open_refusedForACapability_isWithoutItWhenTheRouterComesAgain() throws Exception {
    int port = listen(range(template().build(), 10), ROUTES);
    Capability refresh = new Capability.EnhancedRouteRefresh();
    try (RawPeer peer = RawPeer.dial("127.0.0.3", port)) {
      assertThat(peer.read(Open.class).capabilities()).contains(refresh);
      peer.send(Notification.of(ErrorCode.UNSUPPORTED_CAPABILITY, Octets.of(70, 0)));
    }
    SpeakerPair.await(() -> speaker.status().isEmpty());
    try (RawPeer peer = RawPeer.dial("127.0.0.3", port)) {
      assertThat(peer.read(Open.class).capabilities()).doesNotContain(refresh);
      assertThat(firstRoute(peer.open("127.0.0.3", 90).keepalive()))
          .isEqualTo(IpPrefix.parse("192.0.2.1/32"));
    }
    SpeakerPair.await(() -> speaker.status().isEmpty());
    try (RawPeer other = RawPeer.dial("127.0.0.4", port)) {
      assertThat(other.read(Open.class).capabilities()).contains(refresh);
    }
  }
}
