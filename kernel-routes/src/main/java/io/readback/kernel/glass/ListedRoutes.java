package io.readback.kernel.glass;

import io.readback.linux.LinuxException;
import io.readback.linux.netlink.NetlinkSocket;
import io.readback.linux.route.KernelRoute;
import io.readback.linux.route.Nexthop;
import io.readback.linux.route.NexthopCodec;
import io.readback.linux.route.RouteHop;
import io.readback.linux.route.RouteLists;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpPrefix;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** The routes of a table. */
interface ListedRoutes {
  /** Those of both families whose prefix is wanted, nexthop objects resolved into hops. */
  List<KernelRoute> list(int table, Predicate<IpPrefix> wanted) throws LinuxException;

  /** Reads them by a socket made for each look. */
  static ListedRoutes ofThisHost() {
    return (table, wanted) -> {
      try (NetlinkSocket socket = NetlinkSocket.open(4 << 20)) {
        List<KernelRoute> out = new ArrayList<>();
        for (AddressFamily family : AddressFamily.values()) {
          out.addAll(RouteLists.read(socket, family, table, 0, r -> wanted.test(r.key().prefix())));
        }
        return out.stream().anyMatch(r -> r.nexthopId() != 0 && r.hops().isEmpty())
            ? resolved(out, socket)
            : out;
      }
    };
  }

  private static List<KernelRoute> resolved(List<KernelRoute> routes, NetlinkSocket socket)
      throws LinuxException {
    Map<Integer, Nexthop> objects = new HashMap<>();
    socket.dump(NexthopCodec.list(), NexthopCodec::read).forEach(n -> objects.put(n.id(), n));
    List<KernelRoute> out = new ArrayList<>();
    for (KernelRoute r : routes) {
      List<RouteHop> hops = new ArrayList<>(r.hops());
      Nexthop by = objects.get(r.nexthopId());
      if (hops.isEmpty() && by != null) {
        List<Nexthop.Member> members =
            by.isGroup() ? by.members() : List.of(new Nexthop.Member(by.id(), 1));
        for (Nexthop.Member m : members) {
          Nexthop single = objects.get(m.id());
          if (single != null) {
            hops.add(new RouteHop(single.gateway(), single.interfaceIndex(), m.weight(), false));
          }
        }
      }
      out.add(new KernelRoute(r.key(), r.protocol(), r.type(), r.nexthopId(), hops, r.dead()));
    }
    return out;
  }
}
