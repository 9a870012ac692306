package io.readback.kernel.ledger;

import io.readback.linux.route.Nexthop;
import java.util.HashSet;
import java.util.Set;

/**
 * The numbers of our nexthop objects: from 0x50000000 on, 2^20 for each protocol number, so that
 * two agents on a host never take each other's. What others have taken of them is left to them.
 */
public final class NexthopIds {
  private static final int BASE = 0x5000_0000;
  private static final int BITS = 20;

  private final Set<Integer> taken = new HashSet<>();

  /** Whether an object is ours: by its protocol and its number. */
  public static boolean isOurs(Nexthop nexthop) {
    return nexthop.id() >>> BITS == first(nexthop.protocol()) >>> BITS;
  }

  /** The first number of a protocol's. */
  public static int first(int protocol) {
    return BASE + (protocol << BITS);
  }

  void clear() {
    taken.clear();
  }

  void take(int id) {
    taken.add(id);
  }

  void free(int id) {
    taken.remove(id);
  }

  /** A number that nobody has, and takes it. */
  int next(int protocol) {
    int id = first(protocol) + 1;
    while (!taken.add(id)) {
      id++;
    }
    return id;
  }
}
