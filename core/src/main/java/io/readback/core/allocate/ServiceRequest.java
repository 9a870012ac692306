package io.readback.core.allocate;

import io.readback.core.model.Labels;
import io.readback.core.model.Service;
import io.readback.core.model.ServicePort;
import io.readback.core.model.ServiceRef;
import io.readback.core.model.TrafficPolicy;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a Service asks of the pools.
 *
 * @param turn who comes first where not all can be served
 * @param families of which one address each is wanted when none is asked for by value
 * @param addresses asked for by value; wanted whatever their family
 * @param sharingKey empty: shares with nobody
 * @param sharingNamespaces other namespaces it shares with; {@code *}: all
 */
record ServiceRequest(
    Turn turn,
    Labels labels,
    Set<AddressFamily> families,
    List<IpAddress> addresses,
    String sharingKey,
    Set<String> sharingNamespaces,
    TrafficPolicy trafficPolicy,
    List<ServicePort> ports,
    Labels podSelector,
    List<IpAddress> shownInStatus) {
  private static final List<String> SHARING_KEY =
      List.of("lbipam.cilium.io/sharing-key", "io.cilium/lb-ipam-sharing-key");
  private static final List<String> SHARING_NAMESPACES =
      List.of(
          "lbipam.cilium.io/sharing-cross-namespace", "io.cilium/lb-ipam-sharing-cross-namespace");

  /**
   * A Service's place in the queue: the older first, those without a time last, then by name.
   *
   * @param created empty where the source knows no time
   */
  record Turn(Optional<Instant> created, ServiceRef ref) implements Comparable<Turn> {
    @Override
    public int compareTo(Turn other) {
      int c;
      if (created.isPresent() && other.created.isPresent()) {
        c = created.get().compareTo(other.created.get());
      } else {
        c = Boolean.compare(created.isEmpty(), other.created.isEmpty());
      }
      return c != 0 ? c : ref.compareTo(other.ref);
    }
  }

  static ServiceRequest of(Service service) {
    return new ServiceRequest(
        new Turn(service.created(), service.ref()),
        CiliumService.selectableLabels(service),
        families(service),
        addresses(service),
        annotation(service, SHARING_KEY),
        namespaces(annotation(service, SHARING_NAMESPACES)),
        service.externalTrafficPolicy(),
        service.ports(),
        service.selector(),
        service.statusIngress());
  }

  ServiceRef ref() {
    return turn.ref();
  }

  /** Whether this address, of a pool that serves the Service, is one it wants. */
  boolean wants(IpAddress address) {
    return addresses.isEmpty() ? families.contains(address.family()) : addresses.contains(address);
  }

  /** What may decide whether another Service can share an address with this one. */
  boolean sharesLike(ServiceRequest other) {
    return sharingKey.equals(other.sharingKey)
        && sharingNamespaces.equals(other.sharingNamespaces)
        && trafficPolicy == other.trafficPolicy
        && ports.equals(other.ports)
        && podSelector.equals(other.podSelector);
  }

  private static Set<AddressFamily> families(Service service) {
    List<AddressFamily> listed = service.ipFamilies();
    Service.IpFamilyPolicy policy =
        service.ipFamilyPolicy().orElse(Service.IpFamilyPolicy.SINGLE_STACK);
    return switch (policy) {
      case SINGLE_STACK -> EnumSet.of(listed.isEmpty() ? AddressFamily.IPV4 : listed.get(0));
      case PREFER_DUAL_STACK ->
          listed.isEmpty() ? EnumSet.allOf(AddressFamily.class) : EnumSet.copyOf(listed);
      case REQUIRE_DUAL_STACK -> EnumSet.allOf(AddressFamily.class);
    };
  }

  private static Set<String> namespaces(String list) {
    if (list.isEmpty()) {
      return Set.of();
    }
    Set<String> out = new HashSet<>();
    for (String name : list.split(",")) {
      out.add(name.strip());
    }
    return Set.copyOf(out);
  }

  private static List<IpAddress> addresses(Service service) {
    Set<IpAddress> out = new LinkedHashSet<>();
    service.loadBalancerIp().ifPresent(out::add);
    for (String text : annotation(service, CiliumService.ADDRESSES).split(",")) {
      IpAddress.tryParse(text.strip()).ifPresent(out::add);
    }
    return new ArrayList<>(out);
  }

  /** The value of the first of these annotations that is there, else an empty text. */
  private static String annotation(Service service, List<String> names) {
    return names.stream()
        .filter(service.annotations()::has)
        .findFirst()
        .map(name -> service.annotations().get(name, ""))
        .orElse("");
  }
}
