package io.readback.layer2.link;

import io.readback.layer2.frame.ArpPacket;
import io.readback.layer2.frame.MacAddress;
import io.readback.layer2.own.ClaimOptions;
import io.readback.layer2.own.Liveness;
import io.readback.layer2.own.RendezvousOwnership;
import io.readback.spi.net.IpAddress;
import io.readback.spi.target.LinkMember;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Nodes on one link without a machine: frames reach all that are in the same part of the link, and
 * nodes see each other alive likewise, some time after a change.
 */
final class LinkSimulation {
  static final long MS = 1_000_000;

  final Map<String, Box> boxes = new LinkedHashMap<>();
  final Map<String, String> members = new TreeMap<>();
  private final boolean failBack;
  private final long detection;
  private final Queue<Flight> flying = new ArrayDeque<>();
  private List<String> vips = List.of();
  long now;

  private record Flight(Box from, byte[] frame) {}

  /** A node. */
  final class Box implements Wire, Liveness {
    final String name;
    final LinkInterface on;
    int part;
    boolean running;
    boolean deaf;
    LinkNode node;
    private final Set<String> dead = new HashSet<>();
    private final Map<String, Long> differing = new TreeMap<>();
    private final Set<String> died = new TreeSet<>();
    private final Set<String> returned = new TreeSet<>();
    final List<byte[]> sent = new ArrayList<>();

    Box(String name, int number) {
      this.name = name;
      on = new LinkInterface(1, "eth0", new MacAddress(0x0200_0000_0000L + number));
      start();
    }

    void start() {
      running = true;
      dead.clear();
      differing.clear();
      node =
          new LinkNode(
              name,
              ClaimOptions.DEFAULT.withFailBack(failBack),
              new RendezvousOwnership(3),
              this,
              this);
      node.interfaces(List.of(on), now);
      node.desire(LinkTargets.of(name, members, vips), now);
    }

    /** As kill -9. */
    void kill() {
      running = false;
    }

    void see() {
      for (Box other : boxes.values()) {
        if (other == this) {
          continue;
        }
        boolean lives = other.running && other.part == part && !deaf && !other.deaf;
        if (lives == !dead.contains(other.name)) {
          differing.remove(other.name);
        } else if (now - differing.computeIfAbsent(other.name, n -> now) >= detection) {
          differing.remove(other.name);
          if (lives) {
            dead.remove(other.name);
            returned.add(other.name);
          } else {
            dead.add(other.name);
            died.add(other.name);
          }
        }
      }
    }

    @Override
    public boolean send(String interfaceName, byte[] frame) {
      flying.add(new Flight(this, frame));
      sent.add(frame);
      return true;
    }

    @Override
    public void listen(LinkInterface interfaceOn, Listening to) {}

    @Override
    public void leave(String interfaceName) {}

    @Override
    public void watch(SortedMap<String, LinkMember> nodes) {}

    @Override
    public boolean alive(String other) {
      return !dead.contains(other);
    }

    @Override
    public Change take() {
      Change change = new Change(new TreeSet<>(died), new TreeSet<>(returned));
      died.clear();
      returned.clear();
      return change;
    }

    @Override
    public void close() {}
  }

  LinkSimulation(boolean failBack, int nodes, long detectionMillis) {
    this.failBack = failBack;
    detection = detectionMillis * MS;
    for (int i = 1; i <= nodes; i++) {
      members.put("n" + i, "10.0.0." + i);
    }
    for (int i = 1; i <= nodes; i++) {
      boxes.put("n" + i, new Box("n" + i, i));
    }
  }

  LinkSimulation vips(List<String> next) {
    vips = List.copyOf(next);
    running().forEach(b -> b.node.desire(LinkTargets.of(b.name, members, vips), now));
    return this;
  }

  List<Box> running() {
    return boxes.values().stream().filter(b -> b.running).toList();
  }

  /** Lets time pass, frames fly and nodes act. */
  LinkSimulation pass(long millis) {
    for (long end = now + millis * MS; now < end; now += 10 * MS) {
      for (Box box : running()) {
        box.see();
        box.node.tick(now);
      }
      while (!flying.isEmpty()) {
        Flight flight = flying.remove();
        for (Box box : running()) {
          if (box != flight.from() && box.part == flight.from().part && flight.from().running) {
            box.node.frame("eth0", flight.frame(), now);
          }
        }
      }
    }
    return this;
  }

  /** Who answers for a VIP, in all parts of the link. */
  List<String> holders(String vip) {
    IpAddress address = IpAddress.parse(vip);
    return running().stream().filter(b -> b.node.holds(address)).map(b -> b.name).toList();
  }

  static boolean isAnnouncement(byte[] frame) {
    return ArpPacket.decode(frame).filter(p -> p.senderIp().equals(p.targetIp())).isPresent();
  }
}
