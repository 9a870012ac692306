package io.readback.core.allocate;

import io.readback.core.allocate.Owners.Owner;
import io.readback.core.model.ClusterChange;
import io.readback.core.model.ClusterState;
import io.readback.core.model.Dialect;
import io.readback.core.model.Service;
import io.readback.core.model.ServiceRef;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/**
 * Gives VIPs to LoadBalancer Services, each by the rules of the dialect it belongs to, see {@link
 * ServiceAllocation#dialect()}. Follows the cluster change by change: the cost of a changed Service
 * does not grow with the number of Services, except that those which wait for an address are asked
 * again when one may have become free.
 *
 * <p>The outcome depends on what is held and asked, never on the order in which objects arrived.
 * Knows no clock and does no I/O. Not safe for concurrent use; what it returns is immutable. Call
 * it only with states of synced sources: what is absent is taken as removed.
 */
public final class AddressAllocator {
  private final Map<ServiceRef, List<Vip>> remembered;
  private final Optional<String> metallbClass;
  private final CiliumAllocator cilium;
  private final MetallbAllocator metallb;
  private ClusterState last = ClusterState.EMPTY;
  private PoolOverlaps overlaps = PoolOverlaps.NONE;
  private Allocations current = Allocations.EMPTY;

  /** As with the other constructor, where MetalLB's dialect serves Services without a class. */
  public AddressAllocator(SortedMap<ServiceRef, List<Vip>> remembered) {
    this(remembered, Optional.empty());
  }

  /**
   * @param remembered assignments of an earlier run, kept where they are still legal
   * @param metallbClass the load balancer class that MetalLB's dialect serves, and it alone
   */
  public AddressAllocator(
      SortedMap<ServiceRef, List<Vip>> remembered, Optional<String> metallbClass) {
    this.remembered = new HashMap<>(remembered);
    this.metallbClass = metallbClass;
    cilium = new CiliumAllocator(this.remembered);
    metallb = new MetallbAllocator(this.remembered);
  }

  /** Takes the cluster's next state and answers who holds what in it. */
  public Allocations allocate(ClusterChange change) {
    ClusterState state = change.state();
    boolean poolsChanged =
        state.pools() != last.pools()
            || state.metallb().pools() != last.metallb().pools()
            || state.namespaces() != last.namespaces();
    if (poolsChanged) {
      overlaps = PoolOverlaps.of(state);
    }
    Ownership ownership = new Ownership(state, current, remembered, metallbClass);
    Owners owners = new Owners(ownership::of);
    Set<ServiceRef> touched = new HashSet<>(change.services());
    if (poolsChanged && mayMoveOwners(state)) {
      touched.addAll(state.services().keySet());
    }
    AllocationsEdit edit = new AllocationsEdit(current, owners::note);
    List<ServiceRef> decided = new ArrayList<>();
    for (ServiceRef ref : touched) {
      Service service = state.services().get(ref);
      if (service != null) {
        decided.add(ref);
        handOver(ref, owners.decide(service), edit);
      }
    }
    cilium.allocate(state, overlaps, touched, owners, edit);
    metallb.allocate(state, overlaps, touched, owners, edit);
    decided.forEach(ref -> sayOwner(ref, owners, state, edit));
    touched.stream().filter(ref -> !state.services().containsKey(ref)).forEach(edit::remove);
    List<PoolUsage> usages = new ArrayList<>(cilium.usages());
    usages.addAll(metallb.usages());
    edit.pools(usages);
    last = state;
    current = edit.build();
    return current;
  }

  /** Where pools of both dialects are there, or the first or last pool of one comes or goes. */
  private boolean mayMoveOwners(ClusterState state) {
    return Ownership.isShared(state, metallbClass)
        || state.pools().isEmpty() != last.pools().isEmpty()
        || state.metallb().pools().isEmpty() != last.metallb().pools().isEmpty();
  }

  /** A Service that goes to another dialect takes its address along, if it is legal there. */
  private void handOver(ServiceRef ref, Owner owner, AllocationsEdit edit) {
    Optional<ServiceAllocation> present = current.get(ref);
    if (present.isEmpty()
        || owner.dialect().equals(Optional.of(present.get().dialect()))
        || present.get().dialect() == Dialect.READBACK) {
      return;
    }
    if (owner.dialect().isPresent() && !present.get().vips().isEmpty()) {
      remembered.put(ref, present.get().vips());
    }
    (present.get().dialect() == Dialect.CILIUM ? cilium : metallb).drop(ref, edit);
  }

  /** Says why nobody serves a Service, or that another dialect claims it as well. */
  private static void sayOwner(
      ServiceRef ref, Owners owners, ClusterState state, AllocationsEdit edit) {
    Service service = state.services().get(ref);
    Owner owner = service == null ? Owner.NOBODY : owners.decide(service);
    if (owner.dialect().isPresent()) {
      edit.renote(ref);
    } else if (owner.note().isPresent()) {
      edit.put(new ServiceAllocation(ref, Dialect.READBACK, List.of(), List.of()));
    } else {
      edit.remove(ref);
    }
  }
}
