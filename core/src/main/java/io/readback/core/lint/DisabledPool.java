package io.readback.core.lint;

import io.readback.core.model.AddressPool;
import io.readback.core.model.ProblemCode;

/** Pools that give nothing new. */
final class DisabledPool implements LintRule {
  @Override
  public void check(LintInput input, Findings findings) {
    for (AddressPool pool : input.state().pools().values()) {
      if (pool.disabled()) {
        findings.add(
            ProblemCode.POOL_DISABLED,
            ObjectRefs.ref(pool),
            pool.origin(),
            "spec.disabled",
            "the pool is disabled: Services keep what they hold, and nothing new is given",
            "Remove disabled when it shall serve again");
      }
    }
  }
}
