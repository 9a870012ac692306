package io.readback.core.lint;

import io.readback.core.model.MetallbPeer;
import io.readback.core.model.ProblemCode;

/** Passwords that stand in MetalLB's peers in clear. */
final class MetallbPassword implements LintRule {
  @Override
  public void check(LintInput input, Findings findings) {
    for (MetallbPeer peer : input.state().metallb().peers().values()) {
      if (peer.password().isPresent()) {
        findings.add(
            ProblemCode.PASSWORD_IN_CLEAR,
            ObjectRefs.ref(peer),
            peer.origin(),
            "spec.password",
            "the session's password stands in the manifest in clear",
            "Put it into a Secret of type kubernetes.io/basic-auth, and name that in"
                + " passwordSecret");
      }
    }
  }
}
