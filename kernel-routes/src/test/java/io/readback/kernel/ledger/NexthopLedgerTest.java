package io.readback.kernel.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.readback.linux.route.KernelRoute;
import io.readback.linux.route.Nexthop;
import io.readback.linux.route.RouteKey;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.observe.TargetStatus;
import io.readback.spi.route.NextHop;
import io.readback.spi.route.Path;
import io.readback.spi.route.PathAttributes;
import io.readback.spi.route.RouteTable;
import io.readback.spi.target.DesiredTarget;
import io.readback.spi.target.KernelTable;
import io.readback.spi.target.KernelTable.Mode;
import io.readback.spi.target.NexthopGroups;
import io.readback.spi.target.NexthopGroups.Resilience;
import io.readback.spi.target.NexthopGroups.Use;
import io.readback.testkit.Routes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Routes that share nexthop groups. */
class NexthopLedgerTest {
  private static final NexthopGroups RESILIENT =
      new NexthopGroups(Use.AUTO, Optional.of(Resilience.DEFAULT));

  private final ScriptedKernel kernel = new ScriptedKernel();
  private RouteLedger ledger = new RouteLedger(kernel, 200, GroupSupport.RESILIENT);
  private long generation;

  private static KernelTable target(NexthopGroups groups) {
    return new KernelTable("t", Mode.NEXTHOPS, 254, 20, 200, "lo", groups);
  }

  private static Path path(String... hops) {
    List<NextHop> out = new ArrayList<>();
    for (String hop : hops) {
      String[] parts = hop.split(" ", -1);
      out.add(
          new NextHop.Address(
              IpAddress.parse(parts[0]), parts.length > 1 ? Integer.parseInt(parts[1]) : 1));
    }
    return new Path(out, PathAttributes.NONE);
  }

  private static RouteTable routes(RouteTable before, int from, int to, Path path) {
    RouteTable out = before;
    for (int i = from; i <= to; i++) {
      out = out.with(IpPrefix.parse("203.0.113." + i + "/32"), path);
    }
    return out;
  }

  private List<String> aim(NexthopGroups groups, RouteTable routes) throws Exception {
    ledger.aim(Routes.state(++generation, List.of(new DesiredTarget(target(groups), routes))));
    ledger.pass(true, "");
    return kernel.takeDone();
  }

  private List<String> aim(RouteTable routes) throws Exception {
    return aim(NexthopGroups.DEFAULT, routes);
  }

  private TargetStatus status() {
    return ledger.status().get(0);
  }

  private Nexthop group() {
    List<Nexthop> groups = kernel.nexthops.values().stream().filter(Nexthop::isGroup).toList();
    assertThat(groups).hasSize(1);
    return groups.get(0);
  }

  @Test
  void pass_routesOfOneSet_shareAGroupInOurNumbers() throws Exception {
    Path path = path("192.0.2.250 3", "192.0.2.251", "2001:db8::fe");
    List<String> done = aim(routes(RouteTable.EMPTY, 1, 3, path));
    assertThat(done)
        .containsExactly(
            "make hop",
            "make hop",
            "make hop",
            "make group",
            "create 203.0.113.1/32",
            "create 203.0.113.2/32",
            "create 203.0.113.3/32");
    assertThat(group().members()).extracting(Nexthop.Member::weight).contains(3, 1, 1);
    assertThat(group().resilience()).isEmpty();
    assertThat(kernel.nexthops.values()).allMatch(NexthopIds::isOurs);
    assertThat(kernel.routes.values()).allMatch(r -> r.nexthopId() == group().id());
    assertThat(status().advertised()).isEqualTo(status().accepted());
  }

  @Test
  void pass_allRoutesGoOver_oneMessageMovesThem() throws Exception {
    aim(routes(RouteTable.EMPTY, 1, 50, path("192.0.2.250")));
    // one of them goes at the same time, and a new one comes
    List<String> done = aim(routes(RouteTable.EMPTY, 2, 51, path("192.0.2.250", "192.0.2.252")));
    assertThat(done)
        .containsExactly(
            "make hop", "move group", "create 203.0.113.51/32", "delete 203.0.113.1/32");
    assertThat(group().members()).hasSize(2);
    assertThat(status().advertised()).isEqualTo(status().accepted());
    // a next hop that nobody leads by any more goes
    assertThat(aim(routes(RouteTable.EMPTY, 2, 51, path("192.0.2.252"))))
        .containsExactly("move group", "drop hop");
  }

