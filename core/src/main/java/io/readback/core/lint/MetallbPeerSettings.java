package io.readback.core.lint;

import io.readback.core.model.MetallbPeer;
import io.readback.core.model.Node;
import io.readback.core.model.Problem.Severity;
import io.readback.core.model.ProblemCode;
import java.util.Collection;

/** What is doubtful about MetalLB's peers one by one: nodes, AS numbers, timers. */
final class MetallbPeerSettings implements LintRule {
  @Override
  public void check(LintInput input, Findings findings) {
    Collection<Node> nodes = input.state().nodes().values();
    for (MetallbPeer peer : input.state().metallb().peers().values()) {
      if (!nodes.isEmpty() && nodes.stream().noneMatch(peer::selects)) {
        findings.add(
            ProblemCode.NO_NODE_SELECTED,
            ObjectRefs.ref(peer),
            peer.origin(),
            "spec.nodeSelectors",
            "no node matches any of the selectors, so nobody peers",
            "Label the nodes, or mend the selectors");
      }
      ReservedAsn.check(peer.myAsn(), ObjectRefs.ref(peer), peer.origin(), "spec.myASN", findings);
      if (peer.remoteAs() instanceof MetallbPeer.RemoteAs.Fixed fixed) {
        ReservedAsn.check(
            fixed.asn(), ObjectRefs.ref(peer), peer.origin(), "spec.peerASN", findings);
      }
      boolean watched =
          peer.bfdProfile().isPresent()
              || PlannedPeer.allWatched(
                  input.peers().stream()
                      .filter(p -> p.object().equals(ObjectRefs.ref(peer)))
                      .toList());
      timers(peer, watched, findings);
    }
  }

  /**
   * @param watched whether BFD watches it, by its profile or by BgpPeerSettings
   */
  private static void timers(MetallbPeer peer, boolean watched, Findings findings) {
    int hold = peer.holdTime().orElse(90);
    int keepalive = peer.keepaliveTime().orElse(30);
    if (hold > 0 && keepalive * 3 > hold) {
      findings.add(
          ProblemCode.TIMERS,
          ObjectRefs.ref(peer),
          peer.origin(),
          "spec.keepaliveTime",
          "a keepalive every "
              + keepalive
              + " s does not fit three times into the hold time of "
              + hold
              + " s, so one or two lost packets end the session",
          "Set keepaliveTime to a third of holdTime");
    }
    if (!watched && (hold == 0 || hold > 300)) {
      findings.add(
          ProblemCode.TIMERS,
          ObjectRefs.ref(peer),
          peer.origin(),
          "spec.holdTime",
          "with a hold time of "
              + hold
              + " s routers send traffic to a dead node "
              + (hold == 0 ? "for ever" : "for as long"),
          "Use 90 s or less, or a bfdProfile");
    }
    if (peer.gracefulRestart() && !watched) {
      findings.add(
          ProblemCode.GRACEFUL_RESTART_WITHOUT_BFD,
          hold + 120 >= 240 ? Severity.WARNING : Severity.NOTICE,
          ObjectRefs.ref(peer),
          peer.origin(),
          "spec.enableGracefulRestart",
          "when a node dies, routers go on sending to it for up to "
              + (hold + 120)
              + " s: the hold time of "
              + hold
              + " s, then the restart time",
          "Name a bfdProfile, or shorten holdTime");
    }
  }
}
