package io.readback.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.readback.core.dispatch.AnnouncerLane;
import io.readback.core.dispatch.Lane;
import io.readback.core.dispatch.LaneSettings;
import io.readback.core.dispatch.LaneStatus;
import io.readback.core.dispatch.Watchdog;
import io.readback.spi.Spi;
import io.readback.spi.observe.AnnouncerObservation;
import io.readback.spi.observe.TargetStatus;
import io.readback.spi.plugin.AnnouncerCapabilities;
import io.readback.spi.plugin.AnnouncerFactory;
import io.readback.spi.plugin.StopIntent;
import io.readback.spi.target.DesiredState;
import io.readback.spi.target.TargetId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Runs an announcer in the lane that the engine uses, and waits for what it says. */
public final class AnnouncerDriver implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Watchdog watchdog = new Watchdog(Thread::new);
  private final AnnouncerLane lane;
  private volatile @Nullable AnnouncerObservation observation;
  private volatile @Nullable AnnouncerCapabilities capabilities;
  private volatile long accepted;
  private boolean stopped;

  private <C> AnnouncerDriver(AnnouncerFactory<C> factory, C config) {
    lane =
        new AnnouncerLane(
            new Lane.Wiring(
                "contract",
                Spi.VERSION,
                LaneSettings.ANNOUNCER.withInterval(Duration.ofMillis(200)),
                InstantSource.system(),
                watchdog,
                Thread::new),
            RandomGenerator.getDefault(),
            context -> factory.create(context, config),
            new AnnouncerLane.Listener() {
              @Override
              public void status(LaneStatus status) {}

              @Override
              public void capabilities(AnnouncerCapabilities value) {
                capabilities = value;
              }

              @Override
              public void accepted(long generation) {
                accepted = generation;
              }

              @Override
              public void observed(AnnouncerObservation value) {
                observation = value;
              }
            });
  }

  /** Makes an instance and starts it. */
  public static <C> AnnouncerDriver start(AnnouncerFactory<C> factory, C config) {
    AnnouncerDriver driver = new AnnouncerDriver(factory, config);
    driver.lane.start();
    return driver;
  }

  /** Hands over a state and waits until it is accepted. */
  public void reconcile(DesiredState state) throws InterruptedException {
    lane.offer(state);
    assertThat(Leftovers.until(() -> accepted >= state.generation()))
        .as(() -> "generation " + state.generation() + " accepted; the lane is " + lane.status())
        .isTrue();
  }

  /** Asks for a reconcile with the same state again. */
  public void reconcileAgain() {
    lane.requestReconcile();
  }

  /** How the calls go. */
  public LaneStatus status() {
    return lane.status();
  }

  /** What the instance said it can do; waits until it is made. */
  public AnnouncerCapabilities capabilities() throws InterruptedException {
    Leftovers.until(() -> capabilities != null);
    AnnouncerCapabilities value = capabilities;
    if (value == null) {
      throw new AssertionError("no instance was made; the lane is " + lane.status());
    }
    return value;
  }

  /** Waits until the announcer says this of a target. */
  public TargetStatus await(TargetId target, Predicate<TargetStatus> wanted)
      throws InterruptedException {
    boolean seen = Leftovers.until(() -> find(target).filter(wanted).isPresent());
    Optional<TargetStatus> status = find(target);
    assertThat(seen)
        .as(
            () ->
                "the announcer's word on "
                    + target
                    + " (accepted "
                    + status.map(s -> s.accepted().paths().keys().toString()).orElse("nothing")
                    + "); the lane is "
                    + lane.status())
        .isTrue();
    return status.orElseThrow();
  }

  private Optional<TargetStatus> find(TargetId target) {
    AnnouncerObservation word = observation;
    return word == null
        ? Optional.empty()
        : word.targets().stream().filter(t -> t.id().equals(target)).findFirst();
  }

  /** Stops the instance and waits for it. */
  public void stop(StopIntent intent) throws InterruptedException {
    stopped = true;
    lane.stop(intent);
    assertThat(lane.awaitEnd(PATIENCE)).as(() -> "the lane is " + lane.status()).isTrue();
    watchdog.close();
  }

  /** Stops the instance with WITHDRAW, unless it was stopped before. */
  @Override
  public void close() {
    if (stopped) {
      return;
    }
    try {
      stop(StopIntent.WITHDRAW);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while the announcer stopped", e);
    }
  }
}
