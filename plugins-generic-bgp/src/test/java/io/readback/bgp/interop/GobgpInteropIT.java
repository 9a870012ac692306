package io.readback.bgp.interop;

import io.readback.lab.Lab;
import io.readback.lab.LabNode;
import io.readback.lab.LabTest;
import io.readback.lab.router.BgpPeer;
import io.readback.lab.router.BgpRouter;
import io.readback.lab.router.GobgpRouter;
import java.util.List;

/** Sessions with GoBGP. */
@LabTest
final class GobgpInteropIT extends InteropMatrix {
  GobgpInteropIT() {
    super("GoBGP 3.10");
    unsupported("it offers RFC 8950 on every IPv6 session", InteropRow.NO_EXTENDED_NEXT_HOP);
    unsupported("it keeps all it received and does not ask", InteropRow.REFRESH);
    unsupported("its OPEN always has the capability", InteropRow.TWO_OCTET_AS);
    unsupported(
        "its hold time is its deadline for writing too, so its first UPDATE ends the session",
        InteropRow.HOLD_ZERO);
    unsupported("not tried, as counting takes it minutes", InteropRow.BULK_IPV6);
    unsupported("it has no roles", InteropRow.ROLE, InteropRow.ROLE_MISMATCH);
    unsupported("it has no enhanced refresh", InteropRow.ENHANCED_REFRESH);
    unsupported("later versions have them", InteropRow.EXTENDED_MESSAGES, InteropRow.LARGE_UPDATES);
    unsupported(
        "later versions have it", InteropRow.BFD, InteropRow.BFD_MULTIHOP, InteropRow.BFD_OURS);
  }

  @Override
  Unnumbered startUnnumbered(LabNode router, String us) {
    // it takes the one neighbour that the kernel knows
    router.network("ping", "-c", "1", "-I", "eth0", us).orFail();
    GobgpRouter gobgp =
        GobgpRouter.on(router, InteropLink.ROUTER_AS, "172.16.10.2")
            .lines("[[neighbors]]\n[neighbors.config]\nneighbor-interface = \"eth0\"")
            .start();
    return new Unnumbered(gobgp, us + "%eth0");
  }

  @Override
  BgpRouter start(Lab lab, List<BgpPeer> peers) {
    GobgpRouter.Builder gobgp =
        GobgpRouter.on(
            lab.node("router", InteropLink.ROUTER + "/24", InteropLink.ROUTER6 + "/64"),
            InteropLink.ROUTER_AS,
            InteropLink.ROUTER);
    peers.forEach(gobgp::peer);
    return gobgp.announce(ROUTER_ROUTES).start();
  }
}
