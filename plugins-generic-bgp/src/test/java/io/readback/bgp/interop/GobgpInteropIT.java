package io.readback.bgp.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.readback.lab.Lab;
import io.readback.lab.LabTest;
import io.readback.lab.router.BgpPeer;
import io.readback.lab.router.BgpPeer.Family;
import io.readback.lab.router.GobgpRouter;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Sessions with GoBGP. */
@LabTest
final class GobgpInteropIT {
  private static final String US = "172.16.10.11";
  private static final String GOBGP = "172.16.10.1";
  private static final String US6 = "2001:db8::11";
  private static final String GOBGP6 = "2001:db8::1";

  private static void awaitRoutes(GobgpRouter gobgp, Family family, int count) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> gobgp.routeCount(family) == count);
  }

  @Test
  void external_overIpv6_carriesIpv6Routes(Lab lab) {
    GobgpRouter gobgp =
        GobgpRouter.on(lab.node("gobgp", GOBGP + "/24", GOBGP6 + "/64"), 4200000000L, GOBGP)
            .peer(BgpPeer.to(US6, 65011).families(Family.IPV6).build())
            .start();
    NodeSpeaker speaker = NodeSpeaker.on(lab.node("n1", US + "/24", US6 + "/64"));
    speaker
        .tell("session 65011 " + US + " " + GOBGP6 + " 4200000000 v6")
        .tell("announce 2001:db8:1::1/128 2001:db8:2::/48");
    awaitRoutes(gobgp, Family.IPV6, 2);
    assertThat(gobgp.routes(Family.IPV6).toString()).contains(US6);
  }

  @Test
  void internal_ipv4_carriesLocalPref(Lab lab) {
    GobgpRouter gobgp =
        GobgpRouter.on(lab.node("gobgp", GOBGP + "/24"), 65000, GOBGP)
            .peer(BgpPeer.to(US, 65000).families(Family.IPV4).build())
            .start();
    NodeSpeaker speaker = NodeSpeaker.on(lab.node("n1", US + "/24"));
    speaker.tell("session 65000 " + US + " " + GOBGP + " 65000 v4").tell("announce 192.0.2.1/32");
    awaitRoutes(gobgp, Family.IPV4, 1);
    assertThat(gobgp.gobgp("global", "rib")).contains("{LocalPref: 100}");
  }

  @Test
  void routes_hundredThousand_announcedRefreshedResetAndWithdrawn(Lab lab) {
    GobgpRouter gobgp =
        GobgpRouter.on(lab.node("gobgp", GOBGP + "/24"), 65000, GOBGP)
            .peer(BgpPeer.to(US, 65011).families(Family.IPV4).build())
            .start();
    NodeSpeaker speaker = NodeSpeaker.on(lab.node("n1", US + "/24"));
    speaker.tell("session 65011 " + US + " " + GOBGP + " 65000 v4").tell("range 10.0.0.0 100000");
    awaitRoutes(gobgp, Family.IPV4, 100_000);

    gobgp.refreshIn(US);
    gobgp.announce("198.51.100.0/24", GOBGP);
    speaker.awaitStatus("IPV4-received=1");
    awaitRoutes(gobgp, Family.IPV4, 100_001);

    gobgp.reset(US);
    speaker.awaitStatus("error=received NOTIFICATION 6/");
    awaitRoutes(gobgp, Family.IPV4, 100_001);

    speaker.tell("clear");
    awaitRoutes(gobgp, Family.IPV4, 1);
  }
}
