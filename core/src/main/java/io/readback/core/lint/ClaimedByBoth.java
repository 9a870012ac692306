package io.readback.core.lint;

import io.readback.core.allocate.Condition;
import io.readback.core.allocate.ServiceAllocation;
import io.readback.core.model.Problem.Severity;
import io.readback.core.model.ProblemCode;
import io.readback.core.model.Service;
import java.util.Optional;

/** Services that pools of both dialects could serve. */
final class ClaimedByBoth implements LintRule {
  @Override
  public void check(LintInput input, Findings findings) {
    for (Service service : input.loadBalancers()) {
      Optional<Condition> claimed =
          input.allocations().get(service.ref()).flatMap(ServiceAllocation::claimedByBoth);
      claimed.ifPresent(
          condition ->
              findings.add(
                  ProblemCode.TWO_DIALECTS,
                  // one that goes on with the address it has loses nothing
                  condition.status() == Condition.Status.TRUE ? Severity.NOTICE : Severity.WARNING,
                  ObjectRefs.ref(service),
                  service.origin(),
                  "",
                  condition.message(),
                  "Annotate it with readback.io/dialect: cilium or metallb"));
    }
  }
}
