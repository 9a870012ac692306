package io.readback.core.allocate;

import io.readback.core.model.Labels;
import io.readback.core.model.Service;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What the Cilium dialect says of Services, for pools and advertisements alike. */
public final class CiliumService {
  /** The load balancer class that asks for Cilium's BGP control plane by name. */
  public static final String BGP_CLASS = "io.cilium/bgp-control-plane";

  /** The load balancer class that asks for Cilium's announcements on links by name. */
  public static final String L2_CLASS = "io.cilium/l2-announcer";

  /** The pseudo-label with a Service's name. */
  public static final String NAME_LABEL = "io.kubernetes.service.name";

  /** The pseudo-label with a Service's namespace. */
  public static final String NAMESPACE_LABEL = "io.kubernetes.service.namespace";

  /** The annotation that asks for addresses, then its older name, which counts without it. */
  public static final List<String> ADDRESSES =
      List.of("lbipam.cilium.io/ips", "io.cilium/lb-ipam-ips");

  private CiliumService() {}

  /** Whether the class is absent or one of Cilium's, so that its pools serve the Service. */
  public static boolean servesClass(Service service) {
    return isForSessions(service) || isForLinks(service);
  }

  /** Whether the class lets BGP announce the Service. */
  public static boolean isForSessions(Service service) {
    Optional<String> name = service.loadBalancerClass();
    return name.isEmpty() || name.get().equals(BGP_CLASS);
  }

  /** Whether the class lets the Service be announced on links. */
  public static boolean isForLinks(Service service) {
    Optional<String> name = service.loadBalancerClass();
    return name.isEmpty() || name.get().equals(L2_CLASS);
  }

  /** What selectors see: the Service's labels, overridden by the pseudo-labels. */
  public static Labels selectableLabels(Service service) {
    Map<String, String> labels = new TreeMap<>(service.labels().values());
    labels.put(NAME_LABEL, service.ref().name());
    labels.put(NAMESPACE_LABEL, service.ref().namespace());
    return Labels.of(labels);
  }

  /** The addresses that a Service asks for by value. */
  public static List<IpAddress> requestedAddresses(Service service) {
    return ServiceRequest.of(service).addresses();
  }

  /** The families of which it wants an address each when it asks for none by value. */
  public static Set<AddressFamily> families(Service service) {
    return ServiceRequest.of(service).families();
  }

  /** The key under which a Service shares its addresses; empty: with nobody. */
  public static String sharingKey(Service service) {
    return ServiceRequest.of(service).sharingKey();
  }

  /** Why two Services may not share an address, in Cilium's words; empty when they may. */
  public static Optional<String> sharingRefusal(Service a, Service b) {
    return SharingRules.refusal(ServiceRequest.of(a), ServiceRequest.of(b));
  }
}
