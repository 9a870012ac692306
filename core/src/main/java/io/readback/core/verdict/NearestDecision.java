package io.readback.core.verdict;

import io.readback.core.plan.NotAnnounced;
import io.readback.core.plan.ServicePlan.Decision;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/**
 * Of all refusals to announce an address, the one that got nearest to an announcement: with it the
 * least is missing.
 */
public final class NearestDecision {
  private NearestDecision() {}

  /** The nearest one; the first of equals. */
  public static Optional<Decision> of(Collection<Decision> decisions) {
    return decisions.stream()
        .filter(d -> !d.announced())
        .min(
            Comparator.comparing(
                d -> d.reason().orElse(NotAnnounced.NO_ADDRESS), Comparator.reverseOrder()));
  }

  /** The reason in words. */
  public static String words(NotAnnounced reason) {
    return switch (reason) {
      case NO_ADDRESS -> "no address";
      case FOREIGN_CLASS -> "the load balancer class belongs to somebody else";
      case NOT_FROM_A_POOL -> "the address is from no pool";
      case NO_PEERING_FOR_NODE -> "no node is selected for peering";
      case FAMILY_NOT_ON_SESSION -> "no session carries the address family";
      case FAMILY_SELECTS_NO_ADVERTISEMENT -> "the peer configuration selects no advertisement";
      case NO_ADVERTISEMENT_SELECTS_SERVICE -> "no advertisement selects the Service";
      case ADDRESS_TYPE_NOT_ADVERTISED -> "this kind of address is not advertised";
      case CONFLICTING_ADVERTISEMENTS -> "advertisements contradict each other";
      case NODE_NETWORK_UNAVAILABLE -> "the node's network is unavailable";
      case NODE_EXCLUDED ->
          "the node is labelled node.kubernetes.io/exclude-from-external-load-balancers";
      case DRAINED -> "drained";
      case NO_LOCAL_ENDPOINTS -> "traffic policy Local and no active endpoint on a peering node";
      case NO_ENDPOINTS -> "no active endpoint";
    };
  }
}
