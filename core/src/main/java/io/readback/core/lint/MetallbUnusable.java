package io.readback.core.lint;

import io.readback.core.model.ClusterState;
import io.readback.core.model.Labels;
import io.readback.core.model.MetallbAdvertisement;
import io.readback.core.model.MetallbPool;
import io.readback.core.model.Namespace;
import io.readback.core.model.Node;
import io.readback.core.model.ProblemCode;
import io.readback.core.model.Service;
import java.util.Collection;

/** Pools and advertisements of MetalLB's whose selectors match nothing. */
final class MetallbUnusable implements LintRule {
  @Override
  public void check(LintInput input, Findings findings) {
    ClusterState state = input.state();
    if (!input.loadBalancers().isEmpty()) {
      for (MetallbPool pool : state.metallb().pools().values()) {
        if (!usable(pool, input)) {
          findings.add(
              ProblemCode.POOL_UNUSABLE,
              ObjectRefs.ref(pool),
              pool.origin(),
              "spec.serviceAllocation",
              "no Service of type LoadBalancer is in the namespaces and matches the selectors, so"
                  + " nobody can use the pool",
              "Mend the selectors, or label the namespaces and Services");
        }
      }
    }
    Collection<Node> nodes = state.nodes().values();
    for (MetallbAdvertisement advertisement : state.metallb().advertisements().values()) {
      if (!nodes.isEmpty() && nodes.stream().noneMatch(advertisement::selects)) {
        findings.add(
            ProblemCode.NO_NODE_SELECTED,
            ObjectRefs.ref(advertisement),
            advertisement.origin(),
            "spec.nodeSelectors",
            "no node matches any of the selectors, so nothing is announced",
            "Label the nodes, or mend the selectors");
      }
      if (!input.loadBalancers().isEmpty()
          && input.loadBalancers().stream().noneMatch(advertisement::selects)) {
        findings.add(
            ProblemCode.ENTRY_SELECTS_NOTHING,
            ObjectRefs.ref(advertisement),
            advertisement.origin(),
            "spec.serviceSelectors",
            "no Service of type LoadBalancer matches any of the selectors",
            "Label the Services, or mend the selectors");
      }
    }
  }

  /** Whether Services can use a pool; also where there are no pools to report. */
  static boolean anyUsable(LintInput input) {
    Collection<MetallbPool> pools = input.state().metallb().pools().values();
    return pools.isEmpty() || pools.stream().anyMatch(pool -> usable(pool, input));
  }

  private static boolean usable(MetallbPool pool, LintInput input) {
    return input.loadBalancers().stream().anyMatch(s -> pinned(pool, s, input.state()));
  }

  /** Whether the pool is for the Service, by its {@code serviceAllocation}. */
  private static boolean pinned(MetallbPool pool, Service service, ClusterState state) {
    if (pool.pinning().isEmpty()) {
      return true;
    }
    MetallbPool.Pinning pinning = pool.pinning().get();
    String name = service.ref().namespace();
    Namespace namespace = state.namespaces().get(name);
    Labels labels = namespace == null ? Labels.NONE : namespace.labels();
    boolean anywhere = pinning.namespaces().isEmpty() && pinning.namespaceSelectors().isEmpty();
    boolean there =
        anywhere
            || pinning.namespaces().contains(name)
            || pinning.namespaceSelectors().stream().anyMatch(s -> s.matches(labels));
    return there
        && (pinning.serviceSelectors().isEmpty()
            || pinning.serviceSelectors().stream().anyMatch(s -> s.matches(service.labels())));
  }
}
