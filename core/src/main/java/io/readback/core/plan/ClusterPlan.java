package io.readback.core.plan;

import io.readback.core.allocate.Condition;
import io.readback.core.model.Drain;
import io.readback.core.model.ObjectRef;
import io.readback.core.model.Problem;
import io.readback.core.model.RouterConfig;
import io.readback.core.model.Service;
import io.readback.core.model.ServiceRef;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.net.PrefixMap;
import io.readback.spi.target.TargetId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.pcollections.TreePSet;

/**
 * Which routes every target of every node should hold. Immutable, and safe for use by any number of
 * threads. What is asked of it about one Service or one router is worked out when asked.
 */
public final class ClusterPlan {
  /** No node, no route. */
  public static final ClusterPlan EMPTY =
      new ClusterPlan(
          0,
          new TreeMap<>(),
          ExpectedView.Owners.NONE,
          PrefixMap.empty(),
          Topology.EMPTY,
          LinkTopology.EMPTY,
          List.of(),
          List.of(),
          PlanInput.EMPTY,
          new ExpectedViews());

  private final long generation;
  private final SortedMap<String, NodePlan> nodes;
  private final ExpectedView.Owners owners;
  private final PrefixMap<TreePSet<ServiceRef>> linkOwners;
  private final Topology topology;
  private final LinkTopology links;
  private final List<Problem> conflicts;
  private final List<KernelOffer> kernels;
  private final PlanInput input;
  private final ExpectedViews views;

  ClusterPlan(
      long generation,
      SortedMap<String, NodePlan> nodes,
      ExpectedView.Owners owners,
      PrefixMap<TreePSet<ServiceRef>> linkOwners,
      Topology topology,
      LinkTopology links,
      List<Problem> conflicts,
      List<KernelOffer> kernels,
      PlanInput input,
      ExpectedViews views) {
    this.generation = generation;
    this.nodes = Collections.unmodifiableSortedMap(nodes);
    this.owners = owners;
    this.linkOwners = linkOwners;
    this.topology = topology;
    this.links = links;
    this.conflicts = conflicts;
    this.kernels = kernels;
    this.input = input;
    this.views = views;
  }

  /** Grows whenever a target or its routes change, on any node; 0 is the empty plan. */
  public long generation() {
    return generation;
  }

  /** How it was planned. */
  public RoutePlanner.Options options() {
    return input.options();
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
    TreePSet<ServiceRef> found = owners.services().get(prefix);
    return found == null ? Collections.emptySortedSet() : Collections.unmodifiableSortedSet(found);
  }

  /**
   * What a router should hold, from all nodes. Asking again after a change costs only what changed.
   *
   * @param routerAddresses what our speakers know the router by
   */
  public ExpectedRoutes expectedAt(Collection<IpAddress> routerAddresses) {
    Set<IpAddress> router = new TreeSet<>(routerAddresses);
    return views.next(router, before -> ExpectedView.of(nodes.values(), router, owners, before));
  }

  /** What a router, or a link, should hold. */
  public ExpectedRoutes expectedAt(RouterConfig router) {
    return router.isLink()
        ? expectedOnLink(router.linkInterface())
        : expectedAt(router.addresses());
  }

  /**
   * Who may answer for which addresses on a link: the next hops of a route are the nodes that may,
   * of which one should. Asking again after a change costs only what changed.
   *
   * @param interfaceName the interface that leads to the link, on all nodes
   */
  public ExpectedRoutes expectedOnLink(String interfaceName) {
    return views.nextOnLink(
        interfaceName, before -> LinkView.of(nodes.values(), interfaceName, linkOwners, before));
  }

  /** The Services that make an address known on links. */
  public SortedSet<ServiceRef> linkOwners(IpPrefix prefix) {
    TreePSet<ServiceRef> found = linkOwners.get(prefix);
    return found == null ? Collections.emptySortedSet() : Collections.unmodifiableSortedSet(found);
  }

  /** Where a Service's addresses are announced and why not elsewhere; empty where it is unknown. */
  public Optional<ServicePlan> service(ServiceRef service) {
    return input
        .state()
        .service(service)
        .map(new ServicePlans(input, topology, links, kernels)::of);
  }

  /** Services that are drained where a node would announce them, by Service. */
  public List<ServiceDrain> serviceDrains(String node) {
    List<ServiceDrain> out = new ArrayList<>();
    for (DrainSubject subject : input.drains().spans().keySet()) {
      if (subject instanceof DrainSubject.OfService s) {
        String reason = "the Service is annotated with " + Drain.ANNOTATION;
        serviceDrain(node, subject, s.service(), reason, session -> true).ifPresent(out::add);
      } else if (subject instanceof DrainSubject.OfRoutes r) {
        String reason = "BgpRouteSettings " + r.settings() + " drains its routes";
        serviceDrain(node, subject, r.service(), reason, session -> isSetBy(session, r.settings()))
            .ifPresent(out::add);
      }
    }
    out.sort(Comparator.comparing(ServiceDrain::service).thenComparing(d -> d.drain().reason()));
    return out;
  }

  private static boolean isSetBy(Topology.Session session, String settings) {
    return session.exports() instanceof SettledExports exports
        && exports.settings().stream().anyMatch(s -> s.name().equals(settings));
  }

  private Optional<ServiceDrain> serviceDrain(
      String node,
      DrainSubject subject,
      ServiceRef service,
      String reason,
      Predicate<Topology.Session> concerned) {
    Topology.NodeSessions of = topology.nodes().get(node);
    Optional<ServicePlan> plan = service(service);
    if (of == null || plan.isEmpty()) {
      return Optional.empty();
    }
    SortedSet<TargetId> sessions = new TreeSet<>();
    of.sessions().stream().filter(concerned).forEach(s -> sessions.add(s.target().id()));
    SortedSet<TargetId> meant = new TreeSet<>();
    plan.get().addresses().stream()
        .flatMap(a -> a.decisions().stream())
        .filter(d -> d.node().equals(node))
        .filter(d -> d.announced() || d.reason().equals(Optional.of(NotAnnounced.DRAINED)))
        .flatMap(d -> d.target().stream())
        .filter(sessions::contains)
        .forEach(meant::add);
    Drains drains = input.drains();
    return meant.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new ServiceDrain(
                service,
                new SessionDrain(
                    SessionDrain.What.SERVICE,
                    drains.phase(subject),
                    drains.since(subject),
                    drains.until(subject),
                    reason),
                meant));
  }

  /** The policies that give a node's sessions their routes, by instance, then by session. */
  public List<RoutePolicy> routePolicies(String node) {
    Topology.NodeSessions sessions = topology.nodes().get(node);
    if (sessions == null) {
      return List.of();
    }
    List<Service> services =
        input.state().services().values().stream()
            .sorted(Comparator.comparing(Service::ref))
            .toList();
    return new RoutePolicies(input).of(sessions, services);
  }

  /** Conditions of the configuration objects, by object. */
  public SortedMap<ObjectRef, List<Condition>> conditions() {
    return topology.conditions();
  }

  /** Problems of the configuration that concern no single node. */
  public List<Problem> problems() {
    return Stream.of(topology.problems(), links.problems(), conflicts)
        .flatMap(List::stream)
        .toList();
  }
}
