package io.readback.bgp.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.readback.lab.Lab;
import io.readback.lab.LabTest;
import io.readback.lab.router.BirdRouter;
import io.readback.lab.router.FrrRouter;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Peers by prefix, keys and devices, with FRR and BIRD at the other end of one link. */
@LabTest
final class TransportIT {
  private static final String US = "172.16.10.11";
  private static final String FRR = "172.16.10.1";
  private static final String BIRD = "172.16.10.2";

  private static FrrRouter frr(Lab lab, String more) {
    return FrrRouter.on(lab.router("frr", FRR + "/24"))
        .bgpOnly()
        .config(
            """
            router bgp 65000
             bgp router-id 172.16.10.1
             no bgp ebgp-requires-policy
             neighbor 172.16.10.11 remote-as 65011
             neighbor 172.16.10.11 timers connect 1
            """
                + more)
        .start();
  }

  private static BirdRouter bird(Lab lab, String more) {
    return BirdRouter.on(lab.router("bird", BIRD + "/24"), 65000, BIRD)
        .lines(
            """
            protocol bgp toward_us {
              local as 65000;
              neighbor 172.16.10.11 as 65011;
              connect delay time 1; error wait time 1, 2;
              ipv4 { import all; export none; };
              %s
            }
            """
                .formatted(more))
        .start();
  }

  private static NodeSpeaker speaker(Lab lab) {
    return NodeSpeaker.ofSessions(lab.node("n1", US + "/24"));
  }

  private static String since(NodeSpeaker speaker, String peer) {
    Matcher found =
        Pattern.compile("node/" + Pattern.quote(peer) + " established.*?since=([^ ]+)")
            .matcher(speaker.status());
    assertThat(found.find()).as(speaker.status()).isTrue();
    return found.group(1);
  }

  @Test
  void range_routersDialSignedByPrefix_bothGetTheRoutes(Lab lab) {
    NodeSpeaker speaker = speaker(lab);
    speaker
        .tell("announce 192.0.2.1/32")
        .tell("target racks range=172.16.10.0/29 password=correct asn=0");
    FrrRouter frr = frr(lab, " neighbor 172.16.10.11 password correct\n");
    BirdRouter bird = bird(lab, "password \"correct\";");
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () -> {
              assertThat(frr.bgpRoutes("ipv4")).containsOnlyKeys("192.0.2.1/32");
              assertThat(bird.birdc("show route")).contains("192.0.2.1/32");
            });
    speaker.awaitStatus("node/racks-172.16.10.1 established");
    speaker.awaitStatus("node/racks-172.16.10.2 established");
    bird.stop();
    speaker.process().await("left", Duration.ofSeconds(30), () -> !speaker.status().contains(BIRD));
    assertThat(speaker.status()).contains("node/racks-172.16.10.1 established");
  }

  @Test
  void password_changedForOnePeer_otherSessionStays(Lab lab) {
    NodeSpeaker speaker = speaker(lab);
    speaker
        .tell("target frr peer=172.16.10.1 password=old listen")
        .tell("target bird peer=172.16.10.2 password=same listen");
    FrrRouter frr = frr(lab, " neighbor 172.16.10.11 password old\n");
    bird(lab, "password \"same\";");
    speaker.awaitStatus("node/frr established");
    speaker.awaitStatus("node/bird established");
    String before = since(speaker, "bird");

    speaker.tell("target frr peer=172.16.10.1 password=new listen");
    frr.configure("router bgp 65000", "neighbor 172.16.10.11 password new");
    speaker.awaitStatus("node/frr established");
    assertThat(since(speaker, "bird")).isEqualTo(before);
  }

  @Test
  void device_missingAtFirst_isNamedAndWaitedFor(Lab lab) {
    NodeSpeaker speaker = speaker(lab);
    speaker.tell("target frr peer=172.16.10.1 device=red listen");
    FrrRouter frr = frr(lab, "");
    speaker.awaitStatus("there is no interface or VRF of that name");
    assertThat(frr.isEstablished(US)).isFalse();
    lab.nodes().stream()
        .filter(node -> node.name().equals("n1"))
        .findFirst()
        .orElseThrow()
        .network(
            "sh", "-c", "ip link set eth0 down && ip link set eth0 name red && ip link set red up")
        .orFail();
    speaker.awaitStatus("node/frr established");
  }
}
