package io.readback.bgp.interop;

import io.readback.lab.Lab;
import io.readback.lab.LabTest;
import io.readback.lab.router.BgpPeer;
import io.readback.lab.router.BgpRouter;
import io.readback.lab.router.BirdRouter;
import java.util.List;

/** Sessions with BIRD. */
@LabTest
final class BirdInteropIT extends InteropMatrix {
  BirdInteropIT() {
    super("BIRD 2.0");
    unsupported("it does not discover routers on a link", InteropRow.UNNUMBERED);
  }

  @Override
  BgpRouter start(Lab lab, List<BgpPeer> peers) {
    BirdRouter.Builder bird =
        BirdRouter.on(
            lab.node("router", InteropLink.ROUTER + "/24", InteropLink.ROUTER6 + "/64"),
            InteropLink.ROUTER_AS,
            InteropLink.ROUTER);
    peers.forEach(bird::peer);
    return bird.announce(ROUTER_ROUTES).start();
  }
}
