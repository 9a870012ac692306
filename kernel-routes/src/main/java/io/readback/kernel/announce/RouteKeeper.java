package io.readback.kernel.announce;

import io.readback.kernel.ledger.GroupSupport;
import io.readback.kernel.ledger.NexthopIds;
import io.readback.kernel.ledger.RouteLedger;
import io.readback.kernel.watch.KernelNews;
import io.readback.kernel.watch.RouteWatcher;
import io.readback.linux.Capabilities;
import io.readback.linux.Capabilities.Capability;
import io.readback.linux.Errno;
import io.readback.linux.LinuxException;
import io.readback.linux.netlink.BatchResult;
import io.readback.linux.netlink.NetlinkSocket;
import io.readback.linux.route.RouteCodec;
import io.readback.linux.route.RouteKey;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.observe.TargetStatus;
import io.readback.spi.plugin.PluginContext;
import io.readback.spi.target.DesiredState;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The thread that owns the ledger and the socket it writes by. It works when there is a new aim or
 * news of the kernel, else when something refused is due again.
 *
 * <p>A look at everything is not made more often than every 200 ms, nor for more than a fifth of
 * the time, whatever the kernel tells.
 */
final class RouteKeeper {
  private static final long RESYNC_PAUSE = Duration.ofMillis(200).toNanos();
  private static final long RETRY = Duration.ofSeconds(5).toNanos();
  private static final RouteKey PROBE =
      new RouteKey(200, IpPrefix.parse("192.0.2.255/32"), 4_000_000);

  private final PluginContext context;
  private final KernelRoutesConfig config;
  private final ProtocolLock lock;
  private final NetlinkSocket socket;
  private final RouteWatcher watcher;
  private final RouteLedger ledger;
  private final String whyNot;
  private final Thread thread;

  private @Nullable DesiredState next;
  private boolean news = true;
  private boolean ending;
  private boolean withdraw;
  private boolean full = true;
  private volatile List<TargetStatus> status = List.of();
  private volatile @Nullable LinuxException failure;
  private volatile boolean synced;

  private RouteKeeper(
      PluginContext context,
      KernelRoutesConfig config,
      ProtocolLock lock,
      NetlinkSocket socket,
      String whyNot,
      GroupSupport support)
      throws LinuxException {
    this.context = context;
    this.config = config;
    this.lock = lock;
    this.socket = socket;
    this.whyNot = whyNot;
    this.ledger = new RouteLedger(new NetlinkKernel(socket), config.protocol(), support);
    this.watcher =
        RouteWatcher.start(config.eventBuffer(), socket.port(), context.name(), this::heard);
    this.thread = new Thread(this::run, context.name() + "-routes");
  }

  static RouteKeeper start(PluginContext context, KernelRoutesConfig config) throws LinuxException {
    ProtocolLock lock = ProtocolLock.take(config.protocol());
    NetlinkSocket socket = null;
    try {
      socket = NetlinkSocket.open(8 << 20);
      String whyNot = whyNot(socket, config.protocol());
      if (!whyNot.isEmpty()) {
        context.logger().log(System.Logger.Level.WARNING, "Kernel routes: {0}", whyNot);
      }
      GroupSupport support = GroupProbe.probe(socket, config.protocol(), whyNot.isEmpty());
      say(context, support);
      RouteKeeper keeper = new RouteKeeper(context, config, lock, socket, whyNot, support);
      keeper.thread.setDaemon(true);
      keeper.thread.start();
      return keeper;
    } catch (LinuxException e) {
      if (socket != null) {
        socket.close();
      }
      lock.close();
      throw e;
    }
  }

  private static void say(PluginContext context, GroupSupport support) {
    context
        .logger()
        .log(
            System.Logger.Level.DEBUG,
            "Kernel routes: nexthop groups: {0}",
            support.name().toLowerCase(Locale.ROOT));
    if (support != GroupSupport.NONE && CompatMode.isOn()) {
      context.logger().log(System.Logger.Level.DEBUG, "Kernel routes: {0}", CompatMode.SUGGESTION);
    }
  }

  /** Whether the kernel has routes or nexthop objects of a protocol. Needs no capability. */
  static boolean leftovers(int protocol) throws LinuxException {
    try (NetlinkSocket socket = NetlinkSocket.open(1 << 20)) {
      NetlinkKernel kernel = new NetlinkKernel(socket);
      return !kernel.routesOf(Set.of(protocol)).isEmpty()
          || kernel.nexthops().stream()
              .anyMatch(n -> n.protocol() == protocol && NexthopIds.isOurs(n));
    }
  }

