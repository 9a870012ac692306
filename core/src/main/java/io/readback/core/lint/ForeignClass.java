package io.readback.core.lint;

import io.readback.core.allocate.CiliumService;
import io.readback.core.manifest.NearestName;
import io.readback.core.model.Problem.Severity;
import io.readback.core.model.ProblemCode;
import io.readback.core.model.Service;
import java.util.List;
import java.util.Optional;

/** Services of a class that nobody here serves. */
final class ForeignClass implements LintRule {
  @Override
  public void check(LintInput input, Findings findings) {
    for (Service service : input.loadBalancers()) {
      if (CiliumService.servesClass(service)) {
        continue;
      }
      String name = service.loadBalancerClass().orElse("");
      Optional<String> meant =
          NearestName.of(name, List.of(CiliumService.BGP_CLASS, CiliumService.L2_CLASS));
      findings.add(
          ProblemCode.FOREIGN_CLASS,
          meant.isPresent() ? Severity.WARNING : Severity.NOTICE,
          ObjectRefs.ref(service),
          service.origin(),
          "spec.loadBalancerClass",
          "nobody here serves the class '" + name + "', so the Service gets no address",
          meant
              .map(m -> "Did you mean " + m + "?")
              .orElse("Leave it to the class's own controller, or remove the class"));
    }
  }
}
