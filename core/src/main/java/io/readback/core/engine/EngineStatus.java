package io.readback.core.engine;

import io.readback.core.allocate.Allocations;
import io.readback.core.model.ClusterState;
import io.readback.core.model.Problem;
import io.readback.core.observe.ObservationBook;
import io.readback.core.plan.ClusterPlan;
import io.readback.core.plan.NodePlan;
import io.readback.core.plugin.PluginCatalog;
import io.readback.core.verdict.ExpectationLog;
import io.readback.core.verdict.JudgeInput;
import io.readback.core.verdict.Timing;
import io.readback.core.verdict.VerdictJudge;
import io.readback.core.verdict.Verdicts;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Everything an engine knows, as of one moment. Immutable and safe from any thread. Verdicts cost
 * time, so they are made when they are first asked for.
 */
public final class EngineStatus {
  private static final VerdictJudge JUDGE = new VerdictJudge(Timing.DEFAULT);

  private final String node;
  private final Role role;
  private final Instant startedAt;
  private final Instant at;
  private final boolean synced;
  private final ClusterState cluster;
  private final List<Problem> problems;
  private final Allocations allocations;
  private final ClusterPlan plan;
  private final ExpectationLog expectations;
  private final ObservationBook observations;
  private final SortedMap<String, AnnouncerStatus> announcers;
  private final SortedMap<String, RouterStatus> routers;
  private final PluginCatalog plugins;
  private final Optional<String> metallbClass;
  private volatile @Nullable Verdicts verdicts;

  private EngineStatus(Builder b, Instant at) {
    this.node = b.node;
    this.role = b.role;
    this.startedAt = b.startedAt;
    this.at = at;
    this.synced = b.synced;
    this.cluster = b.cluster;
    this.problems = b.problems;
    this.allocations = b.allocations;
    this.plan = b.plan;
    this.expectations = b.expectations;
    this.observations = b.observations;
    this.announcers = b.announcers;
    this.routers = b.routers;
    this.plugins = b.plugins;
    this.metallbClass = b.metallbClass;
  }

  /** Starts with nothing known; for the engine, and for tests of what is made from a status. */
  public static Builder builder(String node, Role role, Instant startedAt) {
    return new Builder(node, role, startedAt);
  }

  /** The node whose routes this engine announces. */
  public String node() {
    return node;
  }

  public Role role() {
    return role;
  }

  public Instant startedAt() {
    return startedAt;
  }

  /** The moment of this status; verdicts are made as of it. */
  public Instant at() {
    return at;
  }

  /** Whether the sources were complete once; before, nothing is allocated, planned or announced. */
  public boolean synced() {
    return synced;
  }

  public ClusterState cluster() {
    return cluster;
  }

  /** What is wrong with manifests, settings and plans, in order of file and line. */
  public List<Problem> problems() {
    return problems;
  }

  public Allocations allocations() {
    return allocations;
  }

  public ClusterPlan plan() {
    return plan;
  }

  /** The plan of this engine's own node. */
  public NodePlan nodePlan() {
    return plan.node(node);
  }

  /** What is expected at each router, and since when. */
  public ExpectationLog expectations() {
    return expectations;
  }

  /** What routers were seen to hold, and what announcers say. */
  public ObservationBook observations() {
    return observations;
  }

  /** By name. */
  public SortedMap<String, AnnouncerStatus> announcers() {
    return announcers;
  }

  /** By name: the routers that manifests name, those without a working looking glass included. */
  public SortedMap<String, RouterStatus> routers() {
    return routers;
  }

  /** The plugins found, and what kept others out. */
  public PluginCatalog plugins() {
    return plugins;
  }

  /** The load balancer class that MetalLB's dialect serves, as set; empty: Services without one. */
  public Optional<String> metallbClass() {
    return metallbClass;
  }

  /** The verdicts as of {@link #at}. The first call makes them, on the calling thread. */
  public Verdicts verdicts() {
    Verdicts made = verdicts;
    if (made == null) {
      synchronized (this) {
        made = verdicts;
        if (made == null) {
          made =
              JUDGE.judge(
                  new JudgeInput(node, cluster, allocations, plan, expectations, observations, at));
          verdicts = made;
        }
      }
    }
    return made;
  }

  /** The same knowledge at a later moment. */
  EngineStatus asOf(Instant later) {
    return new Builder(this).build(later);
  }

  /** Whether this is {@code other}'s knowledge, at whatever moment. */
  boolean of(EngineStatus other) {
    return plan == other.plan
        && cluster == other.cluster
        && observations == other.observations
        && expectations == other.expectations
        && announcers == other.announcers
        && routers == other.routers;
  }

  /** The same knowledge with these expectations, at a later moment. */
  EngineStatus with(ExpectationLog log, Instant later) {
    return new Builder(this).expectations(log).build(later);
  }

  /** Collects a status. */
  public static final class Builder {
    private final String node;
    private final Role role;
    private final Instant startedAt;
    private boolean synced;
    private ClusterState cluster = ClusterState.EMPTY;
    private List<Problem> problems = List.of();
    private Allocations allocations = Allocations.EMPTY;
    private ClusterPlan plan = ClusterPlan.EMPTY;
    private ExpectationLog expectations = ExpectationLog.EMPTY;
    private ObservationBook observations = ObservationBook.EMPTY;
    private SortedMap<String, AnnouncerStatus> announcers = Collections.emptySortedMap();
    private SortedMap<String, RouterStatus> routers = Collections.emptySortedMap();
    private PluginCatalog plugins = PluginCatalog.EMPTY;
    private Optional<String> metallbClass = Optional.empty();

    private Builder(String node, Role role, Instant startedAt) {
      this.node = node;
      this.role = role;
      this.startedAt = startedAt;
    }

    private Builder(EngineStatus s) {
      this(s.node, s.role, s.startedAt);
      synced = s.synced;
      cluster = s.cluster;
      problems = s.problems;
      allocations = s.allocations;
      plan = s.plan;
      expectations = s.expectations;
      observations = s.observations;
      announcers = s.announcers;
      routers = s.routers;
      plugins = s.plugins;
      metallbClass = s.metallbClass;
    }

    public Builder synced(boolean value) {
      synced = value;
      return this;
    }

    public Builder cluster(ClusterState value) {
      cluster = value;
      return this;
    }

    public Builder problems(List<Problem> value) {
      problems = List.copyOf(value);
      return this;
    }

    public Builder allocations(Allocations value) {
      allocations = value;
      return this;
    }

    public Builder plan(ClusterPlan value) {
      plan = value;
      return this;
    }

    public Builder expectations(ExpectationLog value) {
      expectations = value;
      return this;
    }

    public Builder observations(ObservationBook value) {
      observations = value;
      return this;
    }

    public Builder announcers(SortedMap<String, AnnouncerStatus> value) {
      announcers = Collections.unmodifiableSortedMap(new TreeMap<>(value));
      return this;
    }

    public Builder routers(SortedMap<String, RouterStatus> value) {
      routers = Collections.unmodifiableSortedMap(new TreeMap<>(value));
      return this;
    }

    public Builder plugins(PluginCatalog value) {
      plugins = value;
      return this;
    }

    public Builder metallbClass(Optional<String> value) {
      metallbClass = value;
      return this;
    }

    public EngineStatus build(Instant at) {
      return new EngineStatus(this, at);
    }
  }
}
