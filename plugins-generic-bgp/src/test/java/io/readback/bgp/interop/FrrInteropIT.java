package io.readback.bgp.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.readback.lab.Lab;
import io.readback.lab.LabTest;
import io.readback.lab.router.FrrRouter;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Sessions with FRR. */
@LabTest
final class FrrInteropIT {
  private static final String US = "172.16.10.11";
  private static final String FRR = "172.16.10.1";
  private static final String US6 = "2001:db8::11";
  private static final String FRR6 = "2001:db8::1";

  private static FrrRouter frr(Lab lab, String config) {
    return FrrRouter.on(lab.router("frr", FRR + "/24", FRR6 + "/64")).config(config).start();
  }

  private static NodeSpeaker speaker(Lab lab) {
    return NodeSpeaker.on(lab.node("n1", US + "/24", US6 + "/64"));
  }

  private static long prefixes(FrrRouter frr) {
    return frr.vtyshJson("show bgp ipv4 unicast summary json")
        .path("peers")
        .path(US)
        .path("pfxRcd")
        .asLong(0);
  }

  private static void awaitPrefixes(FrrRouter frr, long count) {
    Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> prefixes(frr) == count);
  }

  @Test
  void external_ipv4AndIpv6Sessions_routesReachTheKernel(Lab lab) {
    FrrRouter frr =
        frr(
            lab,
            """
            router bgp 65000
             bgp router-id 172.16.10.1
             no bgp ebgp-requires-policy
             neighbor 172.16.10.11 remote-as 4200000011
            """);
    NodeSpeaker speaker = speaker(lab);
    speaker
        .tell("session 4200000011 " + US + " " + FRR + " 65000 v4 gr")
        .tell("announce 192.0.2.1/32 192.0.2.0/24");
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () ->
                assertThat(frr.forwardingRoutes())
                    .isEqualTo(Map.of("192.0.2.1/32", Set.of(US), "192.0.2.0/24", Set.of(US))));
    speaker.tell("withdraw 192.0.2.0/24");
    Awaitility.await()
        .untilAsserted(() -> assertThat(frr.forwardingRoutes()).containsOnlyKeys("192.0.2.1/32"));
    speaker.tell("end WITHDRAW");
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(frr.forwardingRoutes()).isEmpty());
  }

  @Test
  void stop_retainUnderGracefulRestart_routerKeepsTheRoutes(Lab lab) {
    FrrRouter frr =
        frr(
            lab,
            """
            router bgp 65000
             bgp router-id 172.16.10.1
             no bgp ebgp-requires-policy
             neighbor 172.16.10.11 remote-as 65011
             neighbor 172.16.10.11 graceful-restart-helper
            """);
    NodeSpeaker speaker = speaker(lab);
    speaker.tell("session 65011 " + US + " " + FRR + " 65000 v4 gr").tell("announce 192.0.2.1/32");
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> frr.forwardingRoutes().containsKey("192.0.2.1/32"));
    speaker.tell("end RETAIN");
    Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> !frr.isEstablished(US));
    assertThat(frr.forwardingRoutes()).containsKey("192.0.2.1/32");
  }

  @Test
  void external_overIpv6_carriesBothFamilies(Lab lab) {
    FrrRouter frr =
        frr(
            lab,
            """
            router bgp 65000
             bgp router-id 172.16.10.1
             no bgp ebgp-requires-policy
             neighbor 2001:db8::11 remote-as 65011
             neighbor 2001:db8::11 capability extended-nexthop
             address-family ipv6 unicast
              neighbor 2001:db8::11 activate
            """);
    NodeSpeaker speaker = speaker(lab);
    speaker
        .tell("session 65011 " + US + " " + FRR6 + " 65000 v4 v6")
        .tell("announce 192.0.2.1/32 2001:db8:1::1/128");
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> {
              assertThat(frr.bgpRoutes("ipv4")).isEqualTo(Map.of("192.0.2.1/32", Set.of(US6)));
              assertThat(frr.bgpRoutes("ipv6")).isEqualTo(Map.of("2001:db8:1::1/128", Set.of(US6)));
            });
  }

  @Test
  void internal_carriesLocalPref(Lab lab) {
    FrrRouter frr =
        frr(
            lab,
            """
            router bgp 65000
             bgp router-id 172.16.10.1
             neighbor 172.16.10.11 remote-as 65000
            """);
    NodeSpeaker speaker = speaker(lab);
    speaker.tell("session 65000 " + US + " " + FRR + " 65000 v4").tell("announce 192.0.2.1/32");
    awaitPrefixes(frr, 1);
    assertThat(frr.vtysh("show bgp ipv4 unicast 192.0.2.1/32")).contains("localpref 100");
  }

  @Test
  void external_peerThatNegotiatesNothing_getsIpv4Routes(Lab lab) {
    FrrRouter frr =
        frr(
            lab,
            """
            router bgp 65000
             bgp router-id 172.16.10.1
             no bgp ebgp-requires-policy
             neighbor 172.16.10.11 remote-as 65011
             neighbor 172.16.10.11 dont-capability-negotiate
            """);
    NodeSpeaker speaker = speaker(lab);
    speaker.tell("session 65011 " + US + " " + FRR + " 65000 v4").tell("announce 192.0.2.1/32");
    awaitPrefixes(frr, 1);
    assertThat(frr.vtysh("show bgp ipv4 unicast 192.0.2.1/32")).contains("65011");
  }

  @Test
  void routes_hundredThousand_announcedRefreshedResetAndWithdrawn(Lab lab) {
    FrrRouter frr =
        frr(
            lab,
            """
            router bgp 65000
             bgp router-id 172.16.10.1
             no bgp ebgp-requires-policy
             neighbor 172.16.10.11 remote-as 65011
             address-family ipv4 unicast
              table-map NONE
            route-map NONE deny 10
            """);
    NodeSpeaker speaker = speaker(lab);
    speaker.tell("session 65011 " + US + " " + FRR + " 65000 v4").tell("range 10.0.0.0 100000");
    awaitPrefixes(frr, 100_000);

    frr.vtysh("clear bgp ipv4 unicast " + US + " soft in");
    awaitPrefixes(frr, 100_000);

    frr.vtysh("clear bgp " + US);
    speaker.awaitStatus("error=received NOTIFICATION 6/");
    awaitPrefixes(frr, 100_000);

    speaker.tell("clear");
    awaitPrefixes(frr, 0);
    assertThat(speaker.status()).contains("established");
  }

  @Test
  void password_rightAndWrong_upAndRefusedWithAHint(Lab lab) {
    frr(
        lab,
        """
        router bgp 65000
         bgp router-id 172.16.10.1
         no bgp ebgp-requires-policy
         neighbor 172.16.10.11 remote-as 65011
         neighbor 172.16.10.11 password correct
        """);
    NodeSpeaker speaker = speaker(lab);
    speaker.tell("session 65011 " + US + " " + FRR + " 65000 v4 password=wrong");
    speaker.awaitStatus("compare it");
    assertThat(speaker.status()).doesNotContain("established");
    speaker.tell("session 65011 " + US + " " + FRR + " 65000 v4 password=correct listen");
    speaker.awaitStatus("established");
  }

  private static final String PLAIN =
      """
      router bgp 65000
       bgp router-id 172.16.10.1
       no bgp ebgp-requires-policy
       neighbor 172.16.10.11 remote-as 65011
      """;

  @Test
  void password_routerDials_ourListenerTakesItSigned(Lab lab) {
    NodeSpeaker speaker = speaker(lab);
    speaker
        .tell("session 65011 " + US + " " + FRR + " 65000 v4 listen passive password=correct")
        .tell("announce 192.0.2.1/32");
    FrrRouter frr = frr(lab, PLAIN + " neighbor 172.16.10.11 password correct\n");
    awaitPrefixes(frr, 1);
  }

  @Test
  void ttlSecurity_onBothSides_isUp(Lab lab) {
    FrrRouter frr = frr(lab, PLAIN + " neighbor 172.16.10.11 ttl-security hops 1\n");
    NodeSpeaker speaker = speaker(lab);
    speaker.tell("session 65011 " + US + " " + FRR + " 65000 v4 listen gtsm");
    speaker.tell("announce 192.0.2.1/32");
    awaitPrefixes(frr, 1);
  }

  @Test
  void shutdownMessages_ofEitherSide_areSeenByTheOther(Lab lab) {
    FrrRouter frr = frr(lab, PLAIN);
    NodeSpeaker speaker = speaker(lab);
    speaker.tell("session 65011 " + US + " " + FRR + " 65000 v4").tell("announce 192.0.2.1/32");
    awaitPrefixes(frr, 1);
    frr.vtysh(
        "configure terminal",
        "router bgp 65000",
        "neighbor 172.16.10.11 shutdown message line card swap");
    speaker.awaitStatus("Administrative Shutdown: \"line card swap\"");
    frr.vtysh("configure terminal", "router bgp 65000", "no neighbor 172.16.10.11 shutdown");
    awaitPrefixes(frr, 1);
    speaker.tell("end WITHDRAW");
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                frr.vtysh("show bgp neighbors " + US)
                    .contains("Notification received (Cease/Administrative Shutdown)"));
  }

  @Test
  void capabilities_bothSidesHave_areAgreed(Lab lab) {
    FrrRouter frr = frr(lab, PLAIN);
    NodeSpeaker speaker = speaker(lab);
    speaker.tell("session 65011 " + US + " " + FRR + " 65000 v4 gr").tell("announce 192.0.2.1/32");
    awaitPrefixes(frr, 1);
    String neighbor = frr.vtysh("show bgp neighbors " + US);
    assertThat(neighbor)
        .contains("4 Byte AS: advertised and received")
        .contains("Extended Message: advertised and received")
        .contains("Enhanced Route Refresh: advertised and received")
        .contains("Graceful Restart Capability: advertised and received");
    frr.vtysh("clear bgp ipv4 unicast " + US + " soft in");
    speaker.tell("announce 192.0.2.2/32");
    awaitPrefixes(frr, 2);
  }

  @Test
  void roles_fittingAndNot_upAndRefused(Lab lab) {
    FrrRouter frr = frr(lab, PLAIN + " neighbor 172.16.10.11 local-role provider strict-mode\n");
    NodeSpeaker speaker = speaker(lab);
    speaker.tell("session 65011 " + US + " " + FRR + " 65000 v4 role=peer");
    speaker.awaitStatus("Role Mismatch");
    speaker.tell("session 65011 " + US + " " + FRR + " 65000 v4 role=customer strict");
    speaker.tell("announce 192.0.2.1/32");
    awaitPrefixes(frr, 1);
  }

  @Test
  void localAs_isTheOnlyOneTheRouterSees(Lab lab) {
    FrrRouter frr = frr(lab, PLAIN);
    NodeSpeaker speaker = speaker(lab);
    speaker
        .tell("session 64999 " + US + " " + FRR + " 0 v4 external localas=65011")
        .tell("announce 192.0.2.1/32");
    awaitPrefixes(frr, 1);
    assertThat(frr.vtysh("show bgp ipv4 unicast 192.0.2.1/32"))
        .contains("65011")
        .doesNotContain("64999");
  }
}
