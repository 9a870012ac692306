package io.readback.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.readback.core.dispatch.Lane;
import io.readback.core.dispatch.LaneSettings;
import io.readback.core.dispatch.LaneStatus;
import io.readback.core.dispatch.LookingGlassLane;
import io.readback.core.dispatch.Watchdog;
import io.readback.spi.Secret;
import io.readback.spi.Spi;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.observe.Interest;
import io.readback.spi.observe.RouterObservation;
import io.readback.spi.observe.Sighting;
import io.readback.spi.observe.Vantage;
import io.readback.spi.plugin.LookingGlass;
import io.readback.spi.plugin.LookingGlassFactory;
import io.readback.spi.plugin.PluginException;
import io.readback.spi.plugin.RouterRef;
import io.readback.spi.route.NextHop;
import io.readback.spi.route.Route;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What every looking glass must do, run through the lane that the engine uses. Extend it, answer
 * its questions, and its tests are yours.
 *
 * @param <C> the configuration of the looking glass
 */
@Timeout(120)
public abstract class LookingGlassContract<C> {
  /** The factory under test. */
  protected abstract LookingGlassFactory<C> factory();

  /** Settings of a working instance, as a Router manifest has them, nested ones with dots. */
  protected abstract Map<String, String> settings();

  /** Secrets by the dotted name of their reference. */
  protected SortedMap<String, Map<String, Secret>> secrets() {
    return new TreeMap<>();
  }

  /** The router, as tests may arrange it. */
  protected abstract World world();

  /** A router that can be arranged. */
  public interface World {
    /** Makes the router hold exactly these routes, at all vantages the looking glass can cover. */
    void hold(List<Route> routes);

    /** Makes the router unreadable until {@link #hold} is called again. */
    void fail();

    /** Everything a looking glass could change, in any form that can be compared. */
    String contents();
  }

  private static final RouterRef ROUTER =
      new RouterRef("router", List.of(IpAddress.parse("192.0.2.2")));
  private static final Route A = Routes.via("203.0.113.1/32", "192.0.2.11");
  private static final Route ECMP = Routes.via("203.0.113.2/32", "192.0.2.11", "192.0.2.12");
  private static final Route ABSENT = Routes.via("203.0.113.3/32", "192.0.2.11");

  private C config() {
    return Configured.by(factory(), settings(), secrets());
  }

  private interface Looking {
    void at(LookingGlass glass) throws PluginException, InterruptedException;
  }

  private void look(Looking looking) throws PluginException, InterruptedException {
    LookingGlass glass = factory().create(new AnnouncerContract.PlainContext(), ROUTER, config());
    try {
      glass.start();
      looking.at(glass);
    } finally {
      glass.stop();
    }
  }

  @Test
  final void factory_describesItself() {
    Configured.describesItself(factory());
  }

  @Test
  final void create_wiresOnly_startsNoThread() throws InterruptedException {
    Leftovers leftovers = new Leftovers();
    LookingGlass made = factory().create(new AnnouncerContract.PlainContext(), ROUTER, config());
    assertThat(made.vantages())
        .as("vantages")
        .isNotEmpty()
        .isSubsetOf(Vantage.RECEIVED, Vantage.SELECTED, Vantage.INSTALLED);
    leftovers.assertNone();
  }

  @Test
  final void observe_routesThatAreThere_areSightedWithTheirNextHops() throws Exception {
    world().hold(List.of(A, ECMP));
    look(
        glass -> {
          RouterObservation seen = glass.observe(Routes.interest(List.of(A, ECMP)));
          assertThat(glass.vantages()).containsAll(seen.covered());
          assertThat(seen.covered()).isNotEmpty();
          for (Vantage vantage : seen.covered()) {
            assertThat(nextHops(seen, vantage, A)).as("%s of A", vantage).isEqualTo(hops(A));
            assertThat(nextHops(seen, vantage, ECMP))
                .as("%s of the one with two next hops", vantage)
                .isEqualTo(hops(ECMP));
          }
        });
  }

