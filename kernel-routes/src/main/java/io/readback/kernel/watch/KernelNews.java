package io.readback.kernel.watch;

import io.readback.linux.route.KernelRoute;
import java.util.List;

/**
 * What happened in the kernel since it was last asked.
 *
 * @param routes changes of routes, in their order
 * @param resync whether only a look at everything tells: events were lost, or interfaces, addresses
 *     or nexthop objects changed, which takes routes away without a word
 */
public record KernelNews(List<Change> routes, boolean resync) {
  public KernelNews {
    routes = List.copyOf(routes);
  }

  /** A route that somebody else made or deleted. */
  public record Change(KernelRoute route, boolean deleted) {}
}
