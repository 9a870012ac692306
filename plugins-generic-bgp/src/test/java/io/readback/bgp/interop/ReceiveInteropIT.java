package io.readback.bgp.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.readback.lab.Lab;
import io.readback.lab.LabTest;
import io.readback.lab.router.BirdRouter;
import io.readback.lab.router.FrrRouter;
import io.readback.lab.router.GobgpRouter;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What routers tell us: several paths of a prefix, and routes over their restart. */
@LabTest
final class ReceiveInteropIT {
  private static final String ROUTER = "172.16.10.1";
  private static final String PREFIX = "198.51.100.0/24";
  private static final String SESSION = "session 65011 172.16.10.11 " + ROUTER + " 65000 v4 ";

  private static NodeSpeaker speaker(Lab lab, String options) {
    return NodeSpeaker.on(lab.node("n1", "172.16.10.11/24")).tell(SESSION + options);
  }

  /** The received paths of the prefix, each as {@code #ID>HOP}. */
  private static List<String> paths(NodeSpeaker speaker) {
    return Arrays.stream(speaker.status().split(" "))
        .filter(word -> word.startsWith("in=" + PREFIX))
        .map(word -> word.substring(3 + PREFIX.length()))
        .toList();
  }

  private static void awaitHops(NodeSpeaker speaker, String... hops) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () ->
                assertThat(paths(speaker))
                    .allMatch(path -> path.matches("#[0-9]+>.*"))
                    .extracting(path -> path.replaceAll(".*>", ""))
                    .containsExactlyInAnyOrder(hops));
  }

  @Test
  void addPath_fromFrr_pathsComeAndGoOneByOne(Lab lab) {
    FrrRouter.on(lab.router("frr", ROUTER + "/24"))
        .config(
            """
            router bgp 65000
             bgp router-id 172.16.10.1
             no bgp ebgp-requires-policy
             neighbor 172.16.10.11 remote-as 65011
             neighbor 172.16.10.12 remote-as 65012
             neighbor 172.16.10.13 remote-as 65013
             address-family ipv4 unicast
              neighbor 172.16.10.11 addpath-tx-all-paths
            """)
        .start();
    NodeSpeaker speaker = speaker(lab, "addpathrx");
    NodeSpeaker second = null;
    for (int node : new int[] {12, 13}) {
      String address = "172.16.10." + node;
      second =
          NodeSpeaker.on(lab.node("n" + node, address + "/24"))
              .tell("session 650" + node + " " + address + " " + ROUTER + " 65000 v4")
              .tell("announce " + PREFIX);
    }
    awaitHops(speaker, "172.16.10.12", "172.16.10.13");
    second.tell("withdraw " + PREFIX);
    awaitHops(speaker, "172.16.10.12");
  }

  @Test
  void addPath_fromBird_pathsComeAndGoOneByOne(Lab lab) {
    BirdRouter bird =
        BirdRouter.on(lab.router("bird", ROUTER + "/24"), 65000, ROUTER)
            .lines(
                """
                protocol static a { ipv4; route 198.51.100.0/24 via 172.16.10.21; }
                protocol static b { ipv4; route 198.51.100.0/24 via 172.16.10.22; }
                protocol bgp n1 {
                  local as 65000;
                  neighbor 172.16.10.11 as 65011;
                  ipv4 { import none; export all; next hop keep; add paths tx; };
                }
                """)
            .start();
    NodeSpeaker speaker = speaker(lab, "addpathrx");
    awaitHops(speaker, "172.16.10.21", "172.16.10.22");
    bird.birdc("disable", "b");
    awaitHops(speaker, "172.16.10.21");
  }

  @Test
  void addPath_fromGobgp_pathsComeAndGoOneByOne(Lab lab) {
    GobgpRouter gobgp =
        GobgpRouter.on(lab.router("gobgp", ROUTER + "/24"), 65000, ROUTER)
            .lines(
                """
                [[neighbors]]
                [neighbors.config]
                neighbor-address = "172.16.10.11"
                peer-as = 65011
                [[neighbors.afi-safis]]
                [neighbors.afi-safis.config]
                afi-safi-name = "ipv4-unicast"
                [neighbors.afi-safis.add-paths.config]
                send-max = 8
                """)
            .start();
    NodeSpeaker speaker = speaker(lab, "addpathrx");
    gobgp.gobgp("global", "rib", "add", PREFIX, "identifier", "10", "nexthop", "172.16.10.21");
    gobgp.gobgp("global", "rib", "add", PREFIX, "identifier", "20", "nexthop", "172.16.10.22");
    awaitHops(speaker, "172.16.10.21", "172.16.10.22");
    gobgp.gobgp("global", "rib", "del", PREFIX, "identifier", "20");
    awaitHops(speaker, "172.16.10.21");
  }

  @Test
  void restart_ofFrr_routesAreStaleUntilItHasToldThemAgain(Lab lab) {
    FrrRouter frr =
        FrrRouter.on(lab.router("frr", ROUTER + "/24"))
            .config(
                """
                router bgp 65000
                 bgp router-id 172.16.10.1
                 bgp graceful-restart
                 bgp graceful-restart preserve-fw-state
                 no bgp ebgp-requires-policy
                 no bgp network import-check
                 neighbor 172.16.10.11 remote-as 65011
                 address-family ipv4 unicast
                  network 198.51.100.0/24
                """)
            .start();
    NodeSpeaker speaker = speaker(lab, "gr");
    speaker.awaitStatus("in=" + PREFIX + ">" + ROUTER + " ");
    frr.crash();
    speaker.awaitStatus("in=" + PREFIX + ">" + ROUTER + "~stale");
    assertThat(speaker.status()).doesNotContain("established");
    frr.start();
    speaker.awaitStatus("in=" + PREFIX + ">" + ROUTER + " ");
    assertThat(speaker.status()).contains("established");
  }

  @Test
  void restart_ofFrrThatTakesTooLong_routesStayAsLongLived(Lab lab) {
    FrrRouter frr =
        FrrRouter.on(lab.router("frr", ROUTER + "/24"))
            .config(
                """
                router bgp 65000
                 bgp router-id 172.16.10.1
                 bgp graceful-restart
                 bgp graceful-restart restart-time 2
                 bgp long-lived-graceful-restart stale-time 300
                 no bgp ebgp-requires-policy
                 no bgp network import-check
                 neighbor 172.16.10.11 remote-as 65011
                 address-family ipv4 unicast
                  network 198.51.100.0/24
                """)
            .start();
    NodeSpeaker speaker = speaker(lab, "gr llgr=300");
    speaker.awaitStatus("in=" + PREFIX + ">" + ROUTER + " ");
    frr.crash();
    speaker.awaitStatus("in=" + PREFIX + ">" + ROUTER + "~long_lived");
  }
}
