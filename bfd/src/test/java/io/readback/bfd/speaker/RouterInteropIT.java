package io.readback.bfd.speaker;

import static org.assertj.core.api.Assertions.assertThat;

import io.readback.bfd.fsm.BfdSettings;
import io.readback.bfd.packet.BfdState;
import io.readback.bfd.packet.Diagnostic;
import io.readback.bfd.packet.Discard;
import io.readback.lab.Lab;
import io.readback.lab.LabNode;
import io.readback.lab.LabTest;
import io.readback.lab.router.BirdRouter;
import io.readback.lab.router.FrrRouter;
import io.readback.spi.Secret;
import io.readback.spi.net.IpAddress;
import io.readback.spi.target.BfdAuthentication;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Sessions with FRR's bfdd and with BIRD, on the link and over several hops. */
@LabTest
final class RouterInteropIT {
  private static final IpAddress US = IpAddress.parse("172.16.10.11");
  private static final IpAddress US6 = IpAddress.parse("2001:db8::11");
  private static final IpAddress ROUTER = IpAddress.parse("172.16.10.1");
  private static final IpAddress ROUTER6 = IpAddress.parse("2001:db8::1");

  /** Over several hops BIRD sends with TTL 64. */
  private static final BfdSettings SETTINGS =
      BfdSettings.DEFAULT
          .withIntervals(Duration.ofMillis(200), Duration.ofMillis(150))
          .withMinimumTtl(60);

  private static List<BfdSession> open(BfdSpeaker speaker) {
    return List.of(
        speaker.open(BfdPath.singleHop(ROUTER), SETTINGS, BfdListener.NONE),
        speaker.open(BfdPath.singleHop(ROUTER6), SETTINGS, BfdListener.NONE),
        speaker.open(BfdPath.multihop(ROUTER, US), SETTINGS, BfdListener.NONE),
        speaker.open(BfdPath.multihop(ROUTER6, US6), SETTINGS, BfdListener.NONE));
  }

  private static void cutAndHeal(Lab lab, LabNode node, List<BfdSession> sessions) {
    lab.isolate(node);
    try {
      for (BfdSession session : sessions) {
        NodeBfd.await(session, BfdStatus::failed);
        assertThat(session.status().diagnostic()).isEqualTo(Diagnostic.DETECTION_TIME_EXPIRED);
      }
    } finally {
      lab.rejoin(node);
    }
    for (BfdSession session : sessions) {
      NodeBfd.await(session, s -> s.isUp() && s.timesUp() == 2);
    }
  }

