package io.readback.core.allocate;

import io.readback.core.model.AddressBlock;
import io.readback.core.model.AddressPool;
import io.readback.spi.net.IpAddress;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The ranges of all pools in the order in which they are tried: the older pool first, pools without
 * a time before all others and by name, as in Cilium; the blocks of a pool as written.
 */
final class PoolSet {
  private static final Comparator<AddressPool> AGE =
      Comparator.<AddressPool, Instant>comparing(p -> p.created().orElse(Instant.MIN))
          .thenComparing(AddressPool::name);

  private final List<PoolRange> ranges = new ArrayList<>();
  private final Map<String, List<PoolRange>> byPool = new HashMap<>();
  private final Map<String, Condition> conflicts = new HashMap<>();
  private final List<AddressPool> pools;

  /**
   * @param foreign pools that overlap one of another dialect, with the reason
   */
  PoolSet(Collection<AddressPool> unordered, Map<String, String> foreign) {
    pools = new ArrayList<>(unordered);
    pools.sort(AGE);
    List<AddressPool> sound = new ArrayList<>();
    for (AddressPool pool : pools) {
      Optional<String> conflict =
          conflict(pool, sound).or(() -> Optional.ofNullable(foreign.get(pool.name())));
      conflicts.put(pool.name(), condition(conflict));
      if (conflict.isEmpty()) {
        sound.add(pool);
      }
      List<PoolRange> own = new ArrayList<>();
      for (AddressBlock block : pool.blocks()) {
        own.add(new PoolRange(pool, block, conflict.isPresent()));
      }
      byPool.put(pool.name(), own);
      ranges.addAll(own);
    }
  }

  /** No pool at all: allocation is dormant. */
  boolean isEmpty() {
    return pools.isEmpty();
  }

  List<AddressPool> pools() {
    return pools;
  }

  List<PoolRange> ranges() {
    return ranges;
  }

  /** In the order in which they are tried; several where pools overlap. */
  List<PoolRange> containing(IpAddress address) {
    List<PoolRange> out = new ArrayList<>(1);
    for (PoolRange range : ranges) {
      if (range.contains(address)) {
        out.add(range);
      }
    }
    return out;
  }

  PoolUsage usage(AddressPool pool) {
    BigInteger total = BigInteger.ZERO;
    BigInteger used = BigInteger.ZERO;
    for (PoolRange range : byPool.getOrDefault(pool.name(), List.of())) {
      total = total.add(range.free().total());
      used = used.add(range.free().used());
    }
    BigInteger available = total.subtract(used);
    return new PoolUsage(
        pool.name(),
        pool.dialect(),
        pool.blocks(),
        total,
        used,
        available,
        List.of(
            conflicts.getOrDefault(pool.name(), condition(Optional.empty())),
            count("cilium.io/IPsTotal", total),
            count("cilium.io/IPsAvailable", available),
            count("cilium.io/IPsUsed", used)));
  }

  private static Condition count(String type, BigInteger number) {
    return new Condition(type, Condition.Status.UNKNOWN, "noreason", number.toString());
  }

  private static Condition condition(Optional<String> conflict) {
    return conflict
        .map(m -> new Condition("cilium.io/PoolConflict", Condition.Status.TRUE, "cidr_overlap", m))
        .orElseGet(
            () -> new Condition("cilium.io/PoolConflict", Condition.Status.FALSE, "resolved", ""));
  }

  private static Optional<String> conflict(AddressPool pool, List<AddressPool> older) {
    List<AddressBlock> blocks = pool.blocks();
    for (int i = 0; i < blocks.size(); i++) {
      for (int j = i + 1; j < blocks.size(); j++) {
        if (blocks.get(i).overlaps(blocks.get(j))) {
          return Optional.of(overlap(blocks.get(i), blocks.get(j), pool));
        }
      }
    }
    for (AddressPool other : older) {
      for (AddressBlock block : blocks) {
        for (AddressBlock taken : other.blocks()) {
          if (block.overlaps(taken)) {
            return Optional.of(overlap(block, taken, other));
          }
        }
      }
    }
    return Optional.empty();
  }

  private static String overlap(AddressBlock a, AddressBlock b, AddressPool owner) {
    return "Pool conflicts since range '"
        + span(a)
        + "' overlaps range '"
        + span(b)
        + "' from IP Pool '"
        + owner.name()
        + "'";
  }

  private static String span(AddressBlock block) {
    return block.start() + " - " + block.stop();
  }
}
