package io.readback.core.allocate;

import io.readback.core.allocate.ServiceRequest.Turn;
import io.readback.core.model.Labels;
import io.readback.core.model.Service;
import io.readback.core.model.Service.IpFamilyPolicy;
import io.readback.core.model.ServicePort;
import io.readback.core.model.ServiceRef;
import io.readback.core.model.TrafficPolicy;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a Service asks of MetalLB's pools.
 *
 * @param families those of the Service's cluster addresses
 * @param primary the family that is preferred where a preference for both cannot be met
 * @param addresses asked for by value; empty where none are, or where they make no sense
 * @param invalid why what is asked for makes no sense
 * @param impossible why the Service can hold no address at all
 * @param pool asked for by name; may be empty
 * @param sharing with whom it shares
 */
record MetallbRequest(
    Turn turn,
    Labels labels,
    Set<AddressFamily> families,
    AddressFamily primary,
    IpFamilyPolicy familyPolicy,
    List<IpAddress> addresses,
    Optional<String> invalid,
    Optional<String> impossible,
    String pool,
    SharingKey sharing,
    Set<Port> ports,
    List<IpAddress> shownInStatus) {

  /** A port as far as sharing looks at it. */
  record Port(String protocol, int number) {
    @Override
    public String toString() {
      return protocol + "/" + number;
    }
  }

  /**
   * Services share an address when they say the same key and are served by the same pods.
   *
   * @param key empty: shares with nobody
   * @param backend the pod selector of a Service that is served on its own nodes only; else empty
   */
  record SharingKey(String key, String backend) {}

  static MetallbRequest of(Service service) {
    IpFamilyPolicy policy = service.ipFamilyPolicy().orElse(IpFamilyPolicy.SINGLE_STACK);
    Set<AddressFamily> families = families(service, policy);
    Optional<String> invalid = Optional.empty();
    List<IpAddress> addresses = List.of();
    try {
      addresses = addresses(service);
    } catch (IllegalArgumentException e) {
      invalid = Optional.of(String.valueOf(e.getMessage()));
    }
    Optional<String> impossible =
        policy == IpFamilyPolicy.REQUIRE_DUAL_STACK && service.clusterIps().size() == 1
            ? Optional.of(
                "Service requires dual stack but not enough clusterips " + service.clusterIps())
            : Optional.empty();
    return new MetallbRequest(
        new Turn(service.created(), service.ref()),
        service.labels(),
        families,
        primary(service),
        policy,
        addresses,
        invalid,
        impossible,
        MetallbService.annotation(service, MetallbService.POOL),
        new SharingKey(
            MetallbService.annotation(service, MetallbService.SHARING_KEY), backend(service)),
        ports(service),
        service.statusIngress());
  }

  ServiceRef ref() {
    return turn.ref();
  }

  boolean prefersDualStack() {
    return familyPolicy == IpFamilyPolicy.PREFER_DUAL_STACK && families.size() > 1;
  }

  /** Whether two Services may hold one address. */
  boolean sharesWith(MetallbRequest holder) {
    return !sharing.key().isEmpty()
        && sharing.equals(holder.sharing)
        && Collections.disjoint(ports, holder.ports);
  }

  /** Why two Services may not hold one address; empty when they may. */
  static Optional<String> refusal(MetallbRequest holder, MetallbRequest asking, IpAddress address) {
    if (asking.sharesWith(holder)) {
      return Optional.empty();
    }
    if (asking.sharing.key().isEmpty() || !asking.sharing.equals(holder.sharing)) {
      return Optional.of(
          "can't change sharing key for \""
              + asking.ref()
              + "\", address also in use by "
              + holder.ref());
    }
    for (Port port : asking.ports) {
      if (holder.ports.contains(port)) {
        return Optional.of("port " + port + " is already in use on \"" + address + "\"");
      }
    }
    return Optional.empty();
  }

  /** Manifests that no API server has seen have no cluster addresses; there the policy decides. */
  private static Set<AddressFamily> families(Service service, IpFamilyPolicy policy) {
    Set<AddressFamily> families = EnumSet.noneOf(AddressFamily.class);
    service.clusterIps().forEach(ip -> families.add(ip.family()));
    if (families.isEmpty() && policy == IpFamilyPolicy.SINGLE_STACK) {
      families.add(primary(service));
    } else if (families.isEmpty()) {
      families.addAll(
          policy == IpFamilyPolicy.PREFER_DUAL_STACK && !service.ipFamilies().isEmpty()
              ? service.ipFamilies()
              : List.of(AddressFamily.values()));
    }
    return Collections.unmodifiableSet(families);
  }

  private static AddressFamily primary(Service service) {
    return service.ipFamilies().isEmpty() ? AddressFamily.IPV4 : service.ipFamilies().get(0);
  }

  /**
   * Reads what is asked for.
   *
   * @throws IllegalArgumentException with MetalLB's words where it makes no sense
   */
  private static List<IpAddress> addresses(Service service) {
    String list = MetallbService.annotation(service, MetallbService.ADDRESSES);
    boolean inSpec =
        service.loadBalancerIp().isPresent() || service.unreadableLoadBalancerIp().isPresent();
    if (list.isEmpty()) {
      if (service.unreadableLoadBalancerIp().isPresent()) {
        throw new IllegalArgumentException(
            "invalid spec.loadBalancerIP \"" + service.unreadableLoadBalancerIp().get() + "\"");
      }
      return service.loadBalancerIp().stream().toList();
    }
    String name = MetallbService.PREFIX + MetallbService.ADDRESSES;
    if (inSpec) {
      throw new IllegalArgumentException(
          "service can not have both " + name + " and svc.Spec.LoadBalancerIP");
    }
    return MetallbService.addresses(list);
  }

  private static String backend(Service service) {
    return service.externalTrafficPolicy() == TrafficPolicy.LOCAL
        ? service.selector().values().entrySet().stream()
            .map(e -> e.getKey() + "=" + e.getValue())
            .collect(Collectors.joining(","))
        : "";
  }

  private static Set<Port> ports(Service service) {
    Set<Port> ports = new HashSet<>();
    for (ServicePort port : service.ports()) {
      ports.add(new Port(port.protocol(), port.port()));
    }
    return Set.copyOf(ports);
  }
}
