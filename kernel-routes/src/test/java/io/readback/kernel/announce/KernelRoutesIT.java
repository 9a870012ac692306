package io.readback.kernel.announce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.readback.lab.Lab;
import io.readback.lab.LabNode;
import io.readback.lab.LabProcess;
import io.readback.lab.LabTest;
import io.readback.lab.router.BgpPeer;
import io.readback.lab.router.BirdRouter;
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
import io.readback.testkit.AnnouncerDriver;
import io.readback.testkit.Routes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Routes on a host that others use too; iproute2 is the judge. */
@LabTest
class KernelRoutesIT {
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  private final Lab lab;
  private final LabNode node;
  private final Host host;

  KernelRoutesIT(Lab lab) {
    this.lab = lab;
    // a node for each test: what one leaves must not be another's
    node =
        lab.node(
            "h" + lab.nodes().size(),
            "192.0.2." + (1 + lab.nodes().size()) + "/24",
            "2001:db8::" + (1 + lab.nodes().size()) + "/64");
    host = new Host(node);
  }

  private AnnouncerDriver start(KernelRoutesConfig config) throws Exception {
    return host.in(() -> AnnouncerDriver.start(new KernelRoutesFactory(), config));
  }

  private AnnouncerDriver start() throws Exception {
    return start(new KernelRoutesConfig(200, Duration.ofSeconds(60), 8 << 20));
  }

  private static KernelTable table(String name, Mode mode, long table) {
    return new KernelTable(name, mode, table, 20, 200, "lo");
  }

  private static DesiredTarget want(KernelTable target, String... prefixes) {
    return new DesiredTarget(target, Routes.table(prefixes));
  }

  private static Path via(NextHop... hops) {
    return new Path(List.of(hops), PathAttributes.NONE);
  }

  private static NextHop hop(String address, int weight) {
    return new NextHop.Address(IpAddress.parse(address), weight);
  }

  @Test
  void everyMode_bothFamilies_isInItsTable() throws Exception {
    KernelTable nexthops = table("nexthops", Mode.NEXTHOPS, 254);
    IpPrefix four = IpPrefix.parse("203.0.113.9/32");
    IpPrefix mixed = IpPrefix.parse("203.0.113.10/32");
    IpPrefix six = IpPrefix.parse("2001:db8:9::9/128");
    RouteTable led =
        RouteTable.EMPTY
            .with(four, via(hop("192.0.2.250", 1), hop("192.0.2.251", 3)))
            .with(mixed, via(hop("2001:db8::fe", 1)))
            .with(six, via(hop("2001:db8::fe", 1), hop("2001:db8::fd", 2)));
    List<DesiredTarget> targets =
        List.of(
            want(table("local", Mode.LOCAL, 255), "203.0.113.1/32", "2001:db8:9::1/128"),
            want(table("table", Mode.TABLE, 198), "203.0.113.2/32", "2001:db8:9::2/128"),
            want(table("discard", Mode.DISCARD, 254), "203.0.113.0/24", "2001:db8:9::/64"),
            new DesiredTarget(nexthops, led));
    try (AnnouncerDriver driver = start()) {
      driver.reconcile(Routes.state(1, targets));
      for (DesiredTarget target : targets) {
        int size = target.routes().size();
        TargetStatus status =
            driver.await(
                target.spec().id(), t -> t.advertised().size() + t.rejected().size() == size);
        assertThat(status.rejected()).isEmpty();
      }
      assertThat(host.ours(false, "local")).contains("\"type\":\"local\",\"dst\":\"203.0.113.1\"");
      assertThat(host.ours(true, "local")).contains("\"type\":\"local\",\"dst\":\"2001:db8:9::1\"");
      assertThat(host.ours(false, "198")).contains("\"dst\":\"203.0.113.2\",\"dev\":\"lo\"");
      assertThat(host.ours(true, "198")).contains("2001:db8:9::2");
      assertThat(host.ours(false, "main"))
          .contains("\"type\":\"blackhole\",\"dst\":\"203.0.113.0/24\"")
          .contains("\"gateway\":\"192.0.2.251\",\"dev\":\"eth0\",\"weight\":3")
          .contains("\"host\":\"2001:db8::fe\"");
      assertThat(host.ours(true, "main")).contains("2001:db8::fd", "blackhole");
      // the host answers for what is local to it
      node.network("ping", "-c1", "-W5", "203.0.113.1").orFail();
      // a second pass with nothing new finds all of it as it should be
      driver.reconcile(Routes.state(2, targets));
      assertThat(driver.status().toString()).doesNotContain("problem=Optional[Problem");
    }
    assertThat(host.prefixes("main")).isEmpty();
    assertThat(host.prefixes("local")).isEmpty();
  }

