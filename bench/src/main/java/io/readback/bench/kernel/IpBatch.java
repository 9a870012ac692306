package io.readback.bench.kernel;

import io.readback.lab.LabNode;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** iproute2 with a file of commands. */
final class IpBatch {
  private static final Duration DEADLINE = Duration.ofMinutes(10);
  private static final double NANOS = 1e9;
  private static final String MARK = " metric 20 proto 202\n";

  private final LabNode node;
  private final int routes;
  private final Hosts hosts;

  IpBatch(LabNode node, int routes, int family) {
    this.node = node;
    this.routes = routes;
    this.hosts = new Hosts(family);
  }

  void run(Map<Operation, Double> seconds) throws IOException {
    seconds.put(Operation.INSERT, batch("add", " via " + hosts.gateway(250)));
    seconds.put(Operation.REPLACE, batch("replace", " via " + hosts.gateway(252)));
    // what it prints is thrown away where it is made
    seconds.put(
        Operation.DUMP,
        time(
            "sh",
            "-c",
            "exec ip -" + hosts.family() + " route show proto 202 metric 20 >/dev/null"));
    seconds.put(Operation.DELETE, batch("del", ""));
  }

  private double batch(String verb, String way) throws IOException {
    Path file = node.dir().resolve("batch-" + verb);
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      for (int i = 0; i < routes; i++) {
        out.write("route " + verb + " " + hosts.address(i) + way + MARK);
      }
    }
    return time("ip", "-" + hosts.family(), "-batch", file.toString());
  }

  private double time(String... command) {
    long before = System.nanoTime();
    node.exec(List.of(command), "", DEADLINE).orFail();
    return (System.nanoTime() - before) / NANOS;
  }
}
