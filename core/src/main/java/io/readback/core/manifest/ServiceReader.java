package io.readback.core.manifest;

import io.readback.core.allocate.CiliumService;
import io.readback.core.model.Labels;
import io.readback.core.model.Origin;
import io.readback.core.model.ProblemCode;
import io.readback.core.model.Service;
import io.readback.core.model.Service.IpFamilyPolicy;
import io.readback.core.model.ServicePort;
import io.readback.core.model.ServiceRef;
import io.readback.core.model.TrafficPolicy;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** v1 Service, with the API server's defaults filled in. */
final class ServiceReader {
  private static final Map<String, String> TYPES =
      Map.of(
          "ClusterIP", "ClusterIP",
          "NodePort", "NodePort",
          "LoadBalancer", "LoadBalancer",
          "ExternalName", "ExternalName");
  private static final Map<String, TrafficPolicy> POLICIES =
      Map.of("Cluster", TrafficPolicy.CLUSTER, "Local", TrafficPolicy.LOCAL);
  private static final Map<String, AddressFamily> FAMILIES =
      Map.of("IPv4", AddressFamily.IPV4, "IPv6", AddressFamily.IPV6);
  private static final Map<String, IpFamilyPolicy> FAMILY_POLICIES =
      Map.of(
          "SingleStack", IpFamilyPolicy.SINGLE_STACK,
          "PreferDualStack", IpFamilyPolicy.PREFER_DUAL_STACK,
          "RequireDualStack", IpFamilyPolicy.REQUIRE_DUAL_STACK);
  static final Map<String, String> PROTOCOLS = Map.of("TCP", "TCP", "UDP", "UDP", "SCTP", "SCTP");

  private ServiceReader() {}

  /**
   * Without a readable type the Service has no effect, and neither with an unreadable traffic
   * policy: a wrong guess would announce from nodes that must not.
   */
  static Optional<Service> read(Metadata metadata, FieldReader object, Origin origin) {
    object.skip("apiVersion", "kind", "metadata");
    List<IpAddress> statusIngress =
        object.object("status").map(ServiceReader::ingress).orElse(List.of());
    Optional<FieldReader> found = object.required("spec").flatMap(ValueReader::object);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    FieldReader spec = found.get();
    Optional<String> type = chosen(spec, "type", TYPES, "ClusterIP");
    Optional<TrafficPolicy> external =
        chosen(spec, "externalTrafficPolicy", POLICIES, TrafficPolicy.CLUSTER);
    Optional<TrafficPolicy> internal =
        chosen(spec, "internalTrafficPolicy", POLICIES, TrafficPolicy.CLUSTER);
    List<IpAddress> clusterIps = clusterIps(spec);
    List<IpAddress> externalIps = spec.addresses("externalIPs");
    Optional<String> asked = spec.text("loadBalancerIP").filter(text -> !text.isEmpty());
    Optional<IpAddress> requested =
        asked.isPresent() ? spec.address("loadBalancerIP") : Optional.empty();
    spec.deprecated(
        "loadBalancerIP",
        "Kubernetes has deprecated loadBalancerIP",
        "Ask by the annotation lbipam.cilium.io/ips or metallb.io/loadBalancerIPs");
    Optional<String> loadBalancerClass = spec.text("loadBalancerClass");
    List<AddressFamily> families = families(spec, clusterIps);
    Optional<IpFamilyPolicy> policy = spec.choice("ipFamilyPolicy", FAMILY_POLICIES);
    Labels selector = spec.labels("selector");
    List<ServicePort> ports = ports(spec);
    spec.skip(
        "sessionAffinity",
        "sessionAffinityConfig",
        "loadBalancerSourceRanges",
        "externalName",
        "healthCheckNodePort",
        "publishNotReadyAddresses",
        "allocateLoadBalancerNodePorts",
        "trafficDistribution",
        "topologyKeys",
        "ipFamily");
    spec.finish();
    if (type.equals(Optional.of(Service.LOAD_BALANCER))) {
      requestedAddresses(metadata, object);
      MetallbAnnotations.check(metadata, object);
    }
    if (type.isEmpty() || external.isEmpty() || internal.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Service(
            new ServiceRef(metadata.namespace(), metadata.name()),
            type.get(),
            metadata.labels(),
            metadata.annotations(),
            clusterIps,
            externalIps,
            requested,
            requested.isPresent() ? Optional.empty() : asked,
            loadBalancerClass,
            external.get(),
            internal.get(),
            families,
            policy,
            selector,
            ports,
            statusIngress,
            metadata.created(),
            origin));
  }

