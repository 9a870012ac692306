package io.readback.bench.latency;

import io.readback.bench.measure.Clock;
import io.readback.bench.measure.Samples;
import io.readback.bench.receiver.Receiver;
import io.readback.bench.receiver.ReceiverKind;
import io.readback.bench.routes.RouteSet;
import io.readback.bench.scene.Scene;
import io.readback.bench.sender.Sender;
import io.readback.bench.sender.SenderKind;
import io.readback.bench.wire.Capture;
import io.readback.bench.wire.Packet;
import io.readback.lab.Ground;
import io.readback.lab.Lab;
import io.readback.lab.LabException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * Announces prefixes one by one on an idle session with BIRD and looks for each on the wire. The
 * receiver is not asked meanwhile: it would disturb more than it would tell.
 */
public final class AnnounceLatency {
  /** Announcements that are not counted: the first ones find nothing in any cache. */
  private static final int UNCOUNTED = 5;

  private static final double DEADLINE = 120;

  private final Path distribution;
  private final int samples;

  public AnnounceLatency(Path distribution, int samples) {
    this.distribution = distribution;
    this.samples = samples;
  }

  /** Measures in a lab of its own. What goes wrong is in the result. */
  public AnnounceRun run(SenderKind kind, int others) throws InterruptedException {
    try (Lab lab = new Lab(Ground.NAMESPACE)) {
      Scene scene = Scene.in(lab, distribution, new RouteSet(others, 1), samples + UNCOUNTED);
      return run(scene, kind);
    } catch (IOException | UncheckedIOException | LabException e) {
      String why = String.valueOf(e.getMessage()).lines().findFirst().orElse(e.toString());
      return new AnnounceRun(kind, others, 0, why, 0, 0, 0, 0);
    }
  }

  private AnnounceRun run(Scene scene, SenderKind kind) throws IOException, InterruptedException {
    int others = scene.routes().count();
    try (Sender sender = kind.start(scene);
        Receiver receiver = ReceiverKind.BIRD.start(scene)) {
      sender.rehearse();
      settle(receiver, others);
      List<Long> asked = new ArrayList<>();
      List<Double> calls = new ArrayList<>();
      List<Packet> packets;
      try (Capture capture = Capture.start(scene.receiver())) {
        for (int i = 0; i < samples + UNCOUNTED; i++) {
          Sender.Request request = sender.announcement(i);
          long before = Clock.nanos();
          request.send();
          calls.add(Clock.millis(Clock.nanos() - before));
          asked.add(before);
          // at no fixed interval, lest it beats with a timer of the sender
          TimeUnit.MILLISECONDS.sleep(80 + i * 37 % 50);
        }
        packets = capture.stop();
      }
      List<Double> waits = new ArrayList<>();
      for (int i = UNCOUNTED; i < asked.size(); i++) {
        OptionalLong seen = onWire(packets, Scene.SENDER_ADDRESS, Scene.single(i));
        if (seen.isPresent()) {
          waits.add(Clock.millis(seen.getAsLong() - asked.get(i)));
        }
      }
      if (waits.isEmpty()) {
        throw new IOException("no announcement was seen on the wire");
      }
      Samples figures = new Samples(waits);
      return new AnnounceRun(
          kind,
          others,
          figures.count(),
          "",
          figures.median(),
          figures.p99(),
          figures.most(),
          new Samples(calls).median());
    }
  }

  private static void settle(Receiver receiver, int others)
      throws IOException, InterruptedException {
    long begin = Clock.nanos();
    while (!receiver.established() || receiver.held() < others) {
      if (Clock.seconds(Clock.nanos() - begin) > DEADLINE) {
        throw new IOException("the receiver does not hold the routes after " + DEADLINE + " s");
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
    TimeUnit.SECONDS.sleep(3);
  }

  /**
   * When a node first sent a /32 prefix.
   *
   * @param from the node's address
   */
  static OptionalLong onWire(List<Packet> packets, int from, int address) {
    byte[] nlri = ByteBuffer.allocate(5).put((byte) 32).putInt(address).array();
    return packets.stream()
        .filter(p -> p.source().address() == from && p.contains(nlri))
        .mapToLong(Packet::nanos)
        .findFirst();
  }
}
