package io.readback.core.lint;

import io.readback.core.allocate.CiliumService;
import io.readback.core.allocate.ServiceAllocation;
import io.readback.core.allocate.Vip;
import io.readback.core.model.Dialect;
import io.readback.core.model.L2Policy;
import io.readback.core.model.LabelSelector;
import io.readback.core.model.Labels;
import io.readback.core.model.MetallbL2Advertisement;
import io.readback.core.model.MetallbPool;
import io.readback.core.model.Node;
import io.readback.core.model.ObjectRef;
import io.readback.core.model.Origin;
import io.readback.core.model.ProblemCode;
import io.readback.core.model.Service;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Manifests for links that select no pool, no node or no Service. */
final class LinkSelectsNothing implements LintRule {
  private static final String EXCLUDED = "node.kubernetes.io/exclude-from-external-load-balancers";

  @Override
  public void check(LintInput input, Findings findings) {
    input
        .state()
        .metallb()
        .l2Advertisements()
        .values()
        .forEach(advertisement -> check(input, advertisement, findings));
    input.state().l2Policies().values().forEach(policy -> check(input, policy, findings));
  }

  private static void check(
      LintInput input, MetallbL2Advertisement advertisement, Findings findings) {
    ObjectRef ref = ObjectRefs.ref(advertisement);
    Origin origin = advertisement.origin();
    Collection<MetallbPool> pools = input.state().metallb().pools().values();
    Set<String> selected = new TreeSet<>();
    pools.stream().filter(advertisement::selects).forEach(p -> selected.add(p.name()));
    // pools named that are not there are found by name
    if (!pools.isEmpty() && selected.isEmpty() && advertisement.pools().isEmpty()) {
      nothing(
          ref,
          origin,
          "spec.ipAddressPoolSelectors",
          "no IPAddressPool matches " + or(advertisement.poolSelectors()),
          "Label the pools, or mend the selector",
          findings);
    }
    Collection<Node> nodes = input.state().nodes().values();
    List<Node> matching =
        nodes.stream().filter(n -> matches(advertisement.nodeSelectors(), n.labels())).toList();
    if (!nodes.isEmpty() && matching.isEmpty()) {
      nothing(
          ref,
          origin,
          "spec.nodeSelectors",
          "no node matches " + or(advertisement.nodeSelectors()) + ", so nobody answers",
          "Label the nodes, or mend the selector",
          findings);
    } else if (!matching.isEmpty()
        && matching.stream().allMatch(n -> n.networkUnavailable() || n.labels().has(EXCLUDED))) {
      nothing(
          ref,
          origin,
          "spec.nodeSelectors",
          "every node that it selects is excluded from external load balancers or has no network,"
              + " so nobody answers",
          "Remove the label " + EXCLUDED + " from a node, mend its network, or select other nodes",
          findings);
    }
    List<Service> services =
        input.loadBalancers().stream().filter(s -> holds(input, s, selected)).toList();
    if (!services.isEmpty()
        && services.stream()
            .noneMatch(s -> matches(advertisement.serviceSelectors(), s.labels()))) {
      nothing(
          ref,
          origin,
          "spec.serviceSelectors",
          "no Service with an address of its pools matches "
              + or(advertisement.serviceSelectors())
              + ", so it makes nothing known",
          "Label the Services, or mend the selector",
          findings);
    }
  }

  private static boolean holds(LintInput input, Service service, Set<String> pools) {
    return input.allocations().get(service.ref()).stream()
        .filter(a -> a.dialect() == Dialect.METALLB)
        .map(ServiceAllocation::vips)
        .flatMap(List::stream)
        .map(Vip::pool)
        .anyMatch(pools::contains);
  }

  private static void check(LintInput input, L2Policy policy, Findings findings) {
    ObjectRef ref = ObjectRefs.ref(policy);
    Collection<Node> nodes = input.state().nodes().values();
    if (!nodes.isEmpty() && nodes.stream().noneMatch(n -> policy.selectsNode(n.labels()))) {
      nothing(
          ref,
          policy.origin(),
          "spec.nodeSelector",
          "no node matches "
              + policy.nodeSelector().map(LabelSelector::toString).orElse("")
              + ", so nobody answers",
          "Label the nodes, or mend the selector",
          findings);
    }
    Collection<Service> services = input.state().services().values();
    if (services.isEmpty() || !policy.externalIps() && !policy.loadBalancerIps()) {
      return;
    }
    List<Service> selected =
        services.stream()
            .filter(s -> policy.selectsService(CiliumService.selectableLabels(s)))
            .toList();
    if (selected.isEmpty()) {
      nothing(
          ref,
          policy.origin(),
          "spec.serviceSelector",
          "no Service matches "
              + policy.serviceSelector().map(LabelSelector::toString).orElse("")
              + ", so it makes nothing known",
          "Label the Services, or mend the selector",
          findings);
    } else if (selected.stream().noneMatch(s -> addressed(s, policy))) {
      nothing(
          ref,
          policy.origin(),
          policy.loadBalancerIps() ? "spec.loadBalancerIPs" : "spec.externalIPs",
          policy.loadBalancerIps()
              ? "no Service that it selects is of type LoadBalancer and of no class or"
                  + " io.cilium/l2-announcer"
                  + (policy.externalIps() ? ", and none has externalIPs" : "")
              : "no Service that it selects has externalIPs",
          policy.loadBalancerIps()
              ? "Correct type and class"
              : "Set loadBalancerIPs: true for VIPs",
          findings);
    }
  }

  private static boolean addressed(Service service, L2Policy policy) {
    return policy.loadBalancerIps() && service.isLoadBalancer() && CiliumService.isForLinks(service)
        || policy.externalIps() && !service.externalIps().isEmpty();
  }

  private static boolean matches(List<LabelSelector> selectors, Labels labels) {
    return selectors.isEmpty() || selectors.stream().anyMatch(s -> s.matches(labels));
  }

  private static String or(List<LabelSelector> selectors) {
    return selectors.stream().map(LabelSelector::toString).collect(Collectors.joining(" or "));
  }

  private static void nothing(
      ObjectRef object,
      Origin origin,
      String field,
      String message,
      String remedy,
      Findings findings) {
    findings.add(ProblemCode.LINK_SELECTS_NOTHING, object, origin, field, message, remedy);
  }
}
