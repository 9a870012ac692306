package io.readback.kernel.ledger;

import io.readback.linux.LinuxException;
import io.readback.linux.netlink.BatchResult;
import io.readback.linux.netlink.NlRequest;
import io.readback.linux.route.KernelRoute;
import io.readback.linux.route.Nexthop;
import io.readback.linux.route.RouteKey;
import io.readback.spi.net.IpAddress;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The kernel, as the ledger needs it. */
public interface KernelAccess {
  /** Has these done in their order. */
  BatchResult execute(List<? extends NlRequest> requests) throws LinuxException;

  /** All routes that these protocols made, in all tables. */
  List<KernelRoute> routesOf(Set<Integer> protocols) throws LinuxException;

  /** All routes of these keys, whosever they are. */
  List<KernelRoute> routesAt(Collection<RouteKey> keys) throws LinuxException;

  /** The indexes of all interfaces by name. */
  Map<String, Integer> interfaces() throws LinuxException;

  /** All nexthop objects, whosever they are; none where the kernel knows no such thing. */
  List<Nexthop> nexthops() throws LinuxException;

  /** Those of these nexthop objects by which a route leads, whosever it is. */
  Set<Integer> leadingRoutes(Set<Integer> nexthops) throws LinuxException;

  /** The index of the interface that an address is on; 0 where it is on none. */
  int interfaceTo(IpAddress gateway) throws LinuxException;
}
