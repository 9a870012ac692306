package io.readback.layer2.announcer;

import io.readback.layer2.link.LinkSpeaker;
import io.readback.layer2.link.LinkTargets;
import io.readback.spi.target.DesiredTarget;
import io.readback.spi.target.TargetId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A node that answers for VIPs: {@code NAME VIP,... NODE=ADDRESS...}. Prints a line each time that
 * it answers for other VIPs than before.
 */
public final class LinkNodeMain {
  private LinkNodeMain() {}

  public static void main(String[] args) throws Exception {
    Map<String, String> members = new TreeMap<>();
    for (String member : List.of(args).subList(2, args.length)) {
      members.put(member.split("=")[0], member.split("=")[1]);
    }
    SortedMap<TargetId, DesiredTarget> desired =
        LinkTargets.of(args[0], members, List.of(args[1].split(",")));
    NodeWatch watch = new NodeWatch(true, Duration.ofMillis(100), 3);
    LinkSpeaker speaker =
        LinkSpeaker.start(
            args[0],
            LinkSpeaker.Options.DEFAULT,
            System.getLogger("node"),
            watch.maker(),
            () -> {});
    speaker.desire(desired);
    String before = "";
    while (true) {
      StringBuilder now = new StringBuilder("answers");
      speaker
          .status()
          .forEach(s -> s.advertised().forEach(r -> now.append(' ').append(r.prefix())));
      if (!before.contentEquals(now)) {
        before = now.toString();
        System.out.println(before);
      }
      Thread.sleep(20);
    }
  }
}
