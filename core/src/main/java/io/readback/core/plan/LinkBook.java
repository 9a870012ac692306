package io.readback.core.plan;

import io.readback.core.model.Dialect;
import io.readback.core.model.ObjectRef;
import io.readback.core.model.Service;
import io.readback.core.model.ServiceRef;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.net.PrefixMap;
import io.readback.spi.route.NextHop;
import io.readback.spi.route.Path;
import io.readback.spi.route.PathAttributes;
import io.readback.spi.route.RouteTable;
import io.readback.spi.target.DesiredTarget;
import io.readback.spi.target.LinkInterfaces;
import io.readback.spi.target.LinkMember;
import io.readback.spi.target.LinkOrder;
import io.readback.spi.target.LinkTarget;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.pcollections.TreePSet;

/**
 * Which VIPs are answered for on links, by which nodes. VIPs of the same manifests share a target;
 * that some of the nodes alone may answer for one stands in its path. Follows Service by Service.
 */
final class LinkBook {
  private static final Path ANY = Path.self(PathAttributes.NONE);

  private final LinkTopology topology;
  private final Map<SortedSet<String>, Path> paths = new HashMap<>();
  private final Map<ServiceRef, List<Claim>> claims = new HashMap<>();
  private final Map<IpAddress, SortedMap<ServiceRef, Claim>> vips = new HashMap<>();
  private final Map<IpAddress, Group> placed = new HashMap<>();
  private PrefixMap<TreePSet<ServiceRef>> owners = PrefixMap.empty();
  private final Map<Group, SortedMap<String, LinkTarget>> targets = new HashMap<>();
  private final SortedMap<Group, RouteTable> tables =
      new TreeMap<>(Comparator.comparing(Group::dialect).thenComparing(Group::name));

  /** One Service's wish to have an address known on links. */
  private record Claim(IpAddress vip, Group group, Reach reach) {}

  /**
   * The manifests that are for an address.
   *
   * @param name of the target: their names, joined
   */
  record Group(Dialect dialect, List<LinkOffer> offers, String name) {
    static Group of(List<LinkOffer> offers) {
      return new Group(
          offers.get(0).dialect(),
          List.copyOf(offers),
          offers.stream().map(o -> o.object().name()).collect(Collectors.joining("+")));
    }

    /** The manifests of both. */
    Group and(Group other) {
      List<LinkOffer> all = new ArrayList<>(offers);
      other.offers.stream().filter(o -> !all.contains(o)).forEach(all::add);
      all.sort(Comparator.comparing(o -> o.object().name()));
      return of(all);
    }

    /** What the weights of all manifests make of each node. */
    SortedMap<String, Integer> nodes() {
      SortedMap<String, Integer> out = new TreeMap<>();
      offers.forEach(
          o -> o.nodes().forEach((node, weight) -> out.merge(node, weight, Integer::sum)));
      return out;
    }

    /** Where a node answers: on the interfaces of the manifests that select it. */
    LinkInterfaces interfaces(String node) {
      SortedSet<String> names = new TreeSet<>();
      SortedSet<String> patterns = new TreeSet<>();
      for (LinkOffer offer : offers) {
        if (offer.nodes().containsKey(node)) {
          if (offer.interfaces().isAll()) {
            return LinkInterfaces.ALL;
          }
          names.addAll(offer.interfaces().names());
          patterns.addAll(offer.interfaces().patterns());
        }
      }
      return new LinkInterfaces(names, patterns);
    }
  }

  LinkBook(LinkTopology topology) {
    this.topology = topology;
  }

  LinkTopology topology() {
    return topology;
  }

  /** Works out these Services again. */
  void replaceAll(Collection<ServiceRef> services, PlanInput input) {
    if (topology.offers().isEmpty()) {
      return;
    }
    Set<IpAddress> touched = new HashSet<>();
    for (ServiceRef ref : services) {
      List<Claim> before = claims.getOrDefault(ref, List.of());
      List<Claim> after = claims(input.state().services().get(ref), input);
      if (before.equals(after)) {
        continue;
      }
      before.forEach(c -> vips.getOrDefault(c.vip(), new TreeMap<>()).remove(ref));
      after.forEach(c -> vips.computeIfAbsent(c.vip(), v -> new TreeMap<>()).put(ref, c));
      before.forEach(c -> touched.add(c.vip()));
      after.forEach(c -> touched.add(c.vip()));
      if (after.isEmpty()) {
        claims.remove(ref);
      } else {
        claims.put(ref, after);
      }
    }
    touched.forEach(this::place);
  }

  private List<Claim> claims(@Nullable Service service, PlanInput input) {
    if (service == null) {
      return List.of();
    }
    List<Claim> out = new ArrayList<>(2);
    for (ServiceAddress address : input.addresses(service)) {
      List<LinkOffer> offers = offers(service, address);
      if (!offers.isEmpty()) {
        Reach reach =
            address.dialect() == Dialect.METALLB
                ? MetallbRules.reach(service, input)
                : CiliumRules.reach(service, address, input);
        if (!reach.isNowhere()) {
          out.add(new Claim(address.address(), Group.of(offers), reach));
        }
      }
    }
    return out;
  }

