package io.readback.core.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.PrefixMap;
import io.readback.spi.observe.AnnouncerObservation;
import io.readback.spi.observe.Interest;
import io.readback.spi.observe.RouterObservation;
import io.readback.spi.observe.Vantage;
import io.readback.spi.plugin.Announcer;
import io.readback.spi.plugin.AnnouncerCapabilities;
import io.readback.spi.plugin.LookingGlass;
import io.readback.spi.plugin.PluginContext;
import io.readback.spi.plugin.PluginException;
import io.readback.spi.plugin.StopIntent;
import io.readback.spi.target.DesiredState;
import io.readback.spi.target.TargetKind;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LanesTest {
  private static final LaneSettings FAST =
      LaneSettings.ANNOUNCER
          .withDeadline(Duration.ofMillis(100), Duration.ofMillis(100))
          .withBackoff(Duration.ofMillis(5), Duration.ofMillis(20), Duration.ofMillis(5));

  private final Watchdog watchdog = new Watchdog(Thread::new);
  private final List<String> calls = new CopyOnWriteArrayList<>();
  private final List<String> problems = new CopyOnWriteArrayList<>();
  private final List<Long> accepted = new CopyOnWriteArrayList<>();
  private final List<AnnouncerObservation> observations = new CopyOnWriteArrayList<>();

  @AfterEach
  void end() {
    watchdog.close();
  }

  /** An announcer that behaves; tests override the call that does not. */
  private class Recorder implements Announcer {
    @Override
    public AnnouncerCapabilities capabilities() {
      return AnnouncerCapabilities.of(Set.of(TargetKind.BGP_SESSION), Set.of(AddressFamily.IPV4));
    }

    @Override
    public void start() throws PluginException, InterruptedException {
      calls.add("start");
    }

    @Override
    public void reconcile(DesiredState desired) throws PluginException, InterruptedException {
      calls.add("reconcile " + desired.generation());
    }

    @Override
    public AnnouncerObservation observe() throws PluginException, InterruptedException {
      return new AnnouncerObservation(Instant.EPOCH, List.of());
    }

    @Override
    public void stop(StopIntent intent) throws PluginException, InterruptedException {
      calls.add("stop " + intent);
    }
  }

  private AnnouncerLane lane(java.util.function.Function<PluginContext, Announcer> maker) {
    return new AnnouncerLane(
        new Lane.Wiring("test", 1, FAST, InstantSource.system(), watchdog, Thread::new),
        new Random(1),
        maker,
        new AnnouncerLane.Listener() {
          @Override
          public void status(LaneStatus status) {
            status.problem().ifPresent(p -> problems.add(p.message()));
          }

          @Override
          public void capabilities(AnnouncerCapabilities capabilities) {}

          @Override
          public void accepted(long generation) {
            accepted.add(generation);
          }

          @Override
          public void observed(AnnouncerObservation observation) {
            observations.add(observation);
          }
        });
  }

  private static DesiredState state(long generation) {
    return new DesiredState(generation, new TreeMap<>());
  }

  private static void stopped(AnnouncerLane lane) throws InterruptedException {
    lane.stop(StopIntent.RETAIN);
    assertThat(lane.awaitEnd(Duration.ofSeconds(10))).isTrue();
  }

  @Test
  void announcer_lifeOfAnInstance_isStartReconcileObserveStop() throws Exception {
    AnnouncerLane lane = lane(context -> new Recorder());
    lane.start();
    lane.offer(state(1));
    await().until(() -> accepted.contains(1L) && !observations.isEmpty());
    assertThat(lane.status().state()).isEqualTo(LaneStatus.State.RUNNING);
    lane.stop(StopIntent.WITHDRAW);
    assertThat(lane.awaitEnd(Duration.ofSeconds(10))).isTrue();
    assertThat(calls).containsExactly("start", "reconcile 1", "stop WITHDRAW");
    assertThat(lane.status().state()).isEqualTo(LaneStatus.State.STOPPED);
  }

  @Test
  void announcer_statesDuringALongCall_skipToTheNewest() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    AnnouncerLane lane =
        lane(
            context ->
                new Recorder() {
                  @Override
                  public void reconcile(DesiredState desired)
                      throws PluginException, InterruptedException {
                    super.reconcile(desired);
                    entered.countDown();
                    go.await();
                  }
                });
    lane.start();
    lane.offer(state(1));
    entered.await();
    for (long g = 2; g <= 50; g++) {
      lane.offer(state(g));
    }
    go.countDown();
    await().until(() -> accepted.contains(50L));
    stopped(lane);
    assertThat(calls).containsExactly("start", "reconcile 1", "reconcile 50", "stop RETAIN");
  }

  @Test
  void announcer_callOverItsDeadline_isInterruptedAndTriedAgain() throws Exception {
    AtomicInteger tries = new AtomicInteger();
    AnnouncerLane lane =
        lane(
            context ->
                new Recorder() {
                  @Override
                  public void reconcile(DesiredState desired)
                      throws PluginException, InterruptedException {
                    if (tries.incrementAndGet() == 1) {
                      new CountDownLatch(1).await();
                    }
                    super.reconcile(desired);
                  }
                });
    lane.start();
    lane.offer(state(1));
    await().until(() -> accepted.contains(1L));
    await().until(() -> lane.status().state() == LaneStatus.State.RUNNING);
    assertThat(problems).anyMatch(p -> p.contains("within 0.1 s"));
    stopped(lane);
  }

  @Test
  void announcer_callThatIgnoresInterruption_isStuckAndNeverEnteredTwice() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    AnnouncerLane lane =
        lane(
            context ->
                new Recorder() {
                  @Override
                  public void reconcile(DesiredState desired) {
                    most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                    while (go.getCount() > 0) {
                      Thread.onSpinWait();
                      java.util.concurrent.locks.LockSupport.parkNanos(100_000);
                      Thread.interrupted();
                    }
                    inside.decrementAndGet();
                    calls.add("reconcile " + desired.generation());
                  }
                });
    lane.start();
    lane.offer(state(1));
    await().until(() -> lane.status().state() == LaneStatus.State.STUCK);
    lane.offer(state(2));
    assertThat(lane.awaitEnd(Duration.ofMillis(50))).isFalse();
    assertThat(calls).containsExactly("start");
    go.countDown();
    await().until(() -> accepted.contains(2L));
    assertThat(most).hasValue(1);
    assertThat(lane.status().state()).isEqualTo(LaneStatus.State.RUNNING);
    stopped(lane);
  }

  @Test
  void announcer_anythingThrown_isItsOwnFailureWithAReason() throws Exception {
    List<Throwable> faults =
        List.of(
            new IllegalStateException("odd"),
            new NoSuchMethodError("gone"),
            new PluginException(PluginException.Kind.PERMISSION, "not allowed"),
            new AssertionError("checked"));
    List<String> messages = new CopyOnWriteArrayList<>();
    AtomicInteger tries = new AtomicInteger();
    AnnouncerLane[] holder = new AnnouncerLane[1];
    AnnouncerLane lane =
        lane(
            context ->
                new Recorder() {
                  @Override
                  public void reconcile(DesiredState desired)
                      throws PluginException, InterruptedException {
                    holder[0].status().problem().ifPresent(p -> messages.add(p.message()));
                    int n = tries.getAndIncrement();
                    if (n < faults.size()) {
                      LanesTest.<RuntimeException>sneak(faults.get(n));
                    }
                    super.reconcile(desired);
                  }
                });
    holder[0] = lane;
    lane.start();
    lane.offer(state(1));
    await().until(() -> accepted.contains(1L));
    stopped(lane);
    assertThat(messages).hasSize(4);
    assertThat(messages.get(0)).contains("odd");
    assertThat(messages.get(1)).contains("gone").contains("Mixed jars?");
    assertThat(messages.get(2)).isEqualTo("not allowed");
    assertThat(messages.get(3)).contains("checked");
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> void sneak(Throwable t) throws T {
    throw (T) t;
  }

  @Test
  void announcer_startThatFails_isStoppedAndMadeAnew() throws Exception {
    AtomicInteger made = new AtomicInteger();
    AnnouncerLane lane =
        lane(
            context -> {
              int number = made.incrementAndGet();
              return new Recorder() {
                @Override
                public void start() throws PluginException {
                  calls.add("start " + number);
                  if (number == 1) {
                    throw new PluginException(PluginException.Kind.RESOURCE, "port taken");
                  }
                }
              };
            });
    lane.start();
    await().until(() -> lane.status().state() == LaneStatus.State.RUNNING);
    stopped(lane);
    assertThat(calls).containsExactly("start 1", "stop RETAIN", "start 2", "stop RETAIN");
  }

  @Test
  void announcer_requestsFromTheInstance_areServed() throws Exception {
    PluginContext[] given = new PluginContext[1];
    AnnouncerLane lane =
        lane(
            context -> {
              given[0] = context;
              return new Recorder();
            });
    lane.start();
    lane.offer(state(1));
    await().until(() -> accepted.size() == 1);
    given[0].requestReconcile("a session came up");
    await().until(() -> accepted.size() == 2);
    assertThat(given[0].name()).isEqualTo("test");
    stopped(lane);
  }

  @Test
  void glass_failedLook_isToldAndNeverBecomesAnObservation() throws Exception {
    List<String> told = new CopyOnWriteArrayList<>();
    AtomicInteger looks = new AtomicInteger();
    LookingGlassLane lane =
        new LookingGlassLane(
            new Lane.Wiring("tor/test", 1, FAST, InstantSource.system(), watchdog, Thread::new),
            new Random(1),
            context ->
                new LookingGlass() {
                  @Override
                  public Set<Vantage> vantages() {
                    return Set.of(Vantage.RECEIVED);
                  }

                  @Override
                  public void start() {
                    told.add("start");
                  }

                  @Override
                  public RouterObservation observe(Interest interest) throws PluginException {
                    if (looks.incrementAndGet() == 1) {
                      throw new PluginException(
                          PluginException.Kind.AUTHENTICATION, "permission denied");
                    }
                    return new RouterObservation(
                        Instant.EPOCH, "r", Set.of(), List.of(), List.of(), List.of());
                  }

                  @Override
                  public void stop() {
                    told.add("stop");
                  }
                },
            new LookingGlassLane.Listener() {
              @Override
              public void status(LaneStatus status) {}

              @Override
              public void vantages(Set<Vantage> vantages) {
                told.add("vantages " + vantages);
              }

              @Override
              public void observed(Interest interest, RouterObservation observation) {
                told.add("observed");
              }

              @Override
              public void failed(LaneStatus.Problem problem) {
                told.add("failed " + problem.kind() + ": " + problem.message());
              }
            });
    lane.start();
    lane.offer(new Interest(PrefixMap.empty(), new TreeSet<>(), new TreeMap<>()), true);
    await().until(() -> told.contains("observed"));
    lane.satisfied();
    lane.stop();
    assertThat(lane.awaitEnd(Duration.ofSeconds(10))).isTrue();
    assertThat(told.subList(0, 4))
        .containsExactly(
            "vantages [RECEIVED]", "start", "failed AUTHENTICATION: permission denied", "observed");
    assertThat(told).endsWith("stop");
  }

  @Test
  void lookingGlassLanes_shareALimit_neverLookMoreAtOnceThanItAllows() throws Exception {
    LookLimit limit = new LookLimit(2);
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    Set<Integer> seen = java.util.concurrent.ConcurrentHashMap.newKeySet();
    java.util.concurrent.CountDownLatch go = new java.util.concurrent.CountDownLatch(1);
    List<LookingGlassLane> lanes = new java.util.ArrayList<>();
    for (int i = 0; i < 6; i++) {
      int number = i;
      lanes.add(
          new LookingGlassLane(
              new Lane.Wiring(
                  "r" + i,
                  1,
                  FAST.withDeadline(Duration.ofSeconds(30), Duration.ofSeconds(30)),
                  InstantSource.system(),
                  watchdog,
                  Thread::new),
              new Random(i),
              context ->
                  new LookingGlass() {
                    @Override
                    public Set<Vantage> vantages() {
                      return Set.of(Vantage.RECEIVED);
                    }

                    @Override
                    public void start() {}

                    @Override
                    public RouterObservation observe(Interest interest)
                        throws InterruptedException {
                      most.accumulateAndGet(now.incrementAndGet(), Math::max);
                      go.await();
                      seen.add(number);
                      now.decrementAndGet();
                      return new RouterObservation(
                          Instant.EPOCH, "r", Set.of(), List.of(), List.of(), List.of());
                    }

                    @Override
                    public void stop() {}
                  },
              new LookingGlassLane.Listener() {
                @Override
                public void status(LaneStatus status) {}

                @Override
                public void vantages(Set<Vantage> vantages) {}

                @Override
                public void observed(Interest interest, RouterObservation observation) {}

                @Override
                public void failed(LaneStatus.Problem problem) {}
              },
              limit));
    }
    for (LookingGlassLane lane : lanes) {
      lane.start();
      lane.offer(new Interest(PrefixMap.empty(), new TreeSet<>(), new TreeMap<>()), true);
    }
    await().until(() -> now.get() == 2);
    go.countDown();
    await().until(() -> seen.size() == 6);
    lanes.forEach(LookingGlassLane::stop);
    for (LookingGlassLane lane : lanes) {
      assertThat(lane.awaitEnd(Duration.ofSeconds(10))).isTrue();
    }
    assertThat(most).hasValue(2);
  }
}
