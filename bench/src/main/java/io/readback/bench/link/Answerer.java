package io.readback.bench.link;

import io.readback.layer2.frame.Ethernet;
import io.readback.layer2.frame.MacAddress;
import io.readback.layer2.link.LinkSpeaker;
import io.readback.layer2.own.Liveness;
import io.readback.layer2.respond.Heard;
import io.readback.layer2.respond.Responder;
import io.readback.linux.LinuxException;
import io.readback.linux.call.Interfaces;
import io.readback.linux.socket.BpfProgram;
import io.readback.linux.socket.Frame;
import io.readback.linux.socket.PacketSocket;
import io.readback.spi.net.IpAddress;
import io.readback.spi.route.Path;
import io.readback.spi.route.PathAttributes;
import io.readback.spi.route.RouteTable;
import io.readback.spi.target.DesiredTarget;
import io.readback.spi.target.LinkInterfaces;
import io.readback.spi.target.LinkMember;
import io.readback.spi.target.LinkTarget;
import io.readback.spi.target.TargetId;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/**
 * A process that answers for VIPs on {@code eth0}: {@code KIND FIRST_VIP VIPS MAC}. Says {@value
 * #READY} when it does.
 */
public final class Answerer {
  static final String READY = "answering";
  private static final String NODE = "n1";

  private Answerer() {}

  public static void main(String[] args) throws Exception {
    IpAddress first = IpAddress.parse(args[1]);
    int vips = Integer.parseInt(args[2]);
    switch (AnswererKind.valueOf(args[0])) {
      case READBACK -> speak(first, vips);
      case UNFILTERED -> takeAll(first, vips, MacAddress.parse(args[3]));
      case KERNEL, NOBODY -> throw new IllegalArgumentException(args[0] + " needs no process");
    }
  }

  private static void speak(IpAddress first, int vips) throws Exception {
    RouteTable routes = RouteTable.EMPTY;
    IpAddress vip = first;
    for (int i = 0; i < vips; i++) {
      routes = routes.with(vip.toPrefix(), Path.self(PathAttributes.NONE));
      vip = vip.next();
    }
    SortedMap<String, LinkMember> members = new TreeMap<>();
    members.put(NODE, new LinkMember(NODE, List.of(IpAddress.parse(ArpMeasurement.NODE)), 0));
    LinkTarget target =
        new LinkTarget(
            "bench",
            "lan",
            NODE,
            new LinkInterfaces(new TreeSet<>(List.of("eth0")), new TreeSet<>()),
            members);
    SortedMap<TargetId, DesiredTarget> desired = new TreeMap<>();
    desired.put(target.id(), new DesiredTarget(target, routes));
    LinkSpeaker speaker =
        LinkSpeaker.start(
            NODE,
            LinkSpeaker.Options.DEFAULT,
            System.getLogger("bench"),
            changed -> Liveness.ASSUMED,
            () -> {});
    speaker.desire(desired);
    while (speaker.status().stream().mapToInt(s -> s.advertised().size()).sum() < vips) {
      TimeUnit.MILLISECONDS.sleep(50);
    }
    System.out.println(READY);
    Thread.currentThread().join();
  }

  /** What the speaker does with a frame, without what keeps other frames away from it. */
  private static void takeAll(IpAddress first, int vips, MacAddress self) throws LinuxException {
    Set<IpAddress> held = new HashSet<>();
    IpAddress vip = first;
    for (int i = 0; i < vips; i++) {
      held.add(vip);
      vip = vip.next();
    }
    Responder responder = new Responder(self, held::contains);
    BpfProgram everything = BpfProgram.assembler().accept().assemble();
    int index = Interfaces.index("eth0").orElseThrow();
    try (PacketSocket socket = PacketSocket.open(index, Ethernet.ARP, everything)) {
      System.out.println(READY);
      while (true) {
        socket.await(Duration.ofSeconds(1));
        Optional<Frame> frame = socket.receive();
        while (frame.isPresent()) {
          if (responder.hear(frame.get().bytes()) instanceof Heard.Question question) {
            socket.send(question.reply());
          }
          frame = socket.receive();
        }
      }
    }
  }
}
