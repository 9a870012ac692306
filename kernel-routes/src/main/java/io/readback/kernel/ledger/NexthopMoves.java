package io.readback.kernel.ledger;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Which nexthop sets the routes of a pass want, and by which groups they lead so far. */
final class NexthopMoves {
  private final Map<NexthopSet, Map<Integer, Integer>> wanted = new LinkedHashMap<>();
  private final Map<Integer, Integer> deleted = new HashMap<>();

  /**
   * @param from the group by which the route leads now; 0: none
   */
  void wants(NexthopSet set, int from) {
    wanted.computeIfAbsent(set, s -> new HashMap<>()).merge(from, 1, Integer::sum);
  }

  /** A route by this group goes. */
  void deletes(int from) {
    if (from != 0) {
      deleted.merge(from, 1, Integer::sum);
    }
  }

  /** The sets that some route wants, in the order of their first one. */
  Iterable<NexthopSet> sets() {
    return wanted.keySet();
  }

  /** The groups from which routes go over to a set, with how many. */
  Map<Integer, Integer> sourcesOf(NexthopSet set) {
    return wanted.getOrDefault(set, Map.of());
  }

  int deletedFrom(int group) {
    return deleted.getOrDefault(group, 0);
  }
}