  @Test
  void pass_someRoutesGoOver_theOthersStayWhereTheyAre() throws Exception {
    RouteTable first = routes(RouteTable.EMPTY, 1, 4, path("192.0.2.250"));
    aim(first);
    int stays = group().id();
    List<String> done = aim(routes(first, 3, 4, path("192.0.2.252")));
    assertThat(done)
        .containsExactly(
            "make hop", "make group", "replace 203.0.113.3/32", "replace 203.0.113.4/32");
    assertThat(kernel.routes.values())
        .extracting(r -> r.nexthopId() == stays)
        .containsExactly(true, true, false, false);
    // back together: the group that is left alone goes, and its hop
    assertThat(aim(first))
        .containsExactly(
            "replace 203.0.113.3/32", "replace 203.0.113.4/32", "drop group", "drop hop");
  }

  @Test
  void pass_nobodyWantsRoutes_objectsGoAfterThem() throws Exception {
    aim(routes(RouteTable.EMPTY, 1, 1, path("192.0.2.250")));
    assertThat(aim(RouteTable.EMPTY))
        .containsExactly("delete 203.0.113.1/32", "drop group", "drop hop");
    assertThat(kernel.nexthops).isEmpty();
  }

  @Test
  void pass_foreignRouteOrGroupByOurs_keepsWhatItUses() throws Exception {
    aim(routes(RouteTable.EMPTY, 1, 1, path("192.0.2.250")));
    KernelRoute other =
        kernel.foreign(
            KernelRoute.by(
                group().id(), new RouteKey(254, IpPrefix.parse("198.51.100.0/24"), 5), 4));
    aim(RouteTable.EMPTY);
    assertThat(kernel.routes.values()).containsExactly(other);
    kernel.routes.remove(other.key());
    int hop = group().members().get(0).id();
    kernel.nexthops.put(
        7, Nexthop.group(7, 4, List.of(new Nexthop.Member(hop, 1)), Optional.empty()));
    ledger.resync();
    ledger.pass(true, "");
    assertThat(kernel.nexthops.keySet()).containsExactlyInAnyOrder(7, hop);
  }

  @Test
  void pass_numbersTakenByOthers_areLeftToThem() throws Exception {
    int first = NexthopIds.first(200) + 1;
    // one there from the start, one that comes after the list was read
    kernel.nexthops.put(first, Nexthop.blackhole(first, 4));
    ledger.resync();
    kernel.nexthops.put(first + 1, Nexthop.blackhole(first + 1, 4));
    aim(routes(RouteTable.EMPTY, 1, 1, path("192.0.2.250")));
    assertThat(kernel.routes).hasSize(1);
    aim(RouteTable.EMPTY);
    assertThat(kernel.nexthops.values())
        .containsExactly(Nexthop.blackhole(first, 4), Nexthop.blackhole(first + 1, 4));
  }

  @Test
  void resync_afterACrash_adoptsGroupsAndRoutes() throws Exception {
    RouteTable routes = routes(RouteTable.EMPTY, 1, 3, path("192.0.2.250 2", "2001:db8::fe"));
    aim(RESILIENT, routes);
    ledger = new RouteLedger(kernel, 200, GroupSupport.RESILIENT);
    ledger.resync();
    assertThat(aim(RESILIENT, routes)).isEmpty();
    assertThat(status().advertised()).isEqualTo(status().accepted());
  }

  @Test
  void pass_resilience_isMadeChangedOrMadeAnew() throws Exception {
    RouteTable routes = routes(RouteTable.EMPTY, 1, 2, path("192.0.2.250"));
    aim(RESILIENT, routes);
    assertThat(group().resilience().orElseThrow().buckets()).isEqualTo(128);
    NexthopGroups slower =
        new NexthopGroups(
            Use.AUTO, Optional.of(new Resilience(128, Duration.ofHours(1), Duration.ZERO)));
    assertThat(aim(slower, routes)).containsExactly("move group");
    NexthopGroups bigger =
        new NexthopGroups(
            Use.AUTO, Optional.of(new Resilience(256, Duration.ofHours(1), Duration.ZERO)));
    assertThat(aim(bigger, routes))
        .containsExactly(
            "make group", "replace 203.0.113.1/32", "replace 203.0.113.2/32", "drop group");
    assertThat(aim(NexthopGroups.DEFAULT, routes)).contains("make group", "drop group");
  }

