package io.readback.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.readback.lab.router.BgpPeer;
import io.readback.lab.router.BgpPeer.Family;
import io.readback.lab.router.BirdRouter;
import io.readback.lab.router.FrrRouter;
import io.readback.lab.router.GobgpRouter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The routers on namespaces; what FRR does on either ground is in {@link FrrContract}. */
@LabTest
final class LabSelfIT extends FrrContract {
  @Test
  void birdAndGobgp_peeringWithFrr_seeEachOthersRoutes(Lab lab) {
    FrrRouter frr =
        FrrRouter.on(lab.router("frr", "172.16.10.1/24", "2001:db8::1/64"))
            .config(
                """
                router bgp 65000
                 bgp router-id 172.16.10.1
                 no bgp ebgp-requires-policy
                 neighbor 172.16.10.2 remote-as 65001
                 neighbor 172.16.10.3 remote-as 65002
                 neighbor 2001:db8::2 remote-as 65001
                 address-family ipv6 unicast
                  neighbor 2001:db8::2 activate
                """)
            .start();
    BirdRouter bird =
        BirdRouter.on(lab.node("bird", "172.16.10.2/24", "2001:db8::2/64"), 65001, "172.16.10.2")
            .peer(BgpPeer.to("172.16.10.1", 65000).holdTime(9).build())
            .peer(BgpPeer.to("2001:db8::1", 65000).families(Family.IPV6).build())
            .announce("192.0.2.0/24", "2001:db8:1::/48")
            .start();
    GobgpRouter gobgp =
        GobgpRouter.on(lab.node("gobgp", "172.16.10.3/24"), 65002, "172.16.10.3")
            .peer(BgpPeer.to("172.16.10.1", 65000).holdTime(9).build())
            .start();

    bird.awaitEstablished("172.16.10.1");
    bird.awaitEstablished("2001:db8::1");
    gobgp.awaitEstablished("172.16.10.1");
    frr.awaitEstablished("172.16.10.2");
    gobgp.announce("198.51.100.0/24", "172.16.10.3");

    Awaitility.await()
        .untilAsserted(
            () -> {
              assertThat(frr.bgpRoutes("ipv4"))
                  .isEqualTo(
                      Map.of(
                          "192.0.2.0/24",
                          Set.of("172.16.10.2"),
                          "198.51.100.0/24",
                          Set.of("172.16.10.3")));
              assertThat(frr.forwardingRoutes())
                  .containsEntry("192.0.2.0/24", new TreeSet<>(List.of("172.16.10.2")))
                  .containsKey("2001:db8:1::/48");
              assertThat(gobgp.routeCount(Family.IPV4)).isEqualTo(2);
              assertThat(bird.routeCount("172.16.10.1", Family.IPV4)).isEqualTo(1);
            });
    assertThat(bird.routes("172.16.10.1", Family.IPV4))
        .singleElement()
        .satisfies(
            r -> {
              assertThat(r.prefix()).isEqualTo("198.51.100.0/24");
              assertThat(r.attribute("BGP.as_path")).isEqualTo("65000 65002");
            });
    assertThat(gobgp.routes(Family.IPV4).has("192.0.2.0/24")).isTrue();

    gobgp.withdraw("198.51.100.0/24");
    Awaitility.await()
        .untilAsserted(() -> assertThat(bird.routeCount("172.16.10.1", Family.IPV4)).isZero());
  }
}
