package io.readback.core.source;

import io.readback.core.manifest.ManifestSet;
import io.readback.core.model.ClusterChange;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A folder of manifests as source: every {@code *.yaml}, {@code *.yml} and {@code *.json} at any
 * depth whose name does not begin with a dot. Changes are heard of from the operating system, and
 * looked for besides, so that none is missed where it tells nothing. A file that does not parse
 * keeps its last good version, and a folder that goes away keeps its last state.
 *
 * <p>One thread, {@code readback-folder}, does all of it and calls the listener.
 */
public final class FolderSource implements ClusterSource {
  /** Changes that come within this time of each other are delivered as one. */
  private static final long SETTLE = Duration.ofMillis(3).toNanos();

  /** How long settling may delay a delivery while a writer goes on and on. */
  private static final long LONGEST_SETTLE = Duration.ofMillis(60).toNanos();

  /** Between looks for changes that nobody reported. */
  private static final long SWEEP = Duration.ofMillis(500).toNanos();

  /** A folder so large that a look takes long is looked at less often, a twentieth of the time. */
  private static final long SWEEP_SHARE = 20;

  private static final long LONGEST_SWEEP = Duration.ofSeconds(10).toNanos();

  /** Quiet time before the lines of documents that have shifted are corrected. */
  private static final long RELOCATE = Duration.ofMillis(300).toNanos();

  /** Documents whose lines are corrected before events are looked at again. */
  private static final int RELOCATE_STEP = 50;

  private static final System.Logger LOG = System.getLogger(FolderSource.class.getName());

  private final Path root;
  private final ManifestSet manifests = new ManifestSet();
  private final FolderContents contents;
  private final Object startLock = new Object();
  private Optional<Thread> thread = Optional.empty();
  private volatile boolean closed;
  private Optional<FolderWatch> watch = Optional.empty();
  private long sweepAt;
  private long changedAt;
  private long delivered = -1;

  public FolderSource(Path root) {
    this(root, InstantSource.system());
  }

  /**
   * @param clock tells the age of versions that are kept
   */
  public FolderSource(Path root, InstantSource clock) {
    this.root = root.toAbsolutePath().normalize();
    this.contents = new FolderContents(this.root, clock, manifests);
  }

  @Override
  public void start(Listener listener) {
    synchronized (startLock) {
      if (thread.isPresent()) {
        throw new IllegalStateException("the source of folder " + root + " is started already");
      }
      Thread runner = new Thread(() -> run(listener), "readback-folder");
      runner.setDaemon(true);
      thread = Optional.of(runner);
      runner.start();
    }
  }

  @Override
  public void close() {
    closed = true;
    Optional<Thread> runner;
    synchronized (startLock) {
      runner = thread;
    }
    if (runner.isEmpty() || runner.get() == Thread.currentThread()) {
      return;
    }
    runner.get().interrupt();
    boolean interrupted = false;
    while (runner.get().isAlive()) {
      try {
        runner.get().join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void run(Listener listener) {
    try (FolderWatch opened = new FolderWatch(root)) {
      watch = Optional.of(opened);
      follow(listener);
    } catch (IOException e) {
      LOG.log(
          System.Logger.Level.WARNING,
          "changes of folder {0} are not reported by the operating system ({1}); it is looked at"
              + " every half second",
          root,
          FolderScan.reason(e));
      follow(listener);
    }
  }

  private void follow(Listener listener) {
    try {
      sweep();
      deliver(listener);
      while (!closed) {
        FolderWatch.Heard heard = settle(await(untilNextTask()));
        long now = System.nanoTime();
        if (heard.structure() || now - sweepAt >= 0 || isDue(contents.wakeAt(), now)) {
          sweep();
        }
        if (!heard.files().isEmpty()) {
          contents.check(heard.files(), System.nanoTime());
        }
        deliver(listener);
        relocate(listener);
      }
    } catch (InterruptedException | ClosedWatchServiceException e) {
      LOG.log(System.Logger.Level.DEBUG, "the source of folder {0} ends", root);
    }
  }

  private static boolean isDue(OptionalLong at, long now) {
    return at.isPresent() && now - at.getAsLong() >= 0;
  }

  private long untilNextTask() {
    long now = System.nanoTime();
    long at = sweepAt;
    if (contents.wakeAt().isPresent() && contents.wakeAt().getAsLong() - at < 0) {
      at = contents.wakeAt().getAsLong();
    }
    if (manifests.hasMoved() && changedAt + RELOCATE - at < 0) {
      at = changedAt + RELOCATE;
    }
    return Math.max(0, at - now);
  }

  private FolderWatch.Heard await(long nanos) throws InterruptedException {
    if (watch.isPresent()) {
      return watch.get().await(nanos);
    }
    java.util.concurrent.TimeUnit.NANOSECONDS.sleep(nanos);
    return FolderWatch.Heard.nothing();
  }

  /** Waits until a burst of events is over. */
  private FolderWatch.Heard settle(FolderWatch.Heard first) throws InterruptedException {
    FolderWatch.Heard all = first;
    FolderWatch.Heard more = first;
    long start = System.nanoTime();
    while (!more.isNothing() && System.nanoTime() - start < LONGEST_SETTLE) {
      more = await(SETTLE);
      all = all.and(more);
    }
    return all;
  }

  private void sweep() {
    long start = System.nanoTime();
    Optional<SortedMap<Path, FolderScan.Stamp>> directories = contents.sweep(start);
    boolean news =
        watch.map(opened -> opened.follow(directories.orElseGet(TreeMap::new))).orElse(false);
    long end = System.nanoTime();
    long pause = Math.min(LONGEST_SWEEP, Math.max(SWEEP, (end - start) * SWEEP_SHARE));
    // what happened between the look and the registration is found by a second look
    sweepAt = end + (news ? SETTLE : pause);
  }

  private void deliver(Listener listener) {
    if (manifests.version() == delivered) {
      return;
    }
    delivered = manifests.version();
    changedAt = System.nanoTime();
    call(listener, manifests.take());
  }

  private void relocate(Listener listener) {
    if (!manifests.hasMoved() || System.nanoTime() - changedAt - RELOCATE < 0) {
      return;
    }
    manifests.relocate(RELOCATE_STEP);
    if (!manifests.hasMoved()) {
      delivered = manifests.version();
      call(listener, manifests.take());
    }
  }

  private void call(Listener listener, ClusterChange change) {
    try {
      listener.changed(change, manifests.problems(), contents.isComplete());
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "a listener failed at a change of folder " + root, e);
    }
  }
}
