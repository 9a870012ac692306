package io.readback.core.plan;

import io.readback.core.allocate.Allocations;
import io.readback.core.model.BgpAdvertisement;
import io.readback.core.model.ClusterChange;
import io.readback.core.model.ClusterState;
import io.readback.core.model.Drain;
import io.readback.core.model.HostFacts;
import io.readback.core.model.ObjectRef;
import io.readback.core.model.PeerDiscovery;
import io.readback.core.model.ServiceRef;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.route.Path;
import io.readback.spi.route.PathAttributes;
import io.readback.spi.route.RouteTable;
import io.readback.spi.target.DesiredTarget;
import io.readback.spi.target.KernelTable;
import io.readback.spi.target.TargetId;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Plans the routes of all nodes. Follows the cluster change by change: a changed Service costs its
 * own routes on each node; a change of what sessions announce costs a full pass, whose result is
 * made a successor of the one before, so that what stays equal is no change to anybody.
 *
 * <p>Knows no clock and does no I/O. Not safe for concurrent use; what it returns is immutable.
 */
public final class RoutePlanner {
  private static final Path DISCARD = Path.self(PathAttributes.NONE);

  /** After every other route to the same prefix. */
  private static final KernelTable AGGREGATES =
      new KernelTable(
          "aggregates",
          KernelTable.Mode.DISCARD,
          KernelTable.MAIN,
          1_000_000,
          KernelTable.DEFAULT_PROTOCOL,
          "lo");

  private final Options options;
  private final ExpectedViews views = new ExpectedViews();
  private ClusterPlan current = ClusterPlan.EMPTY;
  private Topology topology = Topology.EMPTY;
  private final Map<PathAttributes, Path> paths = new HashMap<>();
  private RouteBook book = new RouteBook(Topology.EMPTY, paths);
  private LinkBook links = new LinkBook(LinkTopology.EMPTY);
  private final DrainBook drains = new DrainBook();
  private final ServiceDrains serviceDrains = new ServiceDrains(drains);
  private KernelBook kernels = new KernelBook(List.of(), paths);
  private long allocationsVersion = -1;
  private LocalHost host = LocalHost.NONE;
  private boolean hostChanged;
  private Optional<SessionSettling.Leaving> leaving = Optional.empty();

  /**
   * How to plan.
   *
   * @param noEndpointsRoutable announce Services with the traffic policy Cluster even where they
   *     have no endpoint at all
   * @param discardAggregates give nodes that announce an aggregate a route that drops what is for
   *     addresses in it that nobody has, so that it does not come back by the default route
   * @param ignoreExcludeLb nodes labelled as excluded from external load balancers announce what
   *     MetalLB's dialect has all the same
   */
  public record Options(
      boolean noEndpointsRoutable, boolean discardAggregates, boolean ignoreExcludeLb) {
    /** Cilium's defaults: Services without endpoints are routable, aggregates stand alone. */
    public static final Options DEFAULT = new Options(true, false);

    /** With the label's meaning. */
    public Options(boolean noEndpointsRoutable, boolean discardAggregates) {
      this(noEndpointsRoutable, discardAggregates, false);
    }
  }

  public RoutePlanner(Options options) {
    this.options = options;
  }

  public Options options() {
    return options;
  }

  /** Whether the configuration asks for something that only a node's own machine knows. */
  public static boolean asksOfHost(ClusterState state) {
    return state.clusterConfigs().values().stream()
            .flatMap(c -> c.instances().stream())
            .flatMap(i -> i.peers().stream())
            .anyMatch(p -> asksOfHost(p.discovery()))
        || state.nodeConfigs().values().stream()
            .flatMap(c -> c.instances().stream())
            .flatMap(i -> i.peers().stream())
            .anyMatch(p -> asksOfHost(p.discovery()))
        || state.advertisements().values().stream()
            .flatMap(a -> a.entries().stream())
            .anyMatch(e -> e.type() == BgpAdvertisement.Type.INTERFACE);
  }

