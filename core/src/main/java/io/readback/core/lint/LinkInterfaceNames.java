package io.readback.core.lint;

import io.readback.core.model.L2Policy;
import io.readback.core.model.MetallbL2Advertisement;
import io.readback.core.model.ProblemCode;

/** Exact names that look like regular expressions, and regular expressions that look like names. */
final class LinkInterfaceNames implements LintRule {
  /** Longer names the kernel does not take. */
  private static final int LONGEST = 15;

  @Override
  public void check(LintInput input, Findings findings) {
    for (MetallbL2Advertisement advertisement :
        input.state().metallb().l2Advertisements().values()) {
      for (String name : advertisement.interfaces()) {
        if (name.matches(".*[*^$+?()\\[\\]|\\\\\\s/].*") || name.length() > LONGEST) {
          findings.add(
              ProblemCode.LINK_INTERFACES,
              ObjectRefs.ref(advertisement),
              advertisement.origin(),
              "spec.interfaces",
              "'"
                  + name
                  + "' is taken as the exact name of an interface, and none can be called so",
              "Name each interface; regular expressions are Cilium's");
        }
      }
    }
    for (L2Policy policy : input.state().l2Policies().values()) {
      for (String pattern : policy.interfaces()) {
        // letters and digits alone are meant as a name
        if (pattern.matches("[\\w.-]+")) {
          findings.add(
              ProblemCode.LINK_INTERFACES,
              ObjectRefs.ref(policy),
              policy.origin(),
              "spec.interfaces",
              "'"
                  + pattern
                  + "' is a regular expression that is found anywhere in a name, so it selects 'v"
                  + pattern
                  + "' and '"
                  + pattern
                  + "0' too",
              "Write '^" + pattern + "$' for this one interface");
        }
      }
    }
  }
}
