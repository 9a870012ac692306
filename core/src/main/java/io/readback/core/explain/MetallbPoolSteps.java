package io.readback.core.explain;

import io.readback.core.allocate.Allocations;
import io.readback.core.allocate.Condition;
import io.readback.core.allocate.MetallbService;
import io.readback.core.allocate.PoolUsage;
import io.readback.core.model.Dialect;
import io.readback.core.model.MetallbPool;
import io.readback.core.model.MetallbPool.Pinning;
import io.readback.core.model.ObjectRef;
import io.readback.core.model.Service;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** The step pool for a Service of MetalLB's dialect. */
final class MetallbPoolSteps {
  private final Known known;
  private final Chain chain;

  MetallbPoolSteps(Known known, Chain chain) {
    this.known = known;
    this.chain = chain;
  }

  void failed(Service service, Condition condition) {
    Collection<MetallbPool> pools = known.input().cluster().metallb().pools().values();
    chain.failed(
        "pool",
        pools.isEmpty()
            ? "no pool"
            : pools.stream().map(MetallbPool::name).collect(Collectors.joining(", ")),
        condition.message()
            + (pools.isEmpty()
                ? ""
                : ": "
                    + pools.stream()
                        .map(p -> p.name() + " has " + describe(p))
                        .collect(Collectors.joining("; "))),
        remedy(service, condition));
  }

  private static String remedy(Service service, Condition condition) {
    if (condition.reason().equals("LoadBalancerFailed")) {
      return "ask for the address in one place: the annotation "
          + MetallbService.PREFIX
          + MetallbService.ADDRESSES
          + ", or spec.loadBalancerIP";
    }
    if (condition.reason().equals("AdditionalAssignFailed")) {
      return "add addresses of the missing family to the pool; a Service does not change pools for"
          + " it";
    }
    if (MetallbService.asks(service, MetallbService.ADDRESSES)
        || service.loadBalancerIp().isPresent()) {
      return "ask for another address, or let the Services share it: the same "
          + MetallbService.PREFIX
          + MetallbService.SHARING_KEY
          + " on each and different ports";
    }
    if (MetallbService.asks(service, MetallbService.POOL)) {
      return "ask for a pool that exists, has free addresses and is meant for the Service";
    }
    return "add addresses to an IPAddressPool that is for the Service (spec.autoAssign,"
        + " spec.serviceAllocation), or delete a Service that holds one";
  }

  String describe(String name) {
    MetallbPool pool = known.input().cluster().metallb().pools().get(name);
    return pool == null ? "the pool is gone" : describe(pool);
  }

  private String describe(MetallbPool pool) {
    Allocations allocations = known.input().allocations();
    List<String> parts = new ArrayList<>();
    parts.add(pool.blocks().stream().map(Object::toString).collect(Collectors.joining(", ")));
    allocations.pools().values().stream()
        .filter(u -> u.dialect() == Dialect.METALLB && u.name().equals(pool.name()))
        .forEach(usage -> parts.add(used(usage)));
    if (!pool.autoAssign()) {
      parts.add("only for those that ask for it");
    }
    pool.pinning().map(MetallbPoolSteps::pinning).filter(p -> !p.isEmpty()).ifPresent(parts::add);
    return String.join("; ", parts)
        + " "
        + Known.place(pool.origin())
        + known.problems(new ObjectRef("IPAddressPool", pool.namespace(), pool.name()));
  }

  private static String used(PoolUsage usage) {
    return usage.used()
        + " of "
        + usage.total()
        + " used"
        + usage.conditions().stream()
            .map(c -> ", in conflict: " + c.message())
            .collect(Collectors.joining());
  }

  private static String pinning(Pinning pinning) {
    List<String> parts = new ArrayList<>();
    if (!pinning.namespaces().isEmpty()) {
      parts.add("namespaces " + String.join(", ", pinning.namespaces()));
    }
    pinning.namespaceSelectors().forEach(s -> parts.add("namespaces with " + s));
    pinning.serviceSelectors().forEach(s -> parts.add("Services with " + s));
    return parts.isEmpty() ? "" : "for " + String.join("; for ", parts);
  }
}