  /** Asks the kernel by deleting a route that is not there; empty where it would have been done. */
  private static String whyNot(NetlinkSocket socket, int protocol) throws LinuxException {
    BatchResult probe = socket.execute(List.of(RouteCodec.delete(PROBE, protocol)));
    if (probe.errors().values().stream().noneMatch(e -> e.is(Errno.EPERM))) {
      return "";
    }
    boolean missing = !Capabilities.read().has(Capability.CAP_NET_ADMIN);
    return "this process may not change routes"
        + (missing ? ": it lacks CAP_NET_ADMIN" : " in this network namespace")
        + ". Routes are compared, and none is changed";
  }

  /** Takes a newer aim. Does not wait. */
  synchronized void aim(DesiredState desired) {
    if (next == null || desired.generation() >= next.generation()) {
      next = desired;
      notifyAll();
    }
  }

  /** Has everything compared soon. */
  synchronized void check() {
    full = true;
    notifyAll();
  }

  private synchronized void heard() {
    news = true;
    notifyAll();
  }

  List<TargetStatus> status() {
    return status;
  }

  /** Why the last work on the kernel failed; null where it did not. */
  @Nullable LinuxException failure() {
    return failure;
  }

  /** Ends the thread; interruption leaves it to end by itself. */
  void stop(boolean takeBack) throws InterruptedException {
    synchronized (this) {
      ending = true;
      withdraw = takeBack;
      notifyAll();
    }
    thread.join();
  }

  private record Work(@Nullable DesiredState aim, boolean news, boolean full, boolean end) {}

  private void run() {
    long lastResync = System.nanoTime() - RESYNC_PAUSE;
    long resyncCost = 0;
    long retryAt = System.nanoTime() + RETRY;
    boolean wantResync = true;
    while (true) {
      long now = System.nanoTime();
      long resyncAt =
          wantResync
              ? lastResync + Math.max(RESYNC_PAUSE, 5 * resyncCost)
              : lastResync + config.resync().toNanos();
      Work work = await(Math.min(resyncAt - now, retryAt - now));
      if (work.end()) {
        break;
      }
      try {
        boolean retry = System.nanoTime() - retryAt >= 0;
        wantResync |= work.full() || ledger.isUnsure();
        if (work.news()) {
          KernelNews heard = watcher.take();
          wantResync |= heard.resync();
          heard.routes().forEach(c -> ledger.seen(c.route(), c.deleted()));
        }
        if (work.aim() != null) {
          ledger.aim(work.aim());
          watcher.concern(ledger.concern());
          wantResync |= ledger.isUnsure();
        }
        now = System.nanoTime();
        if (!synced
            || now - lastResync >= config.resync().toNanos()
            || (wantResync && now - lastResync >= Math.max(RESYNC_PAUSE, 5 * resyncCost))) {
          ledger.resync();
          ledger.retry();
          wantResync = false;
          lastResync = System.nanoTime();
          resyncCost = lastResync - now;
          synced = true;
        } else if (retry) {
          ledger.retry();
        }
        if (retry) {
          retryAt = System.nanoTime() + RETRY;
        }
        ledger.pass(whyNot.isEmpty(), whyNot);
        failure = null;
      } catch (LinuxException e) {
        failure = e;
        wantResync = true;
        lastResync = System.nanoTime();
        context.logger().log(System.Logger.Level.WARNING, "Kernel routes: {0}", e.getMessage());
      }
      publish();
    }
    end();
  }

  private void publish() {
    List<TargetStatus> now = ledger.status();
    status = now;
    context.requestObservation();
  }

  private synchronized Work await(long nanos) {
    long deadline = System.nanoTime() + nanos;
    while (!ending && next == null && !news && !full) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        break;
      }
      try {
        wait(left / 1_000_000, (int) (left % 1_000_000));
      } catch (InterruptedException e) {
        // nobody interrupts this thread; stop() ends it
        break;
      }
    }
    Work work = new Work(next, news, full, ending);
    next = null;
    news = false;
    full = false;
    return work;
  }

  private void end() {
    watcher.close();
    boolean takeBack;
    synchronized (this) {
      takeBack = withdraw;
    }
    try {
      if (takeBack && whyNot.isEmpty()) {
        ledger.resync();
        ledger.withdraw();
      }
    } catch (LinuxException e) {
      context.logger().log(System.Logger.Level.WARNING, "Kernel routes: {0}", e.getMessage());
    } finally {
      socket.close();
      lock.close();
    }
  }
}
