package io.readback.core.verdict;

import io.readback.core.allocate.AddressAllocator;
import io.readback.core.allocate.Allocations;
import io.readback.core.explain.ExplainInput;
import io.readback.core.manifest.ManifestReader;
import io.readback.core.manifest.ManifestReader.Manifests;
import io.readback.core.model.ClusterChange;
import io.readback.core.model.ClusterState;
import io.readback.core.model.Problem;
import io.readback.core.model.RouterConfig;
import io.readback.core.observe.GlassId;
import io.readback.core.observe.LookFailure;
import io.readback.core.observe.ObservationBook;
import io.readback.core.plan.ClusterPlan;
import io.readback.core.plan.ExpectedRoutes;
import io.readback.core.plan.NodePlan;
import io.readback.core.plan.PlannedTarget;
import io.readback.core.plan.RoutePlanner;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.observe.AnnouncerObservation;
import io.readback.spi.observe.Cause;
import io.readback.spi.observe.Finding;
import io.readback.spi.observe.RouterObservation;
import io.readback.spi.observe.RouterSession;
import io.readback.spi.observe.SessionError;
import io.readback.spi.observe.SessionState;
import io.readback.spi.observe.SessionStatus;
import io.readback.spi.observe.Sighting;
import io.readback.spi.observe.TargetStatus;
import io.readback.spi.observe.Vantage;
import io.readback.spi.plugin.PluginException;
import io.readback.spi.target.BgpSession;
import io.readback.spi.target.TargetKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A whole cluster from manifests, allocated and planned as the engine does it, seen from one node,
 * with a router whose state a test writes down.
 */
public final class ClusterScene {
  private final String node;
  private final AddressAllocator allocator = new AddressAllocator(new TreeMap<>());
  private final RoutePlanner planner = new RoutePlanner(RoutePlanner.Options.DEFAULT);
  private ClusterState cluster = ClusterState.EMPTY;
  private List<Problem> problems = List.of();
  private Allocations allocations = Allocations.EMPTY;
  private ClusterPlan plan = ClusterPlan.EMPTY;
  private ExpectationLog expectations = ExpectationLog.EMPTY;
  private ObservationBook book = ObservationBook.EMPTY;

  public ClusterScene(String node) {
    this.node = node;
  }

  public static Instant at(int seconds) {
    return Instant.parse("2026-05-01T10:00:00Z").plusSeconds(seconds);
  }

  /** The manifests become these. */
  public ClusterScene manifests(int second, String... documents) {
    Manifests read = ManifestReader.read(String.join("\n---\n", documents), "cluster.yaml");
    SortedSet<io.readback.core.model.ServiceRef> touched =
        new TreeSet<>(cluster.services().keySet());
    touched.addAll(read.state().services().keySet());
    touched.addAll(cluster.slices().keySet());
    touched.addAll(read.state().slices().keySet());
    ClusterChange change = new ClusterChange(read.state(), touched, true);
    cluster = read.state();
    problems = read.problems();
    allocations = allocator.allocate(change);
    plan = planner.plan(change, allocations);
    SortedMap<String, ExpectedRoutes> expected = new TreeMap<>();
    for (RouterConfig router : cluster.routers().values()) {
      expected.put(router.name(), plan.expectedAt(router));
    }
    expectations = expectations.advance(expected, at(second));
    return this;
  }

  /** Our announcer has every session of this node in this state. */
  public ClusterScene announcer(SessionState state, @Nullable Cause cause, String text) {
    List<TargetStatus> targets = new ArrayList<>();
    NodePlan own = plan.node(node);
    for (PlannedTarget target : own.sessions().values()) {
      BgpSession session = target.session();
      TargetStatus.Builder status =
          TargetStatus.builder(target.id()).accepted(target.desired().routes());
      if (state == SessionState.ESTABLISHED) {
        status.advertised(target.desired().routes());
      }
      targets.add(
          status
              .session(
                  new SessionStatus(
                      state,
                      session.peerAddress(),
                      session.peerPort(),
                      session.instance().localAsn(),
                      session.peerAsn(),
                      Optional.empty(),
                      Optional.empty(),
                      Optional.empty(),
                      0,
                      0,
                      List.of(),
                      Optional.ofNullable(cause).map(c -> new SessionError(at(0), c, text))))
              .build());
    }
    book = book.announced("bgp", new AnnouncerObservation(at(0), targets));
    return this;
  }

  /** Our announcer answers on the links of this node: for all VIPs, or for none. */
  public ClusterScene answering(boolean answers) {
    return answering(answers, "");
  }

  /**
   * The same.
   *
   * @param refusal why it does not, of every VIP; may be empty
   */
  public ClusterScene answering(boolean answers, String refusal) {
    List<TargetStatus> targets = new ArrayList<>();
    for (PlannedTarget target : plan.node(node).targets().values()) {
      if (target.id().kind() == TargetKind.LINK) {
        TargetStatus.Builder status =
            TargetStatus.builder(target.id()).accepted(target.desired().routes());
        if (!refusal.isEmpty()) {
          SortedMap<IpPrefix, String> rejected = new TreeMap<>();
          target.desired().routes().forEach(r -> rejected.put(r.prefix(), refusal));
          status.rejected(rejected);
        }
        targets.add((answers ? status.advertised(target.desired().routes()) : status).build());
      }
    }
    book = book.announced("layer2", new AnnouncerObservation(at(0), targets));
    return this;
  }

