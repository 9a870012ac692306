package io.readback.core.plan;

import io.readback.core.allocate.CiliumService;
import io.readback.core.model.BgpAdvertisement;
import io.readback.core.model.Endpoint;
import io.readback.core.model.EndpointSlice;
import io.readback.core.model.Labels;
import io.readback.core.model.Service;
import io.readback.core.model.TrafficPolicy;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** What Cilium's dialect announces of a Service, and from where. */
final class CiliumRules {
  private CiliumRules() {}

  /** Whether the class of the Service lets this address be announced. */
  static boolean classAllows(Service service, ServiceAddress address) {
    return address.type() != BgpAdvertisement.ServiceAddress.LOAD_BALANCER_IP
        || CiliumService.isForSessions(service);
  }

  /** The entries that select a Service, whatever the type of address. */
  static List<CiliumExports.EntryRef> selecting(
      List<CiliumExports.EntryRef> entries, Labels selectable) {
    List<CiliumExports.EntryRef> out = new ArrayList<>();
    for (CiliumExports.EntryRef ref : entries) {
      if (ref.entry().type() == BgpAdvertisement.Type.SERVICE
          && ref.entry().selector().isPresent()
          && ref.entry().selector().get().matches(selectable)) {
        out.add(ref);
      }
    }
    return out;
  }

  /** Of the addresses on an interface, those that make sense at another machine. */
  static List<IpAddress> announceable(Collection<IpAddress> addresses) {
    return addresses.stream()
        .filter(
            a ->
                !a.isUnspecified()
                    && !a.isLoopback()
                    && !a.isMulticast()
                    && !a.isLinkLocal()
                    && !(a.isIpv6() && a.high() == 0 && a.low() >>> 32 == 0xffff))
        .toList();
  }

  /** The nodes that may announce an address, by its traffic policy and the active endpoints. */
  static Reach reach(Service service, ServiceAddress address, PlanInput input) {
    if (address.type() == BgpAdvertisement.ServiceAddress.LOAD_BALANCER_IP
        && isServedByProxies(service)) {
      return Reach.EVERYWHERE;
    }
    boolean local = address.policy(service) == TrafficPolicy.LOCAL;
    if (!local && input.options().noEndpointsRoutable()) {
      return Reach.EVERYWHERE;
    }
    SortedSet<String> nodes = new TreeSet<>();
    boolean any = false;
    boolean anywhere = false;
    for (EndpointSlice slice : input.state().slicesOf(service.ref()).values()) {
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

  /** The active endpoints of an address on each node, counted by their addresses. */
  static SortedMap<String, Integer> endpoints(
      Service service, ServiceAddress address, PlanInput input) {
    SortedMap<String, Set<IpAddress>> byNode = new TreeMap<>();
    for (EndpointSlice slice : input.state().slicesOf(service.ref()).values()) {
      for (Endpoint endpoint : slice.endpoints()) {
        if (slice.family() == address.address().family() && isActive(endpoint)) {
          endpoint
              .node()
              .ifPresent(
                  node ->
                      byNode
                          .computeIfAbsent(node, n -> new HashSet<>())
                          .addAll(endpoint.addresses()));
        }
      }
    }
    SortedMap<String, Integer> out = new TreeMap<>();
    byNode.forEach((node, addresses) -> out.put(node, addresses.size()));
    return out;
  }

  /**
   * Whether Cilium's own gateway or ingress made the Service: its proxy on each node takes the
   * traffic, whatever endpoints the Service shows.
   */
  private static boolean isServedByProxies(Service service) {
    return service.labels().has("io.cilium.gateway/owning-gateway")
        || service.labels().get("io.cilium/gateway-api", "").equals("true")
        || service.labels().get("cilium.io/ingress", "").equals("true");
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
}
