package io.readback.layer2.link;

import io.readback.layer2.own.ClaimOptions;
import io.readback.layer2.own.Liveness;
import io.readback.layer2.own.RendezvousOwnership;
import io.readback.linux.LinuxException;
import io.readback.linux.call.FileDescriptor;
import io.readback.linux.call.Poll;
import io.readback.linux.call.Wakeup;
import io.readback.spi.observe.TargetStatus;
import io.readback.spi.target.DesiredTarget;
import io.readback.spi.target.TargetId;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Answers for VIPs on this machine's links, on one thread of its own with sockets in the network
 * namespace of the thread that called {@link #start}. Any thread may call it; what it is told is
 * replaced by the next telling, never queued.
 */
public final class LinkSpeaker implements AutoCloseable {
  private static final Duration BUSY = Duration.ofMillis(10);
  private static final Duration ANNOUNCING = Duration.ofMillis(50);
  private static final Duration IDLE = Duration.ofSeconds(1);

  private final System.Logger logger;
  private final Runnable changed;
  private final Wakeup wakeup;
  private final LinkSockets sockets;
  private final LinkWatch watch;
  private final Thread thread;
  private final Liveness liveness;
  private final LinkNode node;
  private final AtomicReference<@Nullable SortedMap<TargetId, DesiredTarget>> desired =
      new AtomicReference<>();
  private final AtomicReference<@Nullable List<LinkInterface>> interfaces = new AtomicReference<>();
  private final AtomicReference<@Nullable CompletableFuture<List<TargetStatus>>> asked =
      new AtomicReference<>();
  private SortedMap<TargetId, DesiredTarget> targets = new TreeMap<>();
  private boolean known;
  private volatile boolean stopping;

  private LinkSpeaker(
      String self, Options options, System.Logger logger, LivenessMaker liveness, Runnable changed)
      throws LinuxException {
    this.logger = logger;
    this.changed = changed;
    wakeup = new Wakeup();
    sockets = new LinkSockets(logger);
    this.liveness = liveness.make(wakeup::wake);
    node =
        new LinkNode(
            self,
            options.claims(),
            new RendezvousOwnership(options.backups()),
            this.liveness,
            sockets);
    thread = new Thread(this::run, "layer2");
    thread.setDaemon(true);
    watch =
        LinkWatch.start(
            logger,
            present -> {
              interfaces.set(present);
              wakeup.wake();
            });
  }

  /**
   * How it behaves.
   *
   * @param backups how many nodes stand behind the first one of each VIP
   */
  public record Options(ClaimOptions claims, int backups) {
    /** Fail-back with 3 backups. */
    public static final Options DEFAULT = new Options(ClaimOptions.DEFAULT, 3);
  }

  /**
   * Starts it without VIPs.
   *
   * @param self the name of this node
   * @param liveness made with what to run when something changed; closed with the speaker
   * @param changed run when other VIPs are answered for than before; must not block
   */
  public static LinkSpeaker start(
      String self, Options options, System.Logger logger, LivenessMaker liveness, Runnable changed)
      throws LinuxException {
    LinkSpeaker speaker = new LinkSpeaker(self, options, logger, liveness, changed);
    speaker.thread.start();
    return speaker;
  }

  /** The whole truth of what to answer for; returns at once. */
  public void desire(SortedMap<TargetId, DesiredTarget> next) {
    desired.set(new TreeMap<>(next));
    wakeup.wake();
  }

  /** What is answered for now, by target. */
  public List<TargetStatus> status() throws InterruptedException {
    CompletableFuture<List<TargetStatus>> answer = new CompletableFuture<>();
    CompletableFuture<List<TargetStatus>> earlier = asked.getAndSet(answer);
    if (earlier != null) {
      answer.thenAccept(earlier::complete);
    }
    wakeup.wake();
    try {
      return answer.get();
    } catch (java.util.concurrent.ExecutionException e) {
      throw new IllegalStateException("the thread of the links failed", e.getCause());
    }
  }

  private void run() {
    try (sockets) {
      Poll poll = new Poll(wakeup, List.of());
      while (!stopping) {
        List<FileDescriptor> descriptors = sockets.changedDescriptors();
        if (descriptors != null) {
          poll = new Poll(wakeup, descriptors);
        }
        poll.await(node.isBusy() ? BUSY : node.isAnnouncing() ? ANNOUNCING : IDLE);
        turn();
      }
    } catch (LinuxException | RuntimeException e) {
      logger.log(Level.ERROR, "answering on links ended: " + e.getMessage(), e);
    } finally {
      stopping = true;
      CompletableFuture<List<TargetStatus>> waiting = asked.getAndSet(null);
      if (waiting != null) {
        waiting.completeExceptionally(new IllegalStateException("it ended"));
      }
    }
  }

  private void turn() {
    long now = System.nanoTime();
    // interfaces first: without them nobody could be asked who has a VIP
    List<LinkInterface> present = interfaces.getAndSet(null);
    if (present != null) {
      node.interfaces(present, now);
      known = true;
    }
    SortedMap<TargetId, DesiredTarget> next = known ? desired.getAndSet(null) : null;
    if (next != null) {
      targets = next;
      node.desire(next, now);
    }
    sockets.receive((on, frame) -> node.frame(on, frame, System.nanoTime()));
    node.tick(now);
    node.takeNews().forEach(line -> logger.log(Level.INFO, line));
    if (node.takeChanged()) {
      changed.run();
    }
    CompletableFuture<List<TargetStatus>> question =
        known && desired.get() == null ? asked.getAndSet(null) : null;
    if (question != null) {
      List<TargetStatus> out = new ArrayList<>();
      SortedMap<String, String> problems = sockets.problems();
      long lost = sockets.lost();
      targets.forEach((id, target) -> out.add(LinkStatus.of(id, target, node, problems, lost)));
      question.complete(out);
    }
  }

  /** Stops answering at once, and waits for the thread to end. */
  @Override
  public void close() {
    stopping = true;
    wakeup.wake();
    watch.close();
    Ending.await(thread);
    liveness.close();
    if (!thread.isAlive()) {
      wakeup.close();
    }
  }
}
