package io.readback.core.lint;

import io.readback.core.model.BgpClusterConfig;
import io.readback.core.model.ProblemCode;

/** Peers that may be of any AS. */
final class AnyAsn implements LintRule {
  @Override
  public void check(LintInput input, Findings findings) {
    for (BgpClusterConfig config : input.state().clusterConfigs().values()) {
      for (BgpClusterConfig.Instance instance : config.instances()) {
        for (BgpClusterConfig.Peer peer : instance.peers()) {
          if (peer.asn() == 0) {
            findings.add(
                ProblemCode.ANY_ASN,
                ObjectRefs.ref(config),
                peer.origin(),
                "spec.bgpInstances[" + instance.name() + "].peers[" + peer.name() + "].peerASN",
                "peer " + peer.name() + " has no peerASN, so it may open with any AS number",
                "Set peerASN to the router's AS number");
          }
        }
      }
    }
  }
}
