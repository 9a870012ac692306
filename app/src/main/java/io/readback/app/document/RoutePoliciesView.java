package io.readback.app.document;

import io.readback.core.plan.RoutePolicy;
import java.util.List;
import java.util.Locale;

/** {@code bgp route-policies}. */
final class RoutePoliciesView {
  private RoutePoliciesView() {}

  static List<RoutePolicyRow> of(List<RoutePolicy> policies) {
    return policies.stream()
        .map(
            p ->
                new RoutePolicyRow(
                    p.instance(),
                    p.name(),
                    p.direction().name().toLowerCase(Locale.ROOT),
                    p.peers().stream().map(Object::toString).toList(),
                    p.families().stream()
                        .map(f -> f.name().toLowerCase(Locale.ROOT) + "/unicast")
                        .toList(),
                    p.prefixes().stream().map(Object::toString).toList(),
                    p.action().name().toLowerCase(Locale.ROOT),
                    p.pathActions()))
        .toList();
  }
}
