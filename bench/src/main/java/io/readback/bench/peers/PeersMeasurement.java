package io.readback.bench.peers;

import io.readback.bench.measure.Clock;
import io.readback.bench.measure.Samples;
import io.readback.bench.measure.Usage;
import io.readback.lab.Ground;
import io.readback.lab.Lab;
import io.readback.lab.LabException;
import io.readback.lab.LabNode;
import io.readback.lab.LabProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Starts a speaker and a program that is all of its peers, on one node. */
public final class PeersMeasurement {
  private static final Duration DEADLINE = Duration.ofSeconds(120);
  private static final int UNCOUNTED = 20;
  private static final int BALLAST_MIB = 1024;

  private final int samples;
  private final int idleSeconds;

  public PeersMeasurement(int samples, int idleSeconds) {
    this.samples = samples;
    this.idleSeconds = idleSeconds;
  }

  /** Measures in a lab of its own. What goes wrong is in the result. */
  public PeersRun run(int peers, int routes, int holdSeconds) throws InterruptedException {
    try (Lab lab = new Lab(Ground.NAMESPACE)) {
      return run(lab.node("many"), peers, routes, holdSeconds);
    } catch (LabException e) {
      String why = String.valueOf(e.getMessage()).lines().findFirst().orElse(e.toString());
      return PeersRun.failed(peers, routes, holdSeconds, why);
    }
  }

  private PeersRun run(LabNode node, int peers, int routes, int hold) throws InterruptedException {
    try (LabProcess process = node.start("speaker", java(hold))) {
      Speaker speaker = new Speaker(process);
      speaker.say("routes 0");
      double bare = speaker.resident();
      speaker.say("peers 1");
      speaker.say("routes " + routes);
      double withRoutes = speaker.resident();
      speaker.say("peers " + peers);
      try (LabProcess sink =
          node.java(
              "sink",
              SinkProcess.class.getName(),
              String.valueOf(peers),
              String.valueOf(Math.max(hold, 3)))) {
        sink.await(
            "established or lost",
            DEADLINE,
            () -> sink.out().contains(SinkProcess.ESTABLISHED) || lost(sink) > 0);
        if (lost(sink) > 0) {
          throw new LabException(
              lost(sink)
                  + " sessions lost while they came up: "
                  + process
                      .err()
                      .lines()
                      .filter(l -> !l.contains(" goes from ") && !l.contains("Peer "))
                      .limit(3)
                      .toList());
        }
        double withPeers = speaker.resident();
        Samples changes = new Samples(changes(speaker, sink));
        double idle = idle(process);
        speaker.say("fill " + BALLAST_MIB);
        speaker.say("collect");
        TimeUnit.SECONDS.sleep(hold + 1L);
        return new PeersRun(
            peers,
            routes,
            hold,
            "",
            changes.median(),
            changes.most(),
            bare,
            withRoutes,
            withPeers,
            idle,
            lost(sink));
      }
    }
  }

  private static int lost(LabProcess sink) {
    return (int) sink.out().lines().filter(l -> l.startsWith(SinkProcess.LOST)).count();
  }

  private List<Double> changes(Speaker speaker, LabProcess sink) throws InterruptedException {
    List<Double> waits = new ArrayList<>();
    for (int i = 0; i < samples + UNCOUNTED; i++) {
      String begin = SinkProcess.GOT + i + " ";
      long before = Clock.nanos();
      speaker.tell((i % 2 == 0 ? "announce " : "withdraw ") + SinkProcess.PREFIX);
      sink.awaitLog(begin, DEADLINE);
      if (i >= UNCOUNTED) {
        waits.add(Clock.millis(time(sink, begin) - before));
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
    return waits;
  }

  private static long time(LabProcess sink, String begin) throws InterruptedException {
    while (true) {
      // a line that is only half written has no time yet
      for (String line : sink.out().split("(?<=\n)", -1)) {
        if (line.startsWith(begin) && line.endsWith("\n")) {
          return Long.parseLong(line.substring(begin.length()).trim());
        }
      }
      TimeUnit.MILLISECONDS.sleep(1);
    }
  }

  private double idle(LabProcess process) throws InterruptedException {
    Usage before = Usage.of(process);
    long from = Clock.nanos();
    TimeUnit.SECONDS.sleep(idleSeconds);
    return (Usage.of(process).cpu() - before.cpu()) / Clock.seconds(Clock.nanos() - from);
  }

  /** As bin/readback starts an agent. */
  private static List<String> java(int hold) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:+UseSerialGC",
        "-Xms16m",
        "-Xmx4g",
        "-XX:MinHeapFreeRatio=20",
        "-XX:MaxHeapFreeRatio=40",
        "-Xss512k",
        "-cp",
        System.getProperty("java.class.path"),
        SpeakerProcess.class.getName(),
        String.valueOf(hold));
  }

  /** The other end of {@link SpeakerProcess}. */
  private static final class Speaker {
    private final LabProcess process;
    private int said;

    Speaker(LabProcess process) {
      this.process = process;
    }

    void tell(String line) {
      process.writeLine(line);
      said++;
    }

    void say(String line) {
      tell(line);
      process.awaitLog(SpeakerProcess.DONE + (said - 1), DEADLINE);
    }

    double resident() {
      say("collect");
      say("collect");
      return Usage.of(process).resident();
    }
  }
}
