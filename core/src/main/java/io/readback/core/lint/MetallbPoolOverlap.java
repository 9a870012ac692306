package io.readback.core.lint;

import io.readback.core.model.AddressBlock;
import io.readback.core.model.Dialect;
import io.readback.core.model.ProblemCode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Overlaps in which a pool of MetalLB's has a part; those of Cilium's alone are found elsewhere.
 */
final class MetallbPoolOverlap implements LintRule {
  private record Placed(PoolBlocks pool, AddressBlock block) {}

  @Override
  public void check(LintInput input, Findings findings) {
    List<Placed> placed = new ArrayList<>();
    for (PoolBlocks pool : PoolBlocks.all(input.state())) {
      pool.blocks().forEach(block -> placed.add(new Placed(pool, block)));
    }
    placed.sort(Comparator.comparing(p -> p.block().start()));
    Placed reaching = null;
    for (Placed next : placed) {
      if (reaching != null
          && reaching.block().overlaps(next.block())
          && (reaching.pool().dialect() == Dialect.METALLB
              || next.pool().dialect() == Dialect.METALLB)) {
        boolean same = reaching.pool() == next.pool();
        findings.add(
            ProblemCode.POOL_OVERLAP,
            next.pool().pool(),
            next.pool().origin(),
            next.pool().list(),
            "the addresses "
                + next.block()
                + " overlap "
                + reaching.block()
                + (same ? " of the same pool" : " of " + reaching.pool().pool()),
            "Let each address stand once, in one pool");
      }
      if (reaching == null || reaching.block().stop().compareTo(next.block().stop()) < 0) {
        reaching = next;
      }
    }
  }
}
