package io.readback.kernel.ledger;

import io.readback.linux.LinuxException;
import io.readback.linux.route.KernelRoute;
import io.readback.linux.route.Nexthop;
import io.readback.linux.route.RouteHop;
import io.readback.linux.route.RouteKey;
import io.readback.linux.route.RouteType;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.route.NextHop;
import io.readback.spi.route.Path;
import io.readback.spi.target.KernelTable;
import io.readback.spi.target.NexthopGroups;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What routes of targets look like in the kernel. */
final class RouteForms {
  private static final String LOOPBACK = "lo";

  private final NexthopLedger nexthops;
  private final GroupSupport support;
  private Map<String, Integer> interfaces = Map.of();

  RouteForms(NexthopLedger nexthops, GroupSupport support) {
    this.nexthops = nexthops;
    this.support = support;
  }

  /**
   * @param indexes of interfaces by name
   */
  void interfaces(Map<String, Integer> indexes) {
    interfaces = Map.copyOf(indexes);
  }

  /** What the next hops of a path are; the same for all prefixes of a family. */
  PathForm of(TargetLedger target, IpPrefix prefix, Path path) throws LinuxException {
    PathForm known = target.forms().get(path);
    if (known == null) {
      known =
          switch (target.spec().mode()) {
            case LOCAL -> onDevice(LOOPBACK);
            case TABLE -> onDevice(target.spec().device());
            case DISCARD -> new PathForm.Hops(List.of());
            case NEXTHOPS -> nexthops(target.spec(), path);
          };
      target.forms().put(path, known);
    }
    if (prefix.isIpv6() && target.spec().mode() == KernelTable.Mode.NEXTHOPS) {
      for (NextHop hop : path.nextHops()) {
        if (hop instanceof NextHop.Address a && a.address().isIpv4()) {
          return new PathForm.Impossible(
              "an IPv6 route cannot lead by the IPv4 next hop " + a.address(), true);
        }
      }
    }
    return known;
  }

  private PathForm onDevice(String device) {
    Integer index = interfaces.get(device);
    return index == null
        ? new PathForm.Impossible("this host has no interface " + device, false)
        : new PathForm.Hops(List.of(RouteHop.device(index)));
  }

  private PathForm nexthops(KernelTable target, Path path) throws LinuxException {
    for (NextHop hop : path.nextHops()) {
      if (!(hop instanceof NextHop.Address)) {
        return new PathForm.Impossible(
            "a route of the mode nexthops needs addresses to lead to, and this one has none", true);
      }
    }
    boolean must = target.groups().use() == NexthopGroups.Use.ON;
    if (target.groups().use() == NexthopGroups.Use.OFF || support == GroupSupport.NONE && !must) {
      return hops(path);
    }
    boolean resilient = target.groups().resilience().isPresent();
    if (must && (support == GroupSupport.NONE || resilient && support == GroupSupport.PLAIN)) {
      return new PathForm.Impossible(
          (resilient && support == GroupSupport.PLAIN
                  ? "this kernel has no resilient nexthop groups (Linux has them since 5.13)"
                  : "this kernel has no nexthop groups (Linux has them since 5.3)")
              + "; use nexthopGroups: auto, which does without",
          true);
    }
    return group(target, path, resilient && support == GroupSupport.RESILIENT);
  }

  private static PathForm hops(Path path) {
    List<RouteHop> hops = new ArrayList<>();
    for (NextHop hop : path.nextHops()) {
      if (hop instanceof NextHop.Address a) {
        hops.add(RouteHop.via(a.address()).withWeight(a.weight()));
      }
    }
    return new PathForm.Hops(hops.stream().sorted(RouteHop.ORDER).toList());
  }

  /** A next hop that is on no interface is left out: the kernel would refuse the whole route. */
  private PathForm group(KernelTable target, Path path, boolean resilient) throws LinuxException {
    Map<IpAddress, NexthopSet.Hop> hops = new TreeMap<>();
    Set<IpAddress> nowhere = new TreeSet<>();
    for (NextHop hop : path.nextHops()) {
      if (hop instanceof NextHop.Address a) {
        int index = nexthops.interfaceTo(a.address());
        if (index == 0) {
          nowhere.add(a.address());
        } else {
          // the kernel takes no member twice
          hops.merge(
              a.address(),
              new NexthopSet.Hop(a.address(), index, a.weight()),
              (x, y) ->
                  new NexthopSet.Hop(x.gateway(), index, Math.min(256, x.weight() + y.weight())));
        }
      }
    }
    if (hops.isEmpty()) {
      return new PathForm.Impossible("no interface of this host leads to " + words(nowhere), false);
    }
    Optional<Nexthop.Resilience> resilience =
        target
            .groups()
            .resilience()
            .filter(r -> resilient)
            .map(r -> new Nexthop.Resilience(r.buckets(), r.idleTimer(), r.unbalancedTimer()));
    return new PathForm.Grouped(
        new NexthopSet(target.protocol(), List.copyOf(hops.values()), resilience));
  }

  private static String words(Set<IpAddress> gateways) {
    return gateways.stream().map(Object::toString).collect(Collectors.joining(", "));
  }

  /** A route with hops of its own. */
  static KernelRoute route(TargetLedger target, RouteKey key, PathForm.Hops form) {
    KernelTable spec = target.spec();
    return switch (spec.mode()) {
      case LOCAL -> new KernelRoute(key, spec.protocol(), RouteType.LOCAL, form.hops());
      case DISCARD -> new KernelRoute(key, spec.protocol(), RouteType.BLACKHOLE, List.of());
      case NEXTHOPS -> new KernelRoute(key, spec.protocol(), RouteType.UNICAST, form.hops());
      case TABLE ->
          // IPv6 cannot have a route of the type unicast on the loopback device: the kernel makes
          // it one of the type unreachable, so that is asked for. Routing daemons take both.
          key.prefix().isIpv6() && spec.device().equals(LOOPBACK)
              ? new KernelRoute(key, spec.protocol(), RouteType.UNREACHABLE, List.of())
              : new KernelRoute(key, spec.protocol(), RouteType.UNICAST, form.hops());
    };
  }

  /** Whether a route of the kernel is what was asked for; the kernel fills in the interfaces. */
  static boolean same(KernelRoute wanted, KernelRoute found) {
    if (wanted.type() != found.type()
        || wanted.protocol() != found.protocol()
        || wanted.nexthopId() != found.nexthopId()
        || !wanted.key().equals(found.key())) {
      return false;
    }
    if (wanted.nexthopId() != 0 || isDiscard(wanted.type())) {
      // the kernel shows IPv6 routes that discard on a device
      return true;
    }
    if (wanted.hops().size() != found.hops().size()) {
      return false;
    }
    boolean several = wanted.hops().size() > 1;
    for (int i = 0; i < wanted.hops().size(); i++) {
      RouteHop w = wanted.hops().get(i);
      RouteHop f = found.hops().get(i);
      boolean sameInterface =
          w.interfaceIndex() == 0
              || f.interfaceIndex() == 0
              || w.interfaceIndex() == f.interfaceIndex();
      if (!w.gateway().equals(f.gateway())
          || !sameInterface
          || (several && w.weight() != f.weight())) {
        return false;
      }
    }
    return true;
  }

  private static boolean isDiscard(RouteType type) {
    return type == RouteType.BLACKHOLE || type == RouteType.UNREACHABLE;
  }
}
