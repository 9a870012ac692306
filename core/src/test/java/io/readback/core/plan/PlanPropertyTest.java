package io.readback.core.plan;

import static io.readback.core.scenario.PoolDraft.pool;
import static io.readback.core.scenario.ServiceDraft.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.readback.core.allocate.AddressAllocator;
import io.readback.core.allocate.Allocations;
import io.readback.core.model.BgpAdvertisement;
import io.readback.core.model.BgpAdvertisement.Attributes;
import io.readback.core.model.BgpAdvertisement.Entry;
import io.readback.core.model.BgpAdvertisement.ServiceAddress;
import io.readback.core.model.BgpClusterConfig;
import io.readback.core.model.BgpPeerConfig;
import io.readback.core.model.BgpPeerConfig.FamilyExport;
import io.readback.core.model.ClusterChange;
import io.readback.core.model.Endpoint;
import io.readback.core.model.EndpointSlice;
import io.readback.core.model.HostFacts;
import io.readback.core.model.LabelSelector;
import io.readback.core.model.Labels;
import io.readback.core.model.Node;
import io.readback.core.model.NodeNetwork;
import io.readback.core.model.Origin;
import io.readback.core.model.PeerDiscovery;
import io.readback.core.model.PodIpPool;
import io.readback.core.model.Service;
import io.readback.core.model.ServiceRef;
import io.readback.core.scenario.ClusterDraft;
import io.readback.core.scenario.ServiceDraft;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.route.Community;
import io.readback.spi.route.RouteTable;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;

/** A planner that followed any sequence of changes agrees with one that sees the result first. */
class PlanPropertyTest {
  private static final List<IpAddress> ROUTER =
      List.of(IpAddress.parse("172.16.0.1"), IpAddress.parse("fd10::1"));

  @Property(tries = 250)
  void plan_anySequence_equalsAFullPass(@ForAll("steps") List<Integer> steps) {
    ClusterDraft cluster = new ClusterDraft();
    AddressAllocator allocator = new AddressAllocator(new TreeMap<>());
    RoutePlanner planner = new RoutePlanner(RoutePlanner.Options.DEFAULT);
    start(cluster);
    ClusterPlan before = ClusterPlan.EMPTY;
    HostFacts host = HostFacts.NONE;
    planner.host("n1", host);
    for (int step : steps) {
      change(cluster, step);
      if (step % 11 == 0) {
        host = hostFacts(step / 11);
        planner.host("n1", host);
      }
      ClusterChange change = cluster.step();
      Allocations allocations = allocator.allocate(change);
      ClusterPlan plan = planner.plan(change, allocations);
      ExpectedRoutes expected = plan.expectedAt(ROUTER);
      RoutePlanner fresh = new RoutePlanner(RoutePlanner.Options.DEFAULT);
      fresh.host("n1", host);
      ClusterPlan full = fresh.plan(cluster.fresh(), allocations);
      assertSame(plan, full);
      assertThat(expected).isEqualTo(full.expectedAt(ROUTER));
      assertSuccessor(before, plan);
      before = plan;
    }
  }

