package io.readback.core.plan;

import static io.readback.core.scenario.ServiceDraft.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.readback.core.allocate.AddressAllocator;
import io.readback.core.allocate.Allocations;
import io.readback.core.model.AddressBlock;
import io.readback.core.model.ClusterChange;
import io.readback.core.model.ClusterEdit;
import io.readback.core.model.ClusterState;
import io.readback.core.model.Endpoint;
import io.readback.core.model.EndpointSlice;
import io.readback.core.model.LabelSelector;
import io.readback.core.model.Labels;
import io.readback.core.model.MetallbAdvertisement;
import io.readback.core.model.MetallbCommunity;
import io.readback.core.model.MetallbPeer;
import io.readback.core.model.MetallbPool;
import io.readback.core.model.Node;
import io.readback.core.model.Origin;
import io.readback.core.model.Service;
import io.readback.core.model.ServiceRef;
import io.readback.core.scenario.ServiceDraft;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;

/** As {@link PlanPropertyTest}, over the objects of MetalLB's dialect. */
class MetallbPlanPropertyTest {
  private static final List<IpAddress> ROUTER =
      List.of(IpAddress.parse("172.16.0.1"), IpAddress.parse("fd10::1"));
  private static final String EXCLUDED = "node.kubernetes.io/exclude-from-external-load-balancers";

  @Property(tries = 250)
  void plan_anySequence_equalsAFullPass(@ForAll("steps") List<Integer> steps) {
    RoutePlanner planner = new RoutePlanner(RoutePlanner.Options.DEFAULT);
    AddressAllocator allocator = new AddressAllocator(new TreeMap<>());
    ClusterState state = start();
    ClusterPlan before = ClusterPlan.EMPTY;
    for (int step : steps) {
      ClusterEdit edit = new ClusterEdit(state);
      change(edit, step);
      ClusterChange change = before == ClusterPlan.EMPTY ? fresh(edit.state()) : edit.change();
      state = change.state();
      Allocations allocations = allocator.allocate(change);
      ClusterPlan plan = planner.plan(change, allocations);
      ClusterPlan full =
          new RoutePlanner(RoutePlanner.Options.DEFAULT).plan(fresh(state), allocations);
      assertThat(plan.nodes()).isEqualTo(full.nodes());
      assertThat(plan.expectedAt(ROUTER)).isEqualTo(full.expectedAt(ROUTER));
      for (NodePlan node : plan.nodes().values()) {
        for (PlannedTarget target : node.targets().values()) {
          PlannedTarget was = before.node(node.node()).targets().get(target.id());
          if (was != null && was.desired().routes().equals(target.desired().routes())) {
            assertThat(target.desired().routes()).isSameAs(was.desired().routes());
          }
        }
      }
      before = plan;
    }
  }

  @Property(tries = 150)
  void service_anySequence_saysAnnouncedExactlyWhereARouteIs(@ForAll("steps") List<Integer> steps) {
    ClusterEdit edit = new ClusterEdit(start());
    steps.forEach(step -> change(edit, step));
    ClusterState state = edit.state();
    ClusterPlan plan =
        new RoutePlanner(RoutePlanner.Options.DEFAULT)
            .plan(fresh(state), new AddressAllocator(new TreeMap<>()).allocate(fresh(state)));
    TreeSet<String> said = new TreeSet<>();
    for (ServiceRef ref : state.services().keySet()) {
      for (ServicePlan.AddressPlan address : plan.service(ref).orElseThrow().addresses()) {
        for (ServicePlan.Decision decision : address.decisions()) {
          assertThat(decision.announced()).isEqualTo(!decision.prefixes().isEmpty());
          for (IpPrefix prefix : decision.prefixes()) {
            assertThat(plan.owners(prefix)).contains(ref);
            said.add(decision.node() + " " + decision.target().orElseThrow() + " " + prefix);
          }
        }
      }
    }
    TreeSet<String> planned = new TreeSet<>();
    for (NodePlan node : plan.nodes().values()) {
      for (PlannedTarget target : node.targets().values()) {
        for (IpPrefix prefix : target.desired().routes().paths().keys()) {
          planned.add(node.node() + " " + target.id() + " " + prefix);
        }
      }
    }
    assertThat(said).isEqualTo(planned);
  }

