package io.readback.bench.link;

import io.readback.bench.measure.Clock;
import io.readback.bench.measure.Machine;
import io.readback.bench.measure.Usage;
import io.readback.lab.Ground;
import io.readback.lab.Lab;
import io.readback.lab.LabException;
import io.readback.lab.LabNode;
import io.readback.lab.LabProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Asks for addresses on a link where one node answers for some of them. The asker and the kernel's
 * part of taking a frame run on one processor, as it is with interfaces inside of one machine.
 */
public final class ArpMeasurement {
  static final String NODE = "192.0.2.1";
  private static final String FIRST_VIP = "198.18.0.0";
  private static final Duration DEADLINE = Duration.ofSeconds(60);

  /** The speaker announces its VIPs for five seconds first; that is not measured. */
  private static final int SETTLE_SECONDS = 8;

  private static final int WARM_SECONDS = 3;

  private final int rate;
  private final int perMille;
  private final int seconds;

  /**
   * @param rate questions a second
   * @param perMille how many of 1,000 are for VIPs
   */
  public ArpMeasurement(int rate, int perMille, int seconds) {
    this.rate = rate;
    this.perMille = perMille;
    this.seconds = seconds;
  }

  /** Measures in a lab of its own. What goes wrong is in the result. */
  public ArpRun run(AnswererKind kind, int vips, int repetition) throws InterruptedException {
    try (Lab lab = new Lab(Ground.NAMESPACE)) {
      LabNode node = lab.node("n1", NODE + "/24");
      LabNode client = lab.node("client", "192.0.2.254/24");
      ArpLoad load = ArpLoad.on(client);
      Optional<LabProcess> answerer = start(kind, node, vips);
      TimeUnit.SECONDS.sleep(answerer.isPresent() ? SETTLE_SECONDS : 0);
      load.run(rate, WARM_SECONDS, perMille, FIRST_VIP, vips);
      double machine = Machine.workedSeconds();
      double cpu = answerer.map(p -> Usage.of(p).cpu()).orElse(0.0);
      long from = Clock.nanos();
      Map<String, Double> said = load.run(rate, seconds, perMille, FIRST_VIP, vips);
      double lasted = Clock.seconds(Clock.nanos() - from);
      cpu = answerer.map(p -> Usage.of(p).cpu()).orElse(0.0) - cpu;
      machine = Machine.workedSeconds() - machine;
      return new ArpRun(
          kind,
          vips,
          rate,
          perMille,
          repetition,
          "",
          figure(said, "sent") / figure(said, "seconds"),
          (long) figure(said, "asked"),
          (long) figure(said, "answered"),
          figure(said, "median"),
          figure(said, "p99"),
          figure(said, "most"),
          cpu / lasted,
          machine / lasted);
    } catch (IOException | UncheckedIOException | LabException e) {
      String why = String.valueOf(e.getMessage()).lines().findFirst().orElse(e.toString());
      return new ArpRun(kind, vips, rate, perMille, repetition, why, 0, 0, 0, 0, 0, 0, 0, 0);
    }
  }

  private static double figure(Map<String, Double> said, String name) throws IOException {
    Double found = said.get(name);
    if (found == null) {
      throw new IOException("the asking program did not say " + name + " but " + said);
    }
    return found;
  }

  private static Optional<LabProcess> start(AnswererKind kind, LabNode node, int vips) {
    switch (kind) {
      case NOBODY:
        return Optional.empty();
      case KERNEL:
        int length = 32 - (32 - Integer.numberOfLeadingZeros(vips - 1));
        node.network(
                "ip", "route", "add", "local", FIRST_VIP + "/" + Math.max(15, length), "dev", "lo")
            .orFail();
        return Optional.empty();
      case READBACK, UNFILTERED:
        String shown = node.network("ip", "-o", "link", "show", "eth0").orFail().out();
        String mac = shown.replaceAll("(?s).*link/ether ([0-9a-f:]+) .*", "$1");
        LabProcess process =
            node.java(
                "answerer",
                Answerer.class.getName(),
                kind.name(),
                FIRST_VIP,
                String.valueOf(vips),
                mac);
        process.awaitLog(Answerer.READY, DEADLINE);
        return Optional.of(process);
    }
    throw new IllegalStateException("unknown " + kind);
  }
}
