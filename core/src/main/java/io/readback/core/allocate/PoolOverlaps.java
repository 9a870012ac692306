package io.readback.core.allocate;

import io.readback.core.model.AddressBlock;
import io.readback.core.model.AddressPool;
import io.readback.core.model.ClusterState;
import io.readback.core.model.MetallbPool;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Pools that give out no new addresses because of others; what Services hold of them they keep.
 * MetalLB refuses a pool that overlaps another at admission: here it is the one made later, then
 * the later by name. Where pools of the two dialects overlap, neither gives out anything new, since
 * neither dialect knows of the other's holders.
 *
 * @param metallb MetalLB's pools by name, with the reason
 * @param cilium Cilium's pools that overlap one of MetalLB's, with the reason
 */
public record PoolOverlaps(SortedMap<String, String> metallb, SortedMap<String, String> cilium) {
  /** No pool overlaps another. */
  public static final PoolOverlaps NONE = new PoolOverlaps(new TreeMap<>(), new TreeMap<>());

  private static final Comparator<MetallbPool> AGE =
      Comparator.<MetallbPool, Instant>comparing(p -> p.created().orElse(Instant.MAX))
          .thenComparing(MetallbPool::name);

  public PoolOverlaps {
    metallb = Collections.unmodifiableSortedMap(new TreeMap<>(metallb));
    cilium = Collections.unmodifiableSortedMap(new TreeMap<>(cilium));
  }

  public static PoolOverlaps of(ClusterState state) {
    Collection<MetallbPool> pools = state.metallb().pools().values();
    SortedMap<String, String> refused = within(pools);
    SortedMap<String, String> foreign = new TreeMap<>();
    for (MetallbPool pool : pools) {
      for (AddressPool other : state.pools().values()) {
        Optional<String> pair = overlap(pool.blocks(), other.blocks());
        if (pair.isPresent()) {
          refused.putIfAbsent(
              pool.name(), pair.get() + " of CiliumLoadBalancerIPPool " + other.name());
          overlap(other.blocks(), pool.blocks())
              .ifPresent(
                  p -> foreign.putIfAbsent(other.name(), p + " of IPAddressPool " + pool.name()));
        }
      }
    }
    return new PoolOverlaps(refused, foreign);
  }

  private static SortedMap<String, String> within(Collection<MetallbPool> pools) {
    List<MetallbPool> byAge = new ArrayList<>(pools);
    byAge.sort(AGE);
    SortedMap<String, String> refused = new TreeMap<>();
    List<MetallbPool> sound = new ArrayList<>();
    for (MetallbPool pool : byAge) {
      Optional<String> why = withItself(pool.blocks());
      for (MetallbPool older : sound) {
        if (why.isEmpty()) {
          why =
              overlap(pool.blocks(), older.blocks())
                  .map(pair -> pair + " of IPAddressPool " + older.name());
        }
      }
      if (why.isPresent()) {
        refused.put(pool.name(), why.get());
      } else {
        sound.add(pool);
      }
    }
    return refused;
  }

  private static Optional<String> withItself(List<AddressBlock> blocks) {
    for (int i = 0; i < blocks.size(); i++) {
      for (int j = i + 1; j < blocks.size(); j++) {
        if (blocks.get(i).overlaps(blocks.get(j))) {
          return Optional.of(blocks.get(j) + " overlaps " + blocks.get(i) + " of the pool itself");
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<String> overlap(List<AddressBlock> own, List<AddressBlock> others) {
    for (AddressBlock block : own) {
      for (AddressBlock other : others) {
        if (block.overlaps(other)) {
          return Optional.of(block + " overlaps " + other);
        }
      }
    }
    return Optional.empty();
  }
}