  @Property(tries = 100)
  void service_anySequence_saysAnnouncedExactlyWhereARouteIs(@ForAll("steps") List<Integer> steps) {
    ClusterDraft cluster = new ClusterDraft();
    start(cluster);
    steps.forEach(step -> change(cluster, step));
    ClusterChange change = cluster.fresh();
    Allocations allocations = new AddressAllocator(new TreeMap<>()).allocate(change);
    ClusterPlan plan = new RoutePlanner(RoutePlanner.Options.DEFAULT).plan(change, allocations);
    TreeSet<String> said = new TreeSet<>();
    for (ServiceRef ref : change.state().services().keySet()) {
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
          if (!prefix.network().toString().startsWith("10.244.")) {
            planned.add(node.node() + " " + target.id() + " " + prefix);
          }
        }
      }
    }
    assertThat(said).isEqualTo(planned);
  }

  private static void assertSame(ClusterPlan plan, ClusterPlan full) {
    assertThat(plan.nodes().keySet()).isEqualTo(full.nodes().keySet());
    for (NodePlan node : full.nodes().values()) {
      assertThat(plan.node(node.node())).isEqualTo(node);
      for (PlannedTarget target : node.targets().values()) {
        target
            .desired()
            .routes()
            .forEach(r -> assertThat(plan.owners(r.prefix())).isEqualTo(full.owners(r.prefix())));
      }
    }
    assertThat(plan.conditions()).isEqualTo(full.conditions());
  }

  /** Equal tables are the same object, and the generation tells of every change. */
  private static void assertSuccessor(ClusterPlan before, ClusterPlan after) {
    boolean changed = !before.nodes().keySet().equals(after.nodes().keySet());
    for (NodePlan node : after.nodes().values()) {
      changed |= !before.node(node.node()).targets().keySet().equals(node.targets().keySet());
      for (PlannedTarget target : node.targets().values()) {
        PlannedTarget was = before.node(node.node()).targets().get(target.id());
        changed |= was == null || !was.desired().equals(target.desired());
        if (was != null) {
          RouteTable old = was.desired().routes();
          assertThat(old.equals(target.desired().routes()))
              .isEqualTo(old == target.desired().routes());
        }
      }
    }
    assertThat(after.generation() > before.generation()).isEqualTo(changed);
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

  private static HostFacts hostFacts(int number) {
    TreeMap<String, SortedSet<IpAddress>> interfaces = new TreeMap<>();
    if (number % 3 != 0) {
      interfaces.put(
          "lo1", new TreeSet<>(List.of(IpAddress.parse("10.244.99." + (1 + number % 3)))));
    }
    return new HostFacts(
        number % 2 == 0
            ? List.of()
            : List.of(
                new HostFacts.DefaultRoute(IpAddress.parse("172.16.0." + (1 + number % 4)), 0)),
        interfaces);
  }

  private static void start(ClusterDraft cluster) {
    cluster.put(pool("p", "10.0.0.0/28", "fd00::/124"));
    cluster.put(clusterConfig("rack", Optional.empty(), 65001, 65000));
    for (int i = 0; i < 3; i++) {
      cluster.put(node(i, 0));
    }
    cluster.put(peerConfig("one", 0));
    cluster.put(peerConfig("two", 1));
    cluster.put(advertisement("a", 3, 1));
  }

  private static void change(ClusterDraft cluster, int step) {
    int d0 = step % 10;
    int d1 = step / 10 % 10;
    int d2 = step / 100 % 10;
    int d3 = step / 1000 % 10;
    int d4 = step / 10_000 % 10;
    int d5 = step / 100_000;
    switch (d0) {
      case 0 -> cluster.put(advertisement(d1 < 5 ? "a" : "b", d2 * 10 + d3, d4));
      case 1 -> {
        if (d1 < 7) {
          cluster.put(node(d2 % 4, d3));
        } else {
          cluster.removeNode("n" + d2 % 4);
        }
      }
      case 2 -> {
        if (d1 < 7) {
          cluster.put(peerConfig(d1 < 4 ? "one" : "two", d2));
        } else if (d2 < 3) {
          cluster.removePodIpPool("pool" + d3 % 2);
        } else {
          cluster.put(
              new PodIpPool(
                  "pool" + d3 % 2, Labels.of(Map.of("app", "a" + d2 % 2)), Origin.UNKNOWN));
          cluster.put(network(d4 % 4, d2, d5));
        }
      }
      case 3 ->
          cluster.put(
              clusterConfig(
                  d1 < 7 ? "rack" : "back",
                  d2 < 5
                      ? Optional.empty()
                      : Optional.of(
                          new LabelSelector(Labels.of(Map.of("zone", "z" + d2 % 2)), List.of())),
                  d3 < 3 ? 65000 : 65001,
                  65000));
      case 4 -> cluster.removeService("web/s" + d1 % 6);
      case 5, 6 -> cluster.put(slice(d1 % 6, d2, d3));
      default -> cluster.put(draft(d1 % 6, d2, d3, d4, d5));
    }
  }

  private static NodeNetwork network(int number, int d2, int d5) {
    return new NodeNetwork(
        "n" + number,
        Labels.of(Map.of("zone", "z" + number % 2)),
        List.of(),
        List.of(),
        List.of(),
        new TreeMap<>(Map.of("pool" + d2 % 2, List.of(IpPrefix.parse("10.244.5" + d5 + ".0/24")))),
        Origin.UNKNOWN);
  }

  private static ServiceDraft draft(int number, int d2, int d3, int d4, int d5) {
    ServiceDraft draft = service("web/s" + number).label("app", "a" + d2 % 2);
    draft.clusterIps("10.96.0." + number);
    if (d2 < 3) {
      draft.sharingKey("k").ports("TCP/" + (80 + number));
    }
    if (d3 < 4) {
      draft.local().selector("app", "x");
    }
    if (d3 == 5) {
      draft.familyPolicy(Service.IpFamilyPolicy.REQUIRE_DUAL_STACK);
    }
    if (d4 == 1) {
      draft.loadBalancerClass("other");
    }
    if (d4 == 2) {
      draft.type("ClusterIP");
    }
    if (d4 == 3) {
      draft.internalLocal();
    }
    if (d5 < 3) {
      draft.externalIps("10.0.0." + d5);
    }
    return draft;
  }

  private static EndpointSlice slice(int number, int d2, int d3) {
    List<Endpoint> endpoints = new ArrayList<>();
    for (int i = 0; i < d2 % 4; i++) {
      endpoints.add(
          new Endpoint(
              List.of(IpAddress.parse("10.244.0." + (10 + i))),
              d3 == 9 && i == 0 ? Optional.empty() : Optional.of("n" + (d3 + i) % 4),
              (d2 + i) % 5 != 0,
              true,
              (d3 + i) % 7 == 0));
    }
    return new EndpointSlice(
        "slice-" + d2 % 2,
        ServiceRef.parse("web/s" + number),
        d3 == 8 ? AddressFamily.IPV6 : AddressFamily.IPV4,
        endpoints,
        Origin.UNKNOWN);
  }

  private static Node node(int number, int d3) {
    return new Node(
        "n" + number,
        Labels.of(Map.of("zone", "z" + (number + d3 / 5) % 2)),
        Labels.NONE,
        d3 == 9
            ? List.of(IpAddress.parse("fd10::1" + number))
            : List.of(IpAddress.parse("172.16.0.1" + number), IpAddress.parse("fd10::1" + number)),
        List.of(),
        d3 == 8 ? List.of() : List.of(IpPrefix.parse("10.244." + number + ".0/24")),
        false,
        Origin.UNKNOWN);
  }

  private static BgpClusterConfig clusterConfig(
      String name, Optional<LabelSelector> selector, long localAsn, long peerAsn) {
    return new BgpClusterConfig(
        name,
        selector,
        List.of(
            new BgpClusterConfig.Instance(
                "main",
                OptionalLong.of(localAsn),
                OptionalInt.empty(),
                List.of(
                    peer("four", "172.16.0.1", peerAsn, "one"),
                    peer("six", "fd10::1", 0, "two"),
                    gateway(peerAsn)),
                Origin.UNKNOWN)),
        Optional.empty(),
        Optional.empty(),
        Origin.UNKNOWN);
  }

  private static BgpClusterConfig.Peer gateway(long asn) {
    return new BgpClusterConfig.Peer(
        "gateway",
        Optional.empty(),
        Optional.empty(),
        asn,
        Optional.of("one"),
        Optional.of(new PeerDiscovery.DefaultGateway(AddressFamily.IPV4)),
        Origin.UNKNOWN);
  }

  private static BgpClusterConfig.Peer peer(
      String name, String address, long asn, String peerConfig) {
    return new BgpClusterConfig.Peer(
        name,
        Optional.of(IpAddress.parse(address)),
        Optional.empty(),
        asn,
        Optional.of(peerConfig),
        Optional.empty(),
        Origin.UNKNOWN);
  }

  private static BgpPeerConfig peerConfig(String name, int d2) {
    Optional<LabelSelector> bgp =
        Optional.of(
            new LabelSelector(Labels.of(Map.of("advertise", d2 < 8 ? "bgp" : "b")), List.of()));
    List<FamilyExport> families = new ArrayList<>();
    families.add(new FamilyExport(AddressFamily.IPV4, d2 == 5 ? Optional.empty() : bgp));
    if (d2 % 2 == 1) {
      families.add(new FamilyExport(AddressFamily.IPV6, bgp));
    }
    BgpPeerConfig base = BgpPeerConfig.DEFAULT;
    return new BgpPeerConfig(
        name,
        base.peerPort(),
        Optional.empty(),
        base.timers(),
        base.gracefulRestart(),
        base.multihopTtl(),
        d2 == 7 ? Optional.of("secret") : Optional.empty(),
        families,
        Optional.empty(),
        Origin.UNKNOWN);
  }

  private static BgpAdvertisement advertisement(String name, int shape, int d4) {
    TreeSet<Community> communities = new TreeSet<>();
    if (d4 % 3 == 0) {
      communities.add(Community.of(65000, d4));
    }
    Attributes attributes =
        new Attributes(
            communities,
            new TreeSet<>(),
            d4 % 2 == 0 ? OptionalLong.of(100L + d4) : OptionalLong.empty());
    TreeSet<ServiceAddress> addresses = new TreeSet<>(EnumSet.of(ServiceAddress.LOAD_BALANCER_IP));
    if (shape % 3 == 0) {
      addresses.add(ServiceAddress.CLUSTER_IP);
    }
    if (shape % 5 == 0) {
      addresses.add(ServiceAddress.EXTERNAL_IP);
    }
    Optional<LabelSelector> selector =
        shape % 7 == 0
            ? Optional.empty()
            : shape % 7 < 4
                ? Optional.of(LabelSelector.EVERYTHING)
                : Optional.of(
                    new LabelSelector(Labels.of(Map.of("app", "a" + shape % 2)), List.of()));
    Entry services =
        new Entry(
            BgpAdvertisement.Type.SERVICE,
            selector,
            addresses,
            shape % 4 == 0 ? OptionalInt.of(30) : OptionalInt.empty(),
            shape % 4 == 1 ? OptionalInt.of(126) : OptionalInt.empty(),
            Optional.empty(),
            attributes,
            Origin.UNKNOWN);
    Entry pods =
        entry(BgpAdvertisement.Type.POD_CIDR, Optional.empty(), Optional.empty(), attributes);
    Entry pools = entry(BgpAdvertisement.Type.POD_IP_POOL, selector, Optional.empty(), attributes);
    Entry link =
        entry(BgpAdvertisement.Type.INTERFACE, Optional.empty(), Optional.of("lo1"), attributes);
    return new BgpAdvertisement(
        name,
        Labels.of(Map.of("advertise", shape % 11 == 0 ? "b" : "bgp")),
        shape % 2 == 0 ? List.of(services, pools, link) : List.of(pods, services),
        Origin.UNKNOWN);
  }

  private static Entry entry(
      BgpAdvertisement.Type type,
      Optional<LabelSelector> selector,
      Optional<String> interfaceName,
      Attributes attributes) {
    return new Entry(
        type,
        selector,
        new TreeSet<>(),
        OptionalInt.empty(),
        OptionalInt.empty(),
        interfaceName,
        attributes,
        Origin.UNKNOWN);
  }
}
