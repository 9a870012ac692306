package io.readback.bgp.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.readback.bgp.message.Capability;
import io.readback.bgp.message.Family;
import io.readback.bgp.message.Notification;
import io.readback.bgp.message.Octets;
import io.readback.bgp.message.Open;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.net.PrefixMap;
import io.readback.spi.observe.ReceivedRoute;
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
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A speaker and what a peer gets for malformed messages over a real connection: the octets of the
 * NOTIFICATION and the end of the session, or a session that stays and routes that go.
 */
class MalformedInputTest {
  private static final String MARKER = "ff".repeat(16);
  private static final String PEER = "127.0.0.3";
  private static final String BYSTANDER = "127.0.0.4";
  private static final IpPrefix ROUTE = IpPrefix.parse("203.0.113.0/24");
  private static final IpPrefix SENTINEL = IpPrefix.parse("198.51.100.0/24");
  private static final String ATTRIBUTES = "400101 00 400206 0201 0000fde8 400304 c0000201";

  private final BgpSpeaker speaker = BgpSpeaker.builder().build();
  private int port;

  @BeforeEach
  void start() throws Exception {
    TreeMap<TargetId, DesiredTarget> targets = new TreeMap<>();
    for (String address : List.of(PEER, BYSTANDER)) {
      BgpSession session = session(address);
      targets.put(session.id(), new DesiredTarget(session, RouteTable.EMPTY));
    }
    speaker.retarget(targets);
    SpeakerPair.await(() -> speaker.boundPort("i").isPresent());
    port = speaker.boundPort("i").getAsInt();
  }

  @AfterEach
  void stop() throws InterruptedException {
    speaker.stop(StopIntent.WITHDRAW);
  }

  private static BgpSession session(String address) {
    BgpInstance instance =
        new BgpInstance("i", 65001, IpAddress.parse("10.0.0.2"), OptionalInt.of(0));
    return BgpSession.builder(instance, address, IpAddress.parse(address))
        .localAddress(IpAddress.parse("127.0.0.1"))
        .peerAsn(RawPeer.ASN)
        .families(List.of(AddressFamily.IPV4, AddressFamily.IPV6))
        .timers(new BgpTimers(1, 90, 30))
        .passive(true)
        .build();
  }

  private TargetStatus status(String address) throws InterruptedException {
    TargetId id = session(address).id();
    return speaker.status().stream().filter(s -> s.id().equals(id)).findFirst().orElseThrow();
  }

  private SessionState state(String address) throws InterruptedException {
    return status(address).session().orElseThrow().state();
  }

  /** The routes in use: those of a peer that leave out what must not be used. */
  private PrefixMap<ReceivedRoute> accepted(String address) throws InterruptedException {
    return speaker.accepted(session(address).id());
  }

  private static byte[] octets(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }

  private static byte[] message(int type, String body) {
    String hex = body.replace(" ", "");
    return octets(MARKER + String.format("%04x%02x", 19 + hex.length() / 2, type) + hex);
  }

  /** An UPDATE of attributes and IPv4 NLRI. */
  private static byte[] update(String attributes, String nlri) {
    int length = attributes.replace(" ", "").length() / 2;
    return message(2, "0000" + String.format("%04x", length) + attributes + nlri);
  }

  private RawPeer established(String address) throws Exception {
    RawPeer peer = RawPeer.dial(address, port);
    peer.read(Open.class);
    peer.send(
            new Open(
                4,
                RawPeer.ASN,
                90,
                IpAddress.parse(address.equals(PEER) ? "10.0.0.3" : "10.0.0.4"),
                List.of(
                    new Capability.Multiprotocol(Family.IPV4_UNICAST),
                    new Capability.Multiprotocol(Family.IPV6_UNICAST),
                    new Capability.RouteRefresh(),
                    new Capability.EnhancedRouteRefresh(),
                    new Capability.FourOctetAs(RawPeer.ASN))))
        .keepalive();
    SpeakerPair.await(() -> state(address) == SessionState.ESTABLISHED);
    return peer;
  }

  private static Notification expected(String answer) {
    String[] parts = answer.split("[/ ]", 3);
    return new Notification(
        Integer.parseInt(parts[0]),
        Integer.parseInt(parts[1]),
        parts.length < 3 ? Octets.EMPTY : Octets.ofHex(parts[2].replace(" ", "")));
  }

  private void assertAnswered(RawPeer peer, String answer) throws Exception {
    assertThat(peer.read(Notification.class)).isEqualTo(expected(answer));
    assertThat(peer.atEnd()).isTrue();
    SpeakerPair.await(() -> state(PEER) != SessionState.ESTABLISHED);
    assertThat(status(PEER).session().orElseThrow().lastError().orElseThrow().text())
        .startsWith("sent NOTIFICATION " + answer.split(" ")[0]);
  }

