package io.readback.core.explain;

import io.readback.core.model.Dialect;
import io.readback.core.model.Service;
import io.readback.core.model.ServiceRef;
import io.readback.core.plan.ServicePlan;
import io.readback.core.plan.ServicePlan.AddressPlan;
import io.readback.core.verdict.RouteVerdict;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Walks the chain of one Service, from its manifest to the routers, and says where it breaks and
 * what to do. Pure: the same input gives the same explanation.
 */
public final class Explainer {
  private Explainer() {}

  public static Explanation explain(ServiceRef ref, ExplainInput input) {
    Chain chain = new Chain();
    Known known = new Known(input);
    if (new AllocationSteps(known, ref, chain).add()) {
      Service service = input.cluster().service(ref).orElseThrow();
      List<AddressPlan> addresses =
          input.plan().service(ref).map(ServicePlan::addresses).orElse(List.of()).stream()
              .filter(a -> worth(service, a))
              .toList();
      for (AddressPlan address : addresses) {
        address(known, service, address, chain);
      }
      if (addresses.isEmpty()) {
        chain.unknown("advertisement", "Service " + ref, "not planned yet", "");
      }
    }
    return chain.explanation(ref);
  }

  /** Whether an operator asks about this address: the VIPs, and what else is announced. */
  private static boolean worth(Service service, AddressPlan address) {
    return address.announcedAnywhere()
        || service.isLoadBalancer()
            && switch (address.type()) {
              case LOAD_BALANCER_IP -> true;
              case CLUSTER_IP, EXTERNAL_IP -> false;
            };
  }

  private static void address(Known known, Service service, AddressPlan address, Chain chain) {
    String subject = address.address().toString();
    new EndpointStep(known.input(), chain).add(service, address);
    if (chain.broken()) {
      chain.skipAfter("endpoints", subject);
      return;
    }
    if (!address.kernels().isEmpty()) {
      new KernelStep(known.input(), chain).add(address);
      if (!address.announcedToPeers() && address.link().isEmpty()) {
        chain.skipAfter("advertisement", subject, "kernels have no peers to tell");
        return;
      }
    }
    if (address.link().isPresent()) {
      new LinkStep(known.input(), chain).add(service.ref(), address, address.link().get());
      if (!address.announcedToPeers()) {
        return;
      }
    }
    if (address.dialect() == Dialect.METALLB) {
      new MetallbAdvertisementStep(known, chain).add(service, address);
    } else {
      new AdvertisementStep(known, chain).add(service, address);
    }
    if (chain.broken()) {
      chain.skipAfter("advertisement", subject);
      return;
    }
    List<PeerGroup> told = new PeerStep(known, chain).add(service, address);
    if (told.isEmpty()) {
      chain.skipAfter("peer", subject);
      return;
    }
    SessionSteps sessions = new SessionSteps(known.input(), service.ref(), chain);
    Set<RouteVerdict> rows = new LinkedHashSet<>();
    for (PeerGroup group : told) {
      sessions.addSessions(address, group);
      sessions.addAdvertised(address, group);
      sessions.row(address, group).ifPresent(rows::add);
    }
    known.input().verdicts().of(service.ref()).stream()
        .filter(r -> r.vip().filter(address.address()::equals).isPresent())
        .filter(r -> !r.router().isEmpty() && !LinkStep.isOfLink(r, known.input()))
        .forEach(rows::add);
    RouterSteps routers = new RouterSteps(known.input(), chain);
    rows.forEach(routers::add);
  }
}
