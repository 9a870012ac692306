package io.readback.core.lint;

import io.readback.core.allocate.CiliumService;
import io.readback.core.allocate.Condition;
import io.readback.core.allocate.ServiceAllocation;
import io.readback.core.model.AddressPool;
import io.readback.core.model.ProblemCode;
import io.readback.core.model.Service;
import java.util.List;
import java.util.Optional;

/** Services that the allocator does not satisfy. */
final class NoAddress implements LintRule {
  @Override
  public void check(LintInput input, Findings findings) {
    List<AddressPool> pools = List.copyOf(input.state().pools().values());
    for (Service service : input.loadBalancers()) {
      boolean outside =
          CiliumService.requestedAddresses(service).stream()
              .anyMatch(a -> RequestedAddressOutside.isOutside(a, pools));
      if (outside) {
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
}
