package io.readback.bgp.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.readback.bgp.message.Capability;
import io.readback.bgp.message.Capability.GracefulRestart;
import io.readback.bgp.message.Capability.LongLivedGracefulRestart;
import io.readback.bgp.message.Family;
import io.readback.bgp.message.Open;
import io.readback.bgp.message.Update;
import io.readback.bgp.message.UpdateAttributes;
import io.readback.bgp.rib.AdjRibIn;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.observe.ReceivedRoute;
import io.readback.spi.route.PathAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** RFC 4724 section 4.2 and RFC 9494 section 4.2, on a clock moved by hand. */
class StaleRoutesTest {
  private static final IpPrefix IPV4 = IpPrefix.parse("192.0.2.1/32");
  private static final IpPrefix IPV6 = IpPrefix.parse("2001:db8::1/128");
  private static final List<AddressFamily> BOTH = List.of(AddressFamily.IPV4, AddressFamily.IPV6);

  private final AdjRibIn rib = new AdjRibIn(prefix -> true);
  private final TreeMap<Long, List<Runnable>> tasks = new TreeMap<>();
  private long now;
  private int changes;
  private final StaleRoutes routes = new StaleRoutes(rib, this::start, () -> changes++);

  private Runnable start(Duration after, Runnable task) {
    List<Runnable> due = tasks.computeIfAbsent(now + after.toSeconds(), t -> new ArrayList<>());
    due.add(task);
    return () -> due.remove(task);
  }

  private void pass(long seconds) {
    now += seconds;
    while (!tasks.isEmpty() && tasks.firstKey() <= now) {
      List.copyOf(tasks.pollFirstEntry().getValue()).forEach(Runnable::run);
    }
  }

  private void announce(IpPrefix... prefixes) {
    for (IpPrefix prefix : prefixes) {
      Update.Reach reach =
          new Update.Reach(
              Family.unicast(prefix.family()),
              IpAddress.parse("2001:db8::9"),
              Optional.empty(),
              List.of(prefix));
      rib.update(
          new Update(List.of(reach), List.of(), UpdateAttributes.of(PathAttributes.NONE)),
          true,
          Instant.EPOCH);
    }
  }

  private static Open open(Capability... capabilities) {
    return new Open(4, 65000, 90, IpAddress.parse("10.0.0.1"), List.of(capabilities));
  }

  private static final Open OURS =
      open(
          new GracefulRestart(false, true, 120, List.of()),
          new LongLivedGracefulRestart(List.of()));

  private static GracefulRestart restart(int seconds, boolean forwarding) {
    return new GracefulRestart(
        false,
        true,
        seconds,
        List.of(new GracefulRestart.FamilyState(Family.IPV4_UNICAST, forwarding)));
  }

  private static LongLivedGracefulRestart longLived(int seconds, boolean forwarding) {
    return new LongLivedGracefulRestart(
        List.of(new LongLivedGracefulRestart.FamilyTime(Family.IPV4_UNICAST, forwarding, seconds)));
  }

  private static RestartTerms terms(Capability... peers) {
    return RestartTerms.of(OURS, open(peers));
  }

  private ReceivedRoute.Staleness staleness() {
    ReceivedRoute route = rib.received().get(IPV4);
    assertThat(route).isNotNull();
    return route.staleness();
  }

  @Test
  void lost_familyOfTheCapability_isKeptForTheRestartTimeAndTheOtherIsNot() {
    announce(IPV4, IPV6);
    routes.lost(terms(restart(60, true)));
    assertThat(rib.received().keys()).containsExactly(IPV4);
    assertThat(staleness()).isEqualTo(ReceivedRoute.Staleness.STALE);
    pass(59);
    assertThat(rib.received().size()).isEqualTo(1);
    assertThat(changes).isZero();
    pass(1);
    assertThat(rib.received().isEmpty()).isTrue();
    assertThat(changes).isEqualTo(1);
  }

  @Test
  void lost_notAgreed_nothingIsKept() {
    announce(IPV4);
    routes.lost(RestartTerms.of(open(), open(restart(60, true))));
    assertThat(rib.received().isEmpty()).isTrue();
    assertThat(tasks).isEmpty();
  }

  @Test
  void up_inTime_keepsThemUntilEndOfRib() {
    announce(IPV4);
    routes.lost(terms(restart(60, true)));
    pass(30);
    routes.up(terms(restart(60, true)), BOTH);
    pass(120);
    assertThat(staleness()).isEqualTo(ReceivedRoute.Staleness.STALE);
    routes.endOfRib(AddressFamily.IPV6);
    assertThat(rib.received().size()).isEqualTo(1);
    routes.endOfRib(AddressFamily.IPV4);
    assertThat(rib.received().isEmpty()).isTrue();
    pass(1000);
    assertThat(changes).isZero();
  }

  @Test
  void up_noEndOfRib_dropsThemAfterAWhile() {
    announce(IPV4);
    routes.lost(terms(restart(60, true)));
    routes.up(terms(restart(60, true)), BOTH);
    pass(StaleRoutes.END_OF_RIB.toSeconds() - 1);
    assertThat(rib.received().size()).isEqualTo(1);
    pass(1);
    assertThat(rib.received().isEmpty()).isTrue();
  }

  @Test
  void up_forwardingWasNotKept_dropsThemAtOnce() {
    announce(IPV4);
    routes.lost(terms(restart(60, true)));
    routes.up(terms(restart(60, false)), BOTH);
    assertThat(rib.received().isEmpty()).isTrue();
  }

  @Test
  void up_withoutTheCapabilityOrTheFamily_dropsThemAtOnce() {
    announce(IPV4);
    routes.lost(terms(restart(60, true)));
    routes.up(terms(), BOTH);
    assertThat(rib.received().isEmpty()).isTrue();

    announce(IPV4);
    routes.lost(terms(restart(60, true)));
    routes.up(terms(restart(60, true)), List.of(AddressFamily.IPV6));
    assertThat(rib.received().isEmpty()).isTrue();
  }

  @Test
  void lost_longLived_areKeptBeyondTheRestartTimeAndStayUntilTheEndOfTheirOwn() {
    announce(IPV4);
    routes.lost(terms(restart(60, true), longLived(3600, true)));
    pass(60);
    assertThat(staleness()).isEqualTo(ReceivedRoute.Staleness.LONG_LIVED);
    // back, and lost again before its End-of-RIB: the time goes on
    routes.up(terms(restart(60, true), longLived(3600, true)), BOTH);
    pass(1000);
    routes.lost(terms(restart(60, true), longLived(3600, true)));
    pass(2599);
    assertThat(staleness()).isEqualTo(ReceivedRoute.Staleness.LONG_LIVED);
    pass(1);
    assertThat(rib.received().isEmpty()).isTrue();
  }

  @Test
  void lost_longLivedWithoutRestartTime_beginsAtOnce() {
    announce(IPV4);
    routes.lost(terms(restart(0, true), longLived(100, true)));
    assertThat(staleness()).isEqualTo(ReceivedRoute.Staleness.LONG_LIVED);
    routes.up(terms(restart(0, true), longLived(100, false)), BOTH);
    assertThat(rib.received().isEmpty()).isTrue();
    pass(100);
    assertThat(changes).isZero();
  }

  @Test
  void end_forgetsAllAndLeavesNoTask() {
    announce(IPV4, IPV6);
    routes.lost(terms(restart(60, true)));
    routes.end();
    assertThat(rib.received().isEmpty()).isTrue();
    pass(60);
    assertThat(changes).isZero();
  }
}