  @ParameterizedTest(name = "{0}: {2}")
  @DisplayName("Established: messages that end the session")
  @CsvSource({
    "marker, 00ffffffffffffffffffffffffffffff 0013 04, 1/1",
    "length below the header, ffffffffffffffffffffffffffffffff 0012 04, 1/2 0012",
    "length above 4096, ffffffffffffffffffffffffffffffff 1001 02, 1/2 1001",
    "KEEPALIVE of 20 octets, ffffffffffffffffffffffffffffffff 0014 04 00, 1/2 0014",
    "UPDATE of 22 octets, ffffffffffffffffffffffffffffffff 0016 02 000000, 1/2 0016",
    "NOTIFICATION of 20 octets, ffffffffffffffffffffffffffffffff 0014 03 06, 1/2 0014",
    "ROUTE-REFRESH of 22 octets, ffffffffffffffffffffffffffffffff 0016 05 000100, 1/2 0016",
    "type 0, ffffffffffffffffffffffffffffffff 0013 00, 1/3 00",
    "type 6, ffffffffffffffffffffffffffffffff 0013 06, 1/3 06",
    "OPEN, ffffffffffffffffffffffffffffffff 001d 01 04fde8005a0a00000300, 5/3 01",
    "withdrawn routes too long, ffffffffffffffffffffffffffffffff 0017 02 0001 0000, 3/1",
    "attributes too long, ffffffffffffffffffffffffffffffff 0017 02 0000 0001, 3/1",
    "prefix of 33 bits, ffffffffffffffffffffffffffffffff 001c 02 0000 0000 21 cb007100, 3/10",
    "unknown well-known attribute, ffffffffffffffffffffffffffffffff 001b 02 0000 0004 40f00101, 3/2"
        + " 40f00101",
    "flags without routes, ffffffffffffffffffffffffffffffff 001b 02 0000 0004 c0010100, 3/4"
        + " c0010100",
    "length without routes, ffffffffffffffffffffffffffffffff 001c 02 0000 0005 4001020000, 3/5"
        + " 4001020000",
    "ORIGIN without routes, ffffffffffffffffffffffffffffffff 001b 02 0000 0004 40010103, 3/6"
        + " 40010103",
    "AS_PATH without routes, ffffffffffffffffffffffffffffffff 001c 02 0000 0005 4002020201, 3/11"
        + " 4002020201",
    "MP_UNREACH_NLRI cut off, ffffffffffffffffffffffffffffffff 001c 02 0000 0005 800f020002, 3/9"
        + " 800f020002",
    "BoRR of 24 octets, ffffffffffffffffffffffffffffffff 0018 05 0001010100, 7/1"
        + " ffffffffffffffffffffffffffffffff0018050001010100",
  })
  void established_malformed_isAnsweredAndClosed(String what, String octets, String answer)
      throws Exception {
    try (RawPeer peer = established(PEER)) {
      peer.send(octets(octets));
      assertAnswered(peer, answer);
    }
  }

  @ParameterizedTest(name = "{0}: {2}")
  @DisplayName(
      "OpenSent: OPENs that are refused, and other messages (RFC 4271 section 6.2, RFC 6608)")
  @CsvSource({
    "version 3, 1 03 fde8 005a 0a000003 00, 2/1 0004",
    "AS 0, 1 04 0000 005a 0a000003 00, 2/2",
    "another AS, 1 04 fde9 005a 0a000003 00, 2/2",
    "identifier 0.0.0.0, 1 04 fde8 005a 00000000 00, 2/3",
    "unknown parameter, 1 04 fde8 005a 0a000003 03 010100, 2/4",
    "hold time 1, 1 04 fde8 0001 0a000003 00, 2/6",
    "hold time 2, 1 04 fde8 0002 0a000003 00, 2/6",
    "parameters cut off, 1 04 fde8 005a 0a000003 05 0203, 2/0",
    "capability cut off, 1 04 fde8 005a 0a000003 04 02024104, 2/0",
    "UPDATE, 2 00000000, 5/1 02",
    "KEEPALIVE, 4 '', 5/1 04",
    "ROUTE-REFRESH, 5 00010001, 5/1 05",
  })
  void openSent_malformed_isAnsweredAndClosed(String what, String message, String answer)
      throws Exception {
    try (RawPeer peer = RawPeer.dial(PEER, port)) {
      peer.read(Open.class);
      String body = message.substring(1).replace("'", "");
      peer.send(message(Integer.parseInt(message.substring(0, 1)), body));
      assertAnswered(peer, answer);
    }
  }

