package io.readback.layer2.own;

import io.readback.spi.net.IpAddress;
import io.readback.spi.target.LinkMember;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Rendezvous hashing: each node has a score for each VIP, and the highest one wins, so that a node
 * that comes or goes moves only the VIPs it has or had. VIPs are put into a fixed number of shards
 * first, which bounds what must be known. Preference counts before the score.
 *
 * <p>The rest of the line are not the next scores but the winner's successors on the ring of
 * candidates, so that a node has to watch only its neighbours on the ring, however many nodes there
 * are. Not safe for concurrent use.
 */
public final class RendezvousOwnership implements VipOwnership {
  /** Into how many shards VIPs are put. */
  public static final int SHARDS = 256;

  /** How many kinds of candidates are remembered before all are forgotten. */
  private static final int MAX_REMEMBERED = 1024;

  private final int length;
  private final Map<Candidates, List<List<String>>> lines = new HashMap<>();

  /**
   * @param backups how many nodes stand behind the first one, 0 or more
   */
  public RendezvousOwnership(int backups) {
    if (backups < 0) {
      throw new IllegalArgumentException("backups must be 0 or more but was " + backups);
    }
    length = backups + 1;
  }

  @Override
  public List<String> line(IpAddress vip, Candidates candidates) {
    List<List<String>> shards = lines.get(candidates);
    if (shards == null) {
      if (lines.size() >= MAX_REMEMBERED) {
        lines.clear();
      }
      shards = shards(candidates);
      lines.put(candidates, shards);
    }
    return shards.get((int) Long.remainderUnsigned(mix(vip.high() ^ mix(vip.low())), SHARDS));
  }

  private List<List<String>> shards(Candidates candidates) {
    // the ring: preference first, then an order that has nothing to do with names
    List<LinkMember> ring =
        candidates.members().stream()
            .sorted(
                Comparator.comparingInt(LinkMember::preference)
                    .reversed()
                    .thenComparingLong(m -> hash(m.node()))
                    .thenComparing(LinkMember::node))
            .toList();
    List<List<String>> out = new ArrayList<>(SHARDS);
    for (int shard = 0; shard < SHARDS; shard++) {
      out.add(line(ring, shard));
    }
    return List.copyOf(out);
  }

  private List<String> line(List<LinkMember> ring, int shard) {
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
