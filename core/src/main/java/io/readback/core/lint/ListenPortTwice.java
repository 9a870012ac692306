package io.readback.core.lint;

import io.readback.core.model.ProblemCode;
import io.readback.spi.target.BgpInstance;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/** Instances of one node that listen on one port. */
final class ListenPortTwice implements LintRule {
  @Override
  public void check(LintInput input, Findings findings) {
    Map<List<Object>, String> first = new HashMap<>();
    Set<List<Object>> told = new HashSet<>();
    for (PlannedPeer peer : input.peers()) {
      BgpInstance instance = peer.session().instance();
      OptionalInt port = instance.listenPort();
      if (port.isEmpty()) {
        continue;
      }
      String other = first.putIfAbsent(List.of(peer.node(), port.getAsInt()), instance.name());
      if (other != null
          && !other.equals(instance.name())
          && told.add(List.of(peer.object(), instance.name()))) {
        findings.add(
            ProblemCode.LISTEN_PORT_TWICE,
            peer.object(),
            ObjectRefs.origin(input.state(), peer.object()),
            "spec.bgpInstances[" + instance.name() + "].localPort",
            "instances "
                + other
                + " and "
                + instance.name()
                + " of node "
                + peer.node()
                + " both listen on port "
                + port.getAsInt(),
            "Give each its own localPort, or none");
      }
    }
  }
}
