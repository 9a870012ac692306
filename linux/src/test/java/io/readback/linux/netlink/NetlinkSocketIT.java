package io.readback.linux.netlink;

import static org.assertj.core.api.Assertions.assertThat;

import io.readback.lab.Lab;
import io.readback.lab.LabNode;
import io.readback.lab.LabTest;
import io.readback.linux.Errno;
import io.readback.linux.LinuxException;
import io.readback.linux.call.NetworkNamespace;
import io.readback.linux.route.KernelRoute;
import io.readback.linux.route.Link;
import io.readback.linux.route.LinkAddress;
import io.readback.linux.route.Nexthop;
import io.readback.linux.route.NexthopCodec;
import io.readback.linux.route.RouteCodec;
import io.readback.linux.route.RouteHop;
import io.readback.linux.route.RouteKey;
import io.readback.linux.route.RouteType;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the kernel makes of our messages; iproute2 is the judge. */
@LabTest
class NetlinkSocketIT {
  private static final int PROTOCOL = 200;
  private static final IpAddress GATEWAY = IpAddress.parse("192.0.2.254");
  private static final IpAddress GATEWAY6 = IpAddress.parse("2001:db8::fe");

  private final LabNode node;
  private NetlinkSocket socket;

  NetlinkSocketIT(Lab lab) {
    node =
        lab.nodes().isEmpty()
            ? lab.node("n", "192.0.2.1/24", "2001:db8::1/64")
            : lab.nodes().get(0);
  }

  @BeforeEach
  void open() throws Exception {
    socket = in(() -> NetlinkSocket.open(8 << 20));
  }

  @AfterEach
  void close() {
    socket.close();
    for (String family : new String[] {"-4", "-6"}) {
      node.network("ip", family, "route", "flush", "table", "all", "proto", "200");
    }
    node.network("ip", "nexthop", "flush");
  }

  private <T> T in(java.util.concurrent.Callable<T> body) throws Exception {
    return new NetworkNamespace(node.networkNamespace()).call(body);
  }

  private static KernelRoute route(String prefix, int metric, RouteHop... hops) {
    return new KernelRoute(
        new RouteKey(254, IpPrefix.parse(prefix), metric),
        PROTOCOL,
        RouteType.UNICAST,
        List.of(hops));
  }

  private String shown(String... arguments) {
    List<String> command = new ArrayList<>(List.of("ip", "-j"));
    command.addAll(List.of(arguments));
    return node.network(command.toArray(String[]::new)).orFail().out();
  }

  private List<KernelRoute> routes(AddressFamily family) throws LinuxException {
    return socket.dump(
        RouteCodec.list(family, 0, PROTOCOL),
        m -> {
          KernelRoute r = RouteCodec.read(m);
          return r != null && r.protocol() == PROTOCOL ? r : null;
        });
  }

  private static NlRequest request(KernelRoute route) {
    return RouteCodec.create(route);
  }

