package io.readback.core.allocate;

import static io.readback.core.scenario.PoolDraft.pool;
import static io.readback.core.scenario.ServiceDraft.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.readback.core.model.AddressBlock;
import io.readback.core.model.AddressPool;
import io.readback.core.model.ClusterState;
import io.readback.core.model.Service;
import io.readback.core.model.ServiceRef;
import io.readback.core.scenario.ClusterDraft;
import io.readback.core.scenario.PoolDraft;
import io.readback.core.scenario.ServiceDraft;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.constraints.IntRange;

/** What must hold after any sequence of changes to a small, crowded cluster. */
class AllocationPropertyTest {
  private static final int SERVICES = 9;

  @Property(tries = 400)
  void allocate_anySequence_neverGivesAnAddressTwiceUnlessShared(
      @ForAll("steps") List<Integer> steps) {
    ClusterDraft cluster = new ClusterDraft();
    AddressAllocator allocator = new AddressAllocator(new TreeMap<>());
    for (int step : steps) {
      change(cluster, step);
      check(allocator.allocate(cluster.step()), cluster.state());
    }
  }

  @Property(tries = 400)
  void allocate_anySequence_holdersKeepWhatStaysLegal(@ForAll("steps") List<Integer> steps) {
    ClusterDraft cluster = new ClusterDraft();
    AddressAllocator allocator = new AddressAllocator(new TreeMap<>());
    Allocations before = Allocations.EMPTY;
    for (int step : steps) {
      ClusterState was = cluster.state();
      change(cluster, step);
      Allocations after = allocator.allocate(cluster.step());
      for (ServiceRef ref : before.services().keySet()) {
        Service service = cluster.state().services().get(ref);
        if (service == null
            || !service.equals(was.services().get(ref))
            || cluster.state().pools().isEmpty()) {
          continue;
        }
        for (Vip vip : before.get(ref).orElseThrow().vips()) {
          if (servedBySomePool(cluster.state(), service, vip.ip())) {
            assertThat(after.get(ref).orElseThrow().vips())
                .as("%s keeps %s", ref, vip)
                .extracting(Vip::ip)
                .contains(vip.ip());
          }
        }
      }
      before = after;
    }
  }

  @Property(tries = 400)
  void allocate_restartAfterAnySequence_changesNothing(@ForAll("steps") List<Integer> steps) {
    ClusterDraft cluster = new ClusterDraft();
    AddressAllocator allocator = new AddressAllocator(new TreeMap<>());
    Allocations last = Allocations.EMPTY;
    for (int step : steps) {
      change(cluster, step);
      last = allocator.allocate(cluster.step());
    }
    if (cluster.state().pools().isEmpty()) {
      return;
    }
    Allocations again = new AddressAllocator(last.assignments()).allocate(cluster.fresh());
    assertThat(again.assignments()).isEqualTo(last.assignments());
    assertThat(new TreeMap<>(again.services())).isEqualTo(new TreeMap<>(last.services()));
    assertThat(again.pools()).isEqualTo(last.pools());
  }

  @Property(tries = 200)
  void allocate_sameObjectsInAnyOrder_givesTheSameAtOnce(
      @ForAll("steps") List<Integer> steps, @ForAll Random random) {
    ClusterDraft cluster = new ClusterDraft();
    steps.forEach(step -> change(cluster, step));
    Allocations once = new AddressAllocator(new TreeMap<>()).allocate(cluster.fresh());
    ClusterDraft shuffled = new ClusterDraft();
    List<Runnable> puts = new ArrayList<>();
    cluster.state().services().values().forEach(s -> puts.add(() -> shuffled.put(s)));
    cluster.state().pools().values().forEach(p -> puts.add(() -> shuffled.put(p)));
    Collections.shuffle(puts, random);
    puts.forEach(Runnable::run);
    Allocations other = new AddressAllocator(new TreeMap<>()).allocate(shuffled.step());
    assertThat(new TreeMap<>(other.services())).isEqualTo(new TreeMap<>(once.services()));
  }

