package io.readback.bgp.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.readback.lab.Lab;
import io.readback.lab.LabTest;
import io.readback.lab.router.BirdRouter;
import io.readback.lab.router.FrrRouter;
import java.time.Duration;
import java.util.function.Predicate;
import org.assertj.core.data.Offset;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Attributes of our routes as FRR shows them. */
@LabTest
final class AttributeInteropIT {
  private static final String FRR = "172.16.10.1";
  private static final String CONFIG =
      """
      router bgp 65000
       bgp router-id 172.16.10.1
       no bgp ebgp-requires-policy
       bgp bestpath as-path multipath-relax
       neighbor 172.16.10.11 remote-as 65011
       neighbor 172.16.10.12 remote-as 65012
      """;

  @Test
  void attributes_ofEveryKind_arriveAndLinkBandwidthWeightsThePaths(Lab lab) {
    FrrRouter frr = FrrRouter.on(lab.router("frr", FRR + "/24")).config(CONFIG).start();
    // Two endpoints behind one node, one behind the other.
    NodeSpeaker.on(lab.node("n1", "172.16.10.11/24"))
        .tell("session 65011 172.16.10.11 " + FRR + " 65000 v4")
        .tell(
            "route 192.0.2.1/32 self bandwidth:65011:250000000 target:65011:7 65011:1 65011:1:2"
                + " med=5 as-path=65011,65011");
    NodeSpeaker.on(lab.node("n2", "172.16.10.12/24"))
        .tell("session 65012 172.16.10.12 " + FRR + " 65000 v4")
        .tell("route 192.0.2.1/32 self bandwidth:65012:125000000 med=5 as-path=65012,65012");
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () -> {
              String paths = frr.vtyshJson("show bgp ipv4 unicast 192.0.2.1/32 json").toString();
              assertThat(paths)
                  .contains("65011 65011 65011")
                  .contains("RT:65011:7")
                  .contains("LB:65011:250000000")
                  .contains("LB:65012:125000000")
                  .contains("65011:1:2")
                  .contains("\"metric\":5");
            });
    // zebra's weights stand in the proportion of the bandwidths.
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> {
              JsonNode route = frr.vtyshJson("show ip route 192.0.2.1/32 json");
              assertThat(weight(route, "172.16.10.12")).isPositive();
              assertThat(weight(route, "172.16.10.11"))
                  .isCloseTo(2 * weight(route, "172.16.10.12"), Offset.offset(1));
            });
  }

  @Test
  void drain_isSeenAsGracefulShutdown_thenAsShutdownWithItsMessage(Lab lab) {
    FrrRouter frr = FrrRouter.on(lab.router("frr", FRR + "/24")).config(CONFIG).start();
    NodeSpeaker node =
        NodeSpeaker.on(lab.node("n1", "172.16.10.11/24"))
            .tell("session 65011 172.16.10.11 " + FRR + " 65000 v4 gr")
            .tell("announce 192.0.2.1/32");
    awaitPath(frr, path -> !path.contains("65535") && path.contains("65011"));
    node.tell("route 192.0.2.1/32 self 65535:0 med=4294967295");
    awaitPath(frr, path -> path.contains("gracefulShutdown") && path.contains("4294967295"));
    node.tell("clear").tell("down drained: node n1 is annotated with readback.io/drain");
    awaitPath(frr, path -> !path.contains("65011"));
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () ->
                assertThat(frr.vtyshJson("show bgp neighbors 172.16.10.11 json").toString())
                    .contains("Administrative Shutdown")
                    .contains("drained: node n1"));
    node.tell("up").tell("announce 192.0.2.1/32");
    awaitPath(frr, path -> path.contains("65011"));
  }

  private static void awaitPath(FrrRouter frr, Predicate<String> expected) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                expected.test(frr.vtyshJson("show bgp ipv4 unicast 192.0.2.1/32 json").toString()));
  }

  @Test
  void addPath_severalPathsOfAPrefix_areThereAtFrrWithTheirIdentifiers(Lab lab) {
    FrrRouter frr = FrrRouter.on(lab.router("frr", FRR + "/24")).config(CONFIG).start();
    NodeSpeaker node =
        NodeSpeaker.on(lab.node("n1", "172.16.10.11/24"))
            .tell("session 65011 172.16.10.11 " + FRR + " 65000 v4 addpath")
            .tell("route 192.0.2.1/32 172.16.10.21 med=1")
            .tell("also 192.0.2.1/32 172.16.10.22 med=2");
    awaitPath(
        frr,
        path ->
            path.contains("172.16.10.21")
                && path.contains("172.16.10.22")
                && path.contains("\"addPathId\":2886732309")
                    | path.contains("\"addpathRxId\":2886732309"));
    node.tell("route 192.0.2.1/32 172.16.10.22 med=2");
    awaitPath(frr, path -> !path.contains("172.16.10.21") && path.contains("172.16.10.22"));
  }

  @Test
  void addPath_severalPathsOfAPrefix_areThereAtBird(Lab lab) {
    BirdRouter bird =
        BirdRouter.on(lab.router("bird", FRR + "/24"), 65000, FRR)
            .lines(
                """
                protocol bgp n1 {
                  local as 65000;
                  neighbor 172.16.10.11 as 65011;
                  ipv4 { import all; export none; add paths rx; };
                }
                """)
            .start();
    NodeSpeaker.on(lab.node("n1", "172.16.10.11/24"))
        .tell("session 65011 172.16.10.11 " + FRR + " 65000 v4 addpath")
        .tell("route 192.0.2.1/32 172.16.10.21 med=1")
        .tell("also 192.0.2.1/32 172.16.10.22 med=2");
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        // birdc fails while there is no route.
        .ignoreExceptions()
        .untilAsserted(
            () ->
                assertThat(bird.birdc("show", "route", "all", "for", "192.0.2.1"))
                    .contains("172.16.10.21")
                    .contains("172.16.10.22"));
  }

  @Test
  void longLivedRestart_routesOutliveTheRestartTimeAsStale(Lab lab) {
    FrrRouter frr =
        FrrRouter.on(lab.router("frr", FRR + "/24"))
            .config(
                CONFIG.replace(
                    " no bgp ebgp",
                    " bgp graceful-restart\n bgp long-lived-graceful-restart stale-time 300\n"
                        + " no bgp ebgp"))
            .start();
    NodeSpeaker node =
        NodeSpeaker.on(lab.node("n1", "172.16.10.11/24"))
            .tell("session 65011 172.16.10.11 " + FRR + " 65000 v4 gr=2 llgr=300")
            .tell("announce 192.0.2.1/32");
    awaitPath(frr, path -> path.contains("65011"));
    node.tell("end RETAIN");
    // LLGR_STALE marks what is kept beyond the time of graceful restart.
    awaitPath(frr, path -> path.contains("65011") && path.contains("llgrStale"));
  }

  private static int weight(JsonNode route, String hop) {
    for (JsonNode path : route.path("192.0.2.1/32").path(0).path("nexthops")) {
      if (path.path("ip").asString().equals(hop)) {
        return path.path("weight").asInt();
      }
    }
    return 0;
  }
}