  @Test
  void foreignRoutes_ofTheSamePlaces_areLeftAloneNamedAndSucceeded() throws Exception {
    node.network(
            "ip",
            "route",
            "add",
            "203.0.113.1",
            "via",
            "192.0.2.250",
            "metric",
            "20",
            "proto",
            "static")
        .orFail();
    node.network(
            "ip",
            "-6",
            "route",
            "add",
            "2001:db8:9::1",
            "via",
            "2001:db8::fe",
            "metric",
            "20",
            "proto",
            "bird")
        .orFail();
    node.network("ip", "route", "add", "203.0.113.3", "via", "192.0.2.250", "proto", "boot")
        .orFail();
    KernelTable target = table("vips", Mode.NEXTHOPS, 254);
    RouteTable wanted = RouteTable.EMPTY;
    for (String prefix : new String[] {"203.0.113.1/32", "203.0.113.2/32", "203.0.113.3/32"}) {
      wanted = wanted.with(IpPrefix.parse(prefix), via(hop("192.0.2.251", 1)));
    }
    wanted = wanted.with(IpPrefix.parse("2001:db8:9::1/128"), via(hop("2001:db8::fd", 1)));
    try (AnnouncerDriver driver = start()) {
      driver.reconcile(Routes.state(1, List.of(new DesiredTarget(target, wanted))));
      TargetStatus status =
          driver.await(target.id(), t -> t.advertised().size() == 2 && t.rejected().size() == 2);
      assertThat(status.rejected().get(IpPrefix.parse("203.0.113.1/32")))
          .isEqualTo(
              "a route of static (protocol 4) has the place 203.0.113.1/32 table 254 metric 20 (via"
                  + " 192.0.2.250); it is left alone. Remove it, or choose another table or metric");
      assertThat(status.rejected().get(IpPrefix.parse("2001:db8:9::1/128")))
          .contains("a route of bird (protocol 12)");
      assertThat(host.ip("route", "show", "203.0.113.1"))
          .contains("192.0.2.250")
          .doesNotContain(".251");
      assertThat(host.ip("-6", "route", "show", "2001:db8:9::1"))
          .contains("2001:db8::fe")
          .doesNotContain("2001:db8::fd");
      // the same prefix with another metric is another route
      assertThat(host.ip("route", "show", "203.0.113.3")).contains("192.0.2.250", "192.0.2.251");
      // what goes makes room
      host.ip("route", "del", "203.0.113.1", "metric", "20");
      driver.await(target.id(), t -> t.advertised().size() == 3);
      assertThat(host.ip("route", "show", "203.0.113.1")).contains("192.0.2.251");
      // and who replaces ours has it
      host.ip(
          "route",
          "replace",
          "203.0.113.2",
          "via",
          "192.0.2.252",
          "metric",
          "20",
          "proto",
          "static");
      driver.await(target.id(), t -> t.rejected().containsKey(IpPrefix.parse("203.0.113.2/32")));
    }
    assertThat(host.ip("route", "show")).contains("192.0.2.252").doesNotContain(".251");
  }

  @Test
  void link_downAndUp_routesComeBack() throws Exception {
    KernelTable target = table("vips", Mode.NEXTHOPS, 254);
    RouteTable wanted =
        RouteTable.EMPTY
            .with(IpPrefix.parse("203.0.113.1/32"), via(hop("192.0.2.250", 1)))
            .with(IpPrefix.parse("2001:db8:9::1/128"), via(hop("2001:db8::fe", 1)));
    try (AnnouncerDriver driver = start()) {
      driver.reconcile(Routes.state(1, List.of(new DesiredTarget(target, wanted))));
      driver.await(target.id(), t -> t.advertised().size() == 2);
      node.linkDown();
      TargetStatus down = driver.await(target.id(), t -> t.rejected().size() == 2);
      assertThat(down.rejected().values())
          .allMatch(r -> r.startsWith("no interface of this host leads to "));
      assertThat(host.prefixes("main")).isEmpty();
      node.linkUp();
      driver.await(target.id(), t -> t.advertised().size() == 2);
      assertThat(host.prefixes("main")).containsExactly("203.0.113.1/32", "2001:db8:9::1/128");
    }
  }

  @Test
  void events_overrunOfTheirBuffer_isRecoveredFrom() throws Exception {
    KernelTable target = new KernelTable("vips", Mode.TABLE, 300, 20, 200, "eth0");
    try (AnnouncerDriver driver =
        start(new KernelRoutesConfig(200, Duration.ofHours(1), 64 << 10))) {
      String[] prefixes = new String[200];
      for (int i = 0; i < prefixes.length; i++) {
        prefixes[i] = "203.0.113." + i + "/32";
      }
      driver.reconcile(Routes.state(1, List.of(want(target, prefixes))));
      driver.await(target.id(), t -> t.advertised().size() == 200);
      StringBuilder batch = new StringBuilder();
      for (int i = 0; i < 20_000; i++) {
        batch.append("route add 10.%d.%d.1 dev eth0 table 301\n".formatted(i >> 8, i & 0xff));
      }
      batch.append("route flush table 300\n");
      node.write("/run/batch", batch.toString());
      node.exec("ip", "-batch", "/run/batch").orFail();
      await().atMost(PATIENCE).until(() -> host.prefixes("300").size() == 200);
    }
  }

