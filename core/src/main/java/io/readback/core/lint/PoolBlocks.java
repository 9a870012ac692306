package io.readback.core.lint;

import io.readback.core.model.AddressBlock;
import io.readback.core.model.AddressPool;
import io.readback.core.model.ClusterState;
import io.readback.core.model.Dialect;
import io.readback.core.model.MetallbPool;
import io.readback.core.model.ObjectRef;
import io.readback.core.model.Origin;
import java.util.ArrayList;
import java.util.List;

/**
 * The addresses of a pool of either dialect.
 *
 * @param list the field they stand in
 */
record PoolBlocks(
    ObjectRef pool, Dialect dialect, Origin origin, String list, List<AddressBlock> blocks) {
  PoolBlocks {
    blocks = List.copyOf(blocks);
  }

  /** All pools, Cilium's first, each dialect by name. */
  static List<PoolBlocks> all(ClusterState state) {
    List<PoolBlocks> out = new ArrayList<>();
    for (AddressPool pool : state.pools().values()) {
      out.add(
          new PoolBlocks(
              ObjectRefs.ref(pool), pool.dialect(), pool.origin(), "spec.blocks", pool.blocks()));
    }
    for (MetallbPool pool : state.metallb().pools().values()) {
      out.add(
          new PoolBlocks(
              ObjectRefs.ref(pool),
              Dialect.METALLB,
              pool.origin(),
              "spec.addresses",
              pool.blocks()));
    }
    return out;
  }

  /** The field of a block. */
  String field(int index) {
    return list + "[" + index + "]";
  }
}
