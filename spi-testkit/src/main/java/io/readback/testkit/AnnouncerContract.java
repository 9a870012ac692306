package io.readback.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.readback.spi.net.IpPrefix;
import io.readback.spi.observe.AnnouncerObservation;
import io.readback.spi.observe.TargetStatus;
import io.readback.spi.plugin.Announcer;
import io.readback.spi.plugin.AnnouncerFactory;
import io.readback.spi.plugin.PluginContext;
import io.readback.spi.plugin.PluginException;
import io.readback.spi.plugin.StopIntent;
import io.readback.spi.route.Route;
import io.readback.spi.route.RouteTable;
import io.readback.spi.target.DesiredState;
import io.readback.spi.target.TargetId;
import io.readback.spi.target.TargetSpec;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What every announcer must do, run through the lane that the engine uses. Extend it, answer its
 * questions, and its tests are yours.
 *
 * @param <C> the configuration of the announcer
 */
@Timeout(120)
public abstract class AnnouncerContract<C> {
  /** The factory under test. */
  protected abstract AnnouncerFactory<C> factory();

  /** Settings of a working instance, as a settings file has them, nested ones with dots. */
  protected abstract Map<String, String> settings();

  /** How to look at what the announcer made true. */
  protected abstract World world();

  /** A target it can serve. */
  protected TargetSpec target() {
    return Routes.session("peer");
  }

  /** A route of a kind that {@link #target} cannot take; empty where there is none. */
  protected Optional<Route> unacceptable() {
    return Optional.empty();
  }

  /** An IPv6 prefix that {@link #target} can hold. */
  protected String ipv6Prefix() {
    return "2001:db8:1::/64";
  }

  /** Settings with which starting fails, such as a port that is taken; empty where it cannot. */
  protected Optional<Map<String, String>> settingsThatFailToStart() {
    return Optional.empty();
  }

  /** The world outside, looked at without the announcer's help. */
  public interface World {
    /** The prefixes that are announced to a target now; empty where nothing is. */
    RouteTable routes(TargetId target);

    /** Takes a route away behind the announcer's back; false where that cannot be done. */
    default boolean removeBehindItsBack(TargetId target, IpPrefix prefix) {
      return false;
    }

    /** Whether it keeps the routes of an announcer that went away and promised to be back. */
    default boolean keepsRetained() {
      return true;
    }

    /** How often the world was changed so far; empty where that cannot be seen. */
    default OptionalLong changes() {
      return OptionalLong.empty();
    }
  }

  private static final String A = "203.0.113.1/32";
  private static final String B = "203.0.113.2/32";

  private C config(Map<String, String> settings) {
    return Configured.by(factory(), settings, new TreeMap<>());
  }

  private AnnouncerDriver start() {
    return AnnouncerDriver.start(factory(), config(settings()));
  }

  private DesiredState state(long generation, String... prefixes) {
    return Routes.state(generation, target(), Routes.table(prefixes));
  }

  private void awaitWorld(String... prefixes) throws InterruptedException {
    List<IpPrefix> wanted = List.of(prefixes).stream().map(IpPrefix::parse).sorted().toList();
    Leftovers.until(() -> world().routes(target().id()).paths().keys().equals(wanted));
    assertThat(world().routes(target().id()).paths().keys())
        .as("routes in the world")
        .containsExactlyElementsOf(wanted);
  }

  @Test
  final void factory_describesItself() {
    Configured.describesItself(factory());
  }

  @Test
  final void create_wiresOnly_startsNoThread() throws InterruptedException {
    Leftovers leftovers = new Leftovers();
    Announcer made = factory().create(new PlainContext(), config(settings()));
    assertThat(made.capabilities().kinds()).as("target kinds").isNotEmpty();
    assertThat(made.capabilities().families()).as("families").isNotEmpty();
    leftovers.assertNone();
  }

  @Test
  final void reconcile_routes_areMadeTrueAndTold() throws InterruptedException {
    try (AnnouncerDriver driver = start()) {
      driver.reconcile(state(1, A, B));
      awaitWorld(A, B);
      TargetStatus status =
          driver.await(target().id(), t -> t.advertised().size() == 2 && t.accepted().size() == 2);
      assertThat(status.accepted()).isEqualTo(Routes.table(A, B));
      assertThat(status.rejected()).isEmpty();
    }
  }

  @Test
  final void reconcile_lessThanBefore_withdrawsTheRest() throws InterruptedException {
    try (AnnouncerDriver driver = start()) {
      driver.reconcile(state(1, A, B));
      awaitWorld(A, B);
      driver.reconcile(state(2, B));
      awaitWorld(B);
      driver.reconcile(state(3));
      awaitWorld();
    }
  }

  @Test
  final void reconcile_targetGone_withdrawsItsRoutes() throws InterruptedException {
    try (AnnouncerDriver driver = start()) {
      driver.reconcile(state(1, A));
      awaitWorld(A);
      driver.reconcile(Routes.state(2, List.of()));
      awaitWorld();
    }
  }

  @Test
  final void reconcile_bothFamilies_asFarAsItClaimsThem() throws InterruptedException {
    try (AnnouncerDriver driver = start()) {
      boolean ipv4 =
          driver.capabilities().families().contains(io.readback.spi.net.AddressFamily.IPV4);
      boolean ipv6 =
          driver.capabilities().families().contains(io.readback.spi.net.AddressFamily.IPV6);
      driver.reconcile(state(1, A, ipv6Prefix()));
      if (ipv4 && ipv6) {
        awaitWorld(A, ipv6Prefix());
      } else {
        awaitWorld(ipv4 ? A : ipv6Prefix());
        driver.await(
            target().id(), t -> t.rejected().containsKey(IpPrefix.parse(ipv4 ? ipv6Prefix() : A)));
      }
    }
  }

