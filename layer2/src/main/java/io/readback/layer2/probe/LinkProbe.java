package io.readback.layer2.probe;

import io.readback.layer2.frame.Ethernet;
import io.readback.layer2.frame.MacAddress;
import io.readback.layer2.respond.Claiming;
import io.readback.layer2.respond.Covers;
import io.readback.layer2.respond.FrameFilter;
import io.readback.layer2.respond.Heard;
import io.readback.layer2.respond.Responder;
import io.readback.linux.Errno;
import io.readback.linux.LinuxException;
import io.readback.linux.netlink.NetlinkSocket;
import io.readback.linux.route.Link;
import io.readback.linux.socket.Frame;
import io.readback.linux.socket.PacketSocket;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Asks who answers for addresses on a link, by ARP probes and neighbour solicitations that leave no
 * trace in anybody's cache. What this machine itself answers it cannot hear. Needs CAP_NET_RAW.
 */
public final class LinkProbe {
  private static final int TIMES = 3;

  /** Questions sent in one go: more could overrun the answers' buffer. */
  private static final int BURST = 256;

  private static final Duration BETWEEN = Duration.ofMillis(2);

  private LinkProbe() {}

  /**
   * Asks three times, and listens after each for a third of {@code wait}; an interruption ends it.
   *
   * @return for each address who answered: nobody, one, or several, of which all but one are wrong
   * @throws LinuxException where there is no such Ethernet interface, or it is down, or may not be
   *     used
   */
  public static SortedMap<IpAddress, SortedSet<MacAddress>> ask(
      String interfaceName, Collection<IpAddress> addresses, Duration wait) throws LinuxException {
    return ask(interfaceName, addresses, wait, false);
  }

  /**
   * The same, and asks only those again that nobody answered for: a question for each address where
   * all is well.
   */
  public static SortedMap<IpAddress, SortedSet<MacAddress>> askTheSilentAgain(
      String interfaceName, Collection<IpAddress> addresses, Duration wait) throws LinuxException {
    return ask(interfaceName, addresses, wait, true);
  }

  private static SortedMap<IpAddress, SortedSet<MacAddress>> ask(
      String interfaceName, Collection<IpAddress> addresses, Duration wait, boolean silentOnly)
      throws LinuxException {
    Link link = find(interfaceName);
    MacAddress self = MacAddress.parse(link.hardwareAddress());
    SortedMap<IpAddress, SortedSet<MacAddress>> out = new TreeMap<>();
    addresses.forEach(a -> out.put(a, new TreeSet<>(BY_VALUE)));
    if (out.isEmpty()) {
      return out;
    }
    Map<AddressFamily, PacketSocket> sockets = new EnumMap<>(AddressFamily.class);
    try {
      for (AddressFamily family : AddressFamily.values()) {
        List<IpPrefix> covers = Covers.of(out.keySet(), family, FrameFilter.MAX_COVERS);
        if (!covers.isEmpty()) {
          sockets.put(family, open(link, family, covers));
        }
      }
      Responder listener = new Responder(self, address -> false);
      for (int i = 0; i < TIMES; i++) {
        int sent = 0;
        for (Map.Entry<IpAddress, SortedSet<MacAddress>> e : out.entrySet()) {
          PacketSocket socket = sockets.get(e.getKey().family());
          if (socket == null || i > 0 && silentOnly && !e.getValue().isEmpty()) {
            continue;
          }
          send(socket, Claiming.probe(self, e.getKey()));
          if (++sent % BURST == 0) {
            listen(sockets.values(), listener, out, BETWEEN);
          }
        }
        listen(sockets.values(), listener, out, wait.dividedBy(TIMES));
      }
    } finally {
      sockets.values().forEach(PacketSocket::close);
    }
    return out;
  }

  private static final java.util.Comparator<MacAddress> BY_VALUE =
      java.util.Comparator.comparingLong(MacAddress::value);

  private static Link find(String name) throws LinuxException {
    try (NetlinkSocket kernel = NetlinkSocket.open(1 << 20)) {
      return kernel.dump(Link.list(), Link::read).stream()
          .filter(l -> l.name().equals(name) && l.hardwareAddress().length() == 17)
          .findFirst()
          .orElseThrow(
              () ->
                  new LinuxException(
                      "ask the link of interface " + name,
                      Errno.ENODEV.value(),
                      "name an Ethernet interface of this machine"));
    }
  }

  private static PacketSocket open(Link link, AddressFamily family, List<IpPrefix> covers)
      throws LinuxException {
    return switch (family) {
      case IPV4 -> PacketSocket.open(link.index(), Ethernet.ARP, FrameFilter.arp(covers));
      case IPV6 -> PacketSocket.open(link.index(), Ethernet.IPV6, FrameFilter.neighbors(covers));
    };
  }

  /** A question that the kernel does not take is lost like one on the link. */
  private static void send(PacketSocket socket, byte[] frame) throws LinuxException {
    try {
      socket.send(frame);
    } catch (LinuxException e) {
      if (!e.is(Errno.ENOBUFS)) {
        throw e;
      }
    }
  }

  private static void listen(
      Collection<PacketSocket> sockets,
      Responder listener,
      SortedMap<IpAddress, SortedSet<MacAddress>> into,
      Duration wait)
      throws LinuxException {
    long end = System.nanoTime() + wait.toNanos();
    long left = wait.toNanos();
    while (left > 0 && !Thread.currentThread().isInterrupted()) {
      for (PacketSocket socket : sockets) {
        socket.await(Duration.ofNanos(Math.min(left, 20_000_000L)));
        Optional<Frame> frame = socket.receive();
        while (frame.isPresent()) {
          if (listener.hear(frame.get().bytes()) instanceof Heard.Claim claim) {
            SortedSet<MacAddress> holders = into.get(claim.address());
            if (holders != null) {
              holders.add(claim.holder());
            }
          }
          frame = socket.receive();
        }
      }
      left = end - System.nanoTime();
    }
  }
}
