package io.readback.layer2.link;

import io.readback.spi.net.IpAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * When to say again that a VIP is here: at once, and then for some seconds, since a frame may be
 * lost and a switch may just be learning. Holds at most one entry for each VIP. Pure; times are
 * nanoseconds.
 */
final class AnnouncementSchedule {
  private static final long MS = 1_000_000;

  /** Pauses between one time and the next; what follows the last one is over. */
  private static final long[] PAUSES = {
    100 * MS, 400 * MS, 1000 * MS, 1100 * MS, 1100 * MS, 1100 * MS
  };

  private record Turn(int times, long at) {}

  private final Map<IpAddress, Turn> turns = new LinkedHashMap<>();

  /** Begins anew for a VIP. */
  void begin(IpAddress vip, long now) {
    turns.put(vip, new Turn(0, now));
  }

  void end(IpAddress vip) {
    turns.remove(vip);
  }

  /** At most {@code limit} VIPs whose time has come; their next time is set. */
  List<IpAddress> due(long now, int limit) {
    List<IpAddress> out = new ArrayList<>();
    for (Map.Entry<IpAddress, Turn> e : turns.entrySet()) {
      if (out.size() == limit) {
        break;
      }
      if (e.getValue().at() <= now) {
        out.add(e.getKey());
      }
    }
    for (IpAddress vip : out) {
      Turn turn = turns.remove(vip);
      if (turn != null && turn.times() < PAUSES.length) {
        turns.put(vip, new Turn(turn.times() + 1, now + PAUSES[turn.times()]));
      }
    }
    return out;
  }

  boolean isEmpty() {
    return turns.isEmpty();
  }
}