  /** Reports what is no address in the annotations that ask for some; the others count. */
  private static void requestedAddresses(Metadata metadata, FieldReader object) {
    for (String name : CiliumService.ADDRESSES) {
      for (String part : metadata.annotations().get(name, "").split(",", -1)) {
        boolean broken =
            metadata.annotations().has(name) && IpAddress.tryParse(part.strip()).isEmpty();
        if (broken) {
          object
              .object("metadata")
              .flatMap(m -> m.object("annotations"))
              .flatMap(a -> a.value(name))
              .ifPresent(
                  value ->
                      value.error(
                          ProblemCode.BAD_ANNOTATION,
                          "'" + part.strip() + "' is not an IP address, it is not asked for",
                          "List addresses with commas between them"));
        }
      }
    }
  }

  /** The default where the field is absent, nothing where it is wrong. */
  private static <E> Optional<E> chosen(
      FieldReader spec, String field, Map<String, E> choices, E fallback) {
    return spec.has(field) ? spec.choice(field, choices) : present(spec, field, fallback);
  }

  private static <E> Optional<E> present(FieldReader spec, String field, E fallback) {
    spec.skip(field);
    return Optional.of(fallback);
  }

  /**
   * {@code clusterIPs}, or the older {@code clusterIP}; "None" of headless Services is no address.
   */
  private static List<IpAddress> clusterIps(FieldReader spec) {
    List<IpAddress> addresses = new ArrayList<>();
    for (ValueReader item : spec.items("clusterIPs")) {
      clusterIp(item).ifPresent(addresses::add);
    }
    Optional<IpAddress> single = spec.value("clusterIP").flatMap(ServiceReader::clusterIp);
    if (addresses.isEmpty()) {
      single.ifPresent(addresses::add);
    }
    return addresses;
  }

  private static Optional<IpAddress> clusterIp(ValueReader value) {
    String text = value.scalar();
    boolean none = text.equals("None") || text.isEmpty() && !value.isList() && !value.isObject();
    return none ? Optional.empty() : value.address();
  }

  private static List<AddressFamily> families(FieldReader spec, List<IpAddress> clusterIps) {
    List<AddressFamily> families = new ArrayList<>();
    for (ValueReader item : spec.items("ipFamilies")) {
      item.choice(FAMILIES).filter(f -> !families.contains(f)).ifPresent(families::add);
    }
    if (families.isEmpty()) {
      clusterIps.stream().map(IpAddress::family).distinct().forEach(families::add);
    }
    return families;
  }

  private static List<ServicePort> ports(FieldReader spec) {
    List<ServicePort> ports = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (FieldReader port : spec.objects("ports")) {
      String name = port.text("name").orElse("");
      Optional<String> protocol = chosen(port, "protocol", PROTOCOLS, "TCP");
      Optional<ValueReader> number = port.required("port");
      OptionalInt value =
          number.isPresent() ? number.get().integer32(1, 65535) : OptionalInt.empty();
      port.skip("targetPort", "nodePort", "appProtocol");
      port.finish();
      if (!name.isEmpty() && !names.add(name)) {
        port.error("name", "two ports are called '" + name + "'", "Give each port its own name");
      }
      if (value.isPresent() && protocol.isPresent()) {
        ports.add(new ServicePort(name, protocol.get(), value.getAsInt()));
      }
    }
    return ports;
  }

  private static List<IpAddress> ingress(FieldReader status) {
    List<IpAddress> addresses = new ArrayList<>();
    Optional<FieldReader> loadBalancer = status.object("loadBalancer");
    if (loadBalancer.isPresent()) {
      for (FieldReader ingress : loadBalancer.get().objects("ingress")) {
        ingress.address("ip").ifPresent(addresses::add);
        ingress.skip("hostname", "ipMode", "ports");
        ingress.finish();
      }
      loadBalancer.get().finish();
    }
    status.skip("conditions");
    status.finish();
    return addresses;
  }
}
