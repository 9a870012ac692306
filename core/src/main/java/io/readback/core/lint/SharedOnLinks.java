package io.readback.core.lint;

import io.readback.core.allocate.MetallbService;
import io.readback.core.model.MetallbL2Advertisement;
import io.readback.core.model.ProblemCode;
import io.readback.core.model.Service;

/** Services that share an address, selected by an L2Advertisement that selects Services. */
final class SharedOnLinks implements LintRule {
  @Override
  public void check(LintInput input, Findings findings) {
    for (MetallbL2Advertisement advertisement :
        input.state().metallb().l2Advertisements().values()) {
      for (Service service : input.loadBalancers()) {
        boolean selected =
            advertisement.serviceSelectors().stream().anyMatch(s -> s.matches(service.labels()));
        if (selected && MetallbService.shares(service)) {
          findings.add(
              ProblemCode.LINK_SHARED_ADDRESS,
              ObjectRefs.ref(advertisement),
              advertisement.origin(),
              "spec.serviceSelectors",
              "Service "
                  + service.ref()
                  + " shares its address (allow-shared-ip), so this advertisement, which selects"
                  + " Services, does not make it known",
              "Select by ipAddressPools instead, or do not share");
        }
      }
    }
  }
}
