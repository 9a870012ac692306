package io.readback.spi.target;

import io.readback.spi.net.IpAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * In which order the members of a link stand in for each other, VIP by VIP: known to whoever
 * answers and to whoever foretells it, and the same on every machine. A fixed part of how a link
 * works, like the format of a message: agents of all versions on a link must share it.
 *
 * <p>Rendezvous hashing: each member has a score for each VIP, and the highest one wins, so that a
 * member that comes or goes moves only the VIPs it has or had. VIPs are put into a fixed number of
 * shards first, which bounds what must be known. Preference counts before the score. The rest of
 * the line are not the next scores but the winner's successors on the ring of members, so that a
 * node has to watch only its neighbours on the ring, however many there are.
 */
public final class LinkOrder {
  /** Into how many shards VIPs are put. */
  public static final int SHARDS = 256;

  private LinkOrder() {}

  /** The shard of a VIP, from 0. */
  public static int shard(IpAddress vip) {
    return (int) Long.remainderUnsigned(mix(vip.high() ^ mix(vip.low())), SHARDS);
  }

  /** Preference first, then an order that has nothing to do with names. */
  public static List<LinkMember> ring(Collection<LinkMember> members) {
    return members.stream()
        .sorted(
            Comparator.comparingInt(LinkMember::preference)
                .reversed()
                .thenComparingLong(m -> hash(m.node()))
                .thenComparing(LinkMember::node))
        .toList();
  }

  /**
   * Who answers for the VIPs of a shard, then who follows when those before are gone.
   *
   * @param ring made by {@link #ring}
   * @param length how many are named at most
   */
  public static List<String> line(List<LinkMember> ring, int shard, int length) {
    if (ring.isEmpty()) {
      return List.of();
    }
    int preferred = 0;
    while (preferred < ring.size()
        && ring.get(preferred).preference() == ring.get(0).preference()) {
      preferred++;
    }
    int first = 0;
    for (int i = 1; i < preferred; i++) {
      if (Long.compareUnsigned(score(ring.get(i), shard), score(ring.get(first), shard)) > 0) {
        first = i;
      }
    }
    List<String> out = new ArrayList<>(length);
    for (int i = 0; i < Math.min(length, ring.size()); i++) {
      // around among the preferred ones, then on to those that are preferred less
      int at = i < preferred ? (first + i) % preferred : i;
      out.add(ring.get(at).node());
    }
    return List.copyOf(out);
  }

  private static long score(LinkMember member, int shard) {
    return mix(hash(member.node()) + shard * 0x9e37_79b9_7f4a_7c15L);
  }

  /** FNV-1a over the name: the same on every machine. */
  private static long hash(String name) {
    long h = 0xcbf2_9ce4_8422_2325L;
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      h = (h ^ (b & 0xff)) * 0x0000_0100_0000_01b3L;
    }
    return mix(h);
  }

  /** Spreads all bits over all others (the finalizer of SplitMix64). */
  private static long mix(long z) {
    long a = (z ^ (z >>> 30)) * 0xbf58_476d_1ce4_e5b9L;
    long b = (a ^ (a >>> 27)) * 0x94d0_49bb_1331_11ebL;
    return b ^ (b >>> 31);
  }
}
