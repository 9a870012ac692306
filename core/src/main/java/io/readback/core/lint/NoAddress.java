package io.readback.core.lint;

import io.readback.core.allocate.Condition;
import io.readback.core.allocate.MetallbService;
import io.readback.core.allocate.ServiceAllocation;
import io.readback.core.model.Dialect;
import io.readback.core.model.ProblemCode;
import io.readback.core.model.Service;
import java.util.List;
import java.util.Optional;

/** Services that the allocator does not satisfy. */
final class NoAddress implements LintRule {
  @Override
  public void check(LintInput input, Findings findings) {
    boolean usable = MetallbUnusable.anyUsable(input);
    for (Service service : input.loadBalancers()) {
      if (saidOtherwise(input, service, usable)) {
        continue;
      }
      Optional<Condition> refused =
          input.allocations().get(service.ref()).stream()
              .map(ServiceAllocation::conditions)
              .flatMap(List::stream)
              .filter(c -> c.status() == Condition.Status.FALSE)
              .findFirst();
      refused.ifPresent(
          condition ->
              findings.add(
                  ProblemCode.NO_ADDRESS,
                  ObjectRefs.ref(service),
                  service.origin(),
                  "",
                  "the Service "
                      + (input.allocations().get(service.ref()).orElseThrow().vips().isEmpty()
                          ? "gets no address: "
                          : "does not get all it asks for: ")
                      + condition.reason()
                      + (condition.message().isEmpty() ? "" : ", " + condition.message()),
                  "Make a pool that serves it, with a free address of its family"));
    }
  }

  /**
   * Whether another finding has the reason.
   *
   * @param usable whether there is any pool of MetalLB's that is not reported as unusable
   */
  private static boolean saidOtherwise(LintInput input, Service service, boolean usable) {
    String pool = MetallbService.annotation(service, MetallbService.POOL);
    boolean unknownPool = !pool.isEmpty() && !input.state().metallb().pools().containsKey(pool);
    boolean badAnnotation =
        service.annotations().values().entrySet().stream()
            .anyMatch(e -> MetallbService.fault(e.getKey(), e.getValue()).isPresent());
    Optional<ServiceAllocation> allocation = input.allocations().get(service.ref());
    boolean metallb = allocation.filter(a -> a.dialect() == Dialect.METALLB).isPresent();
    return !RequestedAddressOutside.outside(input, service).isEmpty()
        || allocation.flatMap(ServiceAllocation::claimedByBoth).isPresent()
        || metallb && (unknownPool || badAnnotation || !usable);
  }
}
