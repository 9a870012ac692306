package io.readback.kernel.ledger;

import io.readback.linux.route.KernelRoute;
import io.readback.linux.route.RouteHop;
import io.readback.linux.route.RouteKey;
import io.readback.linux.route.RouteType;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.route.NextHop;
import io.readback.spi.route.Path;
import io.readback.spi.target.KernelTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a route of a target looks like in the kernel. */
final class RouteForms {
  private static final String LOOPBACK = "lo";

  private RouteForms() {}

  static RouteKey key(KernelTable target, IpPrefix prefix) {
    return new RouteKey((int) target.table(), prefix, (int) target.metric());
  }

  /** A route, or why there can be none. */
  sealed interface Form {
    record Possible(KernelRoute route) implements Form {}

    /**
     * @param lasting whether only a new target can change it
     */
    record Impossible(String reason, boolean lasting) implements Form {}
  }

  /**
   * @param interfaces indexes by name
   */
  static Form of(KernelTable target, IpPrefix prefix, Path path, Map<String, Integer> interfaces) {
    RouteKey key = key(target, prefix);
    return switch (target.mode()) {
      case LOCAL -> onDevice(target, key, RouteType.LOCAL, LOOPBACK, interfaces);
      case TABLE -> table(target, key, interfaces);
      case DISCARD ->
          new Form.Possible(
              new KernelRoute(key, target.protocol(), RouteType.BLACKHOLE, List.of()));
      case NEXTHOPS -> nexthops(target, key, path);
    };
  }

  /**
   * IPv6 cannot have a route of the type unicast on the loopback device: the kernel makes it one of
   * the type unreachable, so that is asked for. Routing daemons take both as routes to
   * redistribute.
   */
  private static Form table(KernelTable target, RouteKey key, Map<String, Integer> interfaces) {
    if (key.prefix().isIpv6() && target.device().equals(LOOPBACK)) {
      return new Form.Possible(
          new KernelRoute(key, target.protocol(), RouteType.UNREACHABLE, List.of()));
    }
    return onDevice(target, key, RouteType.UNICAST, target.device(), interfaces);
  }

  private static Form onDevice(
      KernelTable target,
      RouteKey key,
      RouteType type,
      String device,
      Map<String, Integer> interfaces) {
    Integer index = interfaces.get(device);
    return index == null
        ? new Form.Impossible("this host has no interface " + device, false)
        : new Form.Possible(
            new KernelRoute(key, target.protocol(), type, List.of(RouteHop.device(index))));
  }

  private static Form nexthops(KernelTable target, RouteKey key, Path path) {
    List<RouteHop> hops = new ArrayList<>();
    for (NextHop hop : path.nextHops()) {
      if (!(hop instanceof NextHop.Address address)) {
        return new Form.Impossible(
            "a route of the mode nexthops needs addresses to lead to, and this one has none", true);
      }
      if (address.address().isIpv4() && key.prefix().isIpv6()) {
        return new Form.Impossible(
            "an IPv6 route cannot lead by the IPv4 next hop " + address.address(), true);
      }
      hops.add(RouteHop.via(address.address()).withWeight(address.weight()));
    }
    return new Form.Possible(new KernelRoute(key, target.protocol(), RouteType.UNICAST, hops));
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
