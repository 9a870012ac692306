package io.readback.core.engine;

import io.readback.core.dispatch.LaneSettings;
import io.readback.core.dispatch.LookingGlassLane;
import io.readback.core.dispatch.Watchdog;
import io.readback.core.model.Drain;
import io.readback.core.model.Problem;
import io.readback.core.plan.RoutePlanner;
import io.readback.core.plugin.LoadedPlugin;
import io.readback.core.plugin.PluginCatalog;
import io.readback.core.plugin.PluginLoader;
import io.readback.core.settings.AgentSettings;
import io.readback.core.settings.AnnouncerSettings;
import io.readback.core.source.ClusterSource;
import io.readback.core.source.HostWatch;
import io.readback.core.state.AllocationFile;
import io.readback.spi.observe.SessionState;
import io.readback.spi.plugin.ReadbackPlugin;
import io.readback.spi.plugin.StopIntent;
import io.readback.spi.target.TargetKind;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Readback inside a program: follows a source, gives VIPs, announces one node's routes through
 * plugins, reads the routers back, and says what it saw. Made by {@link #builder}; safe from any
 * thread.
 *
 * <p>Longer than most classes: a third of it is the builder, an embedder's whole choice of
 * settings.
 */
public final class Engine implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Engine.class.getName());

  /** A status older than this is brought up to the present moment when it is asked for. */
  private static final Duration FRESH = Duration.ofSeconds(1);

  private static final Duration CLOSING = Duration.ofSeconds(30);

  /** How long sessions may take to end once their routes are withdrawn. */
  private static final Duration LEAVING = Duration.ofSeconds(5);

  private final ClusterSource source;
  private final HostWatch host;
  private final InstantSource clock;
  private final PluginCatalog plugins;
  private final LaneSettings announcerTimes;
  private final LaneSettings glassTimes;
  private final Watchdog watchdog;
  private final ScheduledThreadPoolExecutor coreThread;
  private final ScheduledThreadPoolExecutor side;
  private final ScheduledThreadPoolExecutor notifier;
  private final List<Consumer<EngineStatus>> subscribers = new CopyOnWriteArrayList<>();
  private final AtomicBoolean notifying = new AtomicBoolean();
  private final AtomicBoolean started = new AtomicBoolean();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Core core;
  private volatile @Nullable EngineStatus refreshed;

  private Engine(Builder b) {
    source = b.source;
    host = b.host;
    clock = b.clock;
    announcerTimes = b.announcerTimes;
    glassTimes = b.glassTimes;
    watchdog = new Watchdog(b.threads);
    coreThread = executor(b.threads, "readback-core");
    side = executor(b.threads, "readback-reading");
    notifier = executor(b.threads, "readback-status");
    plugins = b.catalog();
    Optional<AllocationFile> memory = Optional.ofNullable(b.stateFolder).map(AllocationFile::new);
    Core.Setup setup =
        new Core.Setup(
            b.node,
            b.role,
            clock.instant(),
            plugins,
            b.announcers(plugins),
            b.problems,
            new RoutePlanner.Options(
                b.noEndpointsRoutable,
                b.announcers(plugins).stream().anyMatch(a -> a.type().equals("kernel-routes")),
                b.settings.ignoreExcludeLb()),
            b.settings.metallbClass(),
            host,
            memory,
            memory
                .map(AllocationFile::load)
                .orElse(new AllocationFile.Remembered(new TreeMap<>(), List.of())));
    core =
        new Core(
            setup,
            coreThread,
            side,
            listener ->
                new Wires(
                    clock,
                    RandomGenerator.getDefault(),
                    coreThread,
                    watchdog,
                    b.threads,
                    announcerTimes,
                    glassTimes,
                    listener),
            this::published);
  }

  /**
   * An engine for a node's routes.
   *
   * @param source where the cluster comes from; the engine starts and closes it
   * @param node the name of this node in the cluster
   */
  public static Builder builder(ClusterSource source, String node) {
    return new Builder(source, node);
  }

  private static ScheduledThreadPoolExecutor executor(ThreadFactory threads, String name) {
    ScheduledThreadPoolExecutor out =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = threads.newThread(task);
              thread.setName(name);
              return thread;
            },
            new ThreadPoolExecutor.DiscardPolicy());
    out.setRemoveOnCancelPolicy(true);
    out.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    return out;
  }

  /** Begins to follow, announce and read. Once. */
  public Engine start() {
    if (!started.compareAndSet(false, true)) {
      throw new IllegalStateException("the engine was started before");
    }
    for (LoadedPlugin p : plugins.plugins()) {
      LOG.log(
          System.Logger.Level.INFO,
          () ->
              "plugin "
                  + p.id()
                  + " "
                  + p.version()
                  + " (plugin interface "
                  + p.spiVersion()
                  + ") from "
                  + p.source());
    }
    plugins.problems().forEach(p -> LOG.log(System.Logger.Level.WARNING, p::toString));
    coreThread.execute(core::start);
    source.start(core::changed);
    return this;
  }

  /**
   * Has every router looked at soon instead of at its next interval, though not more often than
   * once a second. Returns at once; looks that fail keep their pauses.
   */
  public void lookSoon() {
    core.lookSoon();
  }

  /** What is known now. Cheap; verdicts are made when they are asked for. */
  public EngineStatus status() {
    EngineStatus known = core.status();
    Instant now = clock.instant();
    if (known.at().plus(FRESH).isAfter(now)) {
      return known;
    }
    EngineStatus later = refreshed;
    if (later == null || !later.of(known) || !later.at().plus(FRESH).isAfter(now)) {
      later = known.asOf(now);
      refreshed = later;
    }
    return later;
  }

  /**
   * Tells of each new status, the present one first, on a thread of the engine. A listener that is
   * slow misses statuses in between, never the newest.
   *
   * @return ends the telling when closed
   */
  public Subscription subscribe(Consumer<EngineStatus> listener) {
    Consumer<EngineStatus> one = listener::accept;
    subscribers.add(one);
    published(core.status());
    return () -> subscribers.remove(one);
  }

  /** A listener that can be let go. */
  @FunctionalInterface
  public interface Subscription extends AutoCloseable {
    @Override
    void close();
  }

  private void published(EngineStatus status) {
    if (!subscribers.isEmpty() && notifying.compareAndSet(false, true)) {
      notifier.execute(this::tell);
    }
  }

  private void tell() {
    notifying.set(false);
    EngineStatus newest = core.status();
    for (Consumer<EngineStatus> subscriber : subscribers) {
      try {
        subscriber.accept(newest);
      } catch (RuntimeException e) {
        LOG.log(System.Logger.Level.WARNING, "a listener of the engine's status failed", e);
      }
    }
  }

  /**
   * Waits until the status is as wanted.
   *
   * @return the status that was; empty when the time is over
   */
  public Optional<EngineStatus> await(Predicate<EngineStatus> wanted, Duration timeout)
      throws InterruptedException {
    CompletableFuture<EngineStatus> seen = new CompletableFuture<>();
    Subscription subscription =
        subscribe(
            status -> {
              if (wanted.test(status)) {
                seen.complete(status);
              }
            });
    try {
      return Optional.of(seen.get(timeout.toNanos(), TimeUnit.NANOSECONDS));
    } catch (TimeoutException e) {
      return Optional.empty();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } finally {
      subscription.close();
    }
  }

  /**
   * Takes traffic away from this node before {@link #close}: what its sessions announce gets the
   * least preference, is withdrawn after {@code patience}, and the sessions are ended. Nothing is
   * waited for where no session is established. For good: there is no way back but a new engine.
   *
   * @param patience at most an hour
   * @param reason for the peers' operators (RFC 9003), in words
   * @return whether all sessions have ended
   */
  public boolean leave(Duration patience, String reason) throws InterruptedException {
    Drain drain = new Drain(announcing(status()) ? patience : Duration.ZERO);
    coreThread.execute(() -> core.leave(drain, reason));
    return await(Engine::hasLeft, drain.patience().plus(LEAVING)).isPresent();
  }

  private static boolean announcing(EngineStatus status) {
    return status.announcers().values().stream()
        .flatMap(a -> a.observation().stream())
        .flatMap(o -> o.targets().stream())
        .flatMap(t -> t.session().stream())
        .anyMatch(s -> s.state() == SessionState.ESTABLISHED);
  }

  /** An engine that has not read its sources yet has nothing to take away. */
  private static boolean hasLeft(EngineStatus status) {
    return !status.synced()
        || !announcing(status)
            && status.nodePlan().targets().values().stream()
                .filter(t -> t.id().kind() != TargetKind.KERNEL_TABLE)
                .filter(t -> t.id().kind() != TargetKind.LINK)
                .allMatch(t -> t.desired().down().isPresent());
  }

  /** Ends as a restart does: routes stay where that is possible. */
  @Override
  public void close() {
    close(StopIntent.RETAIN);
  }

  /**
   * Ends everything, in order: the source, looking glasses, announcers with this intent, threads.
   * Waits up to half a minute for plugins.
   */
  public void close(StopIntent intent) {
    if (!closed.compareAndSet(false, true)) {
      awaitEnded();
      return;
    }
    try {
      source.close();
      host.close();
      end(intent);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      coreThread.shutdownNow();
      side.shutdownNow();
      notifier.shutdownNow();
      watchdog.close();
      ended.countDown();
    }
  }

  private void awaitEnded() {
    try {
      if (!ended.await(CLOSING.toSeconds(), TimeUnit.SECONDS)) {
        LOG.log(System.Logger.Level.WARNING, "the engine is still closing");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void end(StopIntent intent) throws InterruptedException {
    if (!started.get()) {
      return;
    }
    CompletableFuture<List<LookingGlassLane>> leaving = new CompletableFuture<>();
    coreThread.execute(() -> leaving.complete(core.stop(intent)));
    List<LookingGlassLane> glasses;
    try {
      glasses = leaving.get(CLOSING.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("the core thread does not answer", e);
    }
    boolean all = core.announcers().awaitEnd(patience(announcerTimes));
    for (LookingGlassLane glass : glasses) {
      all &= glass.awaitEnd(patience(glassTimes));
    }
    side.shutdown();
    if (side.awaitTermination(CLOSING.toSeconds(), TimeUnit.SECONDS)) {
      core.saveAtEnd();
    }
    if (all) {
      plugins.release();
    } else {
      LOG.log(System.Logger.Level.WARNING, "a plugin did not stop in time and was left behind");
    }
  }

  /** For the call that runs and the one that stops. */
  private static Duration patience(LaneSettings times) {
    Duration two = times.deadline().plus(times.grace()).multipliedBy(2);
    return two.compareTo(CLOSING) < 0 ? two : CLOSING;
  }

  /** Collects what an engine runs with. */
  public static final class Builder {
    private static final List<AnnouncerSettings> DEFAULT_ANNOUNCERS =
        List.of(
            AnnouncerSettings.of("bgp", "generic-bgp"),
            AnnouncerSettings.of("layer2", "layer2"),
            AnnouncerSettings.of("kernel", "kernel-routes"));

    private final ClusterSource source;
    private final String node;
    private final List<ReadbackPlugin> given = new ArrayList<>();
    private Role role = Role.ALL;
    private @Nullable PluginCatalog catalog;
    private @Nullable ClassLoader classPath = Engine.class.getClassLoader();
    private @Nullable Path pluginsFolder;
    private AgentSettings settings = AgentSettings.DEFAULT;
    private final List<Problem> problems = new ArrayList<>();
    private @Nullable Path stateFolder;
    private boolean noEndpointsRoutable = true;
    private HostWatch host = HostWatch.NONE;
    private InstantSource clock = InstantSource.system();
    private ThreadFactory threads = Executors.defaultThreadFactory();
    private LaneSettings announcerTimes = LaneSettings.ANNOUNCER;
    private LaneSettings glassTimes = LaneSettings.LOOKING_GLASS;

    private Builder(ClusterSource source, String node) {
      this.source = source;
      this.node = node;
    }

    /** Default {@link Role#ALL}. */
    public Builder role(Role value) {
      role = value;
      return this;
    }

    /** Adds a plugin instance. */
    public Builder plugin(ReadbackPlugin value) {
      given.add(value);
      return this;
    }

    /** Uses plugins that were loaded before, and looks nowhere else. */
    public Builder plugins(PluginCatalog value) {
      catalog = value;
      return this;
    }

    /** Where to look for plugins among loaded classes; default: where the engine's own are. */
    public Builder classPath(ClassLoader value) {
      classPath = value;
      return this;
    }

    /** Does not look for plugins on the class path. */
    public Builder withoutClassPath() {
      classPath = null;
      return this;
    }

    /** A folder of plugin jars; default: none. */
    public Builder pluginsFolder(Path value) {
      pluginsFolder = value;
      return this;
    }

    /**
     * Which announcers run; default: one each of the types {@code generic-bgp}, {@code layer2} and
     * {@code kernel-routes}, where there are such types. One without targets does nothing.
     */
    public Builder settings(AgentSettings value) {
      settings = value;
      return this;
    }

    /** What a settings file says, with its problems. */
    public Builder settings(AgentSettings.Result value) {
      problems.addAll(value.problems());
      return settings(value.settings());
    }

    /** Where allocations survive a restart; default: in the status of Services only. */
    public Builder stateFolder(Path value) {
      stateFolder = value;
      return this;
    }

    /** Whether Services without any endpoint are announced; default true, as in Cilium. */
    public Builder enableNoServiceEndpointsRoutable(boolean value) {
      noEndpointsRoutable = value;
      return this;
    }

    /**
     * Tells of the machine that the node is, for peers by default gateway and the addresses of
     * interfaces; default: nothing is known of it. The engine starts and closes it.
     */
    public Builder host(HostWatch value) {
      host = value;
      return this;
    }

    public Builder clock(InstantSource value) {
      clock = value;
      return this;
    }

    /** Makes all threads of the engine, which names them. */
    public Builder threads(ThreadFactory value) {
      threads = value;
      return this;
    }

    /** Deadlines and pauses of announcers; default {@link LaneSettings#ANNOUNCER}. */
    public Builder announcerTimes(LaneSettings value) {
      announcerTimes = value;
      return this;
    }

    /** Of looking glasses; default {@link LaneSettings#LOOKING_GLASS}. */
    public Builder lookingGlassTimes(LaneSettings value) {
      glassTimes = value;
      return this;
    }

    /** Loads plugins and the state folder; starts nothing. */
    public Engine build() {
      return new Engine(this);
    }

    private PluginCatalog catalog() {
      if (catalog != null) {
        return catalog;
      }
      PluginLoader loader = new PluginLoader();
      given.forEach(loader::plugin);
      if (classPath != null) {
        loader.classPath(classPath);
      }
      if (pluginsFolder != null) {
        loader.folder(pluginsFolder);
      }
      return loader.load();
    }

    private List<AnnouncerSettings> announcers(PluginCatalog plugins) {
      return settings
          .announcers()
          .orElseGet(
              () ->
                  DEFAULT_ANNOUNCERS.stream()
                      .filter(a -> plugins.announcer(a.type()).isPresent())
                      .toList());
    }
  }
}
