package io.readback.bgp.interop;

import io.readback.lab.Lab;
import io.readback.lab.LabTest;
import io.readback.lab.router.BgpPeer;
import io.readback.lab.router.BgpRouter;
import io.readback.lab.router.OpenbgpdRouter;
import java.util.List;

/** Sessions with OpenBGPD. */
@LabTest
final class OpenbgpdInteropIT extends InteropMatrix {
  OpenbgpdInteropIT() {
    super("OpenBGPD 7.7");
    unsupported("this version does not have RFC 8950", InteropRow.EXTENDED_NEXT_HOP);
    unsupported(
        "it needs OpenBSD's PF_KEY, which Linux does not have for TCP",
        InteropRow.MD5_DIAL,
        InteropRow.MD5_LISTEN,
        InteropRow.MD5_WRONG,
        InteropRow.MD5_IPV6,
        InteropRow.MD5_RANGE);
    unsupported(
        "this version does not have RFC 8654",
        InteropRow.EXTENDED_MESSAGES,
        InteropRow.LARGE_UPDATES);
    unsupported(
        "it announces End-of-RIB only and keeps no routes",
        InteropRow.GRACEFUL_RESTART,
        InteropRow.GRACEFUL_RESTART_IBGP,
        InteropRow.LONG_LIVED);
    unsupported("it has no BFD", InteropRow.BFD, InteropRow.BFD_MULTIHOP, InteropRow.BFD_OURS);
    unsupported(
        "it discards communities of external peers that are not transitive",
        InteropRow.LINK_BANDWIDTH);
    unsupported("it has no unnumbered sessions", InteropRow.UNNUMBERED);
  }

  @Override
  BgpRouter start(Lab lab, List<BgpPeer> peers) {
    OpenbgpdRouter.Builder openbgpd =
        OpenbgpdRouter.on(
            lab.node("router", InteropLink.ROUTER + "/24", InteropLink.ROUTER6 + "/64"),
            InteropLink.ROUTER_AS,
            InteropLink.ROUTER);
    peers.forEach(openbgpd::peer);
    return openbgpd.announce(ROUTER_ROUTES).start();
  }
}
