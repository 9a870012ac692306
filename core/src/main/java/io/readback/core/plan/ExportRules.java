package io.readback.core.plan;

import io.readback.core.allocate.Allocations;
import io.readback.core.allocate.CiliumService;
import io.readback.core.allocate.ServiceAllocation;
import io.readback.core.model.BgpAdvertisement;
import io.readback.core.model.ClusterState;
import io.readback.core.model.Endpoint;
import io.readback.core.model.EndpointSlice;
import io.readback.core.model.Labels;
import io.readback.core.model.Service;
import io.readback.core.model.TrafficPolicy;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** What Cilium's dialect announces of a Service, and from where. */
final class ExportRules {
  private final ClusterState state;
  private final Allocations allocations;
  private final RoutePlanner.Options options;

  ExportRules(ClusterState state, Allocations allocations, RoutePlanner.Options options) {
    this.state = state;
    this.allocations = allocations;
    this.options = options;
  }

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

  /** Whether the class of the Service lets this address be announced. */
  boolean classAllows(Service service, ServiceAddress address) {
    return address.type() != BgpAdvertisement.ServiceAddress.LOAD_BALANCER_IP
        || CiliumService.servesClass(service);
  }

  /** The entries that select a Service, whatever the type of address. */
  static List<ExportClass.EntryRef> selecting(
      List<ExportClass.EntryRef> entries, Labels selectable) {
    List<ExportClass.EntryRef> out = new ArrayList<>();
    for (ExportClass.EntryRef ref : entries) {
      if (ref.entry().type() == BgpAdvertisement.Type.SERVICE
          && ref.entry().selector().isPresent()
          && ref.entry().selector().get().matches(selectable)) {
        out.add(ref);
      }
    }
    return out;
  }

  /** The nodes that may announce an address, by its traffic policy and the active endpoints. */
  Reach reach(Service service, ServiceAddress address) {
    boolean local = address.policy(service) == TrafficPolicy.LOCAL;
    if (!local && options.noEndpointsRoutable()) {
      return Reach.EVERYWHERE;
    }
    SortedSet<String> nodes = new TreeSet<>();
    boolean any = false;
    boolean anywhere = false;
    for (EndpointSlice slice : state.slicesOf(service.ref()).values()) {
      if (slice.family() != address.address().family()) {
        continue;
      }
      for (Endpoint endpoint : slice.endpoints()) {
        if (isActive(endpoint)) {
          any = true;
          // Synthetic endpoints, such as a gateway's, are where the announcing node is.
          anywhere |= endpoint.node().isEmpty();
          endpoint.node().ifPresent(nodes::add);
        }
      }
    }
    if (local) {
      return anywhere ? Reach.EVERYWHERE : Reach.of(nodes);
    }
    return any ? Reach.EVERYWHERE : Reach.NOWHERE;
  }

  private static boolean isActive(Endpoint endpoint) {
    return endpoint.ready() && !endpoint.terminating();
  }

  /** What an entry makes of an address: itself, or the aggregate around it. */
  static IpPrefix prefix(Service service, ServiceAddress address, BgpAdvertisement.Entry entry) {
    IpAddress ip = address.address();
    OptionalInt length =
        ip.family() == AddressFamily.IPV4
            ? entry.aggregationLengthIpv4()
            : entry.aggregationLengthIpv6();
    return length.isPresent() && address.policy(service) == TrafficPolicy.CLUSTER
        ? IpPrefix.containing(ip, length.getAsInt())
        : ip.toPrefix();
  }

  /** What a Service adds to the routes of a class, on the nodes that have sessions of it. */
  List<Contribution> contributions(
      Service service, ExportClass exports, SortedSet<String> members) {
    List<Contribution> out = new ArrayList<>(2);
    Labels selectable = CiliumService.selectableLabels(service);
    List<ServiceAddress> addresses = addresses(service);
    for (AddressFamily family : exports.entries().keySet()) {
      List<ExportClass.EntryRef> entries = selecting(exports.entries(family), selectable);
      if (entries.isEmpty()) {
        continue;
      }
      for (ServiceAddress address : addresses) {
        if (address.address().family() != family || !classAllows(service, address)) {
          continue;
        }
        Reach reach = reach(service, address).within(members);
        if (reach.isNowhere()) {
          continue;
        }
        for (ExportClass.EntryRef ref : entries) {
          if (ref.entry().serviceAddresses().contains(address.type())) {
            out.add(
                new Contribution(
                    prefix(service, address, ref.entry()), reach, ref.entry().attributes()));
          }
        }
      }
    }
    return out;
  }
}
