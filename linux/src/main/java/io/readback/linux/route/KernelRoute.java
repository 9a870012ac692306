package io.readback.linux.route;

import java.util.List;

/**
 * A route as it stands in the kernel, or should.
 *
 * @param protocol the number of who made it
 * @param nexthopId the nexthop object it leads by; 0: its own hops
 * @param hops in a fixed order; with a nexthop object what the kernel showed of it, for reading
 *     only
 * @param dead whether no hop can be used now
 */
public record KernelRoute(
    RouteKey key, int protocol, RouteType type, int nexthopId, List<RouteHop> hops, boolean dead) {
  public KernelRoute {
    // most have one: a million routes are read and written without a sort each
    hops = hops.size() < 2 ? List.copyOf(hops) : hops.stream().sorted(RouteHop.ORDER).toList();
  }

  public KernelRoute(RouteKey key, int protocol, RouteType type, List<RouteHop> hops) {
    this(key, protocol, type, 0, hops, false);
  }

  /** A route by a nexthop object. */
  public static KernelRoute by(int nexthopId, RouteKey key, int protocol) {
    return new KernelRoute(key, protocol, RouteType.UNICAST, nexthopId, List.of(), false);
  }
}
