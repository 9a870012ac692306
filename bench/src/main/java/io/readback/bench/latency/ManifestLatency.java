package io.readback.bench.latency;

import io.readback.bench.agent.AgentFolder;
import io.readback.bench.agent.AgentScene;
import io.readback.bench.agent.Layout;
import io.readback.bench.measure.Clock;
import io.readback.bench.measure.Samples;
import io.readback.bench.wire.Capture;
import io.readback.bench.wire.Packet;
import io.readback.lab.Ground;
import io.readback.lab.Lab;
import io.readback.lab.LabException;
import io.readback.lab.LabProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * Changes the VIP that one Service asks for, again and again, and follows the new route from the
 * file to the wire and into the router's kernel.
 */
public final class ManifestLatency {
  private final Path distribution;
  private final int samples;

  public ManifestLatency(Path distribution, int samples) {
    this.distribution = distribution;
    this.samples = samples;
  }

  /** Measures in a lab of its own. What goes wrong is in the result. */
  public ManifestRun run(int others, Layout layout) throws InterruptedException {
    try (Lab lab = new Lab(Ground.NAMESPACE);
        AgentScene scene = AgentScene.in(lab)) {
      return run(scene, others, layout);
    } catch (IOException | UncheckedIOException | LabException e) {
      String why = String.valueOf(e.getMessage()).lines().findFirst().orElse(e.toString());
      return new ManifestRun(others, layout, 0, why, ManifestRun.NONE, ManifestRun.NONE);
    }
  }

  private ManifestRun run(AgentScene scene, int others, Layout layout)
      throws IOException, InterruptedException {
    AgentFolder manifests = AgentFolder.create(scene.node().dir(), others, layout);
    try (LabProcess agent = scene.startAgent(distribution, manifests)) {
      scene.awaitReceived(others + 1);
      // its first looks at the folder and the router's installing are over
      TimeUnit.SECONDS.sleep(15);
      List<Long> changed = new ArrayList<>();
      List<Packet> packets;
      Map<String, Long> installed;
      try (Capture capture = Capture.start(scene.router());
          RouteMonitor monitor = RouteMonitor.start(scene.router())) {
        for (int i = 1; i <= samples; i++) {
          manifests.prepare(i);
          // at no fixed interval, lest it beats with a timer of the agent's or the router's
          TimeUnit.MILLISECONDS.sleep(300 + i * 37 % 150);
          changed.add(Clock.nanos());
          manifests.commit();
        }
        TimeUnit.SECONDS.sleep(2);
        packets = capture.stop();
        installed = monitor.added();
      }
      if (!agent.isAlive()) {
        throw new IOException("the agent ended: " + agent.log());
      }
      return result(others, layout, changed, packets, installed);
    }
  }

  private static ManifestRun result(
      int others,
      Layout layout,
      List<Long> changed,
      List<Packet> packets,
      Map<String, Long> installed)
      throws IOException {
    List<Double> wire = new ArrayList<>();
    List<Double> kernel = new ArrayList<>();
    for (int i = 0; i < changed.size(); i++) {
      OptionalLong sent =
          AnnounceLatency.onWire(
              packets, AgentScene.AGENT_ADDRESS, AgentFolder.addressNumber(i + 1));
      Long arrived = installed.get(AgentFolder.address(i + 1));
      if (sent.isPresent() && arrived != null) {
        wire.add(Clock.millis(sent.getAsLong() - changed.get(i)));
        kernel.add(Clock.millis(arrived - changed.get(i)));
      }
    }
    if (wire.isEmpty()) {
      throw new IOException("no change was seen on the wire and in the router's kernel");
    }
    return new ManifestRun(others, layout, wire.size(), "", figures(wire), figures(kernel));
  }

  private static ManifestRun.Figures figures(List<Double> values) {
    Samples samples = new Samples(values);
    return new ManifestRun.Figures(
        samples.least(), samples.median(), samples.p99(), samples.most());
  }
}
