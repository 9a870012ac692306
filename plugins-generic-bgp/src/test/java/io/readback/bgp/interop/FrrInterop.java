package io.readback.bgp.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.readback.lab.Lab;
import io.readback.lab.LabNode;
import io.readback.lab.router.BgpPeer;
import io.readback.lab.router.BgpRouter;
import io.readback.lab.router.FrrConfig;
import io.readback.lab.router.FrrRouter;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.awaitility.Awaitility;

/** What is the same with every FRR. */
abstract class FrrInterop extends InteropMatrix {
  private static final String UNNUMBERED =
      """
      router bgp 65000
       bgp router-id 172.16.10.2
       no bgp ebgp-requires-policy
       neighbor eth0 interface remote-as external
       neighbor eth0 timers connect 1
       address-family ipv6 unicast
        neighbor eth0 activate
      """;

  private FrrRouter frr;

  FrrInterop(String column) {
    super(column);
  }

  abstract LabNode node(Lab lab, String... addresses);

  @Override
  final BgpRouter start(Lab lab, List<BgpPeer> peers) {
    FrrConfig config = FrrConfig.of(InteropLink.ROUTER_AS, InteropLink.ROUTER);
    LabNode node = node(lab, InteropLink.ROUTER + "/24", InteropLink.ROUTER6 + "/64");
    frr = FrrRouter.on(node).config(config.peers(peers).announce(ROUTER_ROUTES).config()).start();
    return frr;
  }

  @Override
  final Unnumbered startUnnumbered(LabNode router, String us) {
    return new Unnumbered(FrrRouter.on(router).config(UNNUMBERED).start(), "eth0");
  }

  @Override
  final void assertInstalled(String prefix, String nextHop) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () ->
                assertThat(frr.forwardingRoutes())
                    .containsEntry(prefix, new TreeSet<>(Set.of(nextHop))));
  }

  /** FRR tells the code, and not the message. */
  @Override
  final String shutdownText() {
    return "Cease/Administrative Shutdown";
  }
}
