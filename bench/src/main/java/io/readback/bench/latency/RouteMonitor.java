package io.readback.bench.latency;

import io.readback.lab.LabNode;
import io.readback.lab.LabProcess;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Hears from the kernel of a node which routes come into its forwarding table, and when. */
final class RouteMonitor implements AutoCloseable {
  private static final Pattern ADDED =
      Pattern.compile("^\\[(\\S+)\\] (\\d+\\.\\d+\\.\\d+\\.\\d+) .*proto bgp");

  private final LabProcess process;

  private RouteMonitor(LabProcess process) {
    this.process = process;
  }

  static RouteMonitor start(LabNode node) throws InterruptedException {
    LabProcess process =
        node.start("route-monitor", "env", "TZ=UTC", "ip", "-ts", "monitor", "route");
    process.await("running", Duration.ofSeconds(10), process::isAlive);
    TimeUnit.MILLISECONDS.sleep(300);
    return new RouteMonitor(process);
  }

  /** The host routes added so far, each with the first time in nanoseconds since 1970. */
  Map<String, Long> added() {
    return parse(process.out());
  }

  static Map<String, Long> parse(String output) {
    Map<String, Long> added = new HashMap<>();
    output
        .lines()
        .forEach(
            line -> {
              Matcher route = ADDED.matcher(line);
              if (route.find()) {
                added.putIfAbsent(route.group(2), nanos(route.group(1)));
              }
            });
    return added;
  }

  private static long nanos(String time) {
    LocalDateTime at = LocalDateTime.parse(time);
    return at.toEpochSecond(ZoneOffset.UTC) * 1_000_000_000L + at.getNano();
  }

  @Override
  public void close() {
    process.close();
  }
}
