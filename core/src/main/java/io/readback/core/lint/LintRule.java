package io.readback.core.lint;

/** Looks for one sort of suspicious thing. Stateless and pure. */
interface LintRule {
  void check(LintInput input, Findings findings);
}
