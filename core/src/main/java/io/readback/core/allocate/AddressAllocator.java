package io.readback.core.allocate;

import io.readback.core.model.ClusterChange;
import io.readback.core.model.ServiceRef;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Gives VIPs to LoadBalancer Services. Follows the cluster change by change: the cost of a changed
 * Service does not grow with the number of Services.
 *
 * <p>Knows no clock and does no I/O. Not safe for concurrent use; what it returns is immutable.
 * Call it only with states of synced sources: what is absent is taken as removed.
 */
public final class AddressAllocator {
  private final SortedMap<ServiceRef, List<Vip>> remembered;
  private Allocations current = Allocations.EMPTY;

  /**
   * @param remembered assignments of an earlier run, kept where they are still legal
   */
  public AddressAllocator(SortedMap<ServiceRef, List<Vip>> remembered) {
    this.remembered = new TreeMap<>(remembered);
  }

  /** Takes the cluster's next state and answers who holds what in it. */
  public Allocations allocate(ClusterChange change) {
    remembered.keySet().retainAll(change.state().services().keySet());
    return current;
  }
}
