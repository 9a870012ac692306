package io.readback.core.scenario;

import io.readback.core.model.Labels;
import io.readback.core.model.Origin;
import io.readback.core.model.Service;
import io.readback.core.model.ServicePort;
import io.readback.core.model.ServiceRef;
import io.readback.core.model.TrafficPolicy;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A Service in the making: a LoadBalancer with one IPv4 address and port 80 unless said otherwise.
 */
public final class ServiceDraft {
  private final ServiceRef ref;
  private String type = Service.LOAD_BALANCER;
  private Labels labels = Labels.NONE;
  private Labels annotations = Labels.NONE;
  private List<IpAddress> clusterIps = List.of();
  private List<IpAddress> externalIps = List.of();
  private Optional<IpAddress> loadBalancerIp = Optional.empty();
  private Optional<String> unreadableLoadBalancerIp = Optional.empty();
  private Optional<String> loadBalancerClass = Optional.empty();
  private TrafficPolicy external = TrafficPolicy.CLUSTER;
  private TrafficPolicy internal = TrafficPolicy.CLUSTER;
  private List<AddressFamily> families = List.of(AddressFamily.IPV4);
  private Optional<Service.IpFamilyPolicy> familyPolicy = Optional.empty();
  private Labels selector = Labels.NONE;
  private List<ServicePort> ports = List.of(new ServicePort("http", "TCP", 80));
  private List<IpAddress> status = List.of();
  private Optional<Instant> created = Optional.empty();

  private ServiceDraft(ServiceRef ref) {
    this.ref = ref;
  }

  /** {@code namespace/name} */
  public static ServiceDraft service(String ref) {
    return new ServiceDraft(ServiceRef.parse(ref));
  }

  public ServiceDraft type(String value) {
    type = value;
    return this;
  }

  public ServiceDraft label(String key, String value) {
    labels = labels.with(key, value);
    return this;
  }

  public ServiceDraft annotation(String key, String value) {
    annotations = annotations.with(key, value);
    return this;
  }

  public ServiceDraft clusterIps(String... values) {
    clusterIps = addresses(values);
    return this;
  }

  public ServiceDraft externalIps(String... values) {
    externalIps = addresses(values);
    return this;
  }

  /** {@code spec.loadBalancerIP} with something that is no address. */
  public ServiceDraft asksUnreadably(String value) {
    unreadableLoadBalancerIp = Optional.of(value);
    return this;
  }

  public ServiceDraft loadBalancerIp(String value) {
    loadBalancerIp = Optional.of(IpAddress.parse(value));
    return this;
  }

  public ServiceDraft asks(String addresses) {
    return annotation("lbipam.cilium.io/ips", addresses);
  }

  public ServiceDraft sharingKey(String value) {
    return annotation("lbipam.cilium.io/sharing-key", value);
  }

  public ServiceDraft sharingWith(String namespaces) {
    return annotation("lbipam.cilium.io/sharing-cross-namespace", namespaces);
  }

  public ServiceDraft asksMetallb(String addresses) {
    return annotation("metallb.io/loadBalancerIPs", addresses);
  }

  public ServiceDraft metallbPool(String name) {
    return annotation("metallb.io/address-pool", name);
  }

  public ServiceDraft metallbSharingKey(String value) {
    return annotation("metallb.io/allow-shared-ip", value);
  }

  /** With a cluster address of each family. */
  public ServiceDraft dualStack(Service.IpFamilyPolicy policy) {
    return clusterIps("10.96.0.10", "fd00:96::10").familyPolicy(policy);
  }

  public ServiceDraft loadBalancerClass(String value) {
    loadBalancerClass = Optional.of(value);
    return this;
  }

  public ServiceDraft local() {
    external = TrafficPolicy.LOCAL;
    return this;
  }

  public ServiceDraft internalLocal() {
    internal = TrafficPolicy.LOCAL;
    return this;
  }

  public ServiceDraft families(AddressFamily... values) {
    families = List.of(values);
    return this;
  }

  public ServiceDraft familyPolicy(Service.IpFamilyPolicy value) {
    familyPolicy = Optional.of(value);
    return this;
  }

  public ServiceDraft selector(String key, String value) {
    selector = Labels.of(Map.of(key, value));
    return this;
  }

  /** Each as {@code TCP/80}. */
  public ServiceDraft ports(String... values) {
    List<ServicePort> made = new ArrayList<>();
    for (String value : values) {
      String[] parts = value.split("/", 2);
      made.add(new ServicePort("", parts[0], Integer.parseInt(parts[1])));
    }
    ports = made;
    return this;
  }

  public ServiceDraft status(String... values) {
    status = addresses(values);
    return this;
  }

  public ServiceDraft created(String instant) {
    created = Optional.of(Instant.parse(instant));
    return this;
  }

  private static List<IpAddress> addresses(String... values) {
    return Stream.of(values).map(IpAddress::parse).toList();
  }

  public Service build() {
    return new Service(
        ref,
        type,
        labels,
        annotations,
        clusterIps,
        externalIps,
        loadBalancerIp,
        unreadableLoadBalancerIp,
        loadBalancerClass,
        external,
        internal,
        families,
        familyPolicy,
        selector,
        ports,
        status,
        created,
        Origin.UNKNOWN);
  }

  @Override
  public String toString() {
    return ref + " " + annotations + " " + labels + " " + external + " " + Arrays.asList(ports);
  }
}
