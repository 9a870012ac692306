package io.readback.bench.agent;

import io.readback.bench.measure.Clock;
import io.readback.bench.measure.Usage;
import io.readback.bench.wire.Capture;
import io.readback.bench.wire.SessionTrace;
import io.readback.lab.Ground;
import io.readback.lab.Lab;
import io.readback.lab.LabException;
import io.readback.lab.LabProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Starts an agent next to a router that waits for it, and then leaves it alone. */
public final class AgentMeasurement {
  private final Path distribution;
  private final int idleSeconds;

  public AgentMeasurement(Path distribution, int idleSeconds) {
    this.distribution = distribution;
    this.idleSeconds = idleSeconds;
  }

  /** Measures in a lab of its own. What goes wrong is in the result. */
  public AgentRun run(int services, int repetition) throws InterruptedException {
    try (Lab lab = new Lab(Ground.NAMESPACE);
        AgentScene scene = AgentScene.in(lab)) {
      return run(scene, services, repetition);
    } catch (IOException | UncheckedIOException | LabException e) {
      String why = String.valueOf(e.getMessage()).lines().findFirst().orElse(e.toString());
      return new AgentRun(services, repetition, why, 0, 0, 0, 0, 0, 0);
    }
  }

  private AgentRun run(AgentScene scene, int services, int repetition)
      throws IOException, InterruptedException {
    AgentFolder manifests = AgentFolder.create(scene.node().dir(), services - 1, Layout.OWN_FILE);
    SessionTrace trace;
    long started;
    long received;
    try (Capture capture = Capture.start(scene.router())) {
      started = Clock.nanos();
      try (LabProcess agent = scene.startAgent(distribution, manifests)) {
        scene.awaitReceived(services);
        received = Clock.nanos();
        trace =
            SessionTrace.of(capture.stop(), AgentScene.AGENT_ADDRESS)
                .filter(t -> t.established() > 0)
                .orElseThrow(() -> new IOException("no session was seen on the wire"));
        TimeUnit.SECONDS.sleep(20);
        Usage before = Usage.of(agent);
        long from = Clock.nanos();
        TimeUnit.SECONDS.sleep(idleSeconds);
        Usage after = Usage.of(agent);
        return new AgentRun(
            services,
            repetition,
            "",
            Clock.seconds(trace.established() - started),
            Clock.seconds(received - started),
            after.resident(),
            after.peak(),
            (after.cpu() - before.cpu()) / Clock.seconds(Clock.nanos() - from),
            before.cpu());
      }
    }
  }
}
