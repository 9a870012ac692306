package io.readback.bgp.interop;

import io.readback.bgp.send.PathText;
import io.readback.bgp.session.BgpSpeaker;
import io.readback.spi.Secret;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.observe.FamilyCounts;
import io.readback.spi.observe.ReceivedRoute;
import io.readback.spi.observe.SessionError;
import io.readback.spi.observe.SessionStatus;
import io.readback.spi.observe.TargetStatus;
import io.readback.spi.plugin.StopIntent;
import io.readback.spi.route.Path;
import io.readback.spi.route.PathAttributes;
import io.readback.spi.route.RouteTable;
import io.readback.spi.target.BfdProfile;
import io.readback.spi.target.BgpInstance;
import io.readback.spi.target.BgpPeerRange;
import io.readback.spi.target.BgpRole;
import io.readback.spi.target.BgpSession;
import io.readback.spi.target.BgpTimers;
import io.readback.spi.target.DesiredTarget;
import io.readback.spi.target.TargetId;
import io.readback.spi.target.TargetSpec;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A speaker told what to do by lines on standard input: {@code session …}, {@code announce
 * PREFIX…}, {@code route PREFIX NEXTHOP ATTRIBUTE…}, {@code also …} for a further path, {@code
 * withdraw PREFIX…}, {@code down MESSAGE}, {@code up}, {@code range FIRST COUNT}, {@code clear},
 * {@code hold SECONDS}, {@code status NUMBER}, {@code end WITHDRAW|RETAIN}. A line that begins with
 * {@code @NAME} is about the session of that name; the others are about a single one.
 */
final class NodeSpeakerMain {
  /** Of received routes that are shown one by one. */
  private static final int SHOWN_PREFIXES = 10;

  private final BgpSpeaker speaker = BgpSpeaker.builder().build();
  private final SortedMap<String, Node> nodes = new TreeMap<>();

  /** A session and its routes. */
  private static final class Node {
    String[] words = {};
    int hold = 90;
    RouteTable table = RouteTable.EMPTY;
    Optional<String> down = Optional.empty();
  }

  private NodeSpeakerMain() {}

  public static void main(String[] args) throws Exception {
    NodeSpeakerMain main = new NodeSpeakerMain();
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    String line;
    while ((line = in.readLine()) != null) {
      boolean named = line.startsWith("@");
      String name = named ? line.substring(1, line.indexOf(' ')) : "node";
      String rest = named ? line.substring(line.indexOf(' ') + 1) : line;
      main.carryOut(name, rest.split(" "));
    }
  }

  private void carryOut(String name, String[] line) throws Exception {
    Node node = nodes.computeIfAbsent(name, n -> new Node());
    switch (line[0]) {
      case "session" -> node.words = line;
      case "hold" -> node.hold = Integer.parseInt(line[1]);
      case "announce" -> {
        for (int i = 1; i < line.length; i++) {
          node.table = node.table.with(IpPrefix.parse(line[i]), Path.self(PathAttributes.NONE));
        }
      }
      case "route" ->
          node.table =
              node.table.with(
                  IpPrefix.parse(line[1]),
                  PathText.parse(String.join(" ", List.of(line).subList(2, line.length))));
      case "also" -> {
        IpPrefix prefix = IpPrefix.parse(line[1]);
        Path first = node.table.get(prefix);
        Path more = PathText.parse(String.join(" ", List.of(line).subList(2, line.length)));
        node.table = node.table.with(prefix, first == null ? more : first.and(more));
      }
      case "down" ->
          node.down = Optional.of(String.join(" ", List.of(line).subList(1, line.length)));
      case "up" -> node.down = Optional.empty();
      case "withdraw" -> {
        for (int i = 1; i < line.length; i++) {
          node.table = node.table.without(IpPrefix.parse(line[i]));
        }
      }
      case "range" -> {
        IpAddress address = IpAddress.parse(line[1]);
        Path path = Path.self(PathAttributes.NONE);
        for (int i = 0; i < Integer.parseInt(line[2]); i++) {
          node.table = node.table.with(address.toPrefix(), path);
          address = address.next();
        }
      }
      case "clear" -> node.table = RouteTable.EMPTY;
      case "end" -> {
        speaker.stop(StopIntent.valueOf(line[1]));
        System.exit(0);
      }
      case "status" -> {
        // a range has no session before somebody connects
        String text =
            speaker.status().stream()
                .filter(s -> s.id().owner().equals(name))
                .findFirst()
                .map(NodeSpeakerMain::status)
                .orElse("nobody");
        System.out.println("status " + line[1] + " " + text);
        return;
      }
      default -> throw new IllegalArgumentException(String.join(" ", line));
    }
    SortedMap<TargetId, DesiredTarget> targets = new TreeMap<>();
    nodes.forEach(
        (n, each) -> {
          if (each.words.length > 0) {
            TargetSpec target = target(n, each);
            targets.put(target.id(), new DesiredTarget(target, each.table, each.down));
          }
        });
    speaker.retarget(targets);
  }

  /**
   * session LOCAL_AS IDENTIFIER PEER PEER_AS [listen] [passive] [gr] [v4] [v6] [local=…]
   * [password=…] [localas=…] [role=…] [strict] [external] [internal] [gtsm] [addpath] [addpathrx]
   * [gr=SECONDS] [llgr=SECONDS] [delayopen=SECONDS] [device=…] [range=PREFIX]; with a range,
   * whoever connects from there is the peer
   */
  private static TargetSpec target(String name, Node node) {
    BgpSession session = session(name, node);
    for (String word : node.words) {
      if (word.startsWith("range=")) {
        return new BgpPeerRange(session, List.of(IpPrefix.parse(word.substring(6))), 10);
      }
    }
    return session;
  }

