package io.readback.core.plan;

import io.readback.core.allocate.Allocations;
import io.readback.core.allocate.ServiceAllocation;
import io.readback.core.model.BgpAdvertisement;
import io.readback.core.model.ClusterState;
import io.readback.core.model.Service;
import io.readback.spi.net.IpAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the routes of a Service are worked out from, besides what sessions announce. */
record PlanInput(ClusterState state, Allocations allocations, RoutePlanner.Options options) {
  static final PlanInput EMPTY =
      new PlanInput(ClusterState.EMPTY, Allocations.EMPTY, RoutePlanner.Options.DEFAULT);

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
                            Optional.of(v.pool()))));
      } else {
        // Somebody else gives addresses, and shows them in the status.
        add(out, service.statusIngress(), BgpAdvertisement.ServiceAddress.LOAD_BALANCER_IP);
      }
    }
    add(out, service.externalIps(), BgpAdvertisement.ServiceAddress.EXTERNAL_IP);
    add(out, service.clusterIps(), BgpAdvertisement.ServiceAddress.CLUSTER_IP);
    return out;
  }

  private static void add(
      List<ServiceAddress> out, List<IpAddress> from, BgpAdvertisement.ServiceAddress type) {
    Set<IpAddress> distinct = new LinkedHashSet<>(from);
    distinct.forEach(a -> out.add(new ServiceAddress(a, type, Optional.empty())));
  }
}