  @Test
  final void observe_routeThatIsNotThere_isCoveredAndNotSighted() throws Exception {
    world().hold(List.of(A));
    look(
        glass -> {
          RouterObservation seen = glass.observe(Routes.interest(List.of(A, ABSENT)));
          assertThat(seen.covered()).isNotEmpty();
          assertThat(seen.sightings()).noneMatch(s -> s.prefix().equals(ABSENT.prefix()));
        });
  }

  @Test
  final void observe_sightings_areOfCoveredVantagesOnly() throws Exception {
    world().hold(List.of(A));
    look(
        glass -> {
          RouterObservation seen = glass.observe(Routes.interest(List.of(A)));
          assertThat(seen.covered())
              .containsAll(seen.sightings().stream().map(Sighting::vantage).toList());
        });
  }

  @Test
  final void observe_routerThatFails_isAnExceptionAndNeverAnEmptyObservation() throws Exception {
    world().hold(List.of(A));
    world().fail();
    look(
        glass ->
            assertThatThrownBy(() -> glass.observe(Routes.interest(List.of(A))))
                .isInstanceOf(PluginException.class)
                .hasMessageMatching("[^\\n]+"));
  }

  @Test
  final void observe_afterAFailure_worksAgain() throws Exception {
    world().fail();
    look(
        glass -> {
          assertThatThrownBy(() -> glass.observe(Routes.interest(List.of(A))))
              .isInstanceOf(PluginException.class);
          world().hold(List.of(A));
          assertThat(glass.observe(Routes.interest(List.of(A))).sightings()).isNotEmpty();
        });
  }

  @Test
  final void observe_anything_changesNothingAtTheRouter() throws Exception {
    world().hold(List.of(A, ECMP));
    String before = world().contents();
    look(
        glass -> {
          glass.observe(Routes.interest(List.of(A, ECMP, ABSENT)));
          glass.observe(Routes.interest(List.of()));
        });
    assertThat(world().contents()).isEqualTo(before);
  }

  @Test
  final void lane_looksAndStops_leavingNoThread() throws Exception {
    world().hold(List.of(A));
    C config = config();
    Leftovers leftovers = new Leftovers();
    BlockingQueue<RouterObservation> seen = new LinkedBlockingQueue<>();
    BlockingQueue<LaneStatus.Problem> problems = new LinkedBlockingQueue<>();
    try (Watchdog watchdog = new Watchdog(Thread::new)) {
      LookingGlassLane lane =
          new LookingGlassLane(
              new Lane.Wiring(
                  "contract",
                  Spi.VERSION,
                  LaneSettings.LOOKING_GLASS,
                  InstantSource.system(),
                  watchdog,
                  Thread::new),
              RandomGenerator.getDefault(),
              context -> factory().create(context, ROUTER, config),
              new LookingGlassLane.Listener() {
                @Override
                public void status(LaneStatus status) {}

                @Override
                public void vantages(Set<Vantage> vantages) {}

                @Override
                public void observed(Interest interest, RouterObservation observation) {
                  seen.add(observation);
                }

                @Override
                public void failed(LaneStatus.Problem problem) {
                  problems.add(problem);
                }
              });
      lane.start();
      lane.offer(Routes.interest(List.of(A)), true);
      RouterObservation first = seen.poll(20, TimeUnit.SECONDS);
      lane.stop();
      assertThat(lane.awaitEnd(Duration.ofSeconds(30))).isTrue();
      assertThat(problems).isEmpty();
      assertThat(first).isNotNull();
    }
    leftovers.assertNone();
  }

  private static SortedSet<IpAddress> nextHops(
      RouterObservation seen, Vantage vantage, Route route) {
    SortedSet<IpAddress> out = new TreeSet<>();
    IpPrefix prefix = route.prefix();
    seen.sightings().stream()
        .filter(s -> s.vantage() == vantage && s.prefix().equals(prefix))
        .forEach(s -> out.addAll(s.nextHops()));
    return out;
  }

  private static SortedSet<IpAddress> hops(Route route) {
    SortedSet<IpAddress> out = new TreeSet<>();
    for (NextHop hop : route.path().nextHops()) {
      if (hop instanceof NextHop.Address a) {
        out.add(a.address());
      }
    }
    return out;
  }
}