  @Provide
  Arbitrary<List<Integer>> steps() {
    return Arbitraries.integers()
        .between(0, 999_999)
        .withDistribution(RandomDistribution.uniform())
        .list()
        .ofMinSize(3)
        .ofMaxSize(30);
  }

  private static ClusterChange fresh(ClusterState state) {
    return new ClusterChange(state, new TreeSet<>(state.services().keySet()), true);
  }

  private static ClusterState start() {
    ClusterEdit edit = new ClusterEdit(ClusterState.EMPTY);
    edit.put(pool("p0", 0));
    edit.put(pool("p1", 1));
    edit.put(peer("four", 0));
    edit.put(peer("six", 1));
    edit.put(advertisement("a", 0, 0));
    for (int i = 0; i < 3; i++) {
      edit.put(node(i, 0));
      edit.put(draft(i, 1, i).build());
      edit.put(slice(i, 1, i));
    }
    return edit.state();
  }

  private static void change(ClusterEdit edit, int step) {
    int d0 = step % 10;
    int d1 = step / 10 % 10;
    int d2 = step / 100 % 10;
    int d3 = step / 1000 % 10;
    switch (d0) {
      case 0, 1 -> edit.put(advertisement(d1 < 4 ? "a" : d1 < 8 ? "b" : "c", d2, d3));
      case 2 -> edit.put(peer(d1 < 5 ? "four" : "six", d2));
      case 3 -> edit.put(node(d1 % 4, d2));
      case 4 -> edit.put(pool("p" + d1 % 2, d2));
      case 5 -> edit.put(community(d1));
      case 6, 7 -> edit.put(slice(d1 % 6, d2, d3));
      case 8 -> {
        Service service = edit.state().services().get(ServiceRef.parse("web/s" + d1 % 6));
        if (service != null) {
          edit.remove(service);
        }
      }
      default -> edit.put(draft(d1 % 6, d2, d3).build());
    }
  }

  private static ServiceDraft draft(int number, int d2, int d3) {
    ServiceDraft draft =
        service("web/s" + number)
            .label("app", "a" + d2 % 2)
            .annotation("metallb.io/address-pool", "p" + d2 / 5);
    if (d3 < 3) {
      draft.annotation("metallb.io/allow-shared-ip", "k").ports("TCP/" + (80 + number));
    }
    if (d3 == 4) {
      draft.familyPolicy(Service.IpFamilyPolicy.PREFER_DUAL_STACK);
      draft.families(AddressFamily.IPV4, AddressFamily.IPV6);
    }
    if (d2 % 4 == 3) {
      draft.local();
    }
    return draft;
  }

  private static EndpointSlice slice(int number, int d2, int d3) {
    List<Endpoint> endpoints = new ArrayList<>();
    for (int i = 0; i < d2 % 4; i++) {
      boolean ready = (d2 + i) % 5 != 0;
      endpoints.add(
          new Endpoint(
              List.of(IpAddress.parse("10.244.0." + (10 + i % 2))),
              d3 == 9 && i == 0 ? Optional.empty() : Optional.of("n" + (d3 + i) % 4),
              ready,
              ready || d3 % 3 == 0,
              !ready));
    }
    return new EndpointSlice(
        "slice-" + d2 % 2,
        ServiceRef.parse("web/s" + number),
        d3 == 8 ? AddressFamily.IPV6 : AddressFamily.IPV4,
        endpoints,
        Origin.UNKNOWN);
  }

