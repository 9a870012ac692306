package io.readback.core.plan;

import io.readback.core.model.Service;
import io.readback.spi.net.AddressFamily;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;

/**
 * What sessions with equal settings are to announce, by the rules of the dialect that makes them.
 * Sessions of one class on one node share their routes. A value: two classes are equal when they
 * announce the same of every Service.
 */
interface ExportClass {
  /** The families that the sessions carry. */
  SortedSet<AddressFamily> families();

  /** Whether the sessions are internal, or may turn out to be. */
  boolean carriesLocalPreference();

  /** What a node announces of its own, such as its pod networks, in the families carried. */
  List<NodeRoute> ofNode(NodeFacts node);

  /** What a Service is announced by, wherever the sessions are; by family, then by address. */
  List<Export> exports(Service service, PlanInput input);

  /** How many endpoints each node has that can serve an address; nodes without any are absent. */
  SortedMap<String, Integer> endpoints(Service service, ServiceAddress address, PlanInput input);

  /** Settings that contradict each other at a Service. */
  default List<RouteRules.Conflict> conflicts(Service service) {
    return List.of();
  }

  /**
   * Says in words what becomes of an address on the sessions, and why; empty where it is no concern
   * of their dialect.
   */
  Optional<Ruling> ruling(Service service, ServiceAddress address, PlanInput input);

  /** One reason to announce a prefix for an address of a Service. */
  record Export(ServiceAddress address, Contribution contribution) {}

  /** What becomes of one address of a Service on the sessions of a class. */
  interface Ruling {
    ServicePlan.Decision on(String node, Topology.Session session);
  }
}