  @Test
  void pass_kernelWithoutGroups_autoDoesWithoutAndOnRefuses() throws Exception {
    ledger = new RouteLedger(kernel, 200, GroupSupport.NONE);
    RouteTable routes = routes(RouteTable.EMPTY, 1, 1, path("192.0.2.250", "192.0.2.252 2"));
    assertThat(aim(RESILIENT, routes)).containsExactly("create 203.0.113.1/32");
    assertThat(kernel.routes.values()).allMatch(r -> r.hops().size() == 2);
    NexthopGroups on = new NexthopGroups(Use.ON, Optional.empty());
    assertThat(aim(on, routes)).isEmpty();
    assertThat(status().rejected().values())
        .singleElement()
        .asString()
        .contains("no nexthop groups", "nexthopGroups: auto");
    ledger = new RouteLedger(kernel, 200, GroupSupport.PLAIN);
    ledger.resync();
    aim(new NexthopGroups(Use.ON, Optional.of(Resilience.DEFAULT)), routes);
    assertThat(status().rejected().values())
        .singleElement()
        .asString()
        .contains("no resilient nexthop groups");
    aim(RESILIENT, routes);
    assertThat(group().resilience()).isEmpty();
  }

  @Test
  void pass_groupsTurnedOffAndOn_routesAreReplacedInTheirPlaces() throws Exception {
    RouteTable routes = routes(RouteTable.EMPTY, 1, 2, path("192.0.2.250", "192.0.2.252"));
    NexthopGroups off = new NexthopGroups(Use.OFF, Optional.empty());
    assertThat(aim(off, routes)).doesNotContain("make group");
    assertThat(aim(routes)).contains("replace 203.0.113.1/32", "replace 203.0.113.2/32");
    assertThat(aim(off, routes))
        .containsExactly(
            "replace 203.0.113.1/32",
            "replace 203.0.113.2/32",
            "drop group",
            "drop hop",
            "drop hop");
  }

  @Test
  void resync_linkWentDownSilently_groupsGoOnWithTheRestAndComeBack() throws Exception {
    RouteTable routes =
        routes(RouteTable.EMPTY, 1, 2, path("192.0.2.250", "192.0.2.251"))
            .with(IpPrefix.parse("203.0.113.9/32"), path("192.0.2.251"));
    aim(routes);
    kernel.linkDown(ScriptedKernel.ETH1);
    ledger.resync();
    ledger.pass(true, "");
    assertThat(kernel.routes).hasSize(2);
    assertThat(group().members()).hasSize(1);
    assertThat(status().rejected().get(IpPrefix.parse("203.0.113.9/32")))
        .isEqualTo("no interface of this host leads to 192.0.2.251");
    kernel.linkUp(ScriptedKernel.ETH1);
    kernel.takeDone();
    ledger.resync();
    ledger.pass(true, "");
    assertThat(kernel.takeDone())
        .containsExactly("make hop", "move group", "make group", "create 203.0.113.9/32");
    assertThat(status().rejected()).isEmpty();
  }

  @Test
  void pass_sameGatewayTwice_isOneMemberWithBothWeights() throws Exception {
    aim(routes(RouteTable.EMPTY, 1, 1, path("192.0.2.250 2", "192.0.2.250 3")));
    assertThat(group().members()).extracting(Nexthop.Member::weight).containsExactly(5);
  }

  @Test
  void pass_ipv6RouteByAnIpv4NextHop_isRefused() throws Exception {
    aim(RouteTable.EMPTY.with(IpPrefix.parse("2001:db8:9::1/128"), path("192.0.2.250")));
    assertThat(status().rejected().values())
        .containsExactly("an IPv6 route cannot lead by the IPv4 next hop 192.0.2.250");
    assertThat(kernel.routes).isEmpty();
  }
}
