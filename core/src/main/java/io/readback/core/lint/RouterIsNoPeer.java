package io.readback.core.lint;

import io.readback.core.model.ProblemCode;
import io.readback.core.model.RouterConfig;
import io.readback.spi.net.IpAddress;
import java.util.SortedSet;
import java.util.TreeSet;

/** Routers that no session leads to. */
final class RouterIsNoPeer implements LintRule {
  @Override
  public void check(LintInput input, Findings findings) {
    SortedSet<IpAddress> peers = new TreeSet<>();
    input.peers().forEach(p -> peers.add(p.session().peerAddress()));
    if (peers.isEmpty()) {
      return;
    }
    for (RouterConfig router : input.state().routers().values()) {
      if (!router.isLink() && router.addresses().stream().noneMatch(peers::contains)) {
        findings.add(
            ProblemCode.ROUTER_IS_NO_PEER,
            ObjectRefs.ref(router),
            router.origin(),
            "spec.address",
            "no session leads to "
                + String.join(", ", router.addresses().stream().map(Object::toString).toList())
                + ", so nothing is verified at this router; peers are "
                + String.join(", ", peers.stream().limit(5).map(Object::toString).toList()),
            "Use the peerAddress by which the sessions know it");
      }
    }
  }
}
