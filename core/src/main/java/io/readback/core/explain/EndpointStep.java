package io.readback.core.explain;

import io.readback.core.model.BgpAdvertisement.ServiceAddress;
import io.readback.core.model.Dialect;
import io.readback.core.model.Endpoint;
import io.readback.core.model.EndpointSlice;
import io.readback.core.model.Service;
import io.readback.core.model.TrafficPolicy;
import io.readback.core.plan.NotAnnounced;
import io.readback.core.plan.ServicePlan.AddressPlan;
import io.readback.core.plan.ServicePlan.Decision;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Whether the Service has endpoints where its traffic policy wants them. */
final class EndpointStep {
  private final ExplainInput input;
  private final Chain chain;

  EndpointStep(ExplainInput input, Chain chain) {
    this.input = input;
    this.chain = chain;
  }

  void add(Service service, AddressPlan address) {
    TrafficPolicy policy =
        address.type() == ServiceAddress.CLUSTER_IP
            ? service.internalTrafficPolicy()
            : service.externalTrafficPolicy();
    String field =
        address.type() == ServiceAddress.CLUSTER_IP
            ? "internalTrafficPolicy"
            : "externalTrafficPolicy";
    Count count = new Count(service, address);
    String subject = address.address() + ", policy " + AllocationSteps.word(policy);
    boolean announced = address.announcedAnywhere();
    boolean local = policy == TrafficPolicy.LOCAL;
    boolean refused =
        refused(address, NotAnnounced.NO_LOCAL_ENDPOINTS)
            || refused(address, NotAnnounced.NO_ENDPOINTS);
    boolean needed = local || address.dialect() == Dialect.METALLB;
    if (!announced && (refused || needed && count.active.isEmpty() && !count.anywhere)) {
      chain.failed("endpoints", subject, count.words(), remedy(service, count, local, field));
      return;
    }
    chain.ok(
        "endpoints",
        subject,
        count.words()
            + (!local && count.active.isEmpty() && !count.anywhere
                ? "; announced all the same, as the policy is Cluster: connections will be refused"
                : ""));
  }

  private static boolean refused(AddressPlan address, NotAnnounced reason) {
    return address.decisions().stream()
        .map(Decision::reason)
        .anyMatch(r -> r.filter(reason::equals).isPresent());
  }

  private String remedy(Service service, Count count, boolean local, String field) {
    if (count.total == 0) {
      return service.selector().values().isEmpty()
          ? "the Service has no selector: make EndpointSlices labelled"
              + " kubernetes.io/service-name="
              + service.ref().name()
          : "run pods that match the Service's selector " + service.selector().values();
    }
    if (count.active.isEmpty()) {
      return "see why its pods are not ready: kubectl -n "
          + service.ref().namespace()
          + " describe pods";
    }
    return local
        ? "let pods run on a peering node, let "
            + String.join(", ", count.active.keySet())
            + " peer, or set spec."
            + field
            + ": Cluster "
            + Known.place(service.origin())
        : "see why its pods are not ready";
  }

  /**
   * The endpoints that count for an address: in MetalLB's dialect all that can serve, of whichever
   * family, else those of its own family that are ready and do not terminate.
   */
  private final class Count {
    private final SortedMap<String, Integer> active = new TreeMap<>();
    private final SortedMap<String, Integer> inactive = new TreeMap<>();
    private final SortedSet<String> slices = new TreeSet<>();
    private final boolean metallb;
    private boolean anywhere;
    private int total;

    Count(Service service, AddressPlan address) {
      metallb = address.dialect() == Dialect.METALLB;
      for (EndpointSlice slice : input.cluster().slicesOf(service.ref()).values()) {
        if (!metallb && slice.family() != address.address().family()) {
          continue;
        }
        slices.add(Known.named(slice.name(), slice.origin()));
        for (Endpoint endpoint : slice.endpoints()) {
          total++;
          boolean serves =
              metallb
                  ? endpoint.ready() || endpoint.serving()
                  : endpoint.ready() && !endpoint.terminating();
          anywhere |= !metallb && serves && endpoint.node().isEmpty();
          (serves ? active : inactive).merge(endpoint.node().orElse("no node"), 1, Integer::sum);
        }
      }
    }

    String words() {
      if (total == 0) {
        return slices.isEmpty()
            ? metallb ? "no EndpointSlice" : "no EndpointSlice of the address' family"
            : "no endpoint in " + String.join(", ", slices);
      }
      List<String> out = new ArrayList<>();
      out.add(active.isEmpty() ? "no active endpoint" : "active endpoints on " + counts(active));
      if (!inactive.isEmpty()) {
        out.add((metallb ? "not serving on " : "not ready or terminating on ") + counts(inactive));
      }
      return String.join("; ", out);
    }

    private static String counts(Map<String, Integer> byNode) {
      return byNode.entrySet().stream()
              .limit(8)
              .map(e -> e.getKey() + (e.getValue() == 1 ? "" : " (" + e.getValue() + ")"))
              .collect(Collectors.joining(", "))
          + (byNode.size() > 8 ? " and " + (byNode.size() - 8) + " more" : "");
    }
  }
}
