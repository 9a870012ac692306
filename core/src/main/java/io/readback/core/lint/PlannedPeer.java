package io.readback.core.lint;

import io.readback.core.model.BgpClusterConfig;
import io.readback.core.model.ClusterState;
import io.readback.core.model.ObjectRef;
import io.readback.core.model.Origin;
import io.readback.core.plan.ClusterPlan;
import io.readback.core.plan.NodePlan;
import io.readback.core.plan.PlannedTarget;
import io.readback.spi.target.BgpSession;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A session that a node would have.
 *
 * @param object what configures it
 * @param origin the line of the peer, or of the object
 */
record PlannedPeer(
    String node, BgpSession session, Optional<String> peerConfig, ObjectRef object, Origin origin) {

  /** All of them, by node, instance and peer. */
  static List<PlannedPeer> all(ClusterState state, ClusterPlan plan) {
    Map<List<String>, Origin> origins = new HashMap<>();
    for (BgpClusterConfig config : state.clusterConfigs().values()) {
      for (BgpClusterConfig.Instance instance : config.instances()) {
        for (BgpClusterConfig.Peer peer : instance.peers()) {
          origins.put(List.of(config.name(), instance.name(), peer.name()), peer.origin());
        }
      }
    }
    List<PlannedPeer> out = new ArrayList<>();
    for (NodePlan node : plan.nodes().values()) {
      for (PlannedTarget target : node.sessions().values()) {
        BgpSession session = target.session();
        List<String> key =
            List.of(target.configuredBy().name(), session.instance().name(), session.peer());
        out.add(
            new PlannedPeer(
                node.node(),
                session,
                target.peerConfig(),
                target.configuredBy(),
                origins.getOrDefault(key, ObjectRefs.origin(state, target.configuredBy()))));
      }
    }
    return out;
  }

  /** Whether BFD watches all of these; not so where there are none. */
  static boolean allWatched(List<PlannedPeer> peers) {
    return !peers.isEmpty() && peers.stream().allMatch(p -> p.session().bfd().isPresent());
  }

  String field() {
    if (object.kind().equals("BGPPeer")) {
      return "spec";
    }
    return "spec.bgpInstances[" + session.instance().name() + "].peers[" + session.peer() + "]";
  }
}
