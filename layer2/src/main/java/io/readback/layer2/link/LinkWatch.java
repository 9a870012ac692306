package io.readback.layer2.link;

import io.readback.linux.Errno;
import io.readback.linux.LinuxException;
import io.readback.linux.netlink.Netlink;
import io.readback.linux.netlink.NetlinkSocket;
import io.readback.linux.netlink.NlReader;
import io.readback.linux.route.Link;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * Follows the machine's interfaces on a thread of its own: the whole list at once, and again
 * whenever the kernel says that one changed, events that were lost included.
 */
final class LinkWatch implements AutoCloseable {
  private static final int BUFFER = 1 << 20;
  private static final Duration FOREVER = Duration.ofMillis(-1);
  private static final Duration RETRY = Duration.ofSeconds(1);

  private final System.Logger logger;
  private final Consumer<List<LinkInterface>> told;
  private final NetlinkSocket events;
  private final NetlinkSocket asking;
  private final Thread thread;
  private volatile boolean stopping;

  private LinkWatch(
      System.Logger logger,
      Consumer<List<LinkInterface>> told,
      NetlinkSocket events,
      NetlinkSocket asking) {
    this.logger = logger;
    this.told = told;
    this.events = events;
    this.asking = asking;
    thread = new Thread(this::run, "layer2-interfaces");
    thread.setDaemon(true);
  }

  /**
   * Starts to follow the interfaces of the calling thread's network namespace.
   *
   * @param told on the watch's thread; must not block
   */
  static LinkWatch start(System.Logger logger, Consumer<List<LinkInterface>> told)
      throws LinuxException {
    NetlinkSocket events = NetlinkSocket.open(BUFFER, Netlink.RTNLGRP_LINK);
    try {
      LinkWatch watch = new LinkWatch(logger, told, events, NetlinkSocket.open(BUFFER));
      watch.thread.start();
      return watch;
    } catch (LinuxException e) {
      events.close();
      throw e;
    }
  }

  private void run() {
    boolean look = true;
    while (!stopping) {
      try {
        if (look) {
          told.accept(InterfaceRules.usable(asking.dump(Link.list(), Link::read)));
        }
        look = awaitChange();
      } catch (LinuxException e) {
        look = true;
        if (!e.is(Errno.ENOBUFS) && !stopping) {
          logger.log(Level.WARNING, "interfaces cannot be followed: " + e.getMessage());
          pause();
        }
      }
    }
  }

  /** Waits for an event, and takes off what is queued behind it. */
  private boolean awaitChange() throws LinuxException {
    boolean links = false;
    NlReader reader = events.receive(FOREVER);
    while (reader != null) {
      while (reader.next()) {
        links |= Link.read(reader) != null;
      }
      reader = events.receive(Duration.ZERO);
    }
    return links;
  }

  private void pause() {
    try {
      Thread.sleep(RETRY.toMillis());
    } catch (InterruptedException e) {
      stopping = true;
    }
  }

  @Override
  public void close() {
    stopping = true;
    thread.interrupt();
    events.wake();
    Ending.await(thread);
    if (!thread.isAlive()) {
      events.close();
      asking.close();
    }
  }
}
