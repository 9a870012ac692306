package io.readback.core.plan;

import io.readback.core.allocate.Condition;
import io.readback.core.model.ObjectRef;
import io.readback.core.model.Problem;
import io.readback.core.model.ServiceRef;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/** Which routes every target of every node should hold. Immutable. */
public final class ClusterPlan {
  /** No node, no route. */
  public static final ClusterPlan EMPTY = new ClusterPlan();

  private final SortedMap<String, NodePlan> nodes =
      Collections.unmodifiableSortedMap(new TreeMap<>());

  private ClusterPlan() {}

  /** Grows with each plan of a planner; 0 is the empty plan. */
  public long generation() {
    return 0;
  }

  /** All nodes of the cluster, those without targets included. */
  public SortedMap<String, NodePlan> nodes() {
    return nodes;
  }

  /** The plan of a node; one without targets where the node is not known. */
  public NodePlan node(String name) {
    NodePlan found = nodes.get(name);
    return found == null ? NodePlan.empty(name) : found;
  }

  /** The Services that cause a prefix; empty for pod networks and prefixes not announced. */
  public SortedSet<ServiceRef> owners(IpPrefix prefix) {
    return Collections.emptySortedSet();
  }

  /** What the routers' addresses together should hold, from all nodes. */
  public ExpectedRoutes expectedAt(Collection<IpAddress> routerAddresses) {
    return ExpectedRoutes.NONE;
  }

  /** Where a Service's addresses are announced and why not elsewhere; empty where it is unknown. */
  public Optional<ServicePlan> service(ServiceRef service) {
    return Optional.empty();
  }

  /** The policies that give a node's sessions their routes. */
  public List<RoutePolicy> routePolicies(String node) {
    return List.of();
  }

  /** Conditions of the configuration objects, by object. */
  public SortedMap<ObjectRef, List<Condition>> conditions() {
    return Collections.emptySortedMap();
  }

  /** Problems of the configuration that concern no single node. */
  public List<Problem> problems() {
    return List.of();
  }
}
