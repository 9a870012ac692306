package io.readback.core.lint;

import io.readback.core.model.ProblemCode;
import io.readback.spi.target.BgpSession;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Nodes with two sessions to the same address and port, from the same address. */
final class DuplicatePeer implements LintRule {
  @Override
  public void check(LintInput input, Findings findings) {
    Map<List<Object>, PlannedPeer> first = new HashMap<>();
    Set<List<Object>> told = new HashSet<>();
    for (PlannedPeer peer : input.peers()) {
      BgpSession session = peer.session();
      List<Object> end =
          List.of(
              peer.node(),
              session.peerAddress(),
              session.zone(),
              session.device(),
              session.peerPort(),
              session.localAddress(),
              session.sourceInterface());
      PlannedPeer other = first.putIfAbsent(end, peer);
      // the same pair on many nodes is one finding
      if (other != null && told.add(List.of(peer.object(), peer.field(), other.field()))) {
        findings.add(
            ProblemCode.DUPLICATE_PEER,
            peer.object(),
            peer.origin(),
            peer.field(),
            "node "
                + peer.node()
                + " has a session with "
                + session.peerAddress()
                + " port "
                + session.peerPort()
                + " already, "
                + other.session().id(),
            "Keep one of the peers");
      }
    }
  }
}
