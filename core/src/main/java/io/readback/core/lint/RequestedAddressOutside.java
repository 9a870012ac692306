package io.readback.core.lint;

import io.readback.core.allocate.CiliumService;
import io.readback.core.allocate.MetallbService;
import io.readback.core.allocate.ServiceAllocation;
import io.readback.core.model.ClusterState;
import io.readback.core.model.Dialect;
import io.readback.core.model.ProblemCode;
import io.readback.core.model.Service;
import io.readback.spi.net.IpAddress;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Services that ask for addresses which no pool of their dialect has. */
final class RequestedAddressOutside implements LintRule {
  @Override
  public void check(LintInput input, Findings findings) {
    for (Service service : input.loadBalancers()) {
      for (IpAddress address : outside(input, service)) {
        findings.add(
            ProblemCode.REQUESTED_ADDRESS_OUTSIDE,
            ObjectRefs.ref(service),
            service.origin(),
            "",
            "the Service asks for " + address + ", which is in no pool",
            "Ask for an address of a pool, or extend one");
      }
    }
  }

  /** What it asks for in vain; nothing where there are no pools, or nobody serves its class. */
  static List<IpAddress> outside(LintInput input, Service service) {
    ClusterState state = input.state();
    Optional<Dialect> served =
        input.allocations().get(service.ref()).map(ServiceAllocation::dialect);
    if (served.isEmpty()) {
      return List.of();
    }
    // where neither dialect serves it, an address of either would do
    boolean cilium = served.get() != Dialect.METALLB && !state.pools().isEmpty();
    boolean metallb = served.get() != Dialect.CILIUM && !state.metallb().pools().isEmpty();
    Set<IpAddress> asked = new LinkedHashSet<>();
    if (cilium) {
      asked.addAll(CiliumService.requestedAddresses(service));
    }
    if (metallb) {
      asked.addAll(MetallbService.requestedAddresses(service));
    }
    return asked.stream()
        .filter(address -> !(cilium && inCilium(state, address)))
        .filter(address -> !(metallb && inMetallb(state, address)))
        .toList();
  }

  private static boolean inCilium(ClusterState state, IpAddress address) {
    return state.pools().values().stream()
        .flatMap(pool -> pool.blocks().stream())
        .anyMatch(block -> block.contains(address));
  }

  private static boolean inMetallb(ClusterState state, IpAddress address) {
    return state.metallb().pools().values().stream()
        .flatMap(pool -> pool.blocks().stream())
        .anyMatch(block -> block.contains(address));
  }
}
