package io.readback.bgp.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.readback.lab.Lab;
import io.readback.lab.LabTest;
import io.readback.lab.router.BgpPeer;
import io.readback.lab.router.BgpPeer.Family;
import io.readback.lab.router.BirdRoute;
import io.readback.lab.router.BirdRouter;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Sessions with BIRD. */
@LabTest
final class BirdInteropIT {
  private static final String US = "172.16.10.11";
  private static final String BIRD = "172.16.10.1";
  private static final String US6 = "2001:db8::11";
  private static final String BIRD6 = "2001:db8::1";

  private static NodeSpeaker speaker(Lab lab) {
    return NodeSpeaker.on(lab.node("n1", US + "/24", US6 + "/64"));
  }

  private static void awaitRoutes(BirdRouter bird, String neighbor, Family family, int count) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> bird.routeCount(neighbor, family) == count);
  }

  private static BirdRoute route(BirdRouter bird, String neighbor, Family family, String prefix) {
    return bird.routes(neighbor, family).stream()
        .filter(r -> r.prefix().equals(prefix))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void external_fourOctetAs_bothFamiliesEachOverItsOwnSession(Lab lab) {
    BirdRouter bird =
        BirdRouter.on(lab.node("bird", BIRD + "/24", BIRD6 + "/64"), 4200000000L, BIRD)
            .peer(BgpPeer.to(US, 4200000011L).families(Family.IPV4).build())
            .announce("198.51.100.0/24")
            .start();
    NodeSpeaker speaker = speaker(lab);
    speaker
        .tell("session 4200000011 " + US + " " + BIRD + " 4200000000 v4")
        .tell("announce 192.0.2.1/32 192.0.2.0/24");
    awaitRoutes(bird, US, Family.IPV4, 2);
    BirdRoute vip = route(bird, US, Family.IPV4, "192.0.2.1/32");
    assertThat(vip.attribute("BGP.as_path")).isEqualTo("4200000011");
    assertThat(vip.attribute("BGP.next_hop")).isEqualTo(US);
    assertThat(vip.attribute("BGP.origin")).isEqualTo("IGP");
    speaker.awaitStatus("IPV4-received=1");
    speaker.awaitStatus("advertised=2");
    assertThat(speaker.status()).contains("established").contains("hold=90");
  }

  @Test
  void external_overIpv6_carriesBothFamilies(Lab lab) {
    BirdRouter bird =
        BirdRouter.on(lab.node("bird", BIRD + "/24", BIRD6 + "/64"), 65000, BIRD)
            .peer(
                BgpPeer.to(US6, 65011).families(Family.IPV4, Family.IPV6).extendedNextHop().build())
            .start();
    NodeSpeaker speaker = speaker(lab);
    speaker
        .tell("session 65011 " + US + " " + BIRD6 + " 65000 v4 v6")
        .tell("announce 192.0.2.1/32 2001:db8:1::1/128");
    awaitRoutes(bird, US6, Family.IPV4, 1);
    awaitRoutes(bird, US6, Family.IPV6, 1);
    assertThat(route(bird, US6, Family.IPV4, "192.0.2.1/32").attribute("BGP.next_hop"))
        .startsWith(US6);
    assertThat(route(bird, US6, Family.IPV6, "2001:db8:1::1/128").attribute("BGP.next_hop"))
        .startsWith(US6);
  }

  @Test
  void external_overIpv6WithoutExtendedNextHop_rejectsIpv4RoutesAndSaysWhy(Lab lab) {
    BirdRouter bird =
        BirdRouter.on(lab.node("bird", BIRD + "/24", BIRD6 + "/64"), 65000, BIRD)
            .peer(BgpPeer.to(US6, 65011).families(Family.IPV4, Family.IPV6).build())
            .start();
    NodeSpeaker speaker = speaker(lab);
    speaker
        .tell("session 65011 " + US + " " + BIRD6 + " 65000 v4 v6")
        .tell("announce 192.0.2.1/32 2001:db8:1::1/128");
    awaitRoutes(bird, US6, Family.IPV6, 1);
    speaker.awaitStatus("advertised=1 rejected=1");
    assertThat(bird.routeCount(US6, Family.IPV4)).isZero();
  }

  @Test
  void internal_carriesLocalPrefAndAnEmptyPath(Lab lab) {
    BirdRouter bird =
        BirdRouter.on(lab.node("bird", BIRD + "/24"), 65000, BIRD)
            .peer(BgpPeer.to(US, 65000).families(Family.IPV4).build())
            .start();
    NodeSpeaker speaker = speaker(lab);
    speaker.tell("session 65000 " + US + " " + BIRD + " 65000 v4").tell("announce 192.0.2.1/32");
    awaitRoutes(bird, US, Family.IPV4, 1);
    BirdRoute vip = route(bird, US, Family.IPV4, "192.0.2.1/32");
    assertThat(vip.attribute("BGP.local_pref")).isEqualTo("100");
    assertThat(vip.attribute("BGP.as_path")).isEmpty();
  }

  @Test
  void external_peerWithTwoOctetAs_readsOurPath(Lab lab) {
    BirdRouter bird =
        BirdRouter.on(lab.node("bird", BIRD + "/24"), 65000, BIRD)
            .lines(
                """
                protocol bgp old {
                  local as 65000;
                  neighbor 172.16.10.11 as 65011;
                  enable as4 off;
                  ipv4 { import all; export none; };
                }
                """)
            .start();
    NodeSpeaker speaker = speaker(lab);
    speaker.tell("session 65011 " + US + " " + BIRD + " 65000 v4").tell("announce 192.0.2.1/32");
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () ->
                assertThat(bird.birdc("show", "route", "all"))
                    .contains("192.0.2.1/32")
                    .contains("BGP.as_path: 65011"));
    assertThat(speaker.status()).contains("established");
  }

  @Test
  void routes_hundredThousand_announcedRefreshedResetAndWithdrawn(Lab lab) {
    BirdRouter bird =
        BirdRouter.on(lab.node("bird", BIRD + "/24"), 65000, BIRD)
            .peer(BgpPeer.to(US, 65011).families(Family.IPV4).build())
            .start();
    NodeSpeaker speaker = speaker(lab);
    speaker.tell("session 65011 " + US + " " + BIRD + " 65000 v4").tell("range 10.0.0.0 100000");
    awaitRoutes(bird, US, Family.IPV4, 100_000);

    bird.refreshIn(US);
    awaitRoutes(bird, US, Family.IPV4, 100_000);
    assertThat(bird.birdc("show", "protocols", "all")).contains("Established");

    bird.reset(US);
    speaker.awaitStatus("error=received NOTIFICATION 6/");
    awaitRoutes(bird, US, Family.IPV4, 100_000);

    speaker.tell("hold 30");
    awaitRoutes(bird, US, Family.IPV4, 100_000);
    speaker.awaitStatus("hold=30");

    speaker.tell("withdraw 10.0.0.7/32");
    awaitRoutes(bird, US, Family.IPV4, 99_999);
    speaker.tell("clear");
    awaitRoutes(bird, US, Family.IPV4, 0);
    assertThat(speaker.status()).contains("established").contains("advertised=0");
  }

  @Test
  void passive_birdDials_sessionComesUpOnOurListener(Lab lab) {
    NodeSpeaker speaker = speaker(lab);
    speaker
        .tell("session 65011 " + US + " " + BIRD + " 65000 v4 listen passive")
        .tell("announce 192.0.2.1/32");
    BirdRouter bird =
        BirdRouter.on(lab.node("bird", BIRD + "/24"), 65000, BIRD)
            .peer(BgpPeer.to(US, 65011).families(Family.IPV4).build())
            .start();
    awaitRoutes(bird, US, Family.IPV4, 1);
  }

  @Test
  void collision_bothDial_oneSessionStands(Lab lab) {
    NodeSpeaker speaker = speaker(lab);
    BirdRouter bird =
        BirdRouter.on(lab.node("bird", BIRD + "/24"), 65000, BIRD)
            .peer(BgpPeer.to(US, 65011).families(Family.IPV4).build())
            .start();
    speaker
        .tell("session 65011 " + US + " " + BIRD + " 65000 v4 listen")
        .tell("announce 192.0.2.1/32");
    awaitRoutes(bird, US, Family.IPV4, 1);
    for (int i = 0; i < 5; i++) {
      bird.reset(US);
      speaker.tell("announce 192.0.2." + (10 + i) + "/32");
      awaitRoutes(bird, US, Family.IPV4, 2 + i);
    }
  }

  private static BirdRouter birdWith(Lab lab, String options) {
    return BirdRouter.on(lab.node("bird", BIRD + "/24"), 65000, BIRD)
        .lines(
            """
            protocol bgp special {
              local as 65000;
              neighbor 172.16.10.11 as 65011;
              connect retry time 2;
              error wait time 1, 2;
            %s
              ipv4 { import all; export none; };
            }
            """
                .formatted(options))
        .start();
  }

  private static void awaitVip(BirdRouter bird) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(40))
        .until(() -> bird.birdc("show", "route").contains("192.0.2.1/32"));
  }

  @Test
  void password_eitherSideDials_isUp(Lab lab) {
    BirdRouter bird = birdWith(lab, "password \"correct\";");
    NodeSpeaker speaker = speaker(lab);
    speaker.tell("session 65011 " + US + " " + BIRD + " 65000 v4 password=wrong");
    speaker.awaitStatus("compare it");
    speaker
        .tell("session 65011 " + US + " " + BIRD + " 65000 v4 password=correct listen passive")
        .tell("announce 192.0.2.1/32");
    awaitVip(bird);
    speaker.tell("session 65011 " + US + " " + BIRD + " 65000 v4 password=correct");
    speaker.awaitStatus("established");
    awaitVip(bird);
  }

  @Test
  void ttlSecurity_onBothSides_isUp(Lab lab) {
    BirdRouter bird = birdWith(lab, "ttl security on;");
    speaker(lab)
        .tell("session 65011 " + US + " " + BIRD + " 65000 v4 gtsm listen")
        .tell("announce 192.0.2.1/32");
    awaitVip(bird);
  }

  @Test
  void extendedMessages_agreed_carryTheTable(Lab lab) {
    BirdRouter bird = birdWith(lab, "enable extended messages on;");
    NodeSpeaker speaker = speaker(lab);
    speaker.tell("session 65011 " + US + " " + BIRD + " 65000 v4").tell("range 10.0.0.0 30000");
    speaker.tell("announce 192.0.2.1/32");
    awaitVip(bird);
    assertThat(bird.birdc("show", "protocols", "all", "special")).contains("Extended message");
    speaker.awaitStatus("advertised=30001");
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> bird.birdc("show", "route", "count").contains("30001"));
  }

  @Test
  void shutdownMessages_ofEitherSide_areSeenByTheOther(Lab lab) {
    BirdRouter bird = birdWith(lab, "");
    NodeSpeaker speaker = speaker(lab);
    speaker.tell("session 65011 " + US + " " + BIRD + " 65000 v4").tell("announce 192.0.2.1/32");
    awaitVip(bird);
    bird.birdc("disable", "special", "\"fibre work until six\"");
    speaker.awaitStatus("Administrative Shutdown: \"fibre work until six\"");
    bird.birdc("enable", "special");
    awaitVip(bird);
    speaker.tell("end WITHDRAW");
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                bird.birdc("show", "protocols", "all", "special").contains("Readback is stopping"));
  }
}
