package io.readback.core.engine;

import io.readback.core.allocate.AddressAllocator;
import io.readback.core.allocate.Allocations;
import io.readback.core.dispatch.LaneStatus;
import io.readback.core.dispatch.LookingGlassLane;
import io.readback.core.model.ClusterChange;
import io.readback.core.model.ClusterState;
import io.readback.core.model.Drain;
import io.readback.core.model.HostFacts;
import io.readback.core.model.Origin;
import io.readback.core.model.Problem;
import io.readback.core.model.Problem.Severity;
import io.readback.core.observe.GlassId;
import io.readback.core.observe.LookFailure;
import io.readback.core.observe.ObservationBook;
import io.readback.core.plan.ClusterPlan;
import io.readback.core.plan.RoutePlanner;
import io.readback.core.plugin.PluginCatalog;
import io.readback.core.settings.AnnouncerSettings;
import io.readback.core.source.HostWatch;
import io.readback.core.state.AllocationFile;
import io.readback.core.verdict.ExpectationLog;
import io.readback.spi.observe.AnnouncerObservation;
import io.readback.spi.observe.RouterObservation;
import io.readback.spi.plugin.PluginException;
import io.readback.spi.plugin.StopIntent;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The state of an engine and what follows from what. All methods run on the core thread unless they
 * say otherwise; none of them does I/O. A change of the cluster is allocated, planned and handed to
 * the lanes at once; what is expected at routers, and verdicts, are worked out beside, on the
 * newest status, so that they never delay an announcement.
 *
 * <p>Longer than most classes: it is the one owner of all that the core thread may change.
 */
final class Core implements Wires.Listener {
  private static final System.Logger LOG = System.getLogger(Core.class.getName());

  /** Shortest pause between two readings, and how much of the time they may take at most. */
  private static final long READING_GAP_MILLIS = 50;

  private static final int READING_SHARE = 4;
  private static final Duration RECHECK_WHEN_UNWELL = Duration.ofSeconds(1);
  private static final Duration RECHECK = Duration.ofSeconds(10);

  private final Setup setup;
  private final InstantSource clock;
  private final ScheduledExecutorService thread;
  private final ScheduledExecutorService side;
  private final Consumer<EngineStatus> published;
  private final AnnouncerDesk announcers;
  private final RouterDesk routers;
  private final AddressAllocator allocator;
  private final RoutePlanner planner;
  private final Reading reading = new Reading();
  private final AtomicReference<@Nullable PendingChange> pending = new AtomicReference<>();

  private List<Problem> sourceProblems = List.of();
  private List<Problem> problems = List.of();
  private Optional<Problem> fault = Optional.empty();
  private Optional<Problem> saveProblem = Optional.empty();
  private boolean complete;
  private boolean synced;
  private boolean hostAsked;
  private boolean hostKnown;
  private boolean planAll = true;
  private @Nullable ClusterChange held;
  private ClusterState cluster = ClusterState.EMPTY;
  private Allocations allocations = Allocations.EMPTY;
  private ClusterPlan plan = ClusterPlan.EMPTY;
  private ExpectationLog expectations = ExpectationLog.EMPTY;
  private ObservationBook book = ObservationBook.EMPTY;
  private boolean readingWanted;
  private boolean readingRuns;
  private Future<?> recheck = CompletableFuture.completedFuture(null);
  private Future<?> drainStep = CompletableFuture.completedFuture(null);
  private boolean saving;
  private boolean saveAgain;
  private boolean stopped;
  private volatile EngineStatus status;

  /** What does not change while an engine runs. */
  record Setup(
      String node,
      Role role,
      Instant startedAt,
      PluginCatalog plugins,
      List<AnnouncerSettings> announcers,
      List<Problem> problems,
      RoutePlanner.Options planning,
      Optional<String> metallbClass,
      HostWatch host,
      Optional<AllocationFile> memory,
      AllocationFile.Remembered remembered) {}

