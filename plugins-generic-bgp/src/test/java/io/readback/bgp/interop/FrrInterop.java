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