  @Property(tries = 200)
  void allocate_serviceFreedAndAskedAgain_leavesTheOthersAlone(
      @ForAll("steps") List<Integer> steps,
      @ForAll @IntRange(min = 0, max = SERVICES - 1) int which) {
    ClusterDraft cluster = new ClusterDraft();
    AddressAllocator allocator = new AddressAllocator(new TreeMap<>());
    steps.forEach(step -> change(cluster, step));
    Allocations before = allocator.allocate(cluster.step());
    ServiceRef ref = ServiceRef.parse("web/s" + which);
    Service service = cluster.state().services().get(ref);
    if (service == null || !before.services().containsKey(ref)) {
      return;
    }
    cluster.removeService(ref.toString());
    Allocations without = allocator.allocate(cluster.step());
    assertThat(without.get(ref)).isEmpty();
    cluster.put(service);
    Allocations after = allocator.allocate(cluster.step());
    for (ServiceAllocation other : before.services().values()) {
      if (!other.service().equals(ref)) {
        assertThat(after.get(other.service()).orElseThrow().vips()).containsAll(other.vips());
      }
    }
    check(after, cluster.state());
  }

  @Property(tries = 2)
  void allocate_tenThousandServices_keepsItsPromises(@ForAll Random random) {
    ClusterDraft cluster = new ClusterDraft();
    cluster.put(pool("a", "10.0.0.0/19").created("2026-01-01T00:00:00Z"));
    cluster.put(pool("b", "10.1.0.0-10.1.5.200", "fd00::/112").onlyFor("tier", "gold"));
    for (int i = 0; i < 10_000; i++) {
      cluster.put(manyDraft(i, random));
    }
    AddressAllocator allocator = new AddressAllocator(new TreeMap<>());
    Allocations last = allocator.allocate(cluster.step());
    check(last, cluster.state());
    for (int event = 0; event < 300; event++) {
      Allocations before = last;
      int number = random.nextInt(10_000);
      String name = "web/m" + number;
      boolean poolChanges = event % 100 == 99;
      if (poolChanges) {
        cluster.put(pool("a", "10.0.0.0/" + (18 + random.nextInt(3))));
      } else if (random.nextInt(3) == 0) {
        cluster.removeService(name);
      } else {
        cluster.put(manyDraft(number, random));
      }
      ClusterState now = cluster.state();
      last = allocator.allocate(cluster.step());
      if (!poolChanges) {
        ServiceRef changed = ServiceRef.parse(name);
        for (ServiceRef ref : last.changed()) {
          if (!ref.equals(changed)) {
            assertThat(last.get(ref).orElseThrow().vips())
                .as("%s only gains by the change of %s", ref, changed)
                .containsAll(before.get(ref).orElseThrow().vips());
          }
        }
      }
      if (poolChanges) {
        check(last, now);
      }
    }
    check(last, cluster.state());
    Allocations again = new AddressAllocator(last.assignments()).allocate(cluster.fresh());
    assertThat(again.assignments()).isEqualTo(last.assignments());
    assertThat(again.pools()).isEqualTo(last.pools());
  }

  /** One of many Services: some share, some ask, some want both families. */
  private static ServiceDraft manyDraft(int number, Random random) {
    ServiceDraft draft = service("web/m" + number);
    switch (random.nextInt(8)) {
      case 0 -> draft.sharingKey("k" + random.nextInt(500)).ports("TCP/" + (1 + number));
      case 1 -> draft.asks("10.0." + random.nextInt(40) + "." + random.nextInt(256));
      case 2 -> draft.label("tier", "gold").familyPolicy(Service.IpFamilyPolicy.REQUIRE_DUAL_STACK);
      case 3 -> draft.status("10.0." + random.nextInt(32) + "." + random.nextInt(256));
      default -> draft.label("tier", random.nextInt(9) == 0 ? "gold" : "none");
    }
    return draft;
  }

  @Provide
  Arbitrary<List<Integer>> steps() {
    return Arbitraries.integers()
        .between(0, 99_999)
        .withDistribution(RandomDistribution.uniform())
        .list()
        .ofMinSize(5)
        .ofMaxSize(50);
  }

