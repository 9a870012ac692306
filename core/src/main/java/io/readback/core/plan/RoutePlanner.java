package io.readback.core.plan;

import io.readback.core.allocate.Allocations;
import io.readback.core.model.ClusterChange;

/**
 * Plans the routes of all nodes. Follows the cluster change by change: a changed Service costs its
 * own routes only; changed configuration costs a full pass, whose result shares with the one before
 * whatever is equal.
 *
 * <p>Knows no clock and does no I/O. Not safe for concurrent use; what it returns is immutable.
 */
public final class RoutePlanner {
  private final Options options;
  private ClusterPlan current = ClusterPlan.EMPTY;

  /**
   * How to plan.
   *
   * @param noEndpointsRoutable announce Services with the traffic policy Cluster even where they
   *     have no endpoint at all
   */
  public record Options(boolean noEndpointsRoutable) {
    /** Cilium's defaults: Services without endpoints are routable. */
    public static final Options DEFAULT = new Options(true);
  }

  public RoutePlanner(Options options) {
    this.options = options;
  }

  public Options options() {
    return options;
  }

  /** Takes the cluster's next state with the VIPs allocated in it. */
  public ClusterPlan plan(ClusterChange change, Allocations allocations) {
    return current;
  }
}
