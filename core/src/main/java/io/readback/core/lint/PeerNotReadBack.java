package io.readback.core.lint;

import io.readback.core.model.ProblemCode;
import io.readback.spi.net.IpAddress;
import java.util.HashSet;
import java.util.Set;

/** Peers that no Router stands for, in a folder that has Routers. */
final class PeerNotReadBack implements LintRule {
  @Override
  public void check(LintInput input, Findings findings) {
    Set<IpAddress> known = new HashSet<>();
    input.state().routers().values().forEach(r -> known.addAll(r.addresses()));
    if (known.isEmpty()) {
      return;
    }
    for (PlannedPeer peer : input.peers()) {
      IpAddress address = peer.session().peerAddress();
      if (!peer.session().unnumbered() && known.add(address)) {
        findings.add(
            ProblemCode.PEER_NOT_READ_BACK,
            peer.object(),
            peer.origin(),
            peer.field(),
            "no Router has the address "
                + address
                + " of peer "
                + peer.session().peer()
                + ", so nobody looks whether routes arrive there",
            "Add a Router with spec.address " + address);
      }
    }
  }
}