  private static void check(Allocations allocations, ClusterState state) {
    TreeSet<IpAddress> seen = new TreeSet<>();
    allocations
        .services()
        .values()
        .forEach(
            a -> {
              Service service = state.services().get(a.service());
              assertThat(service).as("%s exists", a.service()).isNotNull();
              for (Vip vip : a.vips()) {
                seen.add(vip.ip());
                assertThat(allocations.holders(vip.ip())).contains(a.service());
                AddressPool pool = state.pools().get(vip.pool());
                assertThat(pool).as("pool of %s", vip).isNotNull();
                assertThat(serves(pool, service, vip.ip())).as("%s legal", vip).isTrue();
              }
            });
    for (IpAddress ip : seen) {
      List<ServiceRequest> holders = new ArrayList<>();
      for (ServiceRef ref : allocations.holders(ip)) {
        holders.add(ServiceRequest.of(state.services().get(ref)));
      }
      for (ServiceRequest a : holders) {
        for (ServiceRequest b : holders) {
          if (!a.ref().equals(b.ref())) {
            assertThat(SharingRules.refusal(a, b)).as("%s on %s", holders, ip).isEmpty();
          }
        }
      }
    }
    for (PoolUsage usage : allocations.pools().values()) {
      assertThat(usage.used().add(usage.available())).isEqualTo(usage.total());
      assertThat(usage.available().signum()).isNotNegative();
    }
  }

  private static boolean servedBySomePool(ClusterState state, Service service, IpAddress ip) {
    return state.pools().values().stream().anyMatch(p -> serves(p, service, ip));
  }

  private static boolean serves(AddressPool pool, Service service, IpAddress ip) {
    for (AddressBlock block : pool.blocks()) {
      if (block.contains(ip)) {
        return pool.serviceSelector()
            .map(s -> s.matches(CiliumService.selectableLabels(service)))
            .orElse(true);
      }
    }
    return false;
  }

  /** One change, told by the digits of a number. */
  private static void change(ClusterDraft cluster, int step) {
    int d0 = step % 10;
    int d1 = step / 10 % 10;
    int d2 = step / 100 % 10;
    int d3 = step / 1000 % 10;
    int d4 = step / 10_000;
    if (d0 < 2) {
      changePool(cluster, d1, d2, d3, d4);
    } else if (d0 == 2) {
      cluster.removeService("web/s" + d1 % SERVICES);
    } else {
      cluster.put(draft(d1 % SERVICES, d2, d3, d4));
    }
  }

  private static void changePool(ClusterDraft cluster, int d1, int d2, int d3, int d4) {
    String name = "p" + d1 % 3;
    if (d2 == 9) {
      cluster.removePool(name);
      return;
    }
    String[][] blocks = {
      {"10.0.0.0/30"},
      {"10.0.0.0-10.0.0.2", "fd00::/127"},
      {"10.0.0.2/31"},
      {"10.0.1.0/31"},
      {"10.0.1.0/32", "10.0.2.1-10.0.2.2"},
      {"fd00::/126", "10.0.1.1/32"}
    };
    PoolDraft draft = pool(name, blocks[d2 % blocks.length]);
    if (d3 == 1) {
      draft.disabled();
    }
    if (d3 == 2) {
      draft.onlyFor("tier", "gold");
    }
    if (d3 == 3) {
      draft.endsReserved();
    }
    if (d4 % 3 == 0) {
      draft.created("2026-01-0" + (1 + d4 % 9) + "T00:00:00Z");
    }
    cluster.put(draft);
  }

  private static ServiceDraft draft(int number, int d2, int d3, int d4) {
    ServiceDraft draft = service("web/s" + number);
    if (number % 4 == 3) {
      draft = service("db/s" + number).sharingWith(d4 < 5 ? "web" : "*");
    } else if (d4 % 2 == 0) {
      draft.sharingWith("db");
    }
    if (d2 == 1) {
      draft.asks("10.0.0.1");
    }
    if (d2 == 2) {
      draft.asks("10.0.1.0,10.0.0.2");
    }
    if (d2 == 3) {
      draft.families(AddressFamily.IPV6);
    }
    if (d2 == 4) {
      draft.familyPolicy(Service.IpFamilyPolicy.REQUIRE_DUAL_STACK);
    }
    if (d2 == 5) {
      draft.label("tier", "gold");
    }
    if (d2 == 6) {
      draft.loadBalancerClass(d3 < 5 ? "other" : CiliumService.BGP_CLASS);
    }
    if (d3 < 5) {
      draft.sharingKey("k" + d3 % 2).ports("TCP/" + (80 + d4 % 3), "UDP/" + (90 + number));
    }
    if (d3 == 4) {
      draft.local().selector("app", "a" + d4 % 2);
    }
    if (d3 == 8) {
      draft.status("10.0.0.1");
    }
    if (d3 == 9) {
      draft.created("2026-02-0" + (1 + d4 % 9) + "T00:00:00Z");
    }
    return draft;
  }
}
