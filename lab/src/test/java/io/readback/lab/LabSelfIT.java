package io.readback.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.readback.lab.router.BgpPeer;
import io.readback.lab.router.BgpPeer.Family;
import io.readback.lab.router.BirdRouter;
import io.readback.lab.router.FrrRouter;
import io.readback.lab.router.GobgpRouter;
import java.time.Duration;
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

  @Test
  void frr_prefixFromTwoPeers_isOneKernelRouteWithBothGateways(Lab lab) {
    FrrRouter frr =
        FrrRouter.on(lab.router("frr", "172.16.10.1/24"))
            .config(
                """
                router bgp 65000
                 bgp router-id 172.16.10.1
                 no bgp ebgp-requires-policy
                 neighbor 172.16.10.2 remote-as 65001
                 neighbor 172.16.10.3 remote-as 65001
                """)
            .start();
    for (String address : List.of("172.16.10.2", "172.16.10.3")) {
      BirdRouter.on(lab.node("bird" + address.substring(10), address + "/24"), 65001, address)
          .peer(BgpPeer.to("172.16.10.1", 65000).build())
          .announce("192.0.2.1/32")
          .start();
    }

    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> {
              Set<String> both = Set.of("172.16.10.2", "172.16.10.3");
              assertThat(frr.bgpRoutes("ipv4")).isEqualTo(Map.of("192.0.2.1/32", both));
              assertThat(frr.forwardingRoutes()).isEqualTo(Map.of("192.0.2.1/32", both));
            });
  }

  @Test
  void birdAndGobgp_withEveryOption_exchangeRoutesOfBothFamiliesOverIpv6(Lab lab) {
    BirdRouter bird =
        BirdRouter.on(
                lab.node("bird", "172.16.10.1/24", "2001:db8::1/64"), 4200000001L, "172.16.10.1")
            .peer(
                BgpPeer.to("2001:db8::2", 4200000002L)
                    .localAddress("2001:db8::1")
                    .families(Family.IPV4, Family.IPV6)
                    .extendedNextHop()
                    .holdTime(30)
                    .restartTime(15)
                    .multihop()
                    .build())
            .announce("192.0.2.1/32", "2001:db8:1::1/128")
            .lines("protocol kernel { ipv4 { export all; }; }")
            .start();
    GobgpRouter gobgp =
        GobgpRouter.on(
                lab.node("gobgp", "172.16.10.2/24", "2001:db8::2/64"), 4200000002L, "172.16.10.2")
            .peer(
                BgpPeer.to("2001:db8::1", 4200000001L)
                    .localAddress("2001:db8::2")
                    .families(Family.IPV4, Family.IPV6)
                    .holdTime(30)
                    .restartTime(15)
                    .multihop()
                    .passive()
                    .build())
            .start();

    bird.awaitEstablished("2001:db8::2");
    gobgp.announce("2001:db8:2::2/128", "2001:db8::2");

    Awaitility.await()
        .untilAsserted(
            () -> {
              assertThat(gobgp.routeCount(Family.IPV4)).isEqualTo(1);
              assertThat(gobgp.routeCount(Family.IPV6)).isEqualTo(2);
              assertThat(bird.routeCount("2001:db8::2", Family.IPV6)).isEqualTo(1);
            });

    bird.restart();
    gobgp.restart();
    bird.awaitEstablished("2001:db8::2");
    gobgp.awaitEstablished("2001:db8::1");
  }
}
