package io.readback.core.allocate;

import io.readback.core.model.ServiceRef;
import io.readback.core.scenario.ClusterDraft;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A cluster with an allocator that follows it; answers are short texts. */
final class AllocationScenario {
  final ClusterDraft cluster = new ClusterDraft();
  private AddressAllocator allocator = new AddressAllocator(new TreeMap<>());
  Allocations last = Allocations.EMPTY;

  /** Takes what changed in the cluster. */
  AllocationScenario apply() {
    last = allocator.allocate(cluster.step());
    return this;
  }

  /** A new allocator that remembers what the old one gave. */
  AllocationScenario restart() {
    return restart(last.assignments());
  }

  /** From here on with a load balancer class for MetalLB's dialect. */
  AllocationScenario metallbClass(String name) {
    allocator = new AddressAllocator(new TreeMap<>(), Optional.of(name));
    return this;
  }

  AllocationScenario restart(SortedMap<ServiceRef, List<Vip>> remembered) {
    allocator = new AddressAllocator(remembered);
    last = allocator.allocate(cluster.fresh());
    return this;
  }

  /** {@code 10.0.0.1 10.0.0.2}; empty without any; {@code none} where nothing is said at all. */
  String vips(String service) {
    return last.get(ServiceRef.parse(service))
        .map(a -> a.vips().stream().map(v -> v.ip().toString()).collect(Collectors.joining(" ")))
        .orElse("none");
  }

  /** {@code True satisfied}; empty without a condition. */
  String condition(String service) {
    return last.get(ServiceRef.parse(service))
        .flatMap(a -> a.conditions().stream().findFirst())
        .map(c -> c.status() + " " + c.reason())
        .orElse("");
  }

  /** The dialect that serves a Service. */
  String dialect(String service) {
    return last.get(ServiceRef.parse(service)).map(a -> a.dialect().toString()).orElse("none");
  }

  /** The pools of its VIPs. */
  String pools(String service) {
    return last.get(ServiceRef.parse(service)).orElseThrow().vips().stream()
        .map(Vip::pool)
        .distinct()
        .collect(Collectors.joining(" "));
  }

  String message(String service) {
    return last.get(ServiceRef.parse(service)).orElseThrow().conditions().get(0).message();
  }

  /** {@code total/used/available} */
  String usage(String pool) {
    PoolUsage usage = last.pools().get(pool);
    return usage == null ? "none" : usage.total() + "/" + usage.used() + "/" + usage.available();
  }

  /** {@code True cidr_overlap} */
  String conflict(String pool) {
    Condition c = last.pools().get(pool).conditions().get(0);
    return c.status() + " " + c.reason();
  }
}
