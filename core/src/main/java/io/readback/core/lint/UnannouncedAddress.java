package io.readback.core.lint;

import io.readback.core.model.ProblemCode;
import io.readback.core.model.Service;
import io.readback.core.plan.NotAnnounced;
import io.readback.core.plan.ServicePlan;
import io.readback.core.plan.ServicePlan.AddressPlan;
import io.readback.core.plan.ServicePlan.Decision;
import io.readback.spi.net.IpAddress;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Services whose VIP nobody announces, by the planner's own reasons. */
final class UnannouncedAddress implements LintRule {
  @Override
  public void check(LintInput input, Findings findings) {
    // without sessions the reasons lie elsewhere, and other findings have them
    boolean links =
        !input.state().l2Policies().isEmpty()
            || !input.state().metallb().l2Advertisements().isEmpty();
    if (input.peers().isEmpty() && !links) {
      return;
    }
    for (Service service : input.loadBalancers()) {
      boolean waiting =
          input.allocations().get(service.ref()).stream()
              .flatMap(a -> a.vips().stream())
              .anyMatch(vip -> !isOwned(input, service, vip.ip()));
      if (waiting) {
        input
            .plan()
            .service(service.ref())
            .ifPresent(plan -> check(input, service, plan, findings));
      }
    }
  }

  /** The quick answer for what is announced exactly. */
  private static boolean isOwned(LintInput input, Service service, IpAddress vip) {
    return input.plan().owners(vip.toPrefix()).contains(service.ref());
  }

  private static void check(LintInput input, Service service, ServicePlan plan, Findings findings) {
    for (AddressPlan address : plan.addresses()) {
      if (address.pool().isEmpty() || address.announcedAnywhere()) {
        continue;
      }
      Optional<Decision> decisive = decisive(address);
      if (decisive.isEmpty()) {
        continue;
      }
      boolean local = decisive.get().reason().orElseThrow() == NotAnnounced.NO_LOCAL_ENDPOINTS;
      // manifests without any EndpointSlice do not show where pods run
      if (local && input.state().slices().isEmpty() && !service.selector().values().isEmpty()) {
        continue;
      }
      findings.add(
          local ? ProblemCode.LOCAL_WITHOUT_ENDPOINTS : ProblemCode.NOT_ANNOUNCED,
          ObjectRefs.ref(service),
          service.origin(),
          local ? "spec.externalTrafficPolicy" : "",
          address.address() + " is announced nowhere: " + text(decisive.get()),
          remedy(decisive.get()));
    }
  }

  /** The decision that got furthest: it names the last thing to mend. */
  private static Optional<Decision> decisive(AddressPlan address) {
    Map<Integer, Decision> byStage = new TreeMap<>();
    for (Decision decision : address.decisions()) {
      decision.reason().ifPresent(r -> byStage.putIfAbsent(-r.ordinal(), decision));
    }
    return byStage.values().stream().findFirst();
  }

  private static String text(Decision decision) {
    String reason =
        switch (decision.reason().orElseThrow()) {
          case NO_ADDRESS -> "it has no address";
          case FOREIGN_CLASS -> "its class belongs to somebody else";
          case NOT_FROM_A_POOL -> "no pool gave it";
          case NO_PEERING_FOR_NODE -> "no node peers";
          case FAMILY_NOT_ON_SESSION -> "no session carries the family of the address";
          case FAMILY_SELECTS_NO_ADVERTISEMENT -> "the sessions select no advertisement";
          case NO_ADVERTISEMENT_SELECTS_SERVICE -> "no advertisement selects the Service";
          case ADDRESS_TYPE_NOT_ADVERTISED -> "the advertisements name other types of addresses";
          case CONFLICTING_ADVERTISEMENTS -> "advertisements contradict each other";
          case NODE_NETWORK_UNAVAILABLE -> "the network of the nodes that peer is unavailable";
          case NODE_EXCLUDED -> "the nodes that peer are excluded from external load balancers";
          case NO_LOCAL_ENDPOINTS ->
              "its traffic policy is Local, and no node that peers has an active endpoint";
          case NO_ENDPOINTS -> "it has no active endpoint";
          case DRAINED -> "it is drained";
        };
    return reason + (decision.detail().isEmpty() ? "" : " (" + decision.detail() + ")");
  }

  private static String remedy(Decision decision) {
    return switch (decision.reason().orElseThrow()) {
      case NO_ADDRESS -> "Make a pool that serves it";
      case FOREIGN_CLASS -> "Correct loadBalancerClass";
      case NOT_FROM_A_POOL -> "Make an IPAddressPool with it";
      case NO_PEERING_FOR_NODE -> "Let a cluster configuration or a BGPPeer select the nodes";
      case FAMILY_NOT_ON_SESSION ->
          "Add the family to the CiliumBGPPeerConfig, or dualStackAddressFamily to the BGPPeer";
      case FAMILY_SELECTS_NO_ADVERTISEMENT ->
          "Let the families of the CiliumBGPPeerConfig select an advertisement";
      case NO_ADVERTISEMENT_SELECTS_SERVICE -> "Let the selectors of an advertisement select it";
      case ADDRESS_TYPE_NOT_ADVERTISED -> "Add LoadBalancerIP to service.addresses";
      case CONFLICTING_ADVERTISEMENTS -> "Give the advertisements the same localPref";
      case NODE_NETWORK_UNAVAILABLE -> "Mend the network of the nodes";
      case NODE_EXCLUDED -> "Remove the label from the nodes, or let other nodes peer";
      case NO_LOCAL_ENDPOINTS -> "Run its pods on nodes that peer, or use the policy Cluster";
      case NO_ENDPOINTS -> "Start its pods, or mend its selector";
      case DRAINED -> "End the drain when traffic may come back";
    };
  }
}
