package io.readback.core.lint;

import io.readback.core.model.BgpClusterConfig;
import io.readback.core.model.BgpNodeConfig;
import io.readback.core.model.BgpPeerConfig;
import io.readback.core.model.ClusterState;
import io.readback.core.model.ProblemCode;
import java.util.HashSet;
import java.util.Set;

/** Peer configurations that no peer refers to. */
final class UnusedPeerConfig implements LintRule {
  @Override
  public void check(LintInput input, Findings findings) {
    ClusterState state = input.state();
    if (state.clusterConfigs().isEmpty() && state.nodeConfigs().isEmpty()) {
      return;
    }
    Set<String> used = new HashSet<>();
    for (BgpClusterConfig config : state.clusterConfigs().values()) {
      config.instances().forEach(i -> i.peers().forEach(p -> p.peerConfig().ifPresent(used::add)));
    }
    for (BgpNodeConfig config : state.nodeConfigs().values()) {
      config.instances().forEach(i -> i.peers().forEach(p -> p.peerConfig().ifPresent(used::add)));
    }
    for (BgpPeerConfig config : state.peerConfigs().values()) {
      if (!used.contains(config.name())) {
        findings.add(
            ProblemCode.PEER_CONFIG_UNUSED,
            ObjectRefs.ref(config),
            config.origin(),
            "",
            "no peer refers to this configuration",
            "Refer to it by peerConfigRef.name, or remove it");
      }
    }
  }
}
