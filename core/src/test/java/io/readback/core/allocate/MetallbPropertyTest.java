package io.readback.core.allocate;

import static io.readback.core.scenario.MetallbPoolDraft.metallbPool;
import static io.readback.core.scenario.PoolDraft.pool;
import static io.readback.core.scenario.ServiceDraft.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.readback.core.model.ClusterState;
import io.readback.core.model.Dialect;
import io.readback.core.model.MetallbPool;
import io.readback.core.model.Service;
import io.readback.core.model.Service.IpFamilyPolicy;
import io.readback.core.model.ServiceRef;
import io.readback.core.scenario.ClusterDraft;
import io.readback.core.scenario.MetallbPoolDraft;
import io.readback.core.scenario.ServiceDraft;
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

/**
 * What must hold after any sequence of changes to a small, crowded cluster with MetalLB's pools, at
 * times with one of Cilium's beside them.
 */
class MetallbPropertyTest {
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
  void allocate_poolsOfTheOtherDialectComeAndGo_holdersKeepTheirVips(
      @ForAll("steps") List<Integer> steps) {
    ClusterDraft cluster = new ClusterDraft();
    AddressAllocator allocator = new AddressAllocator(new TreeMap<>());
    for (int step : steps) {
      change(cluster, step);
      Allocations before = allocator.allocate(cluster.step());
      boolean there = cluster.state().pools().containsKey("c");
      if (there || cluster.state().metallb().pools().isEmpty()) {
        continue;
      }
      cluster.put(pool("c", "10.7.0.0/30"));
      Allocations with = allocator.allocate(cluster.step());
      cluster.removePool("c");
      Allocations after = allocator.allocate(cluster.step());
      before
          .assignments()
          .forEach(
              (ref, vips) -> {
                assertThat(with.assignments().get(ref)).as("%s with", ref).isEqualTo(vips);
                assertThat(after.assignments().get(ref)).as("%s after", ref).containsAll(vips);
              });
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
    if (cluster.state().metallb().pools().isEmpty()) {
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
    cluster.state().metallb().pools().values().forEach(p -> puts.add(() -> shuffled.put(p)));
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
    for (ServiceAllocation a : allocations.services().values()) {
      Service service = state.services().get(a.service());
      assertThat(service).as("%s exists", a.service()).isNotNull();
      for (Vip vip : a.vips()) {
        seen.add(vip.ip());
        assertThat(allocations.holders(vip.ip())).contains(a.service());
        if (a.dialect() == Dialect.METALLB) {
          MetallbPool pool = state.metallb().pools().get(vip.pool());
          assertThat(pool).as("pool of %s", vip).isNotNull();
          assertThat(pool.blocks()).as("%s legal", vip).anyMatch(b -> b.contains(vip.ip()));
          assertThat(!pool.avoidBuggyIps() || !FreeSpace.isBuggy(vip.ip())).isTrue();
          MetallbRequest request = MetallbRequest.of(service);
          assertThat(MetallbSpace.serves(pool, request, state.namespaces())).isTrue();
          assertThat(request.families()).contains(vip.ip().family());
          assertThat(request.addresses().isEmpty() || request.addresses().contains(vip.ip()))
              .isTrue();
        }
      }
      assertThat(a.vips().stream().map(Vip::pool).distinct()).hasSizeLessThan(2);
    }
    for (IpAddress ip : seen) {
      List<MetallbRequest> holders = new ArrayList<>();
      for (ServiceRef ref : allocations.holders(ip)) {
        holders.add(MetallbRequest.of(state.services().get(ref)));
      }
      for (MetallbRequest a : holders) {
        for (MetallbRequest b : holders) {
          if (!a.ref().equals(b.ref())) {
            assertThat(MetallbRequest.refusal(a, b, ip)).as("%s on %s", holders, ip).isEmpty();
          }
        }
      }
    }
    for (PoolUsage usage : allocations.pools().values()) {
      assertThat(usage.used().add(usage.available())).isEqualTo(usage.total());
      assertThat(usage.available().signum()).isNotNegative();
    }
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
      cluster.removeMetallbPool(name);
      return;
    }
    String[][] blocks = {
      {"10.0.0.0/30"},
      {"10.0.0.4-10.0.0.6", "fd00::/127"},
      {"10.0.0.2/31"},
      {"10.0.1.0/31"},
      {"10.0.1.2/32", "10.0.2.1-10.0.2.2"},
      {"fd00::2/127", "10.0.1.1/32"}
    };
    MetallbPoolDraft draft = metallbPool(name, blocks[d2 % blocks.length]);
    if (d3 == 1) {
      draft.onlyWhenAsked();
    }
    if (d3 == 2) {
      draft.servicesWith("tier", "gold");
    }
    if (d3 == 3) {
      draft.avoidingBuggyIps();
    }
    if (d3 == 4) {
      draft.pinned(d4);
    }
    if (d3 == 5) {
      draft.namespaces("db");
    }
    if (d4 % 3 == 0) {
      draft.created("2026-01-0" + (1 + d4 % 9) + "T00:00:00Z");
    }
    cluster.put(draft);
  }

  private static ServiceDraft draft(int number, int d2, int d3, int d4) {
    ServiceDraft draft = service((number % 4 == 3 ? "db/s" : "web/s") + number);
    if (d2 == 1) {
      draft.asksMetallb("10.0.0.1");
    }
    if (d2 == 2) {
      draft.asksMetallb("10.0.0.5,fd00::").dualStack(IpFamilyPolicy.PREFER_DUAL_STACK);
    }
    if (d2 == 3) {
      draft.clusterIps("fd00:96::1");
    }
    if (d2 == 4) {
      draft.dualStack(IpFamilyPolicy.REQUIRE_DUAL_STACK);
    }
    if (d2 == 5) {
      draft.label("tier", "gold");
    }
    if (d2 == 6) {
      draft.dualStack(IpFamilyPolicy.PREFER_DUAL_STACK);
    }
    if (d2 == 7) {
      draft.metallbPool("p" + d4 % 3);
    }
    if (d2 == 8) {
      draft.loadBalancerIp("10.0.1.1");
    }
    if (d3 < 5) {
      draft.metallbSharingKey("k" + d3 % 2).ports("TCP/" + (80 + d4 % 3), "UDP/" + (90 + number));
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
