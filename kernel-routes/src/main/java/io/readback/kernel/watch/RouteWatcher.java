package io.readback.kernel.watch;

import io.readback.kernel.ledger.Concern;
import io.readback.linux.Errno;
import io.readback.linux.LinuxException;
import io.readback.linux.netlink.Netlink;
import io.readback.linux.netlink.NetlinkSocket;
import io.readback.linux.netlink.NlReader;
import io.readback.linux.route.KernelRoute;
import io.readback.linux.route.RouteCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Follows the kernel's events on a socket and a thread of its own, so that a storm of them delays
 * no answer. Keeps only what is of concern, at most {@link #LIMIT} changes; beyond that, and when
 * the kernel's own buffer overran, it asks for a look at everything instead.
 */
public final class RouteWatcher implements AutoCloseable {
  /** Changes kept until {@link #take}. */
  public static final int LIMIT = 16_384;

  private static final Duration NEVER = Duration.ofSeconds(-1);

  private final NetlinkSocket socket;
  private final int ownPort;
  private final Runnable onNews;
  private final Thread thread;
  private final List<KernelNews.Change> changes = new ArrayList<>();
  private boolean resync;
  private long overruns;
  private volatile Concern concern = Concern.NONE;
  private volatile boolean closed;

  private RouteWatcher(NetlinkSocket socket, int ownPort, String name, Runnable onNews) {
    this.socket = socket;
    this.ownPort = ownPort;
    this.onNews = onNews;
    this.thread = new Thread(this::run, name + "-watch");
  }

  /**
   * Starts watching in the calling thread's network namespace.
   *
   * @param receiveBuffer bytes for events not read yet
   * @param ownPort the port of the socket whose doings are no news
   * @param onNews called on the watcher's thread when {@link #take} has something
   */
  public static RouteWatcher start(int receiveBuffer, int ownPort, String name, Runnable onNews)
      throws LinuxException {
    NetlinkSocket socket =
        NetlinkSocket.open(
            receiveBuffer,
            Netlink.RTNLGRP_LINK,
            Netlink.RTNLGRP_IPV4_IFADDR,
            Netlink.RTNLGRP_IPV6_IFADDR,
            Netlink.RTNLGRP_IPV4_ROUTE,
            Netlink.RTNLGRP_IPV6_ROUTE,
            Netlink.RTNLGRP_NEXTHOP);
    RouteWatcher watcher = new RouteWatcher(socket, ownPort, name, onNews);
    watcher.thread.setDaemon(true);
    watcher.thread.start();
    return watcher;
  }

  /** Says what to keep from now on. */
  public void concern(Concern value) {
    concern = value;
  }

  /** What happened since the last call. */
  public synchronized KernelNews take() {
    KernelNews news = new KernelNews(changes, resync);
    changes.clear();
    resync = false;
    return news;
  }

  /** How often events were lost. */
  public synchronized long overruns() {
    return overruns;
  }

  private void run() {
    while (!closed) {
      try {
        NlReader reader = socket.receive(NEVER);
        if (reader != null && !closed) {
          read(reader);
        }
      } catch (LinuxException e) {
        if (closed) {
          return;
        }
        lost(e.is(Errno.ENOBUFS));
      } catch (IllegalArgumentException e) {
        lost(false);
      }
    }
  }

  private void lost(boolean overrun) {
    synchronized (this) {
      overruns += overrun ? 1 : 0;
      resync = true;
    }
    onNews.run();
  }

  private void read(NlReader reader) {
    boolean news = false;
    while (reader.next()) {
      switch (reader.type()) {
        case Netlink.RTM_NEWROUTE, Netlink.RTM_DELROUTE -> news |= route(reader);
        case Netlink.RTM_NEWLINK, Netlink.RTM_DELLINK, Netlink.RTM_NEWADDR, Netlink.RTM_DELADDR ->
            news |= look();
        case Netlink.RTM_NEWNEXTHOP, Netlink.RTM_DELNEXTHOP ->
            news |= reader.port() != ownPort && look();
        default -> {}
      }
    }
    if (news) {
      onNews.run();
    }
  }

  private synchronized boolean look() {
    resync = true;
    return true;
  }

  private boolean route(NlReader reader) {
    if (reader.port() == ownPort) {
      return false;
    }
    KernelRoute route = RouteCodec.read(reader);
    if (route == null || !concern.isOf(route)) {
      return false;
    }
    synchronized (this) {
      if (changes.size() >= LIMIT) {
        changes.clear();
        resync = true;
      } else if (!resync) {
        changes.add(new KernelNews.Change(route, reader.type() == Netlink.RTM_DELROUTE));
      }
    }
    return true;
  }

  /** Ends the thread and waits for it. */
  @Override
  public void close() {
    closed = true;
    socket.wake();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    socket.close();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