  @Test
  final void reconcile_sameStateAgain_changesNothing() throws InterruptedException {
    assumeTrue(world().changes().isPresent(), "the world does not count its changes");
    try (AnnouncerDriver driver = start()) {
      driver.reconcile(state(1, A, B));
      awaitWorld(A, B);
      long before = world().changes().orElseThrow();
      driver.reconcile(state(2, A, B));
      driver.await(target().id(), t -> t.advertised().size() == 2);
      assertThat(world().changes()).hasValue(before);
      awaitWorld(A, B);
    }
  }

  @Test
  final void reconcile_routeRemovedBehindItsBack_isPutBack() throws InterruptedException {
    try (AnnouncerDriver driver = start()) {
      driver.reconcile(state(1, A, B));
      awaitWorld(A, B);
      assumeTrue(
          world().removeBehindItsBack(target().id(), IpPrefix.parse(A)),
          "nothing can be removed behind its back");
      driver.reconcileAgain();
      awaitWorld(A, B);
    }
  }

  @Test
  final void reconcile_unacceptableRoute_isRejectedAndStopsNoOther() throws InterruptedException {
    Optional<Route> bad = unacceptable();
    assumeTrue(bad.isPresent(), "every route can be taken");
    try (AnnouncerDriver driver = start()) {
      Route route = bad.orElseThrow();
      driver.reconcile(
          Routes.state(1, target(), Routes.table(A).with(route.prefix(), route.path())));
      awaitWorld(A);
      TargetStatus status =
          driver.await(target().id(), t -> t.rejected().containsKey(route.prefix()));
      assertThat(status.rejected().get(route.prefix())).as("reason").isNotBlank();
    }
  }

  @Test
  final void reconcile_olderGeneration_isIgnored() throws Exception {
    Announcer announcer = factory().create(new PlainContext(), config(settings()));
    try {
      announcer.start();
      announcer.reconcile(state(5, A));
      announcer.reconcile(state(4, B));
      awaitWorld(A);
    } finally {
      announcer.stop(StopIntent.WITHDRAW);
    }
  }

  @Test
  final void calls_interrupted_endInTime() throws Exception {
    Announcer announcer = factory().create(new PlainContext(), config(settings()));
    announcer.start();
    try {
      CompletableFuture<Void> over = new CompletableFuture<>();
      DesiredState state = state(1, A);
      Thread caller =
          new Thread(
              () -> {
                interrupted(() -> announcer.reconcile(state));
                interrupted(announcer::observe);
                over.complete(null);
              });
      caller.start();
      over.get(10, TimeUnit.SECONDS);
      caller.join();
    } finally {
      announcer.stop(StopIntent.WITHDRAW);
    }
  }

  private interface Call {
    void run() throws PluginException, InterruptedException;
  }

  private static void interrupted(Call call) {
    Thread.currentThread().interrupt();
    try {
      call.run();
    } catch (PluginException | InterruptedException e) {
      assertThat(e).as("how an interrupted call ends").isNotNull();
    }
    Thread.interrupted();
  }

  @Test
  final void observe_beforeAnyState_isEmptyAndNotNull() throws Exception {
    Announcer announcer = factory().create(new PlainContext(), config(settings()));
    try {
      announcer.start();
      AnnouncerObservation observation = announcer.observe();
      assertThat(observation).isNotNull();
      assertThat(observation.targets()).allMatch(t -> t.accepted().size() == 0);
    } finally {
      announcer.stop(StopIntent.WITHDRAW);
    }
  }

  @Test
  final void stop_withdraw_takesRoutesBack() throws InterruptedException {
    AnnouncerDriver driver = start();
    driver.reconcile(state(1, A));
    awaitWorld(A);
    driver.stop(StopIntent.WITHDRAW);
    awaitWorld();
  }

  @Test
  final void stop_retain_leavesRoutesWhereItClaimsSo() throws InterruptedException {
    try (AnnouncerDriver driver = start()) {
      driver.reconcile(state(1, A));
      awaitWorld(A);
      assumeTrue(driver.capabilities().retain(), "it does not claim to retain");
      driver.stop(StopIntent.RETAIN);
      assumeTrue(world().keepsRetained(), "this world forgets what it was told to keep");
      awaitWorld(A);
    }
  }

  @Test
  final void stop_afterWork_leavesNoThread() throws InterruptedException {
    Leftovers leftovers = new Leftovers();
    AnnouncerDriver driver = start();
    driver.reconcile(state(1, A));
    awaitWorld(A);
    driver.stop(StopIntent.WITHDRAW);
    leftovers.assertNone();
  }

  @Test
  final void stop_afterFailedStart_releasesAll() throws Exception {
    Optional<Map<String, String>> failing = settingsThatFailToStart();
    assumeTrue(failing.isPresent(), "starting cannot fail");
    Leftovers leftovers = new Leftovers();
    Announcer announcer = factory().create(new PlainContext(), config(failing.orElseThrow()));
    boolean failed = false;
    try {
      announcer.start();
    } catch (PluginException e) {
      failed = true;
      assertThat(e.getMessage()).isNotBlank();
    }
    assertThat(failed).as("start failed").isTrue();
    announcer.stop(StopIntent.WITHDRAW);
    leftovers.assertNone();
  }

  /** For calls made without a lane. */
  static final class PlainContext implements PluginContext {
    @Override
    public String name() {
      return "contract";
    }

    @Override
    public InstantSource clock() {
      return InstantSource.system();
    }

    @Override
    public System.Logger logger() {
      return System.getLogger("contract");
    }

    @Override
    public void requestReconcile(String reason) {}

    @Override
    public void requestObservation() {}
  }
}
