package io.readback.core.plan;

import io.readback.core.allocate.Allocations;
import io.readback.core.allocate.ServiceAllocation;
import io.readback.core.model.BgpAdvertisement;
import io.readback.core.model.ClusterState;
import io.readback.core.model.Dialect;
import io.readback.core.model.Service;
import io.readback.spi.net.IpAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the routes of a Service are worked out from, besides what sessions announce. */
record PlanInput(
    ClusterState state, Allocations allocations, RoutePlanner.Options options, Drains drains) {
  static final PlanInput EMPTY =
      new PlanInput(
          ClusterState.EMPTY, Allocations.EMPTY, RoutePlanner.Options.DEFAULT, Drains.NONE);

  /** All addresses of a Service, VIPs first, then external, then cluster addresses. */
  List<ServiceAddress> addresses(Service service) {
    List<ServiceAddress> out = new ArrayList<>();
    if (service.isLoadBalancer()) {
      Optional<ServiceAllocation> allocation = allocations.get(service.ref());
      if (allocation.isPresent()) {
        allocation
            .get()
            .vips()
            .forEach(
                v ->
                    out.add(
                        new ServiceAddress(
                            v.ip(),
                            BgpAdvertisement.ServiceAddress.LOAD_BALANCER_IP,
                            Optional.of(v.pool()).filter(p -> !p.isEmpty()),
                            allocation.get().dialect())));
      } else {
        // Somebody else gives addresses, and shows them in the status.
        add(
            out,
            service.statusIngress(),
            BgpAdvertisement.ServiceAddress.LOAD_BALANCER_IP,
            strangers());
      }
    }
    add(out, service.externalIps(), BgpAdvertisement.ServiceAddress.EXTERNAL_IP, Dialect.CILIUM);
    add(out, service.clusterIps(), BgpAdvertisement.ServiceAddress.CLUSTER_IP, Dialect.CILIUM);
    return out;
  }

  /**
   * The dialect that answers for VIPs that were not given here: Cilium announces those, MetalLB
   * does not, and says so where it is alone.
   */
  private Dialect strangers() {
    return state.clusterConfigs().isEmpty()
            && state.nodeConfigs().isEmpty()
            && !state.metallb().peers().isEmpty()
        ? Dialect.METALLB
        : Dialect.CILIUM;
  }

  private static void add(
      List<ServiceAddress> out,
      List<IpAddress> from,
      BgpAdvertisement.ServiceAddress type,
      Dialect dialect) {
    Set<IpAddress> distinct = new LinkedHashSet<>(from);
    distinct.forEach(a -> out.add(new ServiceAddress(a, type, Optional.empty(), dialect)));
  }
}
