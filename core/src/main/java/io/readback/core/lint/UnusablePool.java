package io.readback.core.lint;

import io.readback.core.allocate.CiliumService;
import io.readback.core.model.AddressPool;
import io.readback.core.model.Dialect;
import io.readback.core.model.LabelSelector;
import io.readback.core.model.ProblemCode;
import io.readback.core.model.Service;
import io.readback.spi.net.AddressFamily;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Pools that no Service can use, by selector or by family. */
final class UnusablePool implements LintRule {
  @Override
  public void check(LintInput input, Findings findings) {
    List<Service> candidates =
        input.loadBalancers().stream().filter(CiliumService::servesClass).toList();
    if (candidates.isEmpty()) {
      return;
    }
    for (AddressPool pool : input.state().pools().values()) {
      if (pool.dialect() == Dialect.CILIUM && !pool.blocks().isEmpty()) {
        check(pool, candidates, findings);
      }
    }
  }

  private static void check(AddressPool pool, List<Service> candidates, Findings findings) {
    LabelSelector selector = pool.serviceSelector().orElse(LabelSelector.EVERYTHING);
    List<Service> selected =
        candidates.stream()
            .filter(s -> selector.matches(CiliumService.selectableLabels(s)))
            .toList();
    if (selected.isEmpty()) {
      findings.add(
          ProblemCode.POOL_UNUSABLE,
          ObjectRefs.ref(pool),
          pool.origin(),
          "spec.serviceSelector",
          "no Service of type LoadBalancer matches " + selector + ", so nobody can use the pool",
          "Mend the selector, or label the Services");
      return;
    }
    Set<AddressFamily> offered = EnumSet.noneOf(AddressFamily.class);
    pool.blocks().forEach(block -> offered.add(block.start().family()));
    boolean wanted =
        selected.stream()
            .anyMatch(
                s ->
                    CiliumService.families(s).stream().anyMatch(offered::contains)
                        || CiliumService.requestedAddresses(s).stream()
                            .anyMatch(a -> offered.contains(a.family())));
    if (!wanted) {
      findings.add(
          ProblemCode.POOL_UNUSABLE,
          ObjectRefs.ref(pool),
          pool.origin(),
          "spec.blocks",
          "the pool has "
              + (offered.contains(AddressFamily.IPV6) ? "IPv6" : "IPv4")
              + " addresses alone, and no Service that it selects asks for one",
          "Set ipFamilies or ipFamilyPolicy of the Services, or add blocks of the other family");
    }
  }
}