  /** Makes everything, calls no plugin and starts nothing. Any thread. */
  Core(
      Setup setup,
      ScheduledExecutorService thread,
      ScheduledExecutorService side,
      Function<Wires.Listener, Wires> wiring,
      Consumer<EngineStatus> published) {
    this.setup = setup;
    this.thread = thread;
    this.side = side;
    this.published = published;
    Wires wires = wiring.apply(this);
    this.announcers =
        new AnnouncerDesk(
            wires, setup.plugins(), setup.role().announces() ? setup.announcers() : List.of());
    this.routers = new RouterDesk(wires, setup.plugins());
    this.allocator = new AddressAllocator(setup.remembered().assignments(), setup.metallbClass());
    this.planner = new RoutePlanner(setup.planning());
    this.clock = wires.clock();
    this.problems = allProblems();
    this.status = makeStatus();
  }

  /** The newest status. Any thread. */
  EngineStatus status() {
    return status;
  }

  /** Has the routers looked at soon. Any thread. */
  void lookSoon() {
    thread.execute(() -> guard("asking for looks", routers::lookSoon));
  }

  /** Drains the sessions of this node, for good; see {@link Engine#leave}. */
  void leave(Drain drain, String reason) {
    guard(
        "draining this node",
        () -> {
          planner.leave(setup.node(), drain, reason);
          drain();
        });
  }

  /** Starts the lanes. */
  void start() {
    guard("starting announcers", announcers::start);
    publish();
  }

  /** Takes a step of the source. Any thread; never blocks. */
  void changed(ClusterChange change, List<Problem> found, boolean complete) {
    PendingChange step = new PendingChange(change, found, complete);
    PendingChange before =
        pending.getAndAccumulate(
            step, (old, now) -> old == null || now == null ? now : old.then(now));
    if (before == null) {
      thread.execute(() -> guard("following the cluster", this::takePending));
    }
  }

  private void takePending() {
    PendingChange step = pending.getAndSet(null);
    if (step == null || stopped) {
      return;
    }
    boolean sameProblems = sourceProblems.equals(step.problems());
    sourceProblems = step.problems();
    ClusterChange change = held == null ? step.change() : PendingChange.join(held, step.change());
    cluster = change.state();
    complete = step.synced();
    boolean hostReady = hostReady();
    if (complete && (hostReady || synced)) {
      held = null;
      follow(change);
    } else {
      // absence proves nothing yet: neither allocate nor announce from half a cluster
      held = change;
    }
    if (!sameProblems || change.configuration()) {
      problems = allProblems();
    }
    publish();
  }

  /** Whether all is known that manifests ask of this machine; asks it when they first do. */
  private boolean hostReady() {
    if (!hostAsked && RoutePlanner.asksOfHost(cluster)) {
      hostAsked = true;
      setup
          .host()
          .start(
              facts ->
                  thread.execute(() -> guard("hearing of this machine", () -> hostChanged(facts))));
    }
    return !hostAsked || hostKnown;
  }

  private void hostChanged(HostFacts facts) {
    if (stopped) {
      return;
    }
    hostKnown = true;
    planner.host(setup.node(), facts);
    if (complete) {
      ClusterChange change = held;
      held = null;
      follow(
          change == null ? new ClusterChange(cluster, Collections.emptySortedSet(), true) : change);
      problems = allProblems();
    }
    publish();
  }

  private void follow(ClusterChange change) {
    boolean first = !synced;
    synced = true;
    ClusterChange taken =
        planAll || first ? new ClusterChange(change.state(), change.services(), true) : change;
    planAll = true;
    Allocations before = allocations;
    allocations = allocator.allocate(taken);
    plan(taken);
    planAll = false;
    if (setup.role().announces()) {
      announcers.distribute(plan.node(setup.node()), cluster);
      if (taken.configuration()) {
        List<GlassId> renewed = routers.apply(cluster);
        List<GlassId> kept = new ArrayList<>(routers.glasses());
        kept.removeAll(renewed);
        book = book.retaining(kept);
      }
    }
    if (first || !allocations.changed().isEmpty() || before.version() == 0) {
      save();
    }
    wantReading();
  }

