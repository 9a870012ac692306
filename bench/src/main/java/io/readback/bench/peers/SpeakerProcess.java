package io.readback.bench.peers;

import io.readback.bgp.session.BgpSpeaker;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.plugin.StopIntent;
import io.readback.spi.route.Path;
import io.readback.spi.route.PathAttributes;
import io.readback.spi.route.RouteTable;
import io.readback.spi.target.BgpInstance;
import io.readback.spi.target.BgpSession;
import io.readback.spi.target.BgpTimers;
import io.readback.spi.target.DesiredTarget;
import io.readback.spi.target.TargetId;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A speaker with as many peers as it is told, all with one table. Takes words on standard input and
 * says {@code done} when it has carried one out: {@code peers N}, {@code routes N}, {@code announce
 * PREFIX}, {@code withdraw PREFIX}, {@code fill MEBIBYTES}, {@code collect}.
 */
public final class SpeakerProcess {
  static final int PORT = 1790;
  static final String ADDRESS = "127.0.0.1";
  static final String DONE = "done ";
  private static final int MEBIBYTE = 1 << 20;

  /** Many small objects, as a heap has them, and not one large array. */
  private static final int PIECE = 1 << 10;

  private final BgpSpeaker speaker = BgpSpeaker.builder().threadName("bench-speaker").build();
  private final BgpInstance instance =
      new BgpInstance("bench", 65001, IpAddress.parse("192.0.2.1"), OptionalInt.of(PORT));
  private final List<BgpSession> sessions = new ArrayList<>();
  private final List<byte[]> ballast = new ArrayList<>();
  private final int holdSeconds;
  private RouteTable table = RouteTable.EMPTY;

  private SpeakerProcess(int holdSeconds) {
    this.holdSeconds = holdSeconds;
  }

  /**
   * @param args the hold time in seconds
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    SpeakerProcess process = new SpeakerProcess(Integer.parseInt(args[0]));
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    String line;
    int count = 0;
    while ((line = in.readLine()) != null) {
      String[] words = line.split(" ", 2);
      process.carryOut(words[0], words.length == 2 ? words[1] : "");
      System.out.println(DONE + count++);
    }
    process.speaker.stop(StopIntent.WITHDRAW);
  }

  private void carryOut(String word, String value) throws InterruptedException {
    switch (word) {
      case "peers" -> peers(Integer.parseInt(value));
      case "routes" -> routes(Integer.parseInt(value));
      case "announce" -> table = table.with(IpPrefix.parse(value), SELF);
      case "withdraw" -> table = table.without(IpPrefix.parse(value));
      case "fill" -> fill(Integer.parseInt(value));
      case "collect" -> System.gc();
      default -> throw new IllegalArgumentException("unknown word: " + word);
    }
    if (!word.equals("fill") && !word.equals("collect")) {
      speaker.retarget(targets());
    }
  }

  private static final Path SELF = Path.self(PathAttributes.builder().build());

  private void peers(int count) {
    for (int i = sessions.size(); i < count; i++) {
      sessions.add(
          BgpSession.builder(instance, "peer-" + i, IpAddress.parse(peerAddress(i)))
              .localAddress(IpAddress.parse(ADDRESS))
              .passive(true)
              .timers(new BgpTimers(5, holdSeconds, Math.max(1, holdSeconds / 3)))
              .build());
    }
  }

  static String peerAddress(int i) {
    return "127.1." + (i >> 8) + "." + (i & 255);
  }

  private void routes(int count) {
    for (int i = table.size(); i < count; i++) {
      table = table.with(IpPrefix.of(IpAddress.ofIpv4(0x0a000000 + i), 32), SELF);
    }
  }

  private void fill(int mebibytes) {
    for (long i = 0; i < (long) mebibytes * MEBIBYTE / PIECE; i++) {
      ballast.add(new byte[PIECE]);
    }
  }

  private SortedMap<TargetId, DesiredTarget> targets() {
    SortedMap<TargetId, DesiredTarget> targets = new TreeMap<>();
    sessions.forEach(s -> targets.put(s.id(), new DesiredTarget(s, table)));
    return targets;
  }
}
