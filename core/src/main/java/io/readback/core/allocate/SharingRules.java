package io.readback.core.allocate;

import io.readback.core.model.ServicePort;
import io.readback.core.model.TrafficPolicy;
import java.util.Optional;

/** When two Services may hold one address. */
final class SharingRules {
  private static final String ANY_NAMESPACE = "*";

  private SharingRules() {}

  /** Why they may not, in Cilium's words; empty when they may. */
  static Optional<String> refusal(ServiceRequest a, ServiceRequest b) {
    if (a.sharingKey().isEmpty() || !a.sharingKey().equals(b.sharingKey())) {
      return Optional.of("different sharing key");
    }
    if (!permits(a, b) || !permits(b, a)) {
      return Optional.of("different and not permitted namespace");
    }
    for (ServicePort p : a.ports()) {
      for (ServicePort q : b.ports()) {
        if (p.port() == q.port() && p.protocol().equals(q.protocol())) {
          return Optional.of("same port and protocol");
        }
      }
    }
    if (a.trafficPolicy() != b.trafficPolicy()) {
      return Optional.of("different ExternalTrafficPolicy");
    }
    if (a.trafficPolicy() == TrafficPolicy.LOCAL) {
      // Endpoints of the two must be on the same nodes, which only equal selectors guarantee.
      if (a.podSelector().values().isEmpty() || !a.podSelector().equals(b.podSelector())) {
        return Optional.of(
            "compatible ExternalTrafficPolicy local but selecting different set of pods");
      }
    }
    return Optional.empty();
  }

  private static boolean permits(ServiceRequest a, ServiceRequest b) {
    return a.ref().namespace().equals(b.ref().namespace())
        || a.sharingNamespaces().contains(b.ref().namespace())
        || a.sharingNamespaces().contains(ANY_NAMESPACE);
  }
}
