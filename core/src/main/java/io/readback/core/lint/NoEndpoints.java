package io.readback.core.lint;

import io.readback.core.model.Endpoint;
import io.readback.core.model.ProblemCode;
import io.readback.core.model.Service;
import io.readback.core.model.TrafficPolicy;

/** Services with the policy Cluster that are announced without any endpoint. */
final class NoEndpoints implements LintRule {
  @Override
  public void check(LintInput input, Findings findings) {
    // manifests without any EndpointSlice do not show where pods run
    if (input.state().slices().isEmpty()) {
      return;
    }
    for (Service service : input.loadBalancers()) {
      boolean announced =
          input.allocations().get(service.ref()).stream()
              .flatMap(a -> a.vips().stream())
              .anyMatch(v -> input.plan().owners(v.ip().toPrefix()).contains(service.ref()));
      boolean active =
          input.state().slicesOf(service.ref()).values().stream()
              .flatMap(slice -> slice.endpoints().stream())
              .anyMatch(Endpoint::ready);
      if (announced && !active && service.externalTrafficPolicy() == TrafficPolicy.CLUSTER) {
        findings.add(
            ProblemCode.NO_ENDPOINTS,
            ObjectRefs.ref(service),
            service.origin(),
            "spec.selector",
            "the Service has no ready endpoint, and its address is announced all the same",
            "Start its pods or mend its selector; --enable-no-service-endpoints-routable=false"
                + " withdraws such addresses");
      }
    }
  }
}
