package io.readback.kernel.ledger;

import io.readback.linux.route.RouteHop;
import java.util.List;

/** What the next hops of a path are in the kernel. */
sealed interface PathForm {
  /** Each route has its own. */
  record Hops(List<RouteHop> hops) implements PathForm {}

  /** Routes share a group. */
  record Grouped(NexthopSet set) implements PathForm {}

  /**
   * There can be no route.
   *
   * @param lasting whether only a new target can change it
   */
  record Impossible(String reason, boolean lasting) implements PathForm {}
}
