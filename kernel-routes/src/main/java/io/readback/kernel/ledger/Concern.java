package io.readback.kernel.ledger;

import io.readback.linux.route.KernelRoute;
import io.readback.spi.net.PrefixMap;
import java.util.List;
import java.util.Set;

/**
 * Which routes of the kernel are of concern: ours, and what is in a place that we want. Immutable,
 * for a thread that goes through all events.
 */
public record Concern(Set<Integer> protocols, List<Place> places) {
  public static final Concern NONE = new Concern(Set.of(), List.of());

  /** Keys of one table, metric and family. */
  public record Place(int table, int metric, PrefixMap<?> prefixes) {}

  public Concern {
    protocols = Set.copyOf(protocols);
    places = List.copyOf(places);
  }

  public boolean isOf(KernelRoute route) {
    if (protocols.contains(route.protocol())) {
      return true;
    }
    for (Place p : places) {
      if (p.table() == route.key().table()
          && p.metric() == route.key().metric()
          && p.prefixes().containsKey(route.key().prefix())) {
        return true;
      }
    }
    return false;
  }
}
