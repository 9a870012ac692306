package io.readback.bgp.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.readback.bgp.message.ErrorCode;
import io.readback.bgp.message.Family;
import io.readback.bgp.message.Notification;
import io.readback.bgp.message.Octets;
import io.readback.bgp.message.Open;
import io.readback.bgp.message.RouteRefresh;
import io.readback.bgp.message.Update;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.observe.SessionState;
import io.readback.spi.observe.TargetStatus;
import io.readback.spi.plugin.StopIntent;
import io.readback.spi.route.RouteTable;
import io.readback.spi.target.BgpInstance;
import io.readback.spi.target.BgpSession;
import io.readback.spi.target.BgpTimers;
import io.readback.spi.target.DesiredTarget;
import io.readback.spi.target.TargetId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two peers, one of them hostile; the other must notice nothing. */
class HostilePeerTest {
  private static final String GOOD = "127.0.0.4";
  private static final String BAD = "127.0.0.3";

  private final BgpSpeaker speaker = BgpSpeaker.builder().build();
  private UnaryOperator<BgpSession.Builder> ofBad = b -> b;

  @AfterEach
  void stop() throws InterruptedException {
    speaker.stop(StopIntent.WITHDRAW);
  }

  private static BgpSession.Builder session(String peer, String address) {
    BgpInstance instance =
        new BgpInstance("i", 65001, IpAddress.parse("10.0.0.2"), OptionalInt.of(0));
    return BgpSession.builder(instance, peer, IpAddress.parse(address))
        .localAddress(IpAddress.parse("127.0.0.1"))
        .peerAsn(RawPeer.ASN)
        .families(List.of(AddressFamily.IPV4))
        .timers(new BgpTimers(1, 30, 10))
        .passive(true);
  }

  private void announce(RouteTable routes) throws Exception {
    SortedMap<TargetId, DesiredTarget> targets = new TreeMap<>();
    for (BgpSession session :
        List.of(session("good", GOOD).build(), ofBad.apply(session("bad", BAD)).build())) {
      targets.put(session.id(), new DesiredTarget(session, routes));
    }
    speaker.retarget(targets);
  }

  private RawPeer establish(String from) throws Exception {
    SpeakerPair.await(() -> speaker.boundPort("i").isPresent());
    RawPeer peer = RawPeer.dial(from, speaker.boundPort("i").getAsInt());
    peer.read(Open.class);
    return peer.open(from, 90).keepalive();
  }

  private TargetStatus status(String peer) throws InterruptedException {
    return speaker.status().stream()
        .filter(s -> s.id().name().equals(peer))
        .findFirst()
        .orElseThrow();
  }

  private SessionState state(String peer) throws InterruptedException {
    return status(peer).session().orElseThrow().state();
  }

  private static void awaitRoute(RawPeer peer, String prefix) throws IOException {
    while (true) {
      for (Update.Reach reach : peer.read(Update.class).reach()) {
        if (reach.prefixes().contains(IpPrefix.parse(prefix))) {
          return;
        }
      }
    }
  }

  /** An UPDATE with one prefix and an AS path of its own. */
  private static byte[] update(int number) {
    ByteBuffer attributes = ByteBuffer.allocate(64);
    attributes.put(new byte[] {0x40, 1, 1, 0}); // ORIGIN
    attributes.put(new byte[] {0x40, 2, 10, 2, 2}); // AS_PATH, a sequence of two
    attributes.putInt((int) RawPeer.ASN).putInt(100_000 + number);
    attributes.put(new byte[] {0x40, 3, 4, 127, 0, 0, 3}); // NEXT_HOP
    int length = 19 + 2 + 2 + attributes.position() + 5;
    ByteBuffer out = ByteBuffer.allocate(length);
    byte[] marker = new byte[16];
    Arrays.fill(marker, (byte) 0xff);
    out.put(marker).putShort((short) length).put((byte) 2).putShort((short) 0);
    out.putShort((short) attributes.position()).put(attributes.array(), 0, attributes.position());
    return out.put((byte) 32).putInt(0x0b000000 + number).array();
  }

