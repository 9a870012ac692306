package io.readback.core.diff;

import io.readback.core.allocate.AddressAllocator;
import io.readback.core.allocate.Allocations;
import io.readback.core.allocate.Vip;
import io.readback.core.model.ClusterChange;
import io.readback.core.model.ClusterState;
import io.readback.core.model.Problem;
import io.readback.core.model.Service;
import io.readback.core.model.ServiceRef;
import io.readback.core.plan.ClusterPlan;
import io.readback.core.plan.RoutePlanner;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Goes from state to state as an engine would, with the same allocator and planner, and does
 * nothing else. Not for concurrent use.
 */
public final class PlanTrial {
  private final AddressAllocator allocator;
  private final RoutePlanner planner;
  private ClusterState current = ClusterState.EMPTY;

  /**
   * @param held what Services hold before the first state, kept where it is legal
   */
  public PlanTrial(SortedMap<ServiceRef, List<Vip>> held, RoutePlanner.Options options) {
    this(held, Optional.empty(), options);
  }

  /**
   * @param held what Services hold before the first state, kept where it is legal
   * @param metallbClass the load balancer class that MetalLB's dialect serves, and it alone
   */
  public PlanTrial(
      SortedMap<ServiceRef, List<Vip>> held,
      Optional<String> metallbClass,
      RoutePlanner.Options options) {
    this.allocator = new AddressAllocator(held, metallbClass);
    this.planner = new RoutePlanner(options);
  }

  /**
   * Takes the next state, as an engine takes a change of its folder.
   *
   * @param problems what reading it found
   */
  public ClusterPicture take(ClusterState next, List<Problem> problems) {
    ClusterChange change = new ClusterChange(next, changed(current, next), true);
    current = next;
    Allocations allocations = allocator.allocate(change);
    ClusterPlan plan = planner.plan(change, allocations);
    return ClusterPicture.of(allocations, plan, problems);
  }

  private static SortedSet<ServiceRef> changed(ClusterState from, ClusterState to) {
    SortedSet<ServiceRef> changed = new TreeSet<>();
    for (Service service : to.services().values()) {
      if (!service.equals(from.services().get(service.ref()))
          || !from.slicesOf(service.ref()).equals(to.slicesOf(service.ref()))) {
        changed.add(service.ref());
      }
    }
    for (ServiceRef ref : from.services().keySet()) {
      if (!to.services().containsKey(ref)) {
        changed.add(ref);
      }
    }
    return changed;
  }
}