  /** Plans, and comes back when a drain has had its time. */
  private void plan(ClusterChange change) {
    List<Problem> before = plan.problems();
    plan = planner.plan(change, allocations, clock.instant());
    if (!before.equals(plan.problems())) {
      problems = allProblems();
    }
    drainStep.cancel(false);
    planner
        .nextDrain()
        .ifPresent(
            at ->
                drainStep =
                    thread.schedule(
                        () -> guard("draining", this::drain),
                        Math.max(0, Duration.between(clock.instant(), at).toMillis()),
                        TimeUnit.MILLISECONDS));
  }

  private void drain() {
    if (stopped || !synced) {
      return;
    }
    plan(new ClusterChange(cluster, Collections.emptySortedSet(), false));
    if (setup.role().announces()) {
      announcers.distribute(plan.node(setup.node()), cluster);
    }
    wantReading();
    publish();
  }

  @Override
  public void announcerChanged(String name, @Nullable AnnouncerObservation observation) {
    guard(
        "hearing announcer " + name,
        () -> {
          if (observation != null) {
            book = book.announced(name, observation);
            wantReading();
          }
          if (synced && setup.role().announces() && !stopped) {
            // what an announcer can do becomes known when it is made
            List<Problem> before = announcers.problems();
            announcers.distribute(plan.node(setup.node()), cluster);
            if (!before.equals(announcers.problems())) {
              problems = allProblems();
            }
          }
          publish();
        });
  }

  @Override
  public void glassChanged() {
    publish();
  }

  @Override
  public void looked(GlassId glass, RouterObservation observation) {
    guard(
        "taking a look of " + glass,
        () -> {
          book = book.observed(glass, observation);
          wantReading();
          publish();
        });
  }

  @Override
  public void lookFailed(GlassId glass, LaneStatus.Problem problem) {
    guard(
        "taking a failure of " + glass,
        () -> {
          book = book.failed(glass, failure(problem));
          wantReading();
          publish();
        });
  }

  private static LookFailure failure(LaneStatus.Problem problem) {
    return problem.call().equals("configure")
        ? LookFailure.notSetUp(problem.message(), problem.at())
        : LookFailure.of(new PluginException(problem.kind(), problem.message()), problem.at());
  }

  /** Lets a reading follow soon; many wishes meanwhile are one. */
  private void wantReading() {
    readingWanted = true;
    if (!readingRuns && synced && setup.role().announces() && !stopped) {
      readingRuns = true;
      readingWanted = false;
      side.execute(() -> read(status));
    }
  }

  /** On the side thread. The status it was asked with may be old by now: it takes the newest. */
  private void read(EngineStatus asked) {
    long began = System.nanoTime();
    EngineStatus newest = status.synced() ? status : asked;
    Reading.@Nullable Result result = null;
    try {
      result = reading.read(newest, clock.instant());
    } catch (VirtualMachineError e) {
      throw e;
    } catch (Throwable t) {
      Throwable seen = t;
      thread.execute(() -> failed("judging what was read", seen));
    }
    Reading.Result found = result;
    thread.execute(() -> guard("taking a reading", () -> taken(Optional.ofNullable(found))));
    long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
    side.schedule(
        () -> thread.execute(this::readingPauseOver),
        Math.max(READING_GAP_MILLIS, took * READING_SHARE),
        TimeUnit.MILLISECONDS);
  }

