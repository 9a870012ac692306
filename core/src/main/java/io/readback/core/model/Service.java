package io.readback.core.model;

import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A Service as its manifest has it, with Kubernetes' defaults filled in.
 *
 * @param type ClusterIP, NodePort, LoadBalancer or ExternalName
 * @param unreadableLoadBalancerIp what {@code spec.loadBalancerIP} has in place of an address;
 *     MetalLB's dialect refuses to give an address then, Cilium's passes over it
 * @param ipFamilies in order; derived from the cluster addresses where the manifest has none
 * @param selector the pod selector, empty for Services without one
 * @param statusIngress the VIPs that the status shows
 * @param created when the API server made it
 */
public record Service(
    ServiceRef ref,
    String type,
    Labels labels,
    Labels annotations,
    List<IpAddress> clusterIps,
    List<IpAddress> externalIps,
    Optional<IpAddress> loadBalancerIp,
    Optional<String> unreadableLoadBalancerIp,
    Optional<String> loadBalancerClass,
    TrafficPolicy externalTrafficPolicy,
    TrafficPolicy internalTrafficPolicy,
    List<AddressFamily> ipFamilies,
    Optional<IpFamilyPolicy> ipFamilyPolicy,
    Labels selector,
    List<ServicePort> ports,
    List<IpAddress> statusIngress,
    Optional<Instant> created,
    Origin origin) {
  public static final String LOAD_BALANCER = "LoadBalancer";

  public Service {
    clusterIps = List.copyOf(clusterIps);
    externalIps = List.copyOf(externalIps);
    ipFamilies = List.copyOf(ipFamilies);
    ports = List.copyOf(ports);
    statusIngress = List.copyOf(statusIngress);
  }

  /** How many families a Service asks for. */
  public enum IpFamilyPolicy {
    SINGLE_STACK,
    PREFER_DUAL_STACK,
    REQUIRE_DUAL_STACK
  }

  public boolean isLoadBalancer() {
    return type.equals(LOAD_BALANCER);
  }
}