  @Test
  void execute_everyForm_isShownByIproute2AndReadBack() throws Exception {
    RouteHop second = RouteHop.via(IpAddress.parse("192.0.2.253")).withWeight(3);
    List<KernelRoute> four =
        List.of(
            route("203.0.113.1/32", 20, RouteHop.via(GATEWAY)),
            route("203.0.113.2/32", 0, RouteHop.via(GATEWAY), second),
            route("203.0.113.3/32", 20, RouteHop.via(GATEWAY6)),
            new KernelRoute(
                new RouteKey(1000, IpPrefix.parse("203.0.113.4/32"), 20),
                PROTOCOL,
                RouteType.BLACKHOLE,
                List.of()));
    List<KernelRoute> six =
        List.of(
            route("2001:db8:1::1/128", 0, RouteHop.via(GATEWAY6)),
            route(
                "2001:db8:1::2/128",
                20,
                RouteHop.via(GATEWAY6),
                RouteHop.via(IpAddress.parse("2001:db8::fd")).withWeight(2)));
    List<NlRequest> all = new ArrayList<>();
    four.forEach(r -> all.add(request(r)));
    six.forEach(r -> all.add(request(r)));
    assertThat(socket.execute(all).allDone()).isTrue();
    assertThat(shown("route", "show", "203.0.113.1"))
        .contains("\"gateway\":\"192.0.2.254\"", "\"metric\":20", "\"protocol\":\"200\"");
    assertThat(shown("route", "show", "203.0.113.2")).contains("\"weight\":3", "192.0.2.253");
    assertThat(shown("route", "show", "203.0.113.3"))
        .contains("\"via\":{\"family\":\"inet6\",\"host\":\"2001:db8::fe\"}");
    assertThat(shown("route", "show", "table", "1000")).contains("\"type\":\"blackhole\"");
    assertThat(shown("-6", "route", "show", "2001:db8:1::2")).contains("2001:db8::fd");
    int eth0 = link("eth0").index();
    assertThat(routes(AddressFamily.IPV4)).containsExactlyInAnyOrderElementsOf(on(four, eth0));
    assertThat(routes(AddressFamily.IPV6)).hasSize(2);
    List<NlRequest> deletes = new ArrayList<>();
    four.forEach(r -> deletes.add(RouteCodec.delete(r.key(), PROTOCOL)));
    six.forEach(r -> deletes.add(RouteCodec.delete(r.key(), PROTOCOL)));
    assertThat(socket.execute(deletes).allDone()).isTrue();
    assertThat(routes(AddressFamily.IPV4)).isEmpty();
    assertThat(routes(AddressFamily.IPV6)).isEmpty();
  }

  /** The kernel answers with the interface it found. */
  private static List<KernelRoute> on(List<KernelRoute> routes, int index) {
    return routes.stream()
        .map(
            r ->
                new KernelRoute(
                    r.key(),
                    r.protocol(),
                    r.type(),
                    r.hops().stream()
                        .map(h -> new RouteHop(h.gateway(), index, h.weight(), h.onlink()))
                        .toList()))
        .toList();
  }