  private void taken(Optional<Reading.Result> result) {
    if (stopped || result.isEmpty()) {
      return;
    }
    Reading.Result found = result.get();
    expectations = found.expectations();
    found.interests().forEach((router, interest) -> routers.offer(router, interest, true));
    found.satisfied().stream()
        .filter(router -> !found.interests().containsKey(router))
        .forEach(routers::satisfied);
    found.confirm().forEach(routers::confirm);
    recheck(found.allWell() ? RECHECK : RECHECK_WHEN_UNWELL);
    publish();
  }

  /** Verdicts change by the passing of time too. */
  private void recheck(Duration after) {
    recheck.cancel(false);
    recheck =
        thread.schedule(
            () -> guard("looking at the time", this::wantReading),
            after.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  private void readingPauseOver() {
    readingRuns = false;
    if (readingWanted) {
      wantReading();
    }
  }

  /** Remembers the allocations, off this thread; while it runs the newest wish waits. */
  private void save() {
    AllocationFile memory = setup.memory().orElse(null);
    if (memory == null || !setup.role().allocates()) {
      return;
    }
    if (saving) {
      saveAgain = true;
      return;
    }
    saving = true;
    Allocations now = allocations;
    side.execute(
        () -> {
          Optional<Problem> problem = memory.save(now.assignments());
          thread.execute(() -> saved(problem));
        });
  }

  private void saved(Optional<Problem> problem) {
    saving = false;
    if (!saveProblem.equals(problem)) {
      saveProblem = problem;
      problems = allProblems();
      publish();
    }
    if (saveAgain) {
      saveAgain = false;
      save();
    }
  }

  /**
   * Stops all instances; nothing is taken or announced afterwards.
   *
   * @return the lanes of looking glasses to wait for
   */
  List<LookingGlassLane> stop(StopIntent intent) {
    stopped = true;
    announcers.stop(intent);
    return routers.stop();
  }

  AnnouncerDesk announcers() {
    return announcers;
  }

  /** Writes what is allocated, on the calling thread; the side thread must have ended. */
  void saveAtEnd() {
    if (synced && setup.role().allocates()) {
      setup
          .memory()
          .flatMap(memory -> memory.save(allocations.assignments()))
          .ifPresent(p -> LOG.log(System.Logger.Level.WARNING, p.toString()));
    }
  }

  private List<Problem> allProblems() {
    List<Problem> out = new ArrayList<>(setup.problems());
    out.addAll(setup.remembered().problems());
    out.addAll(sourceProblems);
    out.addAll(plan.problems());
    out.addAll(plan.node(setup.node()).problems());
    out.addAll(announcers.problems());
    out.addAll(routers.problems());
    saveProblem.ifPresent(out::add);
    fault.ifPresent(out::add);
    return out.stream().sorted().distinct().toList();
  }

  private void publish() {
    EngineStatus next = makeStatus();
    status = next;
    published.accept(next);
  }

  private EngineStatus makeStatus() {
    return EngineStatus.builder(setup.node(), setup.role(), setup.startedAt())
        .synced(synced)
        .cluster(cluster)
        .problems(problems)
        .allocations(allocations)
        .plan(plan)
        .expectations(expectations)
        .observations(book)
        .announcers(announcers.status())
        .routers(routers.status())
        .plugins(setup.plugins())
        .metallbClass(setup.metallbClass())
        .build(clock.instant());
  }

  /** A fault of our own ends neither the thread nor what is announced; it is told. */
  private void guard(String doing, Runnable action) {
    try {
      action.run();
    } catch (VirtualMachineError e) {
      throw e;
    } catch (Throwable t) {
      failed(doing, t);
    }
  }

  private void failed(String doing, Throwable t) {
    LOG.log(System.Logger.Level.ERROR, "internal fault while " + doing, t);
    fault =
        Optional.of(
            new Problem(
                Severity.ERROR,
                Optional.empty(),
                Origin.UNKNOWN,
                "",
                "internal fault while " + doing + ": " + t,
                "What was announced stays; please report it with the log"));
    problems = allProblems();
    publish();
  }
}