  @ParameterizedTest(name = "{0}: {2}")
  @CsvSource({"UPDATE, 2 00000000, 5/2 02", "ROUTE-REFRESH, 5 00010001, 5/2 05"})
  void openConfirm_unexpected_isAnsweredAndClosed(String what, String message, String answer)
      throws Exception {
    try (RawPeer peer = RawPeer.dial(PEER, port)) {
      peer.read(Open.class);
      peer.open("10.0.0.3", 90);
      peer.send(message(message.charAt(0) - '0', message.substring(1)));
      assertAnswered(peer, answer);
    }
  }

  @ParameterizedTest(name = "{0}: the route stays {3}")
  @DisplayName("Established: the session stays, the route as RFC 7606 says")
  @CsvSource({
    "sound, 80040400000007, 18cb0071, true",
    "ORIGIN undefined, 40010103, 18cb0071, false",
    "COMMUNITIES of 3 octets, c00803 fde800, 18cb0071, false",
    "COMMUNITIES with wrong flags, 800804 fde80001, 18cb0071, false",
    "list cut off, c008, 18cb0071, false",
    "next hop 0.0.0.0, 400304 00000000, 18cb0071, false",
    "our AS in the path, 40020a 0202 0000fde8 0000fde9, 18cb0071, false",
    "ATOMIC_AGGREGATE of one octet, 400601 00, 18cb0071, true",
    "LOCAL_PREF from outside, 400504 00000064, 18cb0071, true",
    "a family that was not agreed, 800e0a 0001 80 04 c0000201 00 00, '', true",
  })
  void established_faulty_sessionStays(
      String what, String attribute, String nlri, boolean routeStays) throws Exception {
    try (RawPeer peer = established(PEER)) {
      peer.send(update(ATTRIBUTES, "18cb0071"));
      SpeakerPair.await(() -> accepted(PEER).containsKey(ROUTE));
      peer.send(update(replaced(attribute), nlri));
      // what comes after it shows that it was dealt with
      peer.send(update(ATTRIBUTES, "18c63364"));
      SpeakerPair.await(() -> accepted(PEER).containsKey(SENTINEL));
      assertThat(accepted(PEER).containsKey(ROUTE)).isEqualTo(routeStays);
      assertThat(state(PEER)).isEqualTo(SessionState.ESTABLISHED);
    }
  }

  /** Sound attributes, one of them in place of its like, or after them. */
  private static String replaced(String attribute) {
    String type = attribute.substring(2, 4);
    StringBuilder all = new StringBuilder();
    boolean done = false;
    for (String sound : List.of("40010100", "4002060201 0000fde8", "400304 c0000201")) {
      boolean same = sound.substring(2, 4).equals(type);
      all.append(same ? attribute : sound);
      done |= same;
    }
    return done ? all.toString() : all + attribute;
  }

  @Test
  @DisplayName(
      "A refresh for a family that was not agreed, and of an unknown subtype, is passed over")
  void refresh_ofNoUse_sessionStays() throws Exception {
    try (RawPeer peer = established(PEER)) {
      peer.send(message(5, "0001 00 80")).send(message(5, "0001 09 01"));
      peer.send(update(ATTRIBUTES, "18c63364"));
      SpeakerPair.await(() -> accepted(PEER).containsKey(SENTINEL));
      assertThat(state(PEER)).isEqualTo(SessionState.ESTABLISHED);
    }
  }

  @Test
  void octets_ofAnyKind_endOneSessionAndHarmNoOther() throws Exception {
    Random random = new Random(7606);
    try (RawPeer bystander = established(BYSTANDER)) {
      bystander.send(update(ATTRIBUTES, "18cb0071"));
      SpeakerPair.await(() -> accepted(BYSTANDER).containsKey(ROUTE));
      for (int i = 0; i < 50; i++) {
        // a whole header at least: less is waited for
        byte[] junk = new byte[19 + random.nextInt(5000)];
        random.nextBytes(junk);
        try (RawPeer peer = RawPeer.dial(PEER, port)) {
          peer.send(junk);
          while (!peer.atEnd()) {
            // until it is closed, or reset in its turn
          }
        } catch (IOException e) {
          assertThat(e.getMessage()).doesNotContain("timed out");
        }
      }
      bystander.send(update(ATTRIBUTES, "18c63364"));
      SpeakerPair.await(() -> accepted(BYSTANDER).containsKey(SENTINEL));
      assertThat(accepted(BYSTANDER).containsKey(ROUTE)).isTrue();
      assertThat(state(BYSTANDER)).isEqualTo(SessionState.ESTABLISHED);
    }
  }

  @Test
  @DisplayName("A message that comes octet by octet is one message")
  void octets_oneAtATime_areRead() throws Exception {
    List<byte[]> all = new ArrayList<>();
    for (byte b : update(ATTRIBUTES, "18cb0071")) {
      all.add(new byte[] {b});
    }
    try (RawPeer peer = established(PEER)) {
      for (byte[] one : all) {
        peer.send(one);
      }
      SpeakerPair.await(() -> accepted(PEER).containsKey(ROUTE));
    }
  }
}
