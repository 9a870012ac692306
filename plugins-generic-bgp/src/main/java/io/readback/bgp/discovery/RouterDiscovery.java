package io.readback.bgp.discovery;

import io.readback.linux.LinuxException;
import io.readback.linux.call.FileDescriptor;
import io.readback.linux.call.Interfaces;
import io.readback.linux.call.Poll;
import io.readback.linux.call.Wakeup;
import io.readback.spi.net.IpAddress;
import java.lang.System.Logger.Level;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Listens for the routers on some interfaces, and lets them know of us by advertisements of our
 * own: that is how both ends of an unnumbered session learn the other's link-local address. Has a
 * thread of its own from {@link #watch} to {@link #close}; both are safe from any thread.
 */
public final class RouterDiscovery implements AutoCloseable {
  /** How long a wait lasts at most: interfaces that come and go are looked for as often. */
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final Listener listener;
  private final System.Logger logger;
  private final RandomGenerator random = new SplittableRandom();
  private final SortedMap<String, Link> links = new TreeMap<>();
  private volatile SortedSet<String> wanted = new TreeSet<>();
  private volatile boolean closed;
  private @Nullable Wakeup wakeup;
  private @Nullable Thread thread;

  /** Told by the discovery's own thread. */
  public interface Listener {
    /** A router has advertised itself. */
    void heard(String interfaceName, IpAddress router);

    /** The interface, which was up, is down or gone. */
    void down(String interfaceName);

    /** Discovery does not work on the interface, or, with an empty text, works. */
    void trouble(String interfaceName, String why);
  }

  public RouterDiscovery(Listener listener, System.Logger logger) {
    this.listener = listener;
    this.logger = logger;
  }

  /** Makes these the interfaces. */
  public synchronized void watch(Set<String> interfaces) throws LinuxException {
    wanted = new TreeSet<>(interfaces);
    Wakeup waking = wakeup;
    if (waking != null) {
      waking.wake();
    } else if (!interfaces.isEmpty() && !closed) {
      wakeup = new Wakeup();
      Wakeup own = wakeup;
      Thread started = new Thread(() -> run(own), "router-discovery");
      started.setDaemon(true);
      thread = started;
      started.start();
    }
  }

  /** Ends the thread and releases everything. */
  @Override
  public void close() {
    Thread running;
    synchronized (this) {
      closed = true;
      running = thread;
      if (wakeup != null) {
        wakeup.wake();
      }
    }
    if (running != null) {
      try {
        running.join(LOOK.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void run(Wakeup own) {
    try {
      while (!closed) {
        turn(own);
      }
    } catch (LinuxException e) {
      logger.log(Level.ERROR, "router discovery has ended: " + e.getMessage(), e);
    } finally {
      links.values().forEach(Link::close);
      own.close();
    }
  }

  private void turn(Wakeup own) throws LinuxException {
    look();
    long wait = LOOK.toNanos();
    List<Link> open = new ArrayList<>();
    List<FileDescriptor> descriptors = new ArrayList<>();
    for (Link link : links.values()) {
      Optional<FileDescriptor> descriptor = link.descriptor();
      if (descriptor.isPresent()) {
        link.advertise(System.nanoTime());
      }
      // Advertising closes the socket where it has failed for good.
      if (link.descriptor().isPresent()) {
        wait = Math.min(wait, Math.max(1_000_000, link.untilDue(System.nanoTime())));
        open.add(link);
        descriptors.add(descriptor.orElseThrow());
      }
    }
    Poll poll = new Poll(own, descriptors);
    poll.await(Duration.ofNanos(wait));
    for (int i = 0; i < open.size(); i++) {
      if (poll.ready(i)) {
        open.get(i).receive(System.nanoTime());
      }
    }
  }

  private void look() throws LinuxException {
    SortedSet<String> now = wanted;
    links
        .entrySet()
        .removeIf(
            e -> {
              boolean goes = !now.contains(e.getKey());
              if (goes) {
                e.getValue().close();
              }
              return goes;
            });
    for (String name : now) {
      links.computeIfAbsent(name, n -> new Link(n, listener, random)).look(state(name));
    }
  }

  private static Link.State state(String name) throws LinuxException {
    int index = Interfaces.index(name).orElse(0);
    if (index == 0) {
      return Link.State.MISSING;
    }
    try {
      // The JDK knows no interface without an address, such as one that is down.
      NetworkInterface found = NetworkInterface.getByName(name);
      byte[] address = found == null ? null : found.getHardwareAddress();
      return new Link.State(
          index, found != null && found.isUp(), address == null ? new byte[0] : address);
    } catch (SocketException e) {
      return new Link.State(index, false, new byte[0]);
    }
  }
}
