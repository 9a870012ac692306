package io.readback.core.plan;

import io.readback.core.allocate.CiliumService;
import io.readback.core.model.BgpAdvertisement;
import io.readback.core.model.Dialect;
import io.readback.core.model.Problem;
import io.readback.core.model.Service;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Says of each address of a Service where it is announced, and why not elsewhere. */
final class ServicePlans {
  private final PlanInput input;
  private final Topology topology;
  private final LinkTopology links;
  private final List<KernelOffer> kernels;

  ServicePlans(PlanInput input, Topology topology, LinkTopology links, List<KernelOffer> kernels) {
    this.input = input;
    this.topology = topology;
    this.links = links;
    this.kernels = kernels;
  }

  ServicePlan of(Service service) {
    List<ServicePlan.AddressPlan> addresses = new ArrayList<>();
    LinkBook book = new LinkBook(links);
    boolean hasVip = false;
    for (ServiceAddress address : input.addresses(service)) {
      hasVip |= address.type() == BgpAdvertisement.ServiceAddress.LOAD_BALANCER_IP;
      addresses.add(
          new ServicePlan.AddressPlan(
              address.address(),
              address.type(),
              address.pool(),
              address.dialect(),
              decisions(service, address),
              book.plan(service, address, input),
              KernelBook.plan(kernels, service, address, input)));
    }
    Optional<NotAnnounced> obstacle = Optional.empty();
    if (service.isLoadBalancer()
        && !CiliumService.servesClass(service)
        && input.allocations().get(service.ref()).isEmpty()) {
      obstacle = Optional.of(NotAnnounced.FOREIGN_CLASS);
    } else if (addresses.isEmpty() || (service.isLoadBalancer() && !hasVip)) {
      obstacle = Optional.of(NotAnnounced.NO_ADDRESS);
    }
    return new ServicePlan(service.ref(), obstacle, addresses);
  }

  private List<ServicePlan.Decision> decisions(Service service, ServiceAddress address) {
    List<ServicePlan.Decision> out = new ArrayList<>();
    // A topology has one object for each class.
    Map<ExportClass, Optional<ExportClass.Ruling>> rulings = new IdentityHashMap<>();
    for (Topology.NodeSessions node : topology.nodes().values()) {
      String name = node.facts().name();
      boolean asked = false;
      for (Topology.Session session : node.sessions()) {
        Optional<ExportClass.Ruling> ruling =
            rulings.computeIfAbsent(session.exports(), c -> c.ruling(service, address, input));
        if (ruling.isPresent()) {
          asked = true;
          out.add(ruling.get().on(name, session));
        }
      }
      if (!asked) {
        out.add(
            ServicePlan.Decision.refused(
                name,
                Optional.empty(),
                NotAnnounced.NO_PEERING_FOR_NODE,
                noPeering(node, address)));
      }
    }
    return out;
  }

  private String noPeering(Topology.NodeSessions node, ServiceAddress address) {
    boolean metallb = address.dialect() == Dialect.METALLB;
    return Stream.concat(node.problems().stream(), topology.problems().stream())
        .filter(p -> p.severity() == Problem.Severity.ERROR)
        .filter(p -> p.object().filter(o -> o.kind().equals("BGPPeer") == metallb).isPresent())
        .filter(p -> metallb || node.problems().contains(p))
        .findFirst()
        .map(p -> p.object().orElseThrow() + " " + p.message())
        .orElseGet(
            () ->
                "no "
                    + (metallb ? "BGPPeer" : "CiliumBGPClusterConfig")
                    + " selects node "
                    + node.facts().name());
  }
}
