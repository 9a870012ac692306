package io.readback.kernel.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.readback.linux.Errno;
import io.readback.linux.LinuxException;
import io.readback.linux.route.KernelRoute;
import io.readback.linux.route.Nexthop;
import io.readback.linux.route.RouteHop;
import io.readback.linux.route.RouteKey;
import io.readback.linux.route.RouteType;
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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * Whatever happens in whatever order, once it is quiet the kernel has what is wanted, nothing else
 * of ours, and all that is others'.
 */
class RouteLedgerPropertyTest {
  private static final List<String> PREFIXES =
      List.of(
          "203.0.113.1/32",
          "203.0.113.2/32",
          "203.0.113.3/32",
          "203.0.113.4/32",
          "203.0.113.0/24",
          "2001:db8:9::1/128",
          "2001:db8:9::2/128");
  private static final List<String> IPV4 = List.of("192.0.2.2", "192.0.2.3", "192.0.2.4");
  private static final List<String> IPV6 = List.of("2001:db8::2", "2001:db8::3");
  private static final List<NexthopGroups> GROUPS =
      List.of(
          NexthopGroups.DEFAULT,
          new NexthopGroups(Use.ON, Optional.of(Resilience.DEFAULT)),
          new NexthopGroups(Use.OFF, Optional.empty()));

  /** One history: everything random comes from its seed. */
  private static final class Run {
    private final Random random;
    private final ScriptedKernel kernel = new ScriptedKernel();
    private final Map<RouteKey, KernelRoute> others = new HashMap<>();
    private final Map<Integer, Nexthop> otherNexthops = new HashMap<>();
    private RouteLedger ledger = new RouteLedger(kernel, 200, GroupSupport.RESILIENT);
    private List<DesiredTarget> desired = List.of();
    private long generation;

    Run(long seed) {
      random = new Random(seed);
      int first = NexthopIds.first(200) + 1 + random.nextInt(3);
      otherNexthops.put(first, Nexthop.blackhole(first, 4));
      kernel.nexthops.putAll(otherNexthops);
    }

    private <T> T any(List<T> of) {
      return of.get(random.nextInt(of.size()));
    }

    private Path path(boolean ipv6) {
      List<NextHop> hops = new ArrayList<>();
      int count = 1 + random.nextInt(3);
      for (int i = 0; i < count; i++) {
        String hop = ipv6 || random.nextInt(4) == 0 ? any(IPV6) : any(IPV4);
        hops.add(new NextHop.Address(IpAddress.parse(hop), 1 + random.nextInt(2)));
      }
      return new Path(hops, PathAttributes.NONE);
    }

    private RouteTable table(boolean leading) {
      RouteTable out = RouteTable.EMPTY;
      Path four = path(false);
      Path six = path(true);
      for (String text : PREFIXES) {
        IpPrefix prefix = IpPrefix.parse(text);
        if (random.nextInt(3) > 0) {
          Path shared = prefix.isIpv6() ? six : four;
          out =
              out.with(
                  prefix,
                  !leading
                      ? Path.self(PathAttributes.NONE)
                      : random.nextInt(4) == 0 ? path(prefix.isIpv6()) : shared);
        }
      }
      return out;
    }

    private void aim() {
      List<DesiredTarget> next = new ArrayList<>();
      if (random.nextBoolean()) {
        next.add(
            new DesiredTarget(new KernelTable("a", Mode.LOCAL, 255, 20, 200, "lo"), table(false)));
      }
      if (random.nextInt(4) > 0) {
        next.add(
            new DesiredTarget(
                new KernelTable("b", Mode.NEXTHOPS, 254, 20, 200, "lo", any(GROUPS)), table(true)));
      }
      // of the same keys as b, or others. It stays: a run that begins knows only the protocols of
      // its targets and its own
      next.add(
          new DesiredTarget(
              new KernelTable(
                  "c", Mode.NEXTHOPS, 254, random.nextBoolean() ? 20 : 0, 201, "lo", any(GROUPS)),
              random.nextBoolean() ? table(true) : RouteTable.EMPTY));
      desired = next;
      ledger.aim(Routes.state(++generation, next));
    }