  @Test
  void frr_allKindsOfPath_upDownAndChanged(Lab lab) throws Exception {
    FrrRouter frr =
        FrrRouter.on(lab.router("frr", ROUTER + "/24", ROUTER6 + "/64"))
            .config(
                """
                bfd
                 profile fast
                  transmit-interval 120
                  receive-interval 180
                  detect-multiplier 5
                 peer 172.16.10.11 interface eth0
                  profile fast
                 peer 2001:db8::11 local-address 2001:db8::1 interface eth0
                  profile fast
                 peer 172.16.10.11 multihop local-address 172.16.10.1
                  profile fast
                 peer 2001:db8::11 multihop local-address 2001:db8::1
                  profile fast
                """)
            .start();
    LabNode node = lab.node("n1", US + "/24", US6 + "/64");
    try (BfdSpeaker speaker = NodeBfd.on(node)) {
      List<BfdSession> sessions = open(speaker);
      for (BfdSession session : sessions) {
        // we send as often as we like, unless FRR wants it rarer; FRR the same
        NodeBfd.await(session, s -> s.isUp() && s.transmitInterval().toMillis() == 200);
        NodeBfd.await(session, s -> s.detectionTime().toMillis() == 5 * 150);
      }
      assertThat(frrStates(frr)).containsOnly("up");
      // another profile, agreed upon without a flap
      frr.configure("bfd", "profile fast", "transmit-interval 400", "receive-interval 500");
      for (BfdSession session : sessions) {
        NodeBfd.await(session, s -> s.transmitInterval().toMillis() == 500);
        NodeBfd.await(session, s -> s.detectionTime().toMillis() == 5 * 400);
        assertThat(session.status().timesUp()).isEqualTo(1);
      }
      cutAndHeal(lab, node, sessions);
      frr.configure("bfd", "peer 172.16.10.11 interface eth0", "shutdown");
      BfdSession first = sessions.get(0);
      NodeBfd.await(first, s -> s.remoteState() == BfdState.ADMIN_DOWN);
      assertThat(first.status().failed()).isFalse();
      frr.configure("bfd", "peer 172.16.10.11 interface eth0", "no shutdown");
      NodeBfd.await(first, BfdStatus::isUp);
    }
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(frrStates(frr)).containsOnly("down"));
  }

  private static List<String> frrStates(FrrRouter frr) {
    List<String> states = new ArrayList<>();
    frr.vtyshJson("show bfd peers json").forEach(p -> states.add(p.path("status").asString()));
    assertThat(states).hasSize(4);
    return states;
  }

  @Test
  void bird_allKindsOfPath_upAndDown(Lab lab) throws Exception {
    BirdRouter bird =
        BirdRouter.on(lab.router("bird", ROUTER + "/24", ROUTER6 + "/64"), 65000, "172.16.10.1")
            .lines(
                """
                protocol bfd {
                  interface "eth0" { min rx interval 100 ms; min tx interval 300 ms; multiplier 4; };
                  multihop { min rx interval 100 ms; min tx interval 300 ms; multiplier 4; };
                  neighbor 172.16.10.11 dev "eth0";
                  neighbor 2001:db8::11 dev "eth0";
                  neighbor 172.16.10.11 local 172.16.10.1 multihop on;
                  neighbor 2001:db8::11 local 2001:db8::1 multihop on;
                }
                """)
            .start();
    LabNode node = lab.node("n1", US + "/24", US6 + "/64");
    try (BfdSpeaker speaker = NodeBfd.on(node)) {
      List<BfdSession> sessions = open(speaker);
      for (BfdSession session : sessions) {
        NodeBfd.await(session, s -> s.isUp() && s.transmitInterval().toMillis() == 200);
        NodeBfd.await(session, s -> s.detectionTime().toMillis() == 4 * 300);
      }
      assertThat(bird.birdc("show", "bfd", "sessions").lines().filter(l -> l.contains(" Up ")))
          .hasSize(4);
      cutAndHeal(lab, node, sessions);
    }
  }

  private static BfdAuthentication keys(
      BfdAuthentication.Type type, BfdAuthentication.Key... keys) {
    return new BfdAuthentication(type, List.of(keys));
  }

  private static BfdAuthentication.Key key(int id, String secret) {
    return new BfdAuthentication.Key(id, Secret.ofText(secret));
  }

  /** An interface of BIRD's has one type of authentication: each type has a router of its own. */
  @Test
  void bird_everyAuthenticationType_upAndKeysRotateWithoutAFlap(Lab lab) throws Exception {
    LabNode node = lab.node("n1", US + "/24");
    Map<BfdAuthentication.Type, String> words = new EnumMap<>(BfdAuthentication.Type.class);
    words.put(BfdAuthentication.Type.SIMPLE_PASSWORD, "simple");
    words.put(BfdAuthentication.Type.KEYED_MD5, "keyed md5");
    words.put(BfdAuthentication.Type.METICULOUS_KEYED_MD5, "meticulous keyed md5");
    words.put(BfdAuthentication.Type.KEYED_SHA1, "keyed sha1");
    words.put(BfdAuthentication.Type.METICULOUS_KEYED_SHA1, "meticulous keyed sha1");
    try (BfdSpeaker speaker = NodeBfd.on(node)) {
      Map<BfdAuthentication.Type, BfdSession> sessions =
          new EnumMap<>(BfdAuthentication.Type.class);
      words.forEach(
          (type, word) -> {
            IpAddress address = IpAddress.parse("172.16.10." + (21 + type.ordinal()));
            BirdRouter.on(lab.router("b" + type.ordinal(), address + "/24"), 65000, "" + address)
                .lines(
                    """
                    protocol bfd {
                      interface "eth0" {
                        interval 200 ms;
                        authentication %s;
                        password "first" { id 1; };
                        password "second" { id 2; };
                      };
                      neighbor 172.16.10.11 dev "eth0";
                    }
                    """
                        .formatted(word))
                .start();
            sessions.put(
                type,
                speaker.open(
                    BfdPath.singleHop(address),
                    SETTINGS.withAuthentication(keys(type, key(1, "first"))),
                    BfdListener.NONE));
          });
      sessions.forEach((type, session) -> NodeBfd.await(session, BfdStatus::isUp));
      // the second key, beside the first one, which the router signs with
      sessions.forEach(
          (type, session) ->
              session.change(
                  SETTINGS.withAuthentication(keys(type, key(2, "second"), key(1, "first")))));
      Map<BfdAuthentication.Type, Long> received = new EnumMap<>(BfdAuthentication.Type.class);
      sessions.forEach((type, session) -> received.put(type, session.received()));
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () ->
                  sessions.entrySet().stream()
                      .allMatch(e -> e.getValue().received() > received.get(e.getKey()) + 10));
      sessions.forEach(
          (type, session) -> {
            assertThat(session.status().isUp()).as(type.toString()).isTrue();
            assertThat(session.status().timesUp()).isEqualTo(1);
          });
      // another secret under the same id: neither side takes the other's packets any more
      BfdSession sha1 = sessions.get(BfdAuthentication.Type.METICULOUS_KEYED_SHA1);
      sha1.change(
          SETTINGS.withAuthentication(
              keys(BfdAuthentication.Type.METICULOUS_KEYED_SHA1, key(1, "wrong"))));
      NodeBfd.await(
          sha1, s -> !s.isUp() && s.problem().orElse("").contains("key id 1 does not make their"));
      assertThat(sha1.discarded()).isPositive();
      assertThat(speaker.discards().get(Discard.AUTHENTICATION_DIGEST)).isPositive();
      sha1.change(
          SETTINGS.withAuthentication(
              keys(BfdAuthentication.Type.METICULOUS_KEYED_SHA1, key(1, "first"))));
      NodeBfd.await(sha1, s -> s.isUp() && s.problem().isEmpty());
    }
  }

  @Test
  void frr_echo_isReturnedByItsKernelAndDetectsThatItIsNoMore(Lab lab) throws Exception {
    FrrRouter frr =
        FrrRouter.on(lab.router("frr", ROUTER + "/24"))
            .config(
                """
                bfd
                 peer 172.16.10.11 interface eth0
                """)
            .start();
    LabNode node = lab.node("n1", US + "/24");
    try (BfdSpeaker speaker = NodeBfd.on(node)) {
      BfdSession session =
          speaker.open(
              BfdPath.singleHop(ROUTER),
              SETTINGS.withEcho(Duration.ofMillis(100)),
              BfdListener.NONE);
      NodeBfd.await(session, BfdStatus::isUp);
      NodeBfd.await(session, s -> s.echoDetectionTime().toMillis() == 300);
      // control packets of the router slow down, by agreement
      NodeBfd.await(session, s -> s.detectionTime().toMillis() == 3000);
      assertThat(session.status().problem()).isEmpty();
      assertThat(session.status().timesUp()).isEqualTo(1);
      // control packets still pass, forwarding is broken
      frr.node().sysctl("net.ipv4.ip_forward", "0");
      NodeBfd.await(session, s -> s.timesUp() > 1 || s.diagnostic() == Diagnostic.ECHO_FAILED);
      NodeBfd.await(session, s -> s.isUp() && s.problem().orElse("").contains("none came back"));
      assertThat(session.status().echoDetectionTime()).isZero();
      frr.node().sysctl("net.ipv4.ip_forward", "1");
      NodeBfd.await(session, s -> s.echoDetectionTime().toMillis() == 300);
      assertThat(session.status().timesUp()).isEqualTo(2);
    }
  }
}
