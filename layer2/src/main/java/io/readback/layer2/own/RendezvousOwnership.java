package io.readback.layer2.own;

import io.readback.spi.net.IpAddress;
import io.readback.spi.target.LinkMember;
import io.readback.spi.target.LinkOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The order of {@link LinkOrder}, which needs no word between the nodes, worked out once for each
 * set of candidates. Not safe for concurrent use.
 */
public final class RendezvousOwnership implements VipOwnership {
  /** Into how many shards VIPs are put. */
  public static final int SHARDS = LinkOrder.SHARDS;

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
    return shards.get(LinkOrder.shard(vip));
  }

  private List<List<String>> shards(Candidates candidates) {
    List<LinkMember> ring = LinkOrder.ring(candidates.members());
    List<List<String>> out = new ArrayList<>(SHARDS);
    for (int shard = 0; shard < SHARDS; shard++) {
      out.add(LinkOrder.line(ring, shard, length));
    }
    return List.copyOf(out);
  }
}
