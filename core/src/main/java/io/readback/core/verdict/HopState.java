package io.readback.core.verdict;

import io.readback.core.plan.ExpectedRoutes.ExpectedHop;
import io.readback.spi.observe.Finding;
import io.readback.spi.observe.Vantage;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * One expected next hop of a route at a router.
 *
 * @param seenAt the vantages on the router where it was seen
 * @param kind VERIFIED when it is at the farthest vantage looked at, else what its absence amounts
 *     to: REJECTED, SESSION_DOWN or MISSING
 * @param reason the cause's name, or how far the path got; empty when it is there
 * @param words the cause in words
 * @param detail the evidence in the words of either end; may be empty
 * @param finding what the router said, where it named the cause
 * @param stale it is there, and only graceful restart keeps it: the session is down
 */
public record HopState(
    ExpectedHop hop,
    SortedSet<Vantage> seenAt,
    VerdictKind kind,
    String reason,
    String words,
    String detail,
    Optional<Finding> finding,
    boolean stale) {
  public HopState {
    seenAt = Collections.unmodifiableSortedSet(new TreeSet<>(seenAt));
  }

  static HopState present(ExpectedHop hop) {
    return new HopState(
        hop, new TreeSet<>(), VerdictKind.VERIFIED, "", "", "", Optional.empty(), false);
  }

  HopState seenAt(SortedSet<Vantage> vantages) {
    return new HopState(hop, vantages, kind, reason, words, detail, finding, stale);
  }

  HopState asStale() {
    return new HopState(hop, seenAt, kind, reason, words, detail, finding, true);
  }

  /** Whether it is there. */
  public boolean here() {
    return kind == VerdictKind.VERIFIED;
  }
}
