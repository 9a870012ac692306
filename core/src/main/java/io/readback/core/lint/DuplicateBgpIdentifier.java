package io.readback.core.lint;

import io.readback.core.model.ProblemCode;
import io.readback.spi.net.IpAddress;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Nodes that would open with the same BGP Identifier. */
final class DuplicateBgpIdentifier implements LintRule {
  @Override
  public void check(LintInput input, Findings findings) {
    Map<IpAddress, PlannedPeer> first = new TreeMap<>();
    Set<String> told = new HashSet<>();
    for (PlannedPeer peer : input.peers()) {
      IpAddress identifier = peer.session().instance().bgpIdentifier();
      PlannedPeer other = first.putIfAbsent(identifier, peer);
      if (other != null
          && !other.node().equals(peer.node())
          && told.add(peer.node() + " " + identifier)) {
        findings.add(
            ProblemCode.DUPLICATE_BGP_IDENTIFIER,
            peer.object(),
            ObjectRefs.origin(input.state(), peer.object()),
            "spec.bgpInstances[" + peer.session().instance().name() + "]",
            "nodes "
                + other.node()
                + " and "
                + peer.node()
                + " both have the BGP Identifier "
                + identifier,
            "Set routerID in the override of one of them, or correct its address");
      }
    }
  }
}
