package io.readback.bgp.rib;

import static org.assertj.core.api.Assertions.assertThat;

import io.readback.bgp.message.Family;
import io.readback.bgp.message.Update;
import io.readback.bgp.message.UpdateAttributes;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.net.PrefixMap;
import io.readback.spi.observe.ReceivedRoute;
import io.readback.spi.observe.ReceivedRoute.Staleness;
import io.readback.spi.route.Community;
import io.readback.spi.route.PathAttributes;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AdjRibInTest {
  private static final Instant AT = Instant.parse("2024-01-01T00:00:00Z");
  private static final IpPrefix VIP = IpPrefix.parse("192.0.2.1/32");
  private static final IpPrefix OTHER = IpPrefix.parse("192.0.2.2/32");
  private static final AddressFamily IPV4 = AddressFamily.IPV4;
  private static final AddressFamily IPV6 = AddressFamily.IPV6;

  private final AdjRibIn rib = new AdjRibIn(prefix -> !prefix.equals(OTHER));

  private void announce(IpPrefix prefix, int hop, PathAttributes attributes, Long... ids) {
    Update.Reach reach =
        new Update.Reach(
            Family.unicast(prefix.family()),
            IpAddress.ofIpv4(0xac100a00 + hop),
            Optional.empty(),
            List.of(prefix),
            List.of(ids));
    rib.update(new Update(List.of(reach), List.of(), UpdateAttributes.of(attributes)), true, AT);
  }

  private void announce(IpPrefix prefix, int hop, Long... ids) {
    announce(prefix, hop, PathAttributes.NONE, ids);
  }

  private void withdraw(IpPrefix prefix, Long... ids) {
    Update.Unreach unreach =
        new Update.Unreach(Family.unicast(prefix.family()), List.of(prefix), List.of(ids));
    rib.update(new Update(List.of(), List.of(unreach), UpdateAttributes.NONE), true, AT);
  }

  /** Each path of a prefix as {@code ID>HOP}, the hop's last octet. */
  private static List<String> paths(PrefixMap<ReceivedRoute> table, IpPrefix prefix) {
    ReceivedRoute route = table.get(prefix);
    return route == null
        ? List.of()
        : route
            .all()
            .map(
                r ->
                    (r.pathId().isPresent() ? r.pathId().getAsLong() : "-")
                        + ">"
                        + r.path().nextHops().get(0).toString().replaceAll(".*\\.", ""))
            .toList();
  }

  private List<String> paths(IpPrefix prefix) {
    return paths(rib.received(), prefix);
  }

  @Test
  void update_severalPathsOfAPrefix_areKeptInOrderOfTheirIdentifiers() {
    announce(VIP, 21, 4294967295L);
    announce(VIP, 22, 0L);
    announce(VIP, 23, 7L);
    assertThat(paths(VIP)).containsExactly("0>22", "7>23", "4294967295>21");
    assertThat(rib.received().size()).isEqualTo(1);
    assertThat(rib.receivedPaths(IPV4)).isEqualTo(3);
    assertThat(rib.acceptedPaths(IPV4)).isEqualTo(3);
  }

  @Test
  void update_knownIdentifier_replacesThatPathAlone() {
    announce(VIP, 21, 1L);
    announce(VIP, 22, 2L);
    announce(VIP, 23, 1L);
    assertThat(paths(VIP)).containsExactly("1>23", "2>22");
    withdraw(VIP, 2L);
    assertThat(paths(VIP)).containsExactly("1>23");
    withdraw(VIP, 9L);
    assertThat(paths(VIP)).containsExactly("1>23");
    withdraw(VIP, 1L);
    assertThat(rib.received().isEmpty()).isTrue();
    assertThat(rib.receivedPaths(IPV4)).isZero();
  }

  @Test
  void update_pathsBeyondTheBoundOfAPrefix_areNotKept() {
    for (long id = 0; id < AdjRibIn.MOST_OF_PREFIX + 1; id++) {
      announce(VIP, 21, id);
    }
    assertThat(rib.receivedPaths(IPV4)).isEqualTo(AdjRibIn.MOST_OF_PREFIX);
    assertThat(rib.overflowed()).isTrue();
    announce(OTHER, 21, 1L);
    assertThat(paths(OTHER)).containsExactly("1>21");
  }

  @Test
  void accepted_ofSeveralPaths_areThoseThatMayBeUsed() {
    announce(VIP, 21, 1L);
    Update.Reach loop =
        new Update.Reach(
            Family.IPV4_UNICAST,
            IpAddress.parse("172.16.10.22"),
            Optional.empty(),
            List.of(VIP),
            List.of(0L));
    rib.update(
        new Update(List.of(loop), List.of(), UpdateAttributes.of(PathAttributes.NONE)), false, AT);
    announce(OTHER, 21, 1L);
    assertThat(paths(VIP)).containsExactly("0>22", "1>21");
    assertThat(paths(rib.accepted(), VIP)).containsExactly("1>21");
    assertThat(paths(rib.accepted(), OTHER)).isEmpty();
    assertThat(rib.acceptedPaths(IPV4)).isEqualTo(1);

    rib.policy(prefix -> true);
    assertThat(paths(rib.accepted(), VIP)).containsExactly("1>21");
    assertThat(paths(rib.accepted(), OTHER)).containsExactly("1>21");
    assertThat(rib.acceptedPaths(IPV4)).isEqualTo(2);
  }

  private Staleness staleness(IpPrefix prefix) {
    ReceivedRoute route = rib.received().get(prefix);
    assertThat(route).isNotNull();
    return route.staleness();
  }

  @Test
  void stale_routesOfTheFamily_areMarkedAndReplacedByNewOnes() {
    announce(VIP, 21);
    announce(OTHER, 21);
    rib.stale(IPV4, false);
    assertThat(staleness(VIP)).isEqualTo(Staleness.STALE);
    assertThat(rib.stalePaths(IPV4)).isEqualTo(2);
    assertThat(paths(rib.accepted(), VIP)).containsExactly("->21");

    announce(VIP, 21);
    assertThat(staleness(VIP)).isEqualTo(Staleness.FRESH);
    rib.drop(IPV4, Staleness.STALE);
    assertThat(rib.received().keys()).containsExactly(VIP);
    assertThat(rib.stalePaths(IPV4)).isZero();
  }

  @Test
  void stale_severalPathsWithNewIdentifiersAfterwards_oldOnesGoAtTheEnd() {
    announce(VIP, 21, 1L);
    announce(VIP, 22, 2L);
    rib.stale(IPV4, false);
    announce(VIP, 21, 11L);
    assertThat(paths(VIP)).containsExactly("1>21", "2>22", "11>21");
    assertThat(rib.stalePaths(IPV4)).isEqualTo(2);
    rib.drop(IPV4, Staleness.STALE);
    assertThat(paths(VIP)).containsExactly("11>21");
  }

  @Test
  void stale_aSecondTime_dropsWhatWasStale() {
    announce(VIP, 21);
    rib.stale(IPV4, false);
    announce(OTHER, 21);
    rib.stale(IPV4, false);
    assertThat(rib.received().keys()).containsExactly(OTHER);
  }

  @Test
  void longLived_routeThatMustNot_isDropped() {
    announce(VIP, 21);
    announce(OTHER, 21, PathAttributes.builder().community(Community.of(65535, 7)).build());
    rib.stale(IPV4, true);
    rib.longLived(IPV4);
    assertThat(rib.received().keys()).containsExactly(VIP);
    assertThat(staleness(VIP)).isEqualTo(Staleness.LONG_LIVED);
    rib.stale(IPV4, true);
    assertThat(staleness(VIP)).isEqualTo(Staleness.LONG_LIVED);
    rib.drop(IPV4, Staleness.STALE);
    assertThat(rib.received().size()).isEqualTo(1);
    rib.drop(IPV4, Staleness.LONG_LIVED);
    assertThat(rib.received().isEmpty()).isTrue();
  }

  @Test
  void clear_oneFamily_leavesTheOther() {
    announce(VIP, 21);
    announce(IpPrefix.parse("2001:db8::1/128"), 21);
    rib.clear(IPV4);
    assertThat(rib.received().keys()).containsExactly(IpPrefix.parse("2001:db8::1/128"));
    assertThat(rib.receivedPaths(IPV4)).isZero();
    assertThat(rib.receivedPaths(IPV6)).isEqualTo(1);
    rib.clear(IPV6);
    assertThat(rib.received().isEmpty()).isTrue();
    assertThat(rib.accepted().isEmpty()).isTrue();
  }
}