  private static byte[] flood(int from, int count) {
    byte[] one = update(0);
    ByteBuffer out = ByteBuffer.allocate(one.length * count);
    for (int i = 0; i < count; i++) {
      out.put(update(from + i));
    }
    return out.array();
  }

  @Test
  void flood_ofAttributeSets_isKeptUpToABoundAndOthersAreServed() throws Exception {
    announce(SpeakerPair.table("192.0.2.1/32"));
    try (RawPeer good = establish(GOOD);
        RawPeer bad = establish(BAD)) {
      awaitRoute(good, "192.0.2.1/32");
      for (int i = 0; i < 30; i++) {
        bad.send(flood(i * 1000, 1000));
      }
      announce(SpeakerPair.table("192.0.2.1/32", "192.0.2.2/32"));
      awaitRoute(good, "192.0.2.2/32");
      SpeakerPair.await(() -> status("bad").received().size() == 10_000);
      assertThat(state("bad")).isEqualTo(SessionState.ESTABLISHED);
      assertThat(state("good")).isEqualTo(SessionState.ESTABLISHED);
    }
  }

  @Test
  void received_beyondThePrefixLimit_endsTheSessionWithTheLimit() throws Exception {
    ofBad = b -> b.prefixLimit(10);
    announce(SpeakerPair.table("192.0.2.1/32"));
    try (RawPeer good = establish(GOOD);
        RawPeer bad = establish(BAD)) {
      awaitRoute(good, "192.0.2.1/32");
      bad.send(flood(0, 10));
      SpeakerPair.await(() -> status("bad").received().size() == 10);
      bad.send(flood(10, 1));
      Notification told = bad.read(Notification.class);
      assertThat(told.error()).contains(ErrorCode.MAXIMUM_PREFIXES_REACHED);
      assertThat(told.data())
          .isEqualTo(Octets.of(new byte[] {0, 1, 1, 0, 0, 0, 10})); // AFI, SAFI, limit
      assertThat(state("good")).isEqualTo(SessionState.ESTABLISHED);
    }
  }

  @Test
  void garbage_insteadOfMessages_endsThatSessionAlone() throws Exception {
    announce(SpeakerPair.table("192.0.2.1/32"));
    SplittableRandom random = new SplittableRandom(7);
    try (RawPeer good = establish(GOOD)) {
      awaitRoute(good, "192.0.2.1/32");
      try (RawPeer bad = establish(BAD)) {
        awaitRoute(bad, "192.0.2.1/32");
        byte[] garbage = new byte[100_000];
        random.nextBytes(garbage);
        bad.send(garbage);
        assertThat(bad.read(Notification.class).code()).isEqualTo(1);
      }
      SpeakerPair.await(() -> state("bad") != SessionState.ESTABLISHED);
      announce(SpeakerPair.table("192.0.2.1/32", "192.0.2.2/32"));
      awaitRoute(good, "192.0.2.2/32");
    }
  }

  @Test
  void stall_whileRoutesAndRefreshesPileUp_otherIsServedAndLittleIsQueued() throws Exception {
    announce(SpeakerPair.hostRoutes(1000));
    try (RawPeer good = establish(GOOD);
        RawPeer bad = establish(BAD)) {
      awaitRoute(good, "10.1.0.1/32");
      SpeakerPair.await(() -> state("bad") == SessionState.ESTABLISHED);
      // It reads nothing from here on and asks for everything again and again.
      for (int i = 0; i < 5000; i++) {
        bad.send(RouteRefresh.request(Family.IPV4_UNICAST));
      }
      announce(SpeakerPair.hostRoutes(1000).with(IpPrefix.parse("192.0.2.9/32"), path()));
      awaitRoute(good, "192.0.2.9/32");
      assertThat(state("good")).isEqualTo(SessionState.ESTABLISHED);
    }
  }

  private static io.readback.spi.route.Path path() {
    return io.readback.spi.route.Path.self(io.readback.spi.route.PathAttributes.NONE);
  }
}
