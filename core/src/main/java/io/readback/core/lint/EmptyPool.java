package io.readback.core.lint;

import io.readback.core.allocate.PoolUsage;
import io.readback.core.model.AddressPool;
import io.readback.core.model.ProblemCode;

/** Pools that have nothing to give. */
final class EmptyPool implements LintRule {
  @Override
  public void check(LintInput input, Findings findings) {
    for (AddressPool pool : input.state().pools().values()) {
      PoolUsage usage = input.allocations().pools().get(pool.name());
      boolean none = pool.blocks().isEmpty();
      // a pool in conflict counts as without addresses too, and that is another finding
      boolean reserved =
          !none && !pool.firstLastUsable() && usage != null && usage.total().signum() == 0;
      if (none || reserved) {
        findings.add(
            ProblemCode.POOL_EMPTY,
            ObjectRefs.ref(pool),
            pool.origin(),
            "spec.blocks",
            none
                ? "the pool has no block that can be used, so it gives nothing"
                : "allowFirstLastIPs: No leaves the pool no address",
            none ? "Add blocks with cidr, or start and stop" : "Use larger blocks");
      }
    }
  }
}
