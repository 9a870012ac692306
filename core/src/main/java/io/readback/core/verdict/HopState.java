package io.readback.core.verdict;

import io.readback.core.plan.ExpectedRoutes.ExpectedHop;
import io.readback.spi.observe.Finding;
import java.util.Optional;

/**
 * One expected next hop of a route at a router.
 *
 * @param kind VERIFIED when it is there, else what its absence amounts to: REJECTED, SESSION_DOWN
 *     or MISSING
 * @param reason the cause's name, or how far the path got; empty when it is there
 * @param words the cause in words
 * @param detail the evidence in the words of either end; may be empty
 * @param proven whether a witness stated the cause, so that one look is enough
 * @param finding what the router said, where it named the cause
 */
record HopState(
    ExpectedHop hop,
    VerdictKind kind,
    String reason,
    String words,
    String detail,
    boolean proven,
    Optional<Finding> finding) {
  static HopState present(ExpectedHop hop) {
    return new HopState(hop, VerdictKind.VERIFIED, "", "", "", true, Optional.empty());
  }

  boolean here() {
    return kind == VerdictKind.VERIFIED;
  }
}