  @Test
  void process_killed_successorAdoptsWithoutAGap() throws Exception {
    LabProcess first =
        node.java(
            "first", KeepRoutes.class.getName(), "vips", "NEXTHOPS", "254", "50", "192.0.2.250");
    first.awaitLog("has 50 {}", PATIENCE);
    first.kill();
    assertThat(host.prefixes("main")).hasSize(50);
    LabProcess monitor = node.start("monitor", "stdbuf", "-oL", "ip", "monitor", "route");
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              node.network("ip", "route", "replace", "198.51.100.1", "via", "192.0.2.250").orFail();
              return monitor.log().contains("198.51.100.1");
            });
    LabProcess second =
        node.java(
            "second", KeepRoutes.class.getName(), "vips", "NEXTHOPS", "254", "49", "192.0.2.250");
    second.awaitLog("has 49 {}", PATIENCE);
    await().atMost(PATIENCE).until(() -> host.prefixes("main").size() == 49);
    node.network("ip", "route", "del", "198.51.100.1").orFail();
    monitor.awaitLog("Deleted 198.51.100.1", PATIENCE);
    // the kernel saw the one that is no longer wanted go, and nothing else of ours
    assertThat(monitor.log().lines().filter(l -> l.contains("203.0.113.")))
        .singleElement()
        .asString()
        .contains("Deleted 203.0.113.50 ");
    // a second agent with the same protocol would take its routes away
    LabProcess rival =
        node.java(
            "rival", KeepRoutes.class.getName(), "vips", "NEXTHOPS", "254", "1", "192.0.2.250");
    rival.awaitLog("another agent on this host has it", PATIENCE);
    assertThat(host.prefixes("main")).hasSize(49);
  }

  @Test
  void capabilities_withoutNetAdmin_areNamedAndNothingIsTouched() throws Exception {
    node.network(
            "ip",
            "route",
            "add",
            "203.0.113.1",
            "dev",
            "eth0",
            "table",
            "300",
            "metric",
            "20",
            "proto",
            "200")
        .orFail();
    LabProcess none = keepAs("none", "-all");
    none.awaitLog("it lacks CAP_NET_ADMIN", PATIENCE);
    none.awaitLog("has 1 {203.0.113.2/32=this process may not change routes", PATIENCE);
    assertThat(host.prefixes("300")).containsExactly("203.0.113.1/32");
    none.kill();
    LabProcess enough = keepAs("enough", "-all,+net_admin");
    enough.awaitLog("has 2 {}", PATIENCE);
    assertThat(host.prefixes("300")).hasSize(2);
  }

  private LabProcess keepAs(String name, String capabilities) {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    List<String> command =
        new ArrayList<>(
            List.of("setpriv", "--bounding-set", capabilities, "--inh-caps", capabilities));
    command.addAll(
        Arrays.asList(
            System.getProperty("java.home") + "/bin/java",
            "-cp",
            classPath,
            KeepRoutes.class.getName(),
            "vips",
            "TABLE",
            "300",
            "2"));
    return node.start(name, command);
  }

  @Test
  void tableMode_bird_redistributesItToItsPeer() throws Exception {
    LabNode router = lab.node("r" + lab.nodes().size(), "192.0.2.200/24");
    BirdRouter peer =
        BirdRouter.on(router, 65000, "192.0.2.200")
            .peer(BgpPeer.to(addressOf(node), 65001).build())
            .start();
    BirdRouter.on(node, 65001, addressOf(node))
        .lines(
            """
            protocol kernel vips { ipv4 { import all; export none; }; kernel table 198; learn; scan time 1; }
            protocol bgp tor {
              local as 65001; neighbor 192.0.2.200 as 65000; direct;
              connect delay time 1; connect retry time 1; error wait time 1, 2;
              ipv4 { import none; export where proto = "vips"; };
            }
            """)
        .start();
    KernelTable target = table("vips", Mode.TABLE, 198);
    try (AnnouncerDriver driver = start()) {
      driver.reconcile(Routes.state(1, List.of(want(target, "203.0.113.1/32"))));
      await()
          .atMost(PATIENCE)
          .until(
              () ->
                  peer.routes(addressOf(node), BgpPeer.Family.IPV4).stream()
                      .anyMatch(r -> r.toString().contains("203.0.113.1/32")));
      driver.reconcile(Routes.state(2, List.of(want(target))));
      await()
          .atMost(PATIENCE)
          .until(
              () ->
                  peer.routes(addressOf(node), BgpPeer.Family.IPV4).stream()
                      .noneMatch(r -> r.toString().contains("203.0.113.1/32")));
    }
  }

  private static String addressOf(LabNode node) {
    return "192.0.2." + (1 + Integer.parseInt(node.name().substring(1)));
  }
}
