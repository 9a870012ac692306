package io.readback.core.plan;

import io.readback.core.model.BgpAdvertisement;
import io.readback.core.model.Dialect;
import io.readback.core.model.Endpoint;
import io.readback.core.model.EndpointSlice;
import io.readback.core.model.Service;
import io.readback.core.model.TrafficPolicy;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** What MetalLB's dialect announces of a Service, and from where. */
final class MetallbRules {
  private MetallbRules() {}

  /** The addresses that are this dialect's to announce: VIPs of its pools, and nothing else. */
  static List<ServiceAddress> vips(Service service, PlanInput input) {
    return input.addresses(service).stream().filter(MetallbRules::concerns).toList();
  }

  static boolean concerns(ServiceAddress address) {
    return address.type() == BgpAdvertisement.ServiceAddress.LOAD_BALANCER_IP
        && address.dialect() == Dialect.METALLB;
  }

  /**
   * The nodes that may announce the VIPs of a Service. The families of endpoints are not told
   * apart: those of a Service are the same pods.
   */
  static Reach reach(Service service, PlanInput input) {
    Iterable<EndpointSlice> slices = input.state().slicesOf(service.ref()).values();
    if (!servable(slices)) {
      return Reach.NOWHERE;
    }
    return service.externalTrafficPolicy() == TrafficPolicy.LOCAL
        ? Reach.of(servableNodes(slices))
        : Reach.EVERYWHERE;
  }

  /** An address counts where every mention of it can serve. */
  private static boolean servable(Iterable<EndpointSlice> slices) {
    Map<IpAddress, Boolean> serves = new HashMap<>();
    for (EndpointSlice slice : slices) {
      for (Endpoint endpoint : slice.endpoints()) {
        endpoint.addresses().forEach(a -> serves.merge(a, canServe(endpoint), Boolean::logicalAnd));
      }
    }
    return serves.containsValue(true);
  }

  /** The endpoints on each node that can serve, those of one pod in both families as one. */
  static SortedMap<String, Integer> endpoints(Service service, PlanInput input) {
    SortedMap<String, Integer> out = new TreeMap<>();
    byNode(input.state().slicesOf(service.ref()).values())
        .forEach(
            (node, serves) -> {
              Map<AddressFamily, Integer> counts = new EnumMap<>(AddressFamily.class);
              serves.forEach(
                  (address, can) -> counts.merge(address.family(), can ? 1 : 0, Integer::sum));
              int most = counts.values().stream().max(Integer::compare).orElse(0);
              if (most > 0) {
                out.put(node, most);
              }
            });
    return out;
  }

  private static SortedSet<String> servableNodes(Iterable<EndpointSlice> slices) {
    SortedSet<String> nodes = new TreeSet<>();
    byNode(slices)
        .forEach(
            (node, of) -> {
              if (of.containsValue(true)) {
                nodes.add(node);
              }
            });
    return nodes;
  }

  /** Endpoints that are on no node are local to none. */
  private static SortedMap<String, Map<IpAddress, Boolean>> byNode(Iterable<EndpointSlice> slices) {
    SortedMap<String, Map<IpAddress, Boolean>> serves = new TreeMap<>();
    for (EndpointSlice slice : slices) {
      for (Endpoint endpoint : slice.endpoints()) {
        endpoint
            .node()
            .map(node -> serves.computeIfAbsent(node, n -> new HashMap<>()))
            .ifPresent(
                of ->
                    endpoint
                        .addresses()
                        .forEach(a -> of.merge(a, canServe(endpoint), Boolean::logicalAnd)));
      }
    }
    return serves;
  }

  /** Ready, or at least serving while it terminates: the route stays until the last one is gone. */
  static boolean canServe(Endpoint endpoint) {
    return endpoint.ready() || endpoint.serving();
  }
}
