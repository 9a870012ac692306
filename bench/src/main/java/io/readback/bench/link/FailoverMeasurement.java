package io.readback.bench.link;

import io.readback.bench.measure.Clock;
import io.readback.lab.Ground;
import io.readback.lab.Lab;
import io.readback.lab.LabException;
import io.readback.lab.LabProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Has the owner of a VIP fail under a running ping, again and again. */
public final class FailoverMeasurement {
  private static final long DEADLINE_NANOS = 20_000_000_000L;

  /** Until nodes watch each other again after a return. */
  private static final int SETTLE_SECONDS = 4;

  /** How long ping goes on after the first announcement of the next owner. */
  private static final int AFTER_MILLIS = 500;

  private final Path distribution;
  private final int times;

  /**
   * @param distribution Readback's, as it is installed
   * @param times failures of each sort
   */
  public FailoverMeasurement(Path distribution, int times) {
    this.distribution = distribution;
    this.times = times;
  }

  /** Measures in a lab of its own, and tells each result. What goes wrong is in the result. */
  public void run(TakerKind taker, FailureKind failure, Consumer<FailoverRun> told)
      throws InterruptedException {
    int done = 0;
    try (Lab lab = new Lab(Ground.NAMESPACE);
        FailoverScene scene = new FailoverScene(lab, taker, distribution)) {
      for (; done < times; done++) {
        told.accept(once(scene, taker, failure, done + 1));
      }
    } catch (IOException | UncheckedIOException | LabException e) {
      String why = String.valueOf(e.getMessage()).lines().findFirst().orElse(e.toString());
      told.accept(new FailoverRun(taker, failure, done + 1, why, 0, 0));
    }
  }

  private static FailoverRun once(
      FailoverScene scene, TakerKind taker, FailureKind failure, int repetition)
      throws IOException, InterruptedException {
    String owner = scene.awaitOwner(scene.nodes());
    // a node that is back may answer for a moment before it hears the others
    for (String before = ""; !before.equals(owner); ) {
      before = owner;
      TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
      owner = scene.awaitOwner(scene.nodes());
    }
    try (LabProcess ping = scene.ping()) {
      long at = scene.fail(owner, failure);
      Optional<Long> replaced = scene.announced(at, owner);
      while (replaced.isEmpty() && Clock.nanos() - at < DEADLINE_NANOS) {
        TimeUnit.MILLISECONDS.sleep(10);
        replaced = scene.announced(at, owner);
      }
      TimeUnit.MILLISECONDS.sleep(AFTER_MILLIS);
      long end = Clock.nanos();
      ping.signal("INT");
      scene.mend(owner, failure);
      if (replaced.isEmpty()) {
        return new FailoverRun(taker, failure, repetition, "nobody took it over", 0, 0);
      }
      return new FailoverRun(
          taker,
          failure,
          repetition,
          "",
          Clock.millis(replaced.get() - at),
          longestGap(ping.out(), end));
    }
  }

  /**
   * The longest time without an answer, in milliseconds.
   *
   * @param output of {@code ping -D}
   * @param end when it was no longer asked, in nanoseconds since 1970: silence until then counts
   */
  static double longestGap(String output, long end) {
    double before = 0;
    double longest = 0;
    for (String line : output.lines().filter(l -> l.contains("bytes from")).toList()) {
      double at = Double.parseDouble(line.substring(1, line.indexOf(']')));
      longest = before == 0 ? longest : Math.max(longest, at - before);
      before = at;
    }
    return 1000 * Math.max(longest, end / 1e9 - before);
  }
}
