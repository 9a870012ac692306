package io.readback.core.lint;

import io.readback.core.model.ProblemCode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A multihop TTL for sessions within one AS. */
final class InternalMultihop implements LintRule {
  @Override
  public void check(LintInput input, Findings findings) {
    Set<List<Object>> told = new HashSet<>();
    for (PlannedPeer peer : input.peers()) {
      if (peer.session().internal()
          && peer.session().multihopTtl() > 1
          && told.add(List.of(peer.object(), peer.field()))) {
        findings.add(
            ProblemCode.INTERNAL_MULTIHOP,
            peer.object(),
            peer.origin(),
            peer.field(),
            "peer "
                + peer.session().peer()
                + " is of our own AS "
                + peer.session().peerAsn()
                + ", and ebgpMultihop "
                + peer.session().multihopTtl()
                + peer.peerConfig().map(c -> " of " + c).orElse("")
                + " is for other ones",
            "Remove ebgpMultihop, or correct peerASN or localASN");
      }
    }
  }
}
