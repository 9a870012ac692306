package io.readback.bfd.speaker;

import static org.assertj.core.api.Assertions.assertThat;

import io.readback.bfd.fsm.BfdSettings;
import io.readback.bfd.packet.BfdState;
import io.readback.bfd.packet.Diagnostic;
import io.readback.lab.Lab;
import io.readback.lab.LabNode;
import io.readback.lab.LabTest;
import io.readback.lab.router.BirdRouter;
import io.readback.lab.router.FrrRouter;
import io.readback.spi.net.IpAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
}
