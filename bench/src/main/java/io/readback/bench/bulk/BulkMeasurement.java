package io.readback.bench.bulk;

import io.readback.bench.measure.Clock;
import io.readback.bench.measure.Machine;
import io.readback.bench.measure.Usage;
import io.readback.bench.receiver.Receiver;
import io.readback.bench.receiver.ReceiverKind;
import io.readback.bench.routes.RouteSet;
import io.readback.bench.scene.Scene;
import io.readback.bench.sender.Sender;
import io.readback.bench.sender.SenderKind;
import io.readback.bench.wire.Capture;
import io.readback.bench.wire.SessionTrace;
import io.readback.lab.Ground;
import io.readback.lab.Lab;
import io.readback.lab.LabException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Loads a sender, starts a receiver that dials it, and asks the receiver again and again how many
 * routes it holds. The session counts as established with the receiver's first KEEPALIVE on the
 * wire, at the receiver's end.
 */
public final class BulkMeasurement {
  private static final int SMALL = 10_000;

  private final Path distribution;
  private final double limit;

  /**
   * @param limit seconds for the receiver to hold all
   */
  public BulkMeasurement(Path distribution, double limit) {
    this.distribution = distribution;
    this.limit = limit;
  }

  /** Measures once, in a lab of its own. What goes wrong is in the result. */
  public BulkRun run(ReceiverKind receiver, SenderKind sender, RouteSet routes, int repetition)
      throws InterruptedException {
    try (Lab lab = new Lab(Ground.NAMESPACE)) {
      Scene scene = Scene.in(lab, distribution, routes, 0);
      return run(scene, receiver, sender, repetition);
    } catch (IOException | UncheckedIOException | LabException e) {
      String why = String.valueOf(e.getMessage()).lines().findFirst().orElse(e.toString());
      return BulkRun.failed(receiver, sender, routes.count(), routes.sets(), repetition, why);
    }
  }

  private BulkRun run(Scene scene, ReceiverKind to, SenderKind from, int repetition)
      throws IOException, InterruptedException {
    RouteSet routes = scene.routes();
    long loading = Clock.nanos();
    try (Sender sender = from.start(scene)) {
      double load = Clock.seconds(Clock.nanos() - loading);
      try (Capture capture = Capture.start(scene.receiver())) {
        Usage senderBefore = Usage.of(sender.process());
        Usage othersBefore = Usage.of(capture.process()).plus(Usage.own());
        double busyBefore = Machine.busySeconds();
        long begin = Clock.nanos();
        try (Receiver receiver = to.start(scene)) {
          int held = await(receiver, routes.count(), begin);
          long end = Clock.nanos();
          Usage senderAfter = Usage.of(sender.process());
          Usage receiverAfter = Usage.of(receiver.process());
          Usage othersAfter = Usage.of(capture.process()).plus(Usage.own());
          double busy = Machine.busySeconds() - busyBefore;
          double ours =
              senderAfter.cpu()
                  - senderBefore.cpu()
                  + receiverAfter.cpu()
                  + othersAfter.cpu()
                  - othersBefore.cpu();
          SessionTrace trace =
              SessionTrace.of(capture.stop(), Scene.SENDER_ADDRESS)
                  .filter(t -> t.established() > 0)
                  .orElseThrow(() -> new IOException("no session was seen on the wire"));
          if (held < routes.count()) {
            throw new IOException(
                "held %d of %d after %.0f s".formatted(held, routes.count(), limit));
          }
          double withdrawn = withdraw(sender, receiver, routes.count());
          long established = trace.established();
          return new BulkRun(
              to,
              from,
              routes.count(),
              routes.sets(),
              repetition,
              "",
              Clock.seconds(end - established),
              Clock.seconds(trace.first() - established),
              Clock.seconds(trace.last() - established),
              trace.updates(),
              trace.octets(),
              trace.announced() - routes.count(),
              trace.broken(),
              load,
              senderAfter.cpu() - senderBefore.cpu(),
              senderAfter.resident(),
              senderAfter.peak(),
              receiverAfter.cpu(),
              receiverAfter.resident(),
              Math.max(0, busy - ours) / Clock.seconds(end - begin),
              withdrawn);
        }
      }
    }
  }

  /** Seconds until nothing is held any more; 0 when that is not seen. */
  private double withdraw(Sender sender, Receiver receiver, int routes)
      throws IOException, InterruptedException {
    Optional<Sender.Request> request = sender.withdrawal();
    if (request.isEmpty()) {
      return 0;
    }
    long pause = routes <= SMALL ? 2 : 10;
    long begin = Clock.nanos();
    request.get().send();
    while (receiver.held() > 0) {
      if (Clock.seconds(Clock.nanos() - begin) > limit) {
        return 0;
      }
      TimeUnit.MILLISECONDS.sleep(pause);
    }
    return Clock.seconds(Clock.nanos() - begin);
  }

  private int await(Receiver receiver, int wanted, long begin) throws InterruptedException {
    long pause = wanted <= SMALL ? 2 : 10;
    int held;
    do {
      TimeUnit.MILLISECONDS.sleep(pause);
      held = receiver.held();
    } while (held < wanted && Clock.seconds(Clock.nanos() - begin) < limit);
    return held;
  }
}
