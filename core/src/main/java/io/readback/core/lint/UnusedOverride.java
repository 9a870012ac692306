package io.readback.core.lint;

import io.readback.core.model.BgpClusterConfig;
import io.readback.core.model.BgpNodeOverride;
import io.readback.core.model.ObjectRef;
import io.readback.core.model.ProblemCode;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Overrides of instances or peers that the node does not have. */
final class UnusedOverride implements LintRule {
  @Override
  public void check(LintInput input, Findings findings) {
    for (BgpNodeOverride override : input.state().nodeOverrides().values()) {
      BgpClusterConfig config = configOf(input, override.node());
      if (config == null) {
        continue;
      }
      SortedSet<String> instances = new TreeSet<>();
      SortedSet<String> peers = new TreeSet<>();
      for (BgpClusterConfig.Instance instance : config.instances()) {
        instances.add(instance.name());
        instance.peers().forEach(peer -> peers.add(instance.name() + "/" + peer.name()));
      }
      ObjectRef ref = new ObjectRef("CiliumBGPNodeConfigOverride", "", override.node());
      for (int i = 0; i < override.instances().size(); i++) {
        BgpNodeOverride.Instance instance = override.instances().get(i);
        String field = "spec.bgpInstances[" + i + "]";
        if (!instances.contains(instance.name())) {
          findings.add(
              ProblemCode.OVERRIDE_UNUSED,
              ref,
              override.origin(),
              field + ".name",
              "node "
                  + override.node()
                  + " has no instance "
                  + instance.name()
                  + "; it has "
                  + String.join(", ", instances),
              "Name the instance as the cluster configuration does");
          continue;
        }
        for (BgpNodeOverride.Peer peer : instance.peers()) {
          if (!peers.contains(instance.name() + "/" + peer.name())) {
            findings.add(
                ProblemCode.OVERRIDE_UNUSED,
                ref,
                override.origin(),
                field + ".peers",
                "instance "
                    + instance.name()
                    + " of node "
                    + override.node()
                    + " has no peer "
                    + peer.name(),
                "Name the peer as the cluster configuration does");
          }
        }
      }
    }
  }

  /** What makes the node's sessions; null where it has none or is configured by itself. */
  private static @Nullable BgpClusterConfig configOf(LintInput input, String node) {
    return input.plan().node(node).sessions().values().stream()
        .map(target -> input.state().clusterConfigs().get(target.configuredBy().name()))
        .filter(java.util.Objects::nonNull)
        .findFirst()
        .orElse(null);
  }
}
