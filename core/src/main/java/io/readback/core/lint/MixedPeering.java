package io.readback.core.lint;

import io.readback.core.model.ProblemCode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Peers that overrides make internal on some nodes and external on others. */
final class MixedPeering implements LintRule {
  @Override
  public void check(LintInput input, Findings findings) {
    Map<List<Object>, List<PlannedPeer>> byPeer = new LinkedHashMap<>();
    for (PlannedPeer peer : input.peers()) {
      byPeer
          .computeIfAbsent(List.of(peer.object(), peer.field()), key -> new java.util.ArrayList<>())
          .add(peer);
    }
    for (List<PlannedPeer> peers : byPeer.values()) {
      Optional<PlannedPeer> internal = first(peers, true);
      Optional<PlannedPeer> external = first(peers, false);
      if (internal.isPresent() && external.isPresent()) {
        PlannedPeer peer = internal.get();
        findings.add(
            ProblemCode.MIXED_PEERING,
            peer.object(),
            peer.origin(),
            peer.field(),
            "peer "
                + peer.session().peer()
                + " is internal on node "
                + peer.node()
                + " (AS "
                + peer.session().instance().localAsn()
                + ") and external on node "
                + external.get().node()
                + " (AS "
                + external.get().session().instance().localAsn()
                + ")",
            "Give the nodes one localASN, or a cluster configuration each");
      }
    }
  }

  private static Optional<PlannedPeer> first(List<PlannedPeer> peers, boolean internal) {
    return peers.stream()
        .filter(p -> p.session().peerAsn() != 0 && p.session().internal() == internal)
        .findFirst();
  }
}
