package io.readback.core.model;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * How addresses of Services are made known on links in Cilium's dialect
 * (CiliumL2AnnouncementPolicy).
 *
 * @param serviceSelector sees the pseudo-labels of a Service too; empty: every Service
 * @param nodeSelector the nodes that may answer; empty: every node
 * @param interfaces regular expressions for their names; none: all interfaces
 * @param announcer the announcer asked for by name
 */
public record L2Policy(
    String name,
    Optional<LabelSelector> serviceSelector,
    Optional<LabelSelector> nodeSelector,
    SortedSet<String> interfaces,
    boolean externalIps,
    boolean loadBalancerIps,
    Optional<String> announcer,
    Origin origin) {
  public L2Policy {
    interfaces = Collections.unmodifiableSortedSet(new TreeSet<>(interfaces));
  }

  public boolean selectsNode(Labels labels) {
    return nodeSelector.map(s -> s.matches(labels)).orElse(true);
  }

  /** Whether it selects a Service, by its labels with the pseudo-labels. */
  public boolean selectsService(Labels selectable) {
    return serviceSelector.map(s -> s.matches(selectable)).orElse(true);
  }

  /** Whether it makes addresses of a kind known. */
  public boolean names(BgpAdvertisement.ServiceAddress type) {
    return switch (type) {
      case LOAD_BALANCER_IP -> loadBalancerIps;
      case EXTERNAL_IP -> externalIps;
      case CLUSTER_IP -> false;
    };
  }
}
