package io.readback.core.lint;

import io.readback.core.model.BgpAdvertisement;
import io.readback.core.model.ProblemCode;
import java.util.List;

/** Entries that announce pod networks of nodes that have none. */
final class NoPodNetwork implements LintRule {
  @Override
  public void check(LintInput input, Findings findings) {
    List<ClusterNode> nodes = ClusterNode.all(input.state());
    if (nodes.isEmpty() || nodes.stream().anyMatch(n -> !n.podCidrs().isEmpty())) {
      return;
    }
    for (BgpAdvertisement advertisement : input.state().advertisements().values()) {
      for (BgpAdvertisement.Entry entry : advertisement.entries()) {
        if (entry.type() == BgpAdvertisement.Type.POD_CIDR) {
          findings.add(
              ProblemCode.NO_POD_NETWORK,
              ObjectRefs.ref(advertisement),
              entry.origin(),
              "spec.advertisements",
              "the entry announces the pod networks of nodes, and no node names one",
              "Give the Nodes spec.podCIDRs, or remove the entry");
        }
      }
    }
  }
}
