package io.readback.core.lint;

import io.readback.core.model.ProblemCode;
import io.readback.spi.net.IpAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** Nodes that would peer with themselves. */
final class PeerIsNode implements LintRule {
  @Override
  public void check(LintInput input, Findings findings) {
    Map<String, SortedSet<IpAddress>> addresses = new HashMap<>();
    ClusterNode.all(input.state()).forEach(n -> addresses.put(n.name(), n.addresses()));
    for (PlannedPeer peer : input.peers()) {
      IpAddress address = peer.session().peerAddress();
      if (addresses.getOrDefault(peer.node(), new TreeSet<>()).contains(address)) {
        findings.add(
            ProblemCode.PEER_IS_NODE,
            peer.object(),
            peer.origin(),
            peer.field(),
            "the address "
                + address
                + " of peer "
                + peer.session().peer()
                + " is that of node "
                + peer.node()
                + " itself",
            "Use the router's address, or select other nodes");
      }
    }
  }
}
