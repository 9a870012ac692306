package io.readback.bgp.interop;

import io.readback.lab.Lab;
import io.readback.lab.LabTest;
import io.readback.lab.router.BgpPeer;
import io.readback.lab.router.BgpRouter;
import io.readback.lab.router.ExabgpRouter;
import java.util.List;

/** Sessions with ExaBGP. */
@LabTest
final class ExabgpInteropIT extends InteropMatrix {
  ExabgpInteropIT() {
    super("ExaBGP 4.2");
    unsupported("it has no roles", InteropRow.ROLE, InteropRow.ROLE_MISMATCH);
    unsupported("it cannot send a message", InteropRow.THEIR_SHUTDOWN);
    unsupported(
        "handing messages to a program, it does not read NOTIFICATIONs", InteropRow.OUR_SHUTDOWN);
    unsupported(
        "it keeps no table",
        InteropRow.GRACEFUL_RESTART,
        InteropRow.GRACEFUL_RESTART_IBGP,
        InteropRow.LONG_LIVED,
        InteropRow.PREFIX_LIMIT);
    unsupported("it has no BFD", InteropRow.BFD, InteropRow.BFD_MULTIHOP, InteropRow.BFD_OURS);
    unsupported("it has no unnumbered sessions", InteropRow.UNNUMBERED);
  }

  @Override
  BgpRouter start(Lab lab, List<BgpPeer> peers) {
    ExabgpRouter.Builder exabgp =
        ExabgpRouter.on(
            lab.node("router", InteropLink.ROUTER + "/24", InteropLink.ROUTER6 + "/64"),
            InteropLink.ROUTER_AS,
            InteropLink.ROUTER);
    peers.forEach(exabgp::peer);
    return exabgp.announce(ROUTER_ROUTES).start();
  }
}