  private List<LinkOffer> offers(Service service, ServiceAddress address) {
    return topology.offers().stream().filter(o -> o.announces(service, address)).toList();
  }

  /** Puts a VIP where its Services want it; those that share it must agree on who may answer. */
  private void place(IpAddress vip) {
    IpPrefix prefix = vip.toPrefix();
    SortedMap<ServiceRef, Claim> of = vips.getOrDefault(vip, new TreeMap<>());
    Group group = null;
    Path path = null;
    if (of.isEmpty()) {
      vips.remove(vip);
    } else {
      Claim first = of.values().iterator().next();
      group = first.group();
      for (Claim claim : of.values()) {
        if (claim.group().dialect() == group.dialect()) {
          group = claim.group().equals(group) ? group : group.and(claim.group());
        }
      }
      path = path(first, of.values(), group);
    }
    owners =
        of.isEmpty() ? owners.without(prefix) : owners.with(prefix, TreePSet.from(of.keySet()));
    Group before = placed.get(vip);
    if (before != null && (path == null || !before.equals(group))) {
      put(before, tables.getOrDefault(before, RouteTable.EMPTY).without(prefix));
      placed.remove(vip);
    }
    if (group != null && path != null) {
      put(group, tables.getOrDefault(group, RouteTable.EMPTY).with(prefix, path));
      placed.put(vip, group);
    }
  }

  /** The Services whose address each prefix is. */
  PrefixMap<TreePSet<ServiceRef>> owners() {
    return owners;
  }

  private void put(Group group, RouteTable table) {
    if (table.size() == 0) {
      tables.remove(group);
    } else {
      tables.put(group, table);
    }
  }

  /** Null where no node may answer. */
  private @Nullable Path path(Claim first, Collection<Claim> all, Group group) {
    SortedSet<String> nodes = new TreeSet<>(group.nodes().keySet());
    if (all.stream().allMatch(c -> c.reach().everywhere())) {
      return nodes.isEmpty() ? null : ANY;
    }
    SortedSet<String> common = new TreeSet<>(nodes);
    all.forEach(c -> common.removeIf(n -> !c.reach().includes(n)));
    if (common.isEmpty()) {
      // they cannot all be served where their endpoints are: the first by name is
      common.addAll(nodes);
      common.removeIf(n -> !first.reach().includes(n));
    }
    return common.isEmpty() ? null : paths.computeIfAbsent(common, this::pathOf);
  }

  private Path pathOf(SortedSet<String> nodes) {
    List<NextHop> hops = new ArrayList<>();
    nodes.forEach(n -> hops.add(new NextHop.Address(addresses(n).get(0))));
    return new Path(hops, PathAttributes.NONE);
  }

  private List<IpAddress> addresses(String node) {
    return topology.addresses().getOrDefault(node, List.of());
  }

  /** The targets of a node. */
  List<PlannedTarget> targets(String node) {
    List<PlannedTarget> out = new ArrayList<>();
    tables.forEach(
        (group, table) -> {
          LinkTarget target = targets.computeIfAbsent(group, this::targetsOf).get(node);
          if (target != null) {
            out.add(
                new PlannedTarget(
                    new DesiredTarget(target, table),
                    group.offers().get(0).object(),
                    Optional.empty(),
                    group.offers().stream().flatMap(o -> o.announcer().stream()).findFirst(),
                    Optional.empty(),
                    Optional.empty()));
          }
        });
    return out;
  }

  /** By node; made once for each group, as it costs the square of the nodes. */
  private SortedMap<String, LinkTarget> targetsOf(Group group) {
    SortedMap<String, LinkMember> members = new TreeMap<>();
    group.nodes().forEach((n, weight) -> members.put(n, new LinkMember(n, addresses(n), weight)));
    SortedMap<String, LinkTarget> out = new TreeMap<>();
    for (String node : members.keySet()) {
      out.put(
          node,
          new LinkTarget(
              group.dialect().toString(), group.name(), node, group.interfaces(node), members));
    }
    return out;
  }

  /** What is decided for an address of a Service; empty where no manifest is for it. */
  Optional<ServicePlan.LinkPlan> plan(Service service, ServiceAddress address, PlanInput input) {
    List<LinkOffer> offers = offers(service, address);
    if (offers.isEmpty()) {
      return Optional.empty();
    }
    Group group = Group.of(offers);
    Reach reach =
        address.dialect() == Dialect.METALLB
            ? MetallbRules.reach(service, input)
            : CiliumRules.reach(service, address, input);
    SortedSet<String> nodes = new TreeSet<>(group.nodes().keySet());
    nodes.removeIf(n -> !reach.includes(n));
    List<ObjectRef> objects = offers.stream().map(LinkOffer::object).toList();
    SortedMap<String, Integer> weights = group.nodes();
    List<LinkMember> ring =
        LinkOrder.ring(
            nodes.stream()
                .map(n -> new LinkMember(n, addresses(n), weights.getOrDefault(n, 0)))
                .toList());
    List<String> line = LinkOrder.line(ring, LinkOrder.shard(address.address()), ring.size());
    return Optional.of(
        new ServicePlan.LinkPlan(objects, new TreeSet<>(weights.keySet()), nodes, line));
  }
}