  private static BgpSession session(String name, Node node) {
    String[] w = node.words;
    List<String> options = List.of(w).subList(5, w.length);
    BgpInstance instance =
        new BgpInstance(
            name,
            Long.parseLong(w[1]),
            IpAddress.parse(w[2]),
            options.contains("listen") ? OptionalInt.of(179) : OptionalInt.empty());
    EnumSet<AddressFamily> families = EnumSet.noneOf(AddressFamily.class);
    if (options.contains("v4")) {
      families.add(AddressFamily.IPV4);
    }
    if (options.contains("v6")) {
      families.add(AddressFamily.IPV6);
    }
    BgpSession.Builder b =
        BgpSession.builder(instance, "router", IpAddress.parse(w[3]))
            .peerAsn(Long.parseLong(w[4]))
            .passive(options.contains("passive"))
            .timers(new BgpTimers(1, node.hold, node.hold / 3))
            .families(families);
    options.stream()
        .filter(o -> o.startsWith("password="))
        .forEach(o -> b.password(Secret.ofText(o.substring(9))));
    options.stream()
        .filter(o -> o.startsWith("local="))
        .forEach(o -> b.localAddress(IpAddress.parse(o.substring(6))));
    options.stream()
        .filter(o -> o.startsWith("localas="))
        .forEach(o -> b.localAsn(Long.parseLong(o.substring(8))));
    options.stream()
        .filter(o -> o.startsWith("role="))
        .forEach(o -> b.role(BgpRole.named(o.substring(5)).orElseThrow()));
    b.roleStrict(options.contains("strict"));
    if (options.contains("external")) {
      b.peerType(BgpSession.PeerType.EXTERNAL);
    }
    if (options.contains("internal")) {
      b.peerType(BgpSession.PeerType.INTERNAL);
    }
    if (options.contains("gtsm")) {
      b.ttlSecurityHops(1);
    }
    b.addPath(options.contains("addpath"));
    b.addPathReceive(options.contains("addpathrx"));
    options.stream()
        .filter(o -> o.startsWith("llgr="))
        .forEach(o -> b.longLivedRestart(Integer.parseInt(o.substring(5))));
    options.stream()
        .filter(o -> o.startsWith("gr="))
        .forEach(
            o ->
                b.gracefulRestart(
                    new io.readback.spi.target.GracefulRestart(
                        true, Integer.parseInt(o.substring(3)))));
    if (options.contains("gr")) {
      b.gracefulRestart(new io.readback.spi.target.GracefulRestart(true, 60));
    }
    options.stream()
        .filter(o -> o.startsWith("delayopen="))
        .forEach(o -> b.delayOpen(Duration.ofSeconds(Long.parseLong(o.substring(10)))));
    options.stream().filter(o -> o.startsWith("device=")).forEach(o -> b.device(o.substring(7)));
    options.stream()
        .filter(o -> o.startsWith("bfd="))
        .forEach(o -> b.bfd(bfd(o.substring(4), options.contains("bfdstrict"))));
    options.stream()
        .filter(o -> o.startsWith("multihop="))
        .forEach(o -> b.multihopTtl(Integer.parseInt(o.substring(9))));
    options.stream()
        .filter(o -> o.startsWith("source="))
        .forEach(o -> b.localAddress(IpAddress.parse(o.substring(7))));
    return b.build();
  }

  private static BfdProfile bfd(String millis, boolean strict) {
    Duration interval = Duration.ofMillis(Long.parseLong(millis));
    // over several hops BIRD sends with TTL 64
    return new BfdProfile(interval, interval, 3, false, 60, strict);
  }

  /** As {@code in=PREFIX#ID>HOP}, then {@code ~stale} where it is. */
  private static String route(IpPrefix prefix, ReceivedRoute route) {
    return " in="
        + prefix
        + (route.pathId().isPresent() ? "#" + route.pathId().getAsLong() : "")
        + ">"
        + route.path().nextHops().get(0)
        + (route.stale() ? "~" + route.staleness().name().toLowerCase(Locale.ROOT) : "");
  }

  private static String status(TargetStatus s) {
    SessionStatus session = s.session().orElseThrow();
    StringBuilder out = new StringBuilder();
    out.append(session.state()).append(" hold=").append(session.holdTime());
    out.append(" advertised=").append(s.advertised().size());
    out.append(" rejected=").append(s.rejected().size());
    out.append(" updates=").append(session.detail().sent().update());
    for (FamilyCounts f : session.families()) {
      out.append(' ').append(f.family()).append("-received=").append(f.received());
    }
    session
        .detail()
        .bfd()
        .ifPresent(
            bfd ->
                out.append(" bfd=")
                    .append(bfd.state())
                    .append(bfd.multihop() ? "-multihop" : "")
                    .append(" detect=")
                    .append(bfd.detectionTime().toMillis()));
    if (s.received().size() <= SHOWN_PREFIXES) {
      for (Map.Entry<IpPrefix, ReceivedRoute> e : s.received()) {
        e.getValue().all().forEach(route -> out.append(route(e.getKey(), route)));
      }
    }
    out.append(" error=").append(session.lastError().map(SessionError::text).orElse("none"));
    return out.toString();
  }
}
