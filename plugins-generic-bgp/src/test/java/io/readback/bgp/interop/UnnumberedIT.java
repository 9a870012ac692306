package io.readback.bgp.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.readback.lab.Lab;
import io.readback.lab.LabNode;
import io.readback.lab.LabTest;
import io.readback.lab.router.FrrRouter;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Sessions without addresses: both ends find each other by router advertisements. */
@LabTest
final class UnnumberedIT {
  private static final String CONFIG =
      """
      router bgp 65000
       bgp router-id 172.16.10.1
       no bgp ebgp-requires-policy
       no bgp network import-check
       neighbor eth0 interface remote-as external
       neighbor eth0 timers connect 1
       address-family ipv4 unicast
        network 198.51.100.0/24
       address-family ipv6 unicast
        neighbor eth0 activate
      """;

  private static void awaitRoutes(FrrRouter frr) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () -> {
              assertThat(frr.bgpRoutes("ipv4")).containsKey("192.0.2.1/32");
              assertThat(frr.bgpRoutes("ipv6")).containsOnlyKeys("2001:db8:1::1/128");
              assertThat(frr.forwardingRoutes())
                  .containsOnlyKeys("192.0.2.1/32", "2001:db8:1::1/128");
            });
  }

  @Test
  void interface_withFrr_bothFamiliesAndBackAfterALinkFlap(Lab lab) {
    FrrRouter frr = FrrRouter.on(lab.router("frr")).config(CONFIG).start();
    LabNode node = lab.node("n1");
    NodeSpeaker speaker = NodeSpeaker.ofSessions(node);
    speaker
        .tell("announce 192.0.2.1/32 2001:db8:1::1/128")
        .tell("target frr interface=eth0 asn=65000");
    awaitRoutes(frr);
    // FRR's own route, and ours that it sends back
    speaker
        .process()
        .await(
            "a route",
            Duration.ofSeconds(30),
            () -> speaker.status().matches(".*received=[1-9].*"));
    assertThat(speaker.status()).contains("node/frr established with fe80::");

    node.linkDown();
    speaker.awaitStatus("interface eth0 is down");
    assertThat(speaker.status()).doesNotContain("established");
    node.linkUp();
    speaker.awaitStatus("node/frr established");
    awaitRoutes(frr);
  }

  @Test
  void interface_withAGlobalAddress_nextHopHasBothAndIsForwardedTo(Lab lab) {
    FrrRouter frr = FrrRouter.on(lab.router("frr", "2001:db8::1/64")).config(CONFIG).start();
    NodeSpeaker.ofSessions(lab.node("n1", "2001:db8::11/64"))
        .tell("announce 192.0.2.1/32 2001:db8:1::1/128")
        .tell("target frr interface=eth0 asn=65000");
    awaitRoutes(frr);
    for (String route : List.of("ipv6 unicast 2001:db8:1::1/128", "ipv4 unicast 192.0.2.1/32")) {
      assertThat(frr.vtyshJson("show bgp " + route + " json").toString())
          .contains("\"ip\":\"2001:db8::11\"")
          .contains("\"ip\":\"fe80::");
    }
  }

  @Test
  void interface_passive_takesTheRouterByItsInterface(Lab lab) {
    NodeSpeaker speaker = NodeSpeaker.ofSessions(lab.node("n1"));
    speaker
        .tell("announce 192.0.2.1/32 2001:db8:1::1/128")
        .tell("target frr interface=eth0 asn=65000 passive listen");
    FrrRouter frr = FrrRouter.on(lab.router("frr")).config(CONFIG).start();
    awaitRoutes(frr);
    assertThat(speaker.status()).contains("node/frr established with fe80::");
  }

  @Test
  void interface_nobodyElseAdvertises_speakerDoesNotTakeItselfForARouter(Lab lab) {
    LabNode witness = lab.node("n2");
    witness.sysctl("net.ipv6.conf.eth0.accept_ra", "1");
    LabNode node = lab.node("n1");
    NodeSpeaker speaker = NodeSpeaker.ofSessions(node);
    speaker.tell("target frr interface=eth0 asn=0 listen");
    // its advertisement went out
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                witness
                    .network("ip", "-6", "neigh", "show", "dev", "eth0")
                    .out()
                    .contains("router"));

    speaker.awaitStatus("no router has advertised itself on interface eth0 yet");
    assertThat(speaker.status()).doesNotContain("with fe80::");
  }
}
