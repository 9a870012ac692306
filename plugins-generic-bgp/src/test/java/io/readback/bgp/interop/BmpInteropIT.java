package io.readback.bgp.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.readback.lab.Lab;
import io.readback.lab.LabNode;
import io.readback.lab.LabProcess;
import io.readback.lab.LabTest;
import io.readback.lab.router.BgpPeer;
import io.readback.lab.router.BgpPeer.Family;
import io.readback.lab.router.FrrRouter;
import io.readback.lab.router.GobgpRouter;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Routers that tell our BMP station of their session with our speaker. */
@LabTest
final class BmpInteropIT {
  private static final String US = "172.16.10.11";
  private static final String ROUTER = "172.16.10.1";
  private static final Duration DEADLINE = Duration.ofSeconds(30);

  private static final String RECEIVED =
      "show bgp ipv4 unicast neighbors " + US + " received-routes";

  private int asked;

  private void await(LabProcess station, String... parts) {
    station.await(
        String.join(", ", parts),
        DEADLINE,
        () -> {
          String head = "ask" + ++asked + " ";
          station.writeLine(head.strip());
          station.await("an answer", DEADLINE, () -> station.out().contains(head.strip()));
          String line =
              station.out().lines().filter(l -> l.startsWith(head)).findFirst().orElse("");
          for (String part : parts) {
            if (!line.contains(part)) {
              return false;
            }
          }
          return true;
        });
  }

  private static LabProcess station(LabNode node) {
    return node.java("station", NodeStationMain.class.getName(), US, "5000");
  }

  @Test
  void frr_tellsOfOurRoutesBeforeAndAfterItsPolicy(Lab lab) {
    LabNode us = lab.node("n1", US + "/24");
    FrrRouter frr =
        FrrRouter.on(lab.node("frr", ROUTER + "/24"))
            .bmp()
            .bgpOnly()
            .config(
                """
                ip prefix-list SOME seq 5 permit 192.0.2.1/32
                route-map IN permit 10
                 match ip address prefix-list SOME
                router bgp 65000
                 bgp router-id 172.16.10.1
                 no bgp ebgp-requires-policy
                 neighbor 172.16.10.11 remote-as 65011
                 address-family ipv4 unicast
                  neighbor 172.16.10.11 route-map IN in
                  neighbor 172.16.10.11 soft-reconfiguration inbound
                 exit-address-family
                 bmp targets station
                  bmp stats interval 1000
                  bmp monitor ipv4 unicast pre-policy
                  bmp monitor ipv4 unicast post-policy
                  bmp connect 172.16.10.11 port 5000 min-retry 100 max-retry 1000
                 exit
                """)
            .start();
    NodeSpeaker speaker = NodeSpeaker.on(us);
    speaker
        .tell("session 65011 " + US + " " + ROUTER + " 65000 v4")
        .tell("announce 192.0.2.1/32 192.0.2.2/32");
    frr.awaitEstablished(US);
    // FRR 8.4 tells of a route that its policy refuses only with the table as a whole
    Awaitility.await().atMost(DEADLINE).until(() -> frr.vtysh(RECEIVED).contains("192.0.2.2/32"));
    LabProcess station = station(us);

    await(
        station,
        "router 172.16.10.1",
        "peer 172.16.10.11 AS65011 up faults=0",
        "adj-rib-in-pre-policy[192.0.2.1/32, 192.0.2.2/32]",
        "adj-rib-in-post-policy[192.0.2.1/32]");

    frr.configure("router bgp 65000", "neighbor 172.16.10.11 shutdown");
    await(station, "peer 172.16.10.11 AS65011 down (the router ended it");
  }

  @Test
  void gobgp_tellsOfOurRoutes(Lab lab) {
    LabNode us = lab.node("n1", US + "/24");
    LabProcess station = station(us);
    GobgpRouter gobgp =
        GobgpRouter.on(lab.node("gobgp", ROUTER + "/24"), 65000, ROUTER)
            .peer(BgpPeer.to(US, 65011).families(Family.IPV4).build())
            .start();
    assertThat(gobgp.gobgp("bmp", "add", US + ":5000", "pre")).isEmpty();
    NodeSpeaker speaker = NodeSpeaker.on(us);
    speaker
        .tell("session 65011 " + US + " " + ROUTER + " 65000 v4")
        .tell("announce 192.0.2.1/32 192.0.2.2/32");
    gobgp.awaitEstablished(US);

    await(
        station,
        "router 172.16.10.1",
        "peer 172.16.10.11 AS65011 up faults=0",
        "adj-rib-in-pre-policy[192.0.2.1/32, 192.0.2.2/32]");

    speaker.tell("withdraw 192.0.2.2/32");
    await(station, "adj-rib-in-pre-policy[192.0.2.1/32]");
  }
}
