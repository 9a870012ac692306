package io.readback.kernel.ledger;

import io.readback.linux.route.KernelRoute;
import io.readback.linux.route.RouteKey;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The routes of ours that the kernel is known to have, and how many lead by which group. */
final class HeldRoutes {
  private Map<RouteKey, KernelRoute> routes = new HashMap<>();
  private final Map<Integer, Integer> users = new HashMap<>();

  @Nullable KernelRoute get(RouteKey key) {
    return routes.get(key);
  }

  boolean has(RouteKey key) {
    return routes.containsKey(key);
  }

  void put(KernelRoute route) {
    count(routes.put(route.key(), route), -1);
    count(route, 1);
  }

  void remove(RouteKey key) {
    count(routes.remove(key), -1);
  }

  /** Takes what the kernel has now in place of all that was known. */
  void replaceAll(List<KernelRoute> now) {
    users.clear();
    routes = new HashMap<>(now.size() * 2);
    now.forEach(this::put);
  }

  private void count(@Nullable KernelRoute route, int change) {
    if (route != null && route.nexthopId() != 0) {
      users.merge(route.nexthopId(), change, (a, b) -> a + b == 0 ? null : a + b);
    }
  }

  /** How many routes of ours lead by a group. */
  int usersOf(int group) {
    return users.getOrDefault(group, 0);
  }

  /** Whether any route leads by a group. */
  boolean anyGrouped() {
    return !users.isEmpty();
  }

  Set<RouteKey> keys() {
    return routes.keySet();
  }

  Collection<KernelRoute> all() {
    return routes.values();
  }

  int size() {
    return routes.size();
  }
}
