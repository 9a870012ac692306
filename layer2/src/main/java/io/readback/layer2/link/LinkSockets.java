package io.readback.layer2.link;

import io.readback.layer2.frame.Ethernet;
import io.readback.layer2.respond.FrameFilter;
import io.readback.linux.Errno;
import io.readback.linux.LinuxConstants;
import io.readback.linux.LinuxException;
import io.readback.linux.call.FileDescriptor;
import io.readback.linux.socket.Frame;
import io.readback.linux.socket.PacketSocket;
import io.readback.spi.net.IpPrefix;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The packet sockets of all interfaces. Each is opened with its filter in place. An interface whose
 * socket fails is left alone and said so, until it changes. For one thread.
 */
final class LinkSockets implements Wire, AutoCloseable {
  /** Frames taken from one socket before others get their turn. */
  private static final int BATCH = 256;

  private final System.Logger logger;
  private final SortedMap<String, Ears> ears = new TreeMap<>();
  private final SortedMap<String, String> problems = new TreeMap<>();
  private boolean changed;
  private long lost;

  /** Takes a frame that arrived. */
  interface Sink {
    void frame(String interfaceName, byte[] frame);
  }

  /** What an interface hears with. */
  private static final class Ears {
    final LinkInterface on;
    final SolicitedGroups groups;
    Listening listening = Listening.NOTHING;
    @Nullable PacketSocket arp;
    @Nullable PacketSocket neighbors;

    Ears(LinkInterface on) {
      this.on = on;
      groups = new SolicitedGroups(on.index());
    }
  }

  LinkSockets(System.Logger logger) {
    this.logger = logger;
  }

  @Override
  public void listen(LinkInterface on, Listening to) {
    Ears of = ears.computeIfAbsent(on.name(), n -> new Ears(on));
    try {
      of.arp = replaced(of, of.arp, Ethernet.ARP, of.listening.ipv4(), to.ipv4());
      of.neighbors = replaced(of, of.neighbors, Ethernet.IPV6, of.listening.ipv6(), to.ipv6());
      of.groups.replace(to.groups());
      of.listening = to;
      problems.remove(on.name());
    } catch (LinuxException e) {
      failed(on.name(), e);
    }
  }

  /** The socket for these prefixes; the one of before closes after the new one opened. */
  private @Nullable PacketSocket replaced(
      Ears of,
      @Nullable PacketSocket socket,
      int etherType,
      List<IpPrefix> before,
      List<IpPrefix> after)
      throws LinuxException {
    if (after.equals(before)) {
      return socket;
    }
    PacketSocket opened =
        after.isEmpty()
            ? null
            : PacketSocket.open(
                of.on.index(),
                etherType,
                etherType == Ethernet.ARP ? FrameFilter.arp(after) : FrameFilter.neighbors(after));
    if (socket != null) {
      end(socket);
    }
    changed = true;
    return opened;
  }

  private void failed(String interfaceName, LinuxException e) {
    leave(interfaceName);
    String message = String.valueOf(e.getMessage());
    if (!message.equals(problems.put(interfaceName, message))) {
      // going down is told by the kernel's own events too
      Level level = e.is(Errno.ENETDOWN) || e.is(Errno.ENODEV) ? Level.INFO : Level.WARNING;
      logger.log(level, "interface " + interfaceName + ": " + message);
    }
  }

  @Override
  public void leave(String interfaceName) {
    Ears of = ears.remove(interfaceName);
    if (of != null) {
      close(of);
    }
    problems.remove(interfaceName);
  }

  private void close(Ears of) {
    changed = true;
    if (of.arp != null) {
      end(of.arp);
    }
    if (of.neighbors != null) {
      end(of.neighbors);
    }
    of.groups.close();
  }

  private void end(PacketSocket socket) {
    count(socket);
    socket.close();
  }

  private void count(@Nullable PacketSocket socket) {
    try {
      lost += socket == null ? 0 : socket.takeLost();
    } catch (LinuxException e) {
      logger.log(Level.DEBUG, "lost frames cannot be counted: " + e.getMessage());
    }
  }

  /** Frames that came faster than they were taken, on all interfaces, since the start. */
  long lost() {
    for (Ears of : ears.values()) {
      count(of.arp);
      count(of.neighbors);
    }
    return lost;
  }

  @Override
  public boolean send(String interfaceName, byte[] frame) {
    Ears of = ears.get(interfaceName);
    if (of == null) {
      return true;
    }
    PacketSocket socket = Ethernet.type(frame) == Ethernet.ARP ? of.arp : of.neighbors;
    if (socket == null) {
      return true;
    }
    try {
      return socket.send(frame);
    } catch (LinuxException e) {
      if (e.is(Errno.ENOBUFS)) {
        return false;
      }
      failed(interfaceName, e);
      return true;
    }
  }

  /** Gives everything that arrived, and at most a batch of each socket, to {@code sink}. */
  void receive(Sink sink) {
    for (Ears of : List.copyOf(ears.values())) {
      try {
        receive(of, of.arp, sink);
        receive(of, of.neighbors, sink);
      } catch (LinuxException e) {
        failed(of.on.name(), e);
      }
    }
  }

  private static void receive(Ears of, @Nullable PacketSocket socket, Sink sink)
      throws LinuxException {
    for (int i = 0; i < BATCH && socket != null; i++) {
      Optional<Frame> frame = socket.receive();
      if (frame.isEmpty()) {
        return;
      }
      if (frame.get().packetType() != LinuxConstants.PACKET_OUTGOING) {
        sink.frame(of.on.name(), frame.get().bytes());
      }
    }
  }

  /** The descriptors to wait for, where they are others than at the last call; else null. */
  @Nullable List<FileDescriptor> changedDescriptors() {
    if (!changed) {
      return null;
    }
    changed = false;
    List<FileDescriptor> out = new ArrayList<>();
    for (Ears of : ears.values()) {
      if (of.arp != null) {
        out.add(of.arp.descriptor());
      }
      if (of.neighbors != null) {
        out.add(of.neighbors.descriptor());
      }
    }
    return out;
  }

  /** What keeps interfaces from taking part, by interface. */
  SortedMap<String, String> problems() {
    return new TreeMap<>(problems);
  }

  @Override
  public void close() {
    new TreeSet<>(ears.keySet()).forEach(this::leave);
  }
}
