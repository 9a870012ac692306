package io.readback.kernel.announce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.readback.lab.Lab;
import io.readback.lab.LabNode;
import io.readback.lab.LabProcess;
import io.readback.lab.LabTest;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
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
import io.readback.testkit.AnnouncerDriver;
import io.readback.testkit.Routes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Routes that share groups of a real kernel; iproute2 is the judge. */
@LabTest
class NexthopGroupsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final Pattern GROUP = Pattern.compile("id (\\d+) group ([0-9/,]+)");
  private static final IpPrefix SIX = IpPrefix.parse("2001:db8:9::1/128");
  private static final NexthopGroups ON = new NexthopGroups(Use.ON, Optional.empty());

  private final LabNode node;
  private final Host host;

  NexthopGroupsIT(Lab lab) {
    int number = 1 + lab.nodes().size();
    node = lab.node("h" + number, "192.0.2." + number + "/24", "2001:db8::" + number + "/64");
    host = new Host(node);
  }

  private AnnouncerDriver start() throws Exception {
    KernelRoutesConfig config = new KernelRoutesConfig(200, Duration.ofSeconds(60), 8 << 20);
    return host.in(() -> AnnouncerDriver.start(new KernelRoutesFactory(), config));
  }

  private static DesiredTarget want(NexthopGroups groups, RouteTable routes) {
    return new DesiredTarget(
        new KernelTable("vips", Mode.NEXTHOPS, 254, 20, 200, "lo", groups), routes);
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

  private static RouteTable routes(int count, Path path) {
    RouteTable out = RouteTable.EMPTY;
    for (int i = 1; i <= count; i++) {
      out = out.with(IpPrefix.parse("203.0.113." + i + "/32"), path);
    }
    return out;
  }

  private void apply(
      AnnouncerDriver driver, long generation, NexthopGroups groups, RouteTable routes)
      throws Exception {
    DesiredTarget target = want(groups, routes);
    driver.reconcile(Routes.state(generation, List.of(target)));
    driver.await(target.spec().id(), t -> t.advertised().equals(routes));
  }

  private String nexthops() {
    return node.network("ip", "nexthop").orFail().out();
  }

  private String group() {
    Matcher m = GROUP.matcher(nexthops());
    assertThat(m.find()).as(nexthops()).isTrue();
    return m.group(1);
  }

  @Test
  void group_ofBothFamilies_isSharedMovedAndCollected() throws Exception {
    RouteTable first =
        routes(20, path("192.0.2.250 3", "2001:db8::fe")).with(SIX, path("2001:db8::fe"));
    try (AnnouncerDriver driver = start()) {
      apply(driver, 1, ON, first);
      assertThat(nexthops()).contains("group", "proto 200", "via 2001:db8::fe dev eth0");
      String id = node.network("ip", "route", "show", "203.0.113.7").orFail().out();
      assertThat(id).contains("nhid 15", "metric 20", "weight 3");
      assertThat(node.network("ip", "-6", "route", "show", SIX.toString()).out())
          .contains("nhid 15");
      LabProcess monitor = node.start("monitor", "stdbuf", "-oL", "ip", "monitor", "nexthop");
      await()
          .atMost(PATIENCE)
          .until(
              () -> {
                node.network("ip", "nexthop", "replace", "id", "7", "blackhole").orFail();
                return monitor.log().contains("id 7 ");
              });
      // all IPv4 routes go over; the object of the group stays and has the new members
      Path moved = path("192.0.2.251", "192.0.2.252");
      apply(driver, 2, ON, routes(20, moved).with(SIX, path("2001:db8::fe")));
      String after = node.network("ip", "route", "show", "203.0.113.7").orFail().out();
      assertThat(after)
          .contains(id.substring(0, id.indexOf(" proto")))
          .contains("192.0.2.251", "192.0.2.252")
          .doesNotContain("192.0.2.250");
      await().atMost(PATIENCE).until(() -> monitor.log().contains("Deleted id"));
      assertThat(nexthops()).doesNotContain("192.0.2.250");
      // off: each has its own again, in place
      apply(
          driver,
          3,
          new NexthopGroups(Use.OFF, Optional.empty()),
          routes(20, moved).with(SIX, path("2001:db8::fe", "2001:db8::fd")));
      await().atMost(PATIENCE).until(() -> nexthops().lines().count() == 1);
      assertThat(node.network("ip", "route", "show", "203.0.113.7").out()).doesNotContain("nhid");
      // and on again, IPv6 with several as well
      apply(driver, 4, ON, routes(20, moved).with(SIX, path("2001:db8::fe", "2001:db8::fd")));
      assertThat(node.network("ip", "-6", "route", "show", SIX.toString()).out())
          .contains("nhid 15", "2001:db8::fd");
    }
    assertThat(nexthops()).as("the foreign object alone").startsWith("id 7 blackhole");
    assertThat(nexthops().lines()).hasSize(1);
  }

  @Test
  void group_resilient_hasItsSettings() throws Exception {
    NexthopGroups resilient =
        new NexthopGroups(
            Use.ON, Optional.of(new Resilience(64, Duration.ofSeconds(30), Duration.ofMinutes(5))));
    try (AnnouncerDriver driver = start()) {
      apply(driver, 1, resilient, routes(3, path("192.0.2.250", "192.0.2.251")));
      assertThat(nexthops())
          .contains("type resilient", "buckets 64", "idle_timer 30", "unbalanced_timer 300");
      String group = group();
      NexthopGroups quicker =
          new NexthopGroups(
              Use.ON,
              Optional.of(new Resilience(64, Duration.ofSeconds(10), Duration.ofMinutes(5))));
      apply(driver, 2, quicker, routes(3, path("192.0.2.250", "192.0.2.252")));
      assertThat(nexthops()).contains("idle_timer 10");
      assertThat(group()).isEqualTo(group);
    }
    assertThat(nexthops()).isEmpty();
  }

  @Test
  void linkDownAndUp_objectsGoWithoutAWordAndComeBack() throws Exception {
    RouteTable routes = routes(5, path("192.0.2.250", "192.0.2.251"));
    KernelTable target = (KernelTable) want(ON, routes).spec();
    try (AnnouncerDriver driver = start()) {
      apply(driver, 1, ON, routes);
      node.linkDown();
      driver.await(target.id(), t -> t.rejected().size() == 5);
      assertThat(nexthops()).isEmpty();
      node.linkUp();
      driver.await(target.id(), t -> t.advertised().size() == 5);
      assertThat(host.prefixes("main")).hasSize(5);
      // somebody deletes a member, then the group
      String group = group();
      node.network("ip", "nexthop", "del", "id", group).orFail();
      await().atMost(PATIENCE).until(() -> host.prefixes("main").size() == 5);
      driver.await(target.id(), t -> t.advertised().size() == 5);
      assertThat(nexthops()).contains("192.0.2.250", "192.0.2.251");
    }
  }

  @Test
  void process_killed_successorAdoptsGroupsWithoutAGap() throws Exception {
    LabProcess first = keep("first");
    first.awaitLog("has 50 {}", PATIENCE);
    first.kill();
    String before = nexthops();
    LabProcess monitor =
        node.start("monitor", "stdbuf", "-oL", "ip", "monitor", "route", "nexthop");
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              node.network("ip", "route", "replace", "198.51.100.1", "via", "192.0.2.250").orFail();
              return monitor.log().contains("198.51.100.1");
            });
    keep("second").awaitLog("has 50 {}", PATIENCE);
    node.network("ip", "route", "del", "198.51.100.1").orFail();
    monitor.awaitLog("Deleted 198.51.100.1", PATIENCE);
    assertThat(monitor.log().lines().filter(l -> l.contains("203.0.113."))).isEmpty();
    assertThat(nexthops()).isEqualTo(before);
  }

  private LabProcess keep(String name) {
    return node.java(
        name, KeepRoutes.class.getName(), "vips", "NEXTHOPS", "254", "50", "192.0.2.250");
  }
}