  private static boolean asksOfHost(Optional<PeerDiscovery> discovery) {
    return discovery.filter(d -> d instanceof PeerDiscovery.DefaultGateway).isPresent();
  }

  /**
   * Tells what the machine says on which a node's agent runs; counts from the next plan on.
   *
   * @param node the node that this machine is
   */
  public void host(String node, HostFacts facts) {
    LocalHost next = new LocalHost(node, facts);
    hostChanged |= !next.equals(host);
    host = next;
  }

  /**
   * The agent of a node is about to stop: its sessions are drained; counts from the next plan on.
   *
   * @param reason for the peers' operators, in words
   */
  public void leave(String node, Drain drain, String reason) {
    leaving = Optional.of(new SessionSettling.Leaving(node, drain, reason));
    hostChanged = true;
  }

  /** Takes the cluster's next state with the VIPs allocated in it. */
  public ClusterPlan plan(ClusterChange change, Allocations allocations) {
    return plan(change, allocations, Instant.MIN);
  }

  /**
   * Takes the cluster's next state at a moment, or lets time pass: drains go on then.
   *
   * @param now a time before one that was given already counts as that one
   */
  public ClusterPlan plan(ClusterChange change, Allocations allocations, Instant now) {
    ClusterState state = change.state();
    drains.now(now);
    boolean first = allocationsVersion < 0;
    boolean followed =
        allocations.version() == allocationsVersion
            || allocations.version() == allocationsVersion + 1;
    boolean anew = !followed;
    boolean linksAnew = !followed;
    Topology before = topology;
    Set<DrainSubject> due = drains.due();
    boolean sessionDue =
        due.stream()
            .anyMatch(
                s ->
                    s instanceof DrainSubject.OfNode
                        || s instanceof DrainSubject.OfAgent
                        || s instanceof DrainSubject.OfSession);
    if (first || change.configuration() || hostChanged || sessionDue) {
      hostChanged = false;
      Topology next = Topology.of(state, host, drains, leaving, options.ignoreExcludeLb());
      anew |= first || !next.classes().equals(topology.classes());
      topology = next;
      LinkTopology nextLinks = LinkTopology.of(state, topology, options.ignoreExcludeLb());
      if (linksAnew || first || !nextLinks.equals(links.topology())) {
        linksAnew = true;
        links = new LinkBook(nextLinks);
      }
    } else if (linksAnew) {
      links = new LinkBook(links.topology());
    }
    SortedSet<ServiceRef> draining = serviceDrains.follow(change, first, due);
    drains.settle();
    PlanInput input = new PlanInput(state, allocations, options, drains.drains());
    SortedSet<ServiceRef> touched = new TreeSet<>(change.services());
    touched.addAll(draining);
    if (allocations.version() != allocationsVersion) {
      touched.addAll(allocations.changed());
    }
    boolean kernelsAnew = kernelsAnew(state, change.configuration(), first || !followed);
    kernels.replaceAll(kernelsAnew ? state.services().keySet() : touched, input);
    links.replaceAll(linksAnew ? state.services().keySet() : touched, input);
    if (anew) {
      RouteBook old = book;
      book = new RouteBook(topology, paths);
      book.replaceAll(state.services().keySet(), input);
      book.continueFrom(old, before, topology);
    } else {
      book.replaceAll(touched, input);
    }
    allocationsVersion = allocations.version();
    SortedMap<String, NodePlan> nodes = nodes();
    boolean changed = first || !sameTargets(current.nodes(), nodes);
    current =
        new ClusterPlan(
            current.generation() + (changed ? 1 : 0),
            nodes,
            book.owners(),
            links.owners(),
            topology,
            links.topology(),
            book.conflicts(),
            kernels.offers(),
            input,
            views);
    return current;
  }

  /**
   * Makes an empty book where manifests or nodes differ, or Services were missed; says whether.
   *
   * @param configuration whether manifests or nodes may differ
   */
  private boolean kernelsAnew(ClusterState state, boolean configuration, boolean missed) {
    if (!configuration && !missed) {
      return false;
    }
    List<KernelOffer> offers =
        KernelOffer.of(
            state.readback().kernelRoutes().values(),
            topology.nodes().values().stream().map(Topology.NodeSessions::facts).toList());
    if (!missed && offers.equals(kernels.offers())) {
      return false;
    }
    kernels = new KernelBook(offers, paths);
    return true;
  }

