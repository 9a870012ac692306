package io.readback.core.lint;

import io.readback.core.allocate.AddressAllocator;
import io.readback.core.allocate.Allocations;
import io.readback.core.model.ClusterChange;
import io.readback.core.model.ClusterState;
import io.readback.core.model.Service;
import io.readback.core.plan.ClusterPlan;
import io.readback.core.plan.RoutePlanner;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What rules look at: the manifests, and what the allocator and the planner make of them.
 *
 * @param loadBalancers Services of type LoadBalancer, by name
 */
record LintInput(
    ClusterState state,
    Allocations allocations,
    ClusterPlan plan,
    List<PlannedPeer> peers,
    List<Service> loadBalancers) {
  LintInput {
    peers = List.copyOf(peers);
    loadBalancers = List.copyOf(loadBalancers);
  }

  static LintInput of(ClusterState state, RoutePlanner.Options options) {
    ClusterChange all = new ClusterChange(state, new TreeSet<>(state.services().keySet()), true);
    Allocations allocations = new AddressAllocator(new TreeMap<>()).allocate(all);
    ClusterPlan plan = new RoutePlanner(options).plan(all, allocations);
    List<Service> loadBalancers =
        state.services().values().stream()
            .filter(Service::isLoadBalancer)
            .sorted(Comparator.comparing(Service::ref))
            .toList();
    return new LintInput(state, allocations, plan, PlannedPeer.all(state, plan), loadBalancers);
  }
}