  private static Node node(int number, int d2) {
    Map<String, String> labels =
        d2 == 9 ? Map.of("zone", "z0", EXCLUDED, "") : Map.of("zone", "z" + (number + d2 / 5) % 2);
    return new Node(
        "n" + number,
        Labels.of(labels),
        Labels.NONE,
        List.of(IpAddress.parse("172.16.0.1" + number), IpAddress.parse("fd10::1" + number)),
        List.of(),
        List.of(IpPrefix.parse("10.244." + number + ".0/24")),
        d2 == 8,
        Origin.UNKNOWN);
  }

  private static MetallbPool pool(String name, int d2) {
    int third = name.equals("p0") ? 0 : 1;
    List<AddressBlock> blocks = new ArrayList<>();
    blocks.add(
        AddressBlock.of(
            IpAddress.parse("10." + third + ".0." + (d2 % 3) * 4),
            IpAddress.parse("10." + third + ".0.200")));
    if (d2 < 7) {
      blocks.add(AddressBlock.of(IpPrefix.parse("fd0" + third + "::/120")));
    }
    return new MetallbPool(
        name,
        "metallb-system",
        Labels.of(Map.of("tier", "t" + d2 % 2)),
        blocks,
        true,
        false,
        Optional.empty(),
        Optional.empty(),
        Origin.UNKNOWN);
  }

  private static MetallbPeer peer(String name, int d2) {
    return new MetallbPeer(
        name,
        "metallb-system",
        d2 == 7 ? 65002 : 65001,
        d2 % 4 == 0
            ? new MetallbPeer.RemoteAs.Fixed(65001)
            : d2 % 4 == 1
                ? new MetallbPeer.RemoteAs.Fixed(65000)
                : new MetallbPeer.RemoteAs.Internal(),
        OptionalLong.empty(),
        Optional.of(IpAddress.parse(name.equals("four") || d2 == 9 ? "172.16.0.1" : "fd10::1")),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        179,
        OptionalInt.empty(),
        OptionalInt.empty(),
        OptionalInt.empty(),
        d2 == 6 ? Optional.of(IpAddress.parse("10.9.9.9")) : Optional.empty(),
        d2 == 5 ? List.of(zone(0)) : List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        false,
        false,
        Optional.empty(),
        false,
        d2 % 3 == 0,
        Optional.empty(),
        Optional.empty(),
        Origin.UNKNOWN);
  }

  private static LabelSelector zone(int number) {
    return new LabelSelector(Labels.of(Map.of("zone", "z" + number)), List.of());
  }

  private static MetallbCommunity community(int d1) {
    return new MetallbCommunity(
        "names",
        "metallb-system",
        d1 < 5
            ? List.of(new MetallbCommunity.Alias("vpn", "65000:" + d1, Origin.UNKNOWN))
            : List.of(),
        Optional.empty(),
        Origin.UNKNOWN);
  }

  private static MetallbAdvertisement advertisement(String name, int d2, int d3) {
    boolean perService = d2 == 4 || d2 == 8;
    return new MetallbAdvertisement(
        name,
        "metallb-system",
        perService || d2 % 3 != 1 ? 32 : 30,
        perService || d2 % 3 != 2 ? 128 : 124,
        d3 % 4 == 0 ? OptionalLong.of(100 + d3) : OptionalLong.empty(),
        d3 % 3 == 0 ? List.of("65000:" + d3) : d3 == 7 ? List.of("vpn") : List.of(),
        d2 == 3 ? new TreeSet<>(List.of("p0")) : new TreeSet<>(),
        d2 == 6
            ? List.of(new LabelSelector(Labels.of(Map.of("tier", "t1")), List.of()))
            : List.of(),
        d2 == 5 ? List.of(zone(1)) : List.of(),
        d2 == 7 ? new TreeSet<>(List.of("six")) : new TreeSet<>(),
        perService
            ? List.of(new LabelSelector(Labels.of(Map.of("app", "a" + d3 % 2)), List.of()))
            : List.of(),
        Optional.empty(),
        Origin.UNKNOWN);
  }
}