    /** Somebody makes or replaces a route; the kernel tells of it. */
    private void foreignRoute() {
      IpPrefix prefix = IpPrefix.parse(any(PREFIXES));
      RouteKey key = new RouteKey(any(List.of(254, 255)), prefix, any(List.of(0, 20)));
      KernelRoute route =
          new KernelRoute(key, 4, RouteType.UNICAST, List.of(RouteHop.device(ScriptedKernel.ETH0)));
      others.put(key, route);
      kernel.foreign(route);
      ledger.seen(route, false);
    }

    private void foreignRouteGoes() {
      if (!others.isEmpty()) {
        RouteKey key = others.keySet().iterator().next();
        KernelRoute gone = others.remove(key);
        kernel.routes.remove(key);
        ledger.seen(gone, true);
      }
    }

    /** Somebody deletes a route of ours; the kernel tells of it. */
    private void oursIsDeleted() {
      kernel.routes.values().stream()
          .filter(r -> r.protocol() >= 200)
          .skip(random.nextInt(3))
          .findFirst()
          .ifPresent(
              r -> {
                kernel.routes.remove(r.key());
                ledger.seen(r, true);
              });
    }

    private void nexthopIsDeleted() {
      kernel.nexthops.values().stream()
          .filter(NexthopIds::isOurs)
          .skip(random.nextInt(3))
          .findFirst()
          .ifPresent(n -> kernel.dropNexthop(n.id()));
    }

    private void work(boolean list) {
      try {
        if (list) {
          ledger.resync();
          ledger.retry();
        }
        ledger.pass(random.nextInt(8) > 0, "not now");
      } catch (LinuxException e) {
        assertThat(e.errno()).isEqualTo(Errno.ENOMEM.value());
      }
    }

    void step() {
      switch (random.nextInt(14)) {
        case 0, 1, 2 -> aim();
        case 3 -> foreignRoute();
        case 4 -> foreignRouteGoes();
        case 5 -> oursIsDeleted();
        case 6 -> nexthopIsDeleted();
        case 7 -> kernel.linkDown(any(List.of(ScriptedKernel.ETH0, ScriptedKernel.ETH1)));
        case 8 -> kernel.linkUp(any(List.of(ScriptedKernel.ETH0, ScriptedKernel.ETH1)));
        case 9 -> kernel.lostBatches = random.nextInt(3);
        case 10 -> kernel.failingCalls = random.nextInt(3);
        case 11 ->
            kernel.refusing =
                random.nextBoolean()
                    ? Optional.empty()
                    : Optional.of(any(List.of(Errno.EPERM, Errno.ENOMEM)));
        case 12 -> {
          // killed and started again
          ledger = new RouteLedger(kernel, 200, GroupSupport.RESILIENT);
          work(true);
          ledger.aim(Routes.state(++generation, desired));
        }
        default -> {}
      }
      if (random.nextInt(3) > 0) {
        work(random.nextInt(3) == 0);
      }
      assertOthersAreWhole();
    }

    void quiet() throws LinuxException {
      kernel.refusing = Optional.empty();
      kernel.failingCalls = 0;
      kernel.lostBatches = 0;
      kernel.linkUp(ScriptedKernel.ETH0);
      kernel.linkUp(ScriptedKernel.ETH1);
      for (int i = 0; i < 2; i++) {
        ledger.resync();
        ledger.retry();
        ledger.pass(true, "");
      }
    }

    void assertOthersAreWhole() {
      Map<RouteKey, KernelRoute> found = new HashMap<>(kernel.routes);
      found.values().removeIf(r -> r.protocol() != 4);
      assertThat(found).isEqualTo(others);
      assertThat(kernel.nexthops).containsAllEntriesOf(otherNexthops);
    }