  private Link link(String name) throws LinuxException {
    return socket.dump(Link.list(), Link::read).stream()
        .filter(l -> l.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void execute_failuresInTheMiddle_areTheirsAloneWithTheKernelsText() throws Exception {
    List<NlRequest> batch =
        List.of(
            request(route("203.0.113.1/32", 20, RouteHop.via(GATEWAY))),
            request(route("203.0.113.1/32", 20, RouteHop.via(GATEWAY))),
            request(route("203.0.113.2/32", 20, RouteHop.via(IpAddress.parse("198.51.100.1")))),
            RouteCodec.delete(new RouteKey(254, IpPrefix.parse("203.0.113.9/32"), 20), PROTOCOL),
            request(route("203.0.113.3/32", 20, RouteHop.via(GATEWAY))));
    BatchResult result = socket.execute(batch);
    assertThat(result.unknown().isEmpty()).isTrue();
    assertThat(result.errors().keySet()).containsExactly(1, 2, 3);
    assertThat(result.errors().get(1).is(Errno.EEXIST)).isTrue();
    assertThat(result.errors().get(2)).hasToString("ENETUNREACH: Nexthop has invalid gateway");
    assertThat(result.errors().get(3)).hasToString("ESRCH (No such process)");
    assertThat(routes(AddressFamily.IPV4)).hasSize(2);
  }

  @Test
  void execute_moreThanOnePiece_isDoneWhole() throws Exception {
    List<NlRequest> batch = new ArrayList<>();
    for (int i = 0; i < 5000; i++) {
      batch.add(
          request(
              route(
                  IpAddress.ofIpv4(0x0a000000 + i).toPrefix().toString(),
                  20,
                  RouteHop.via(GATEWAY))));
    }
    assertThat(socket.execute(batch).allDone()).isTrue();
    assertThat(routes(AddressFamily.IPV4)).hasSize(5000);
    BatchResult again = socket.execute(batch);
    assertThat(again.errors()).hasSize(5000);
    assertThat(again.errors().values()).allMatch(e -> e.is(Errno.EEXIST));
    assertThat(again.unknown().isEmpty()).isTrue();
  }

  /** The kernel's own habits that the ownership rules stand on. */
  @Test
  void replaceAndDelete_foreignTwin_replaceOverwritesAndDeleteByProtocolDoesNot() throws Exception {
    node.network(
            "ip",
            "route",
            "add",
            "203.0.113.1",
            "via",
            "192.0.2.254",
            "metric",
            "20",
            "proto",
            "static")
        .orFail();
    KernelRoute ours = route("203.0.113.1/32", 20, RouteHop.via(GATEWAY));
    assertThat(socket.execute(List.of(RouteCodec.delete(ours.key(), PROTOCOL))).errors())
        .hasSize(1);
    assertThat(shown("route", "show", "203.0.113.1")).contains("static");
    assertThat(socket.execute(List.of(RouteCodec.replace(ours))).allDone()).isTrue();
    assertThat(shown("route", "show", "203.0.113.1")).doesNotContain("static");
  }

  @Test
  void nexthops_singleGroupAndResilient_carryRoutesAndAreReadBack() throws Exception {
    int eth0 = link("eth0").index();
    int base = 0x50000000;
    List<Nexthop> objects =
        List.of(
            Nexthop.single(base + 1, PROTOCOL, GATEWAY, eth0),
            Nexthop.single(base + 2, PROTOCOL, GATEWAY6, eth0),
            Nexthop.group(
                base + 3,
                PROTOCOL,
                List.of(new Nexthop.Member(base + 1, 1), new Nexthop.Member(base + 2, 5)),
                Optional.empty()),
            Nexthop.group(
                base + 4,
                PROTOCOL,
                List.of(new Nexthop.Member(base + 1, 1)),
                Optional.of(
                    new Nexthop.Resilience(64, Duration.ofSeconds(30), Duration.ofMinutes(5)))),
            Nexthop.blackhole(base + 5, PROTOCOL));
    assertThat(socket.execute(objects.stream().map(NexthopCodec::create).toList()).allDone())
        .isTrue();
    assertThat(socket.dump(NexthopCodec.list(), NexthopCodec::read))
        .containsExactlyInAnyOrderElementsOf(objects);
    RouteKey key = new RouteKey(254, IpPrefix.parse("203.0.113.1/32"), 20);
    assertThat(
            socket
                .execute(List.of(RouteCodec.create(KernelRoute.by(base + 3, key, PROTOCOL))))
                .allDone())
        .isTrue();
    assertThat(shown("route", "show", "203.0.113.1")).contains("\"nhid\":" + (base + 3));
    assertThat(routes(AddressFamily.IPV4).get(0).nexthopId()).isEqualTo(base + 3);
  }

  @Test
  void linksAndAddresses_areRead() throws Exception {
    int eth0 = link("eth0").index();
    assertThat(link("lo").isRunning()).isTrue();
    assertThat(link("eth0").hardwareAddress()).matches("([0-9a-f]{2}:){5}[0-9a-f]{2}");
    assertThat(socket.dump(LinkAddress.list(AddressFamily.IPV6), LinkAddress::read))
        .contains(
            new LinkAddress(eth0, IpAddress.parse("2001:db8::1"), IpPrefix.parse("2001:db8::/64")));
  }

  @Test
  void events_buffersOverrun_areToldAsLost() throws Exception {
    try (NetlinkSocket watcher =
        in(() -> NetlinkSocket.open(64 << 10, Netlink.RTNLGRP_IPV4_ROUTE))) {
      List<NlRequest> batch = new ArrayList<>();
      for (int i = 0; i < 5000; i++) {
        batch.add(
            request(
                route(
                    IpAddress.ofIpv4(0x0a000000 + i).toPrefix().toString(),
                    20,
                    RouteHop.via(GATEWAY))));
      }
      socket.execute(batch);
      Optional<LinuxException> lost = Optional.empty();
      for (int i = 0; i < 6000 && lost.isEmpty(); i++) {
        try {
          NlReader reader = watcher.receive(Duration.ofSeconds(10));
          assertThat(reader).isNotNull();
          assertThat(reader.next()).isTrue();
          assertThat(reader.port()).isEqualTo(socket.port());
        } catch (LinuxException e) {
          lost = Optional.of(e);
        }
      }
      assertThat(lost).hasValueSatisfying(e -> assertThat(e.is(Errno.ENOBUFS)).isTrue());
    }
  }
}
