package io.readback.bgp.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.readback.lab.Lab;
import io.readback.lab.LabNode;
import io.readback.lab.LabTest;
import io.readback.lab.router.BirdRouter;
import io.readback.lab.router.FrrRouter;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Sessions that BFD watches, with FRR and BIRD: their hold time is 90 s. */
@LabTest
final class BfdInteropIT {
  private static final String US = "172.16.10.11";
  private static final String ROUTER = "172.16.10.1";

  private static FrrRouter frr(Lab lab, String neighbor) {
    return FrrRouter.on(lab.router("frr", ROUTER + "/24"))
        .config(
            """
            router bgp 65000
             bgp router-id 172.16.10.1
             no bgp ebgp-requires-policy
             neighbor 172.16.10.11 remote-as 65011
             neighbor 172.16.10.11 timers connect 1
            """
                + neighbor)
        .start();
  }

  /** FRR lets go of the session before its hold time. */
  private static void awaitFrrDown(FrrRouter frr) {
    Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> !frr.isEstablished(US));
  }

  @Test
  void frr_linkCut_bothSidesEndTheSessionByBfdAndComeBack(Lab lab) {
    FrrRouter frr = frr(lab, " neighbor 172.16.10.11 bfd\n");
    LabNode node = lab.node("n1", US + "/24");
    NodeSpeaker speaker = NodeSpeaker.on(node);
    speaker.tell("session 65011 " + US + " " + ROUTER + " 65000 v4 bfd=200");
    speaker.tell("announce 192.0.2.1/32");
    speaker.awaitStatus("established");
    // FRR's default is 300 ms, three times
    speaker.awaitStatus("bfd=up detect=900");
    lab.isolate(node);
    speaker.awaitStatus("sent NOTIFICATION 6/10 BFD Down: no BFD packet came in time");
    awaitFrrDown(frr);
    lab.rejoin(node);
    speaker.awaitStatus("established");
    speaker.awaitStatus("bfd=up");
    // other intervals: the session stays, and so does BFD
    String flaps = frr.vtysh("show bgp neighbors " + US);
    speaker.tell("session 65011 " + US + " " + ROUTER + " 65000 v4 bfd=400");
    speaker.awaitStatus("bfd=up detect=1200");
    assertThat(resets(frr)).isEqualTo(resets(flaps));
    // without the profile: FRR would take our leave for a failure, so its BFD is answered on
    speaker.tell("session 65011 " + US + " " + ROUTER + " 65000 v4");
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> {
              String status = speaker.status();
              return status.contains("established") && !status.contains("bfd=");
            });
    frr.configure("router bgp 65000", "no neighbor " + US + " bfd");
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> frr.vtyshJson("show bfd peers json").isEmpty());
    speaker.tell("announce 192.0.2.2/32");
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> frr.vtysh("show bgp ipv4 unicast").contains("192.0.2.2/32"));
    assertThat(resets(frr)).isEqualTo(resets(flaps));
  }

  private static String resets(FrrRouter frr) {
    return resets(frr.vtysh("show bgp neighbors " + US));
  }

  private static String resets(String text) {
    return text.lines().filter(l -> l.contains("dropped")).findFirst().orElseThrow();
  }

  @Test
  void frr_overSeveralHops_isWatched(Lab lab) {
    frr(
        lab,
        """
         neighbor 172.16.10.11 ebgp-multihop 5
         neighbor 172.16.10.11 update-source 172.16.10.1
         neighbor 172.16.10.11 bfd
        """);
    LabNode node = lab.node("n1", US + "/24");
    NodeSpeaker speaker = NodeSpeaker.on(node);
    speaker.tell(
        "session 65011 " + US + " " + ROUTER + " 65000 v4 bfd=200 multihop=5 source=" + US);
    speaker.awaitStatus("established");
    speaker.awaitStatus("bfd=up-multihop");
    lab.isolate(node);
    speaker.awaitStatus("6/10 BFD Down");
  }

  @Test
  void frr_gracefulRestartAndIndependentBfd_endsHard(Lab lab) {
    frr(
        lab,
        """
         neighbor 172.16.10.11 graceful-restart-helper
         neighbor 172.16.10.11 bfd
         neighbor 172.16.10.11 bfd check-control-plane-failure
        """);
    LabNode node = lab.node("n1", US + "/24");
    NodeSpeaker speaker = NodeSpeaker.on(node);
    speaker.tell("session 65011 " + US + " " + ROUTER + " 65000 v4 gr bfd=200");
    speaker.awaitStatus("established");
    speaker.awaitStatus("bfd=up");
    lab.isolate(node);
    speaker.awaitStatus("sent NOTIFICATION 6/9 Hard Reset (6/10 BFD Down)");
    lab.rejoin(node);
    speaker.awaitStatus("established");
    speaker.awaitStatus("bfd=up");
  }

  @Test
  void frr_withoutBfd_isServedUnlessStrict(Lab lab) {
    FrrRouter frr = frr(lab, "");
    NodeSpeaker speaker = NodeSpeaker.on(lab.node("n1", US + "/24"));
    String session = "session 65011 " + US + " " + ROUTER + " 65000 v4 bfd=200";
    speaker.tell(session);
    speaker.awaitStatus("established");
    assertThat(speaker.status()).contains("bfd=down");
    // another hold time is another session
    speaker.tell(session + " bfdstrict").tell("hold 30");
    speaker.awaitStatus("waits for BFD to come up");
    frr.configure("bfd", "peer " + US + " interface eth0");
    speaker.awaitStatus("established");
  }

  @Test
  void bird_internalOnTheLinkWithGracefulRestart_isToldNothing(Lab lab) {
    BirdRouter.on(lab.router("bird", ROUTER + "/24"), 65011, ROUTER)
        .lines(
            """
            protocol bfd { interface "eth0" { interval 200 ms; }; }
            protocol bgp node {
              local 172.16.10.1 as 65011;
              neighbor 172.16.10.11 as 65011;
              direct;
              bfd on;
              graceful restart on;
              ipv4 { import all; export none; };
            }
            """)
        .start();
    LabNode node = lab.node("n1", US + "/24");
    NodeSpeaker speaker = NodeSpeaker.on(node);
    speaker.tell("session 65011 " + US + " " + ROUTER + " 65011 v4 gr bfd=200");
    speaker.awaitStatus("established");
    speaker.awaitStatus("bfd=up");
    lab.isolate(node);
    // BIRD's C bit is clear
    speaker.awaitStatus("no BFD packet came in time; closed without a word");
  }
}