    void assertConverged() throws LinuxException {
      Map<RouteKey, String> expected = new HashMap<>();
      Map<RouteKey, String> found = new HashMap<>();
      for (TargetStatus status : ledger.status()) {
        KernelTable spec =
            (KernelTable)
                desired.stream()
                    .map(DesiredTarget::spec)
                    .filter(s -> s.id().equals(status.id()))
                    .findFirst()
                    .orElseThrow();
        assertThat(status.advertised().size() + status.rejected().size())
            .isEqualTo(status.accepted().size());
        status
            .advertised()
            .forEach(
                r -> {
                  assertThat(r.path()).isEqualTo(status.accepted().get(r.prefix()));
                  RouteKey key = new RouteKey((int) spec.table(), r.prefix(), (int) spec.metric());
                  expected.put(key, spec.protocol() + " " + hops(r.path(), spec));
                });
        status
            .rejected()
            .forEach(
                (prefix, reason) -> {
                  RouteKey key = new RouteKey((int) spec.table(), prefix, (int) spec.metric());
                  assertThat(
                          others.containsKey(key)
                              || reason.contains("is wanted by")
                              || reason.contains("IPv4 next hop"))
                      .as(reason)
                      .isTrue();
                });
      }
      kernel.routes.values().stream()
          .filter(r -> r.protocol() != 4)
          .forEach(r -> found.put(r.key(), r.protocol() + " " + hops(r)));
      assertThat(found).isEqualTo(expected);
      assertThat(kernel.nexthops.values().stream().filter(NexthopIds::isOurs))
          .allMatch(this::isUsed);
      assertThat(ledger.heldCount()).isEqualTo(found.size());
      kernel.takeDone();
      ledger.resync();
      ledger.pass(true, "");
      assertThat(kernel.takeDone()).isEmpty();
    }

    private boolean isUsed(Nexthop n) {
      return kernel.routes.values().stream().anyMatch(r -> r.nexthopId() == n.id())
          || kernel.nexthops.values().stream()
              .anyMatch(g -> g.members().stream().anyMatch(m -> m.id() == n.id()))
          // of a route that a foreign one keeps out
          || n.isGroup() && !ledger.status().stream().allMatch(s -> s.rejected().isEmpty());
    }

    private static Map<String, Integer> hops(Path path, KernelTable spec) {
      Map<String, Integer> out = new TreeMap<>();
      if (spec.mode() == Mode.LOCAL) {
        return out;
      }
      for (NextHop hop : path.nextHops()) {
        NextHop.Address a = (NextHop.Address) hop;
        out.merge(
            a.address().toString(), path.nextHops().size() == 1 ? 1 : a.weight(), Integer::sum);
      }
      return out.size() == 1 ? Map.of(out.keySet().iterator().next(), 1) : out;
    }

    private Map<String, Integer> hops(KernelRoute route) {
      Map<String, Integer> out = new TreeMap<>();
      if (route.nexthopId() != 0) {
        for (Nexthop.Member m : kernel.nexthops.get(route.nexthopId()).members()) {
          out.put(kernel.nexthops.get(m.id()).gateway().orElseThrow().toString(), m.weight());
        }
      }
      route
          .hops()
          .forEach(
              h -> h.gateway().ifPresent(g -> out.merge(g.toString(), h.weight(), Integer::sum)));
      return out.size() == 1 ? Map.of(out.keySet().iterator().next(), 1) : out;
    }
  }

  @Property(tries = 300)
  void history_anyOrder_endsWithWhatIsWantedAndOthersUntouched(@ForAll long seed)
      throws LinuxException {
    Run run = new Run(seed);
    for (int i = 0; i < 40; i++) {
      run.step();
    }
    run.aim();
    run.quiet();
    run.assertOthersAreWhole();
    run.assertConverged();
  }
}
