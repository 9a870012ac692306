package io.readback.bgp.interop;

import io.readback.bgp.session.BgpSpeaker;
import io.readback.spi.Secret;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.observe.SessionError;
import io.readback.spi.observe.SessionStatus;
import io.readback.spi.observe.TargetStatus;
import io.readback.spi.plugin.StopIntent;
import io.readback.spi.route.Path;
import io.readback.spi.route.PathAttributes;
import io.readback.spi.route.RouteTable;
import io.readback.spi.target.BgpInstance;
import io.readback.spi.target.BgpPeerRange;
import io.readback.spi.target.BgpSession;
import io.readback.spi.target.BgpTimers;
import io.readback.spi.target.DesiredTarget;
import io.readback.spi.target.TargetId;
import io.readback.spi.target.TargetSpec;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A speaker of AS 65011 with any number of sessions, told what to do by lines on standard input:
 * {@code target NAME KEY=VALUE…}, {@code drop NAME}, {@code announce PREFIX…}, {@code status
 * NUMBER}, {@code end WITHDRAW|RETAIN}. Keys: {@code peer}, {@code range} (then it is one of
 * peers), {@code limit}, {@code asn}, {@code password}, {@code device}, {@code interface}, {@code
 * passive}, {@code listen}.
 */
final class SessionsMain {
  private static final IpAddress IDENTIFIER = IpAddress.parse("172.16.10.11");

  private final BgpSpeaker speaker = BgpSpeaker.builder().build();
  private final SortedMap<String, TargetSpec> targets = new TreeMap<>();
  private RouteTable table = RouteTable.EMPTY;

  private SessionsMain() {}

  public static void main(String[] args) throws Exception {
    SessionsMain main = new SessionsMain();
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    String line;
    while ((line = in.readLine()) != null) {
      main.carryOut(line.split(" "));
    }
  }

  private void carryOut(String[] line) throws Exception {
    switch (line[0]) {
      case "target" -> targets.put(line[1], target(line));
      case "drop" -> targets.remove(line[1]);
      case "announce" -> {
        for (int i = 1; i < line.length; i++) {
          table = table.with(IpPrefix.parse(line[i]), Path.self(PathAttributes.NONE));
        }
      }
      case "end" -> {
        speaker.stop(StopIntent.valueOf(line[1]));
        System.exit(0);
      }
      case "status" -> {
        StringBuilder out = new StringBuilder("status " + line[1] + " ");
        speaker.status().forEach(s -> out.append(" [").append(text(s)).append(']'));
        System.out.println(out);
        return;
      }
      default -> throw new IllegalArgumentException(String.join(" ", line));
    }
    SortedMap<TargetId, DesiredTarget> wanted = new TreeMap<>();
    targets.values().forEach(t -> wanted.put(t.id(), new DesiredTarget(t, table)));
    speaker.retarget(wanted);
  }

  private static TargetSpec target(String[] line) {
    Map<String, String> keys = new HashMap<>();
    for (String word : List.of(line).subList(2, line.length)) {
      keys.put(word.replaceAll("=.*", ""), word.replaceAll("^[^=]*=?", ""));
    }
    BgpInstance instance =
        new BgpInstance(
            "node",
            65011,
            IDENTIFIER,
            keys.containsKey("listen") || keys.containsKey("range")
                ? OptionalInt.of(179)
                : OptionalInt.empty());
    List<IpPrefix> range =
        Arrays.stream(keys.getOrDefault("range", "").split(","))
            .filter(text -> !text.isEmpty())
            .map(IpPrefix::parse)
            .toList();
    IpAddress peer =
        range.isEmpty() ? IpAddress.parse(keys.getOrDefault("peer", "::")) : range.get(0).network();
    BgpSession.Builder session =
        BgpSession.builder(instance, line[1], peer)
            .peerAsn(Long.parseLong(keys.getOrDefault("asn", "65000")))
            .passive(keys.containsKey("passive"))
            .families(List.of(AddressFamily.values()))
            .timers(new BgpTimers(1, 90, 30));
    ifGiven(keys, "password", value -> session.password(Secret.ofText(value)));
    ifGiven(keys, "device", session::device);
    ifGiven(keys, "interface", session::device);
    return range.isEmpty()
        ? session.build()
        : new BgpPeerRange(
            session.build(), range, Integer.parseInt(keys.getOrDefault("limit", "10")));
  }

  private static void ifGiven(
      Map<String, String> keys, String key, java.util.function.Consumer<String> use) {
    if (keys.containsKey(key)) {
      use.accept(keys.get(key));
    }
  }

  private static String text(TargetStatus status) {
    SessionStatus session = status.session().orElseThrow();
    return status.id()
        + " "
        + session.state()
        + " with "
        + session.peerAddress()
        + " received="
        + status.received().size()
        + " since="
        + session.establishedAt().map(Object::toString).orElse("-")
        + " error="
        + session.lastError().map(SessionError::text).orElse("none");
  }
}
