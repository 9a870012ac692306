package io.readback.core.lint;

import io.readback.core.model.ObjectRef;
import io.readback.core.model.ProblemCode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Cilium's peers without peerConfigRef, which announce nothing. */
final class PeerWithoutConfig implements LintRule {
  @Override
  public void check(LintInput input, Findings findings) {
    Set<List<Object>> told = new HashSet<>();
    for (PlannedPeer peer : input.peers()) {
      ObjectRef object = peer.object();
      if (peer.peerConfig().isEmpty()
          && object.kind().startsWith("Cilium")
          && told.add(List.of(object, peer.field()))) {
        findings.add(
            ProblemCode.PEER_WITHOUT_CONFIG,
            object,
            peer.origin(),
            peer.field(),
            "peer "
                + peer.session().peer()
                + " has no peerConfigRef, so its session announces nothing",
            "Add peerConfigRef with the name of a CiliumBGPPeerConfig");
      }
    }
  }
}
