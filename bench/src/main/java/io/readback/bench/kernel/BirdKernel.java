package io.readback.bench.kernel;

import io.readback.bench.scene.ControlChannel;
import io.readback.lab.LabException;
import io.readback.lab.LabNode;
import io.readback.lab.router.BirdRouter;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * BIRD's kernel protocol. Two protocols of static routes, the second preferred: enabled one after
 * the other they insert and replace. BIRD writes to the kernel before it counts, so its count tells
 * when it is done.
 */
final class BirdKernel {
  private static final double NANOS = 1e9;
  private static final long DEADLINE = 600_000_000_000L;
  private static final long PAUSE = 1_000_000;

  /** The last column: accepted by the kernel protocol. */
  private static final Pattern UPDATES = Pattern.compile("Export updates:.* (\\d+)\\s*\\n");

  private static final Pattern WITHDRAWS = Pattern.compile("Export withdraws:.* (\\d+)\\s*\\n");

  private final LabNode node;
  private final int routes;
  private final Hosts hosts;

  BirdKernel(LabNode node, int routes, int family) {
    this.node = node;
    this.routes = routes;
    this.hosts = new Hosts(family);
  }

  void run(Map<Operation, Double> seconds) throws IOException {
    Path config = node.dir().resolve("kernel.conf");
    String channel = "ipv" + hosts.family();
    try (BufferedWriter out = Files.newBufferedWriter(config)) {
      out.write(
          "protocol kernel to_kernel { metric 20; scan time 3600; "
              + channel
              + " { import none; export where source = RTS_STATIC; }; }\n");
      write(out, "s1", channel, 100, 250);
      write(out, "s2", channel, 200, 252);
    }
    try (BirdRouter bird =
            BirdRouter.on(node, 65000, "192.0.2.1").lines("include \"" + config + "\";").start();
        ControlChannel control =
            ControlChannel.open(bird.control(), ControlChannel.Protocol.BIRD)) {
      seconds.put(Operation.INSERT, time(control, "enable s1", UPDATES, routes));
      seconds.put(Operation.REPLACE, time(control, "enable s2", UPDATES, 2 * routes));
      control.ask("disable s1");
      seconds.put(Operation.DELETE, time(control, "disable s2", WITHDRAWS, routes));
    }
  }

  private void write(BufferedWriter out, String name, String channel, int preference, int gateway)
      throws IOException {
    out.write("protocol static " + name + " { disabled; ");
    out.write(channel + " { preference " + preference + "; };\n");
    String way = (hosts.family() == 6 ? "/128" : "/32") + " via " + hosts.gateway(gateway) + ";\n";
    for (int i = 0; i < routes; i++) {
      out.write("route " + hosts.address(i) + way);
    }
    out.write("}\n");
  }

  private double time(ControlChannel control, String command, Pattern counted, int wanted) {
    long before = System.nanoTime();
    control.ask(command);
    while (true) {
      Matcher m = counted.matcher(control.ask("show protocols all to_kernel"));
      long now = System.nanoTime();
      if (m.find() && Integer.parseInt(m.group(1)) >= wanted) {
        return (now - before) / NANOS;
      }
      if (now - before > DEADLINE) {
        throw new LabException("BIRD has not done all of " + command);
      }
      LockSupport.parkNanos(PAUSE);
    }
  }
}