  /** The link was asked: these answered for an address. */
  public ClusterScene asked(int second, String link, String vip, Change change, String... by) {
    Shown shown = new Shown();
    shown.covering(EnumSet.of(Vantage.INSTALLED));
    if (by.length > 0) {
      SortedSet<IpAddress> hops = new TreeSet<>();
      for (String node : by) {
        if (!node.isEmpty()) {
          hops.add(IpAddress.parse(node));
        }
      }
      shown.put(Vantage.INSTALLED, IpPrefix.parse(vip), hops);
    }
    change.on(shown);
    book = book.observed(new GlassId(link, 0, "link"), shown.observation(at(second)));
    expectations = expectations.settled(book);
    return this;
  }

  /** The router shows exactly what is expected, except as the changes say. */
  public ClusterScene look(int second, String router, Change... changes) {
    ExpectedRoutes expected = expectations.expectedAt(router);
    Shown shown = new Shown();
    expected
        .peers()
        .forEach(
            (address, peer) ->
                shown.sessions.put(
                    address,
                    new RouterSession(
                        address,
                        peer.asn(),
                        SessionState.ESTABLISHED,
                        Optional.empty(),
                        1,
                        Optional.empty(),
                        "Established")));
    for (var e : expected.routes()) {
      for (Vantage vantage : List.of(Vantage.RECEIVED, Vantage.SELECTED, Vantage.INSTALLED)) {
        shown.put(vantage, e.getKey(), e.getValue().nextHops());
      }
    }
    for (Change change : changes) {
      change.on(shown);
    }
    book = book.observed(new GlassId(router, 0, "frr"), shown.observation(at(second)));
    expectations = expectations.settled(book);
    return this;
  }

  public ClusterScene lookFails(
      int second, String router, PluginException.Kind kind, String message) {
    book =
        book.failed(
            new GlassId(router, 0, "frr"),
            LookFailure.of(new PluginException(kind, message), at(second)));
    return this;
  }

  public Verdicts verdicts(int second) {
    return new VerdictJudge(Timing.DEFAULT)
        .judge(new JudgeInput(node, cluster, allocations, plan, expectations, book, at(second)));
  }

  public ExplainInput explainInput(int second) {
    return new ExplainInput(node, cluster, problems, allocations, plan, book, verdicts(second));
  }

  public ExpectationLog expectations() {
    return expectations;
  }

  /** Something that is different at the router. */
  public interface Change {
    void on(Shown shown);
  }

  /** What a router shows; tests change it. */
  public static final class Shown {
    private final SortedMap<IpAddress, RouterSession> sessions = new TreeMap<>();
    private final SortedMap<Vantage, SortedMap<IpPrefix, SortedSet<IpAddress>>> routes =
        new TreeMap<>();
    private final List<Finding> findings = new ArrayList<>();
    private Set<Vantage> covered =
        EnumSet.of(Vantage.RECEIVED, Vantage.SELECTED, Vantage.INSTALLED);

    public void put(Vantage vantage, IpPrefix prefix, SortedSet<IpAddress> nextHops) {
      routes.computeIfAbsent(vantage, v -> new TreeMap<>()).put(prefix, nextHops);
    }

    /** The prefix is not at this vantage and those behind it. */
    public void withoutFrom(Vantage vantage, String prefix) {
      routes.tailMap(vantage).values().forEach(byPrefix -> byPrefix.remove(IpPrefix.parse(prefix)));
    }

    /** No route comes from this speaker. */
    public void without(String nextHop) {
      IpAddress gone = IpAddress.parse(nextHop);
      for (var byPrefix : routes.values()) {
        for (var e : byPrefix.entrySet()) {
          SortedSet<IpAddress> left = new TreeSet<>(e.getValue());
          left.remove(gone);
          e.setValue(left);
        }
        byPrefix.values().removeIf(SortedSet::isEmpty);
      }
    }

    public void session(String speaker, SessionState state, @Nullable Cause cause, String detail) {
      IpAddress address = IpAddress.parse(speaker);
      sessions.put(
          address,
          new RouterSession(
              address, 65001, state, Optional.empty(), 0, Optional.ofNullable(cause), detail));
    }

    public void finding(Cause cause, String prefix, String evidence, String command) {
      findings.add(
          new Finding(
              cause, Optional.of(IpPrefix.parse(prefix)), Optional.empty(), evidence, command));
    }

    public void covering(Set<Vantage> vantages) {
      covered = vantages;
    }

    RouterObservation observation(Instant at) {
      List<Sighting> sightings = new ArrayList<>();
      routes.forEach(
          (vantage, byPrefix) ->
              byPrefix.forEach(
                  (prefix, hops) -> {
                    if (!covered.contains(vantage)) {
                      return;
                    }
                    if (vantage == Vantage.INSTALLED) {
                      sightings.add(
                          new Sighting(
                              prefix, vantage, Optional.empty(), hops, Optional.empty(), false));
                    } else {
                      hops.forEach(
                          h ->
                              sightings.add(
                                  new Sighting(
                                      prefix,
                                      vantage,
                                      Optional.of(h),
                                      new TreeSet<>(Set.of(h)),
                                      Optional.empty(),
                                      false)));
                    }
                  }));
      return new RouterObservation(
          at, "tor", covered, List.copyOf(sessions.values()), sightings, findings);
    }
  }
}
