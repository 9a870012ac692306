package io.readback.core.lint;

import io.readback.core.model.MetallbPeer;
import io.readback.core.model.ProblemCode;
import io.readback.core.model.SecretData;

/** Passwords of MetalLB's peers: in clear, or in a Secret that is not there. */
final class MetallbPassword implements LintRule {
  private static final String KEY = "password";

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
      peer.passwordSecret()
          .ifPresent(
              name -> {
                SecretData secret = input.state().secrets().get(name);
                if (secret == null) {
                  findings.add(
                      ProblemCode.MISSING_SECRET,
                      ObjectRefs.ref(peer),
                      peer.origin(),
                      "spec.passwordSecret",
                      "there is no Secret " + name,
                      "Add it, in the namespace of the peer");
                } else if (!secret.data().containsKey(KEY)) {
                  findings.add(
                      ProblemCode.SECRET_WITHOUT_KEY,
                      ObjectRefs.ref(peer),
                      peer.origin(),
                      "spec.passwordSecret",
                      "Secret " + name + " has no key '" + KEY + "'",
                      "Add the key to the Secret");
                }
              });
    }
  }
}
