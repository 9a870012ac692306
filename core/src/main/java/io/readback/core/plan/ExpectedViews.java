package io.readback.core.plan;

import io.readback.spi.net.IpAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The latest view of each router, shared by the plans of one planner. Safe for use by any number of
 * threads. Keeps at most {@link #LIMIT} views, forgetting the one that was not asked for longest.
 */
final class ExpectedViews {
  private static final int LIMIT = 256;

  private final LinkedHashMap<Set<IpAddress>, ExpectedView> views =
      new LinkedHashMap<>(16, 0.75f, true);
  private final LinkedHashMap<String, LinkView> links = new LinkedHashMap<>(16, 0.75f, true);

  synchronized ExpectedRoutes next(
      Set<IpAddress> router, Function<Optional<ExpectedView>, ExpectedView> derive) {
    ExpectedView next = derive.apply(Optional.ofNullable(views.get(router)));
    views.put(router, next);
    forget(views);
    return next.routes();
  }

  /** The next view of the link behind an interface. */
  synchronized ExpectedRoutes nextOnLink(
      String interfaceName, Function<Optional<LinkView>, LinkView> derive) {
    LinkView next = derive.apply(Optional.ofNullable(links.get(interfaceName)));
    links.put(interfaceName, next);
    forget(links);
    return next.routes();
  }

  private static <K, V> void forget(LinkedHashMap<K, V> of) {
    if (of.size() > LIMIT) {
      Map.Entry<K, V> eldest = of.entrySet().iterator().next();
      of.remove(eldest.getKey());
    }
  }
}