  private SortedMap<String, NodePlan> nodes() {
    SortedMap<String, NodePlan> out = new TreeMap<>();
    for (Topology.NodeSessions node : topology.nodes().values()) {
      String name = node.facts().name();
      SortedMap<TargetId, PlannedTarget> targets = new TreeMap<>();
      for (Topology.Session session : node.sessions()) {
        RouteTable routes =
            keepEqual(name, session.target().id(), book.table(session.exports(), name));
        targets.put(
            session.target().id(),
            new PlannedTarget(
                new DesiredTarget(session.target(), routes, down(session)),
                session.configuredBy(),
                session.peerConfig(),
                session.announcer(),
                session.speakerAddress(),
                session.drain()));
      }
      for (PlannedTarget link : links.targets(name)) {
        RouteTable routes = keepEqual(name, link.id(), link.desired().routes());
        targets.put(link.id(), link.with(routes));
      }
      for (PlannedTarget kernel : kernels.targets(name)) {
        targets.put(
            kernel.id(), kernel.with(keepEqual(name, kernel.id(), kernel.desired().routes())));
      }
      if (options.discardAggregates()) {
        discard(node).ifPresent(t -> targets.put(t.id(), t));
      }
      out.put(name, new NodePlan(name, targets, node.problems()));
    }
    return out;
  }

  private static Optional<String> down(Topology.Session session) {
    return session
        .drain()
        .filter(d -> d.phase() == DrainPhase.DRAINED)
        .map(d -> "drained: " + d.reason());
  }

  /** When the next drain has had its time and {@link #plan} should be asked again. */
  public Optional<Instant> nextDrain() {
    return drains.next();
  }

  /** Drops for the aggregates that a node's sessions announce. */
  private Optional<PlannedTarget> discard(Topology.NodeSessions node) {
    RouteTable table = RouteTable.EMPTY;
    Optional<ObjectRef> configuredBy = Optional.empty();
    for (IpPrefix aggregate : book.aggregates()) {
      for (Topology.Session session : node.sessions()) {
        if (book.table(session.exports(), node.facts().name()).get(aggregate) != null) {
          table = table.with(aggregate, DISCARD);
          configuredBy = configuredBy.or(() -> Optional.of(session.configuredBy()));
        }
      }
    }
    RouteTable routes = table;
    return configuredBy.map(
        by ->
            new PlannedTarget(
                new DesiredTarget(
                    AGGREGATES, keepEqual(node.facts().name(), AGGREGATES.id(), routes)),
                by,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
  }

  /** The table that a target has already, where the planned one is equal to it. */
  private RouteTable keepEqual(String node, TargetId target, RouteTable planned) {
    NodePlan before = current.nodes().get(node);
    PlannedTarget was = before == null ? null : before.targets().get(target);
    return was != null && was.desired().routes().equals(planned) ? was.desired().routes() : planned;
  }

  /** Whether all nodes have the same targets with the same table objects. */
  private static boolean sameTargets(
      SortedMap<String, NodePlan> before, SortedMap<String, NodePlan> after) {
    if (!before.keySet().equals(after.keySet())) {
      return false;
    }
    for (NodePlan node : after.values()) {
      SortedMap<TargetId, PlannedTarget> old =
          before.getOrDefault(node.node(), NodePlan.empty(node.node())).targets();
      if (!old.keySet().equals(node.targets().keySet())) {
        return false;
      }
      for (PlannedTarget target : node.targets().values()) {
        PlannedTarget was = old.get(target.id());
        if (was == null
            || was.desired().routes() != target.desired().routes()
            || !was.desired().spec().equals(target.desired().spec())
            || !was.desired().down().equals(target.desired().down())
            || !was.announcer().equals(target.announcer())) {
          return false;
        }
      }
    }
    return true;
  }
}
