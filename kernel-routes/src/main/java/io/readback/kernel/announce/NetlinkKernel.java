package io.readback.kernel.announce;

import io.readback.kernel.ledger.KernelAccess;
import io.readback.linux.Errno;
import io.readback.linux.LinuxException;
import io.readback.linux.netlink.BatchResult;
import io.readback.linux.netlink.NetlinkSocket;
import io.readback.linux.netlink.NlRequest;
import io.readback.linux.route.GatewayLookup;
import io.readback.linux.route.KernelRoute;
import io.readback.linux.route.Link;
import io.readback.linux.route.Nexthop;
import io.readback.linux.route.NexthopCodec;
import io.readback.linux.route.RouteKey;
import io.readback.linux.route.RouteLists;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The kernel by netlink. For the thread that owns the socket. */
public final class NetlinkKernel implements KernelAccess {
  /** What the kernel says of addresses that it has no way to; others are failures. */
  private static final Set<Errno> NO_WAY =
      EnumSet.of(
          Errno.ENETUNREACH,
          Errno.EHOSTUNREACH,
          Errno.EACCES,
          Errno.EINVAL,
          Errno.ENODEV,
          Errno.EADDRNOTAVAIL,
          Errno.ENETDOWN);

  private final NetlinkSocket socket;

  public NetlinkKernel(NetlinkSocket socket) {
    this.socket = socket;
  }

  @Override
  public BatchResult execute(List<? extends NlRequest> requests) throws LinuxException {
    return socket.execute(requests);
  }

  @Override
  public List<KernelRoute> routesOf(Set<Integer> protocols) throws LinuxException {
    List<KernelRoute> out = new ArrayList<>();
    for (int protocol : protocols) {
      for (AddressFamily family : AddressFamily.values()) {
        out.addAll(RouteLists.read(socket, family, 0, protocol, r -> true));
      }
    }
    return out;
  }

  @Override
  public List<KernelRoute> routesAt(Collection<RouteKey> keys) throws LinuxException {
    Set<RouteKey> wanted = new HashSet<>(keys);
    Map<AddressFamily, Set<Integer>> tables = new HashMap<>();
    keys.forEach(
        k -> tables.computeIfAbsent(k.prefix().family(), f -> new HashSet<>()).add(k.table()));
    List<KernelRoute> out = new ArrayList<>();
    for (Map.Entry<AddressFamily, Set<Integer>> e : tables.entrySet()) {
      for (int table : e.getValue()) {
        out.addAll(RouteLists.read(socket, e.getKey(), table, 0, r -> wanted.contains(r.key())));
      }
    }
    return out;
  }

  @Override
  public Map<String, Integer> interfaces() throws LinuxException {
    Map<String, Integer> out = new HashMap<>();
    for (Link link : socket.dump(Link.list(), Link::read)) {
      out.put(link.name(), link.index());
    }
    return out;
  }

  @Override
  public List<Nexthop> nexthops() throws LinuxException {
    try {
      return socket.dump(NexthopCodec.list(), NexthopCodec::read);
    } catch (LinuxException e) {
      if (e.is(Errno.EOPNOTSUPP)) {
        return List.of();
      }
      throw e;
    }
  }

  @Override
  public Set<Integer> leadingRoutes(Set<Integer> nexthops) throws LinuxException {
    Set<Integer> out = new HashSet<>();
    for (AddressFamily family : AddressFamily.values()) {
      RouteLists.read(
          socket,
          family,
          0,
          0,
          r -> {
            if (nexthops.contains(r.nexthopId())) {
              out.add(r.nexthopId());
            }
            return false;
          });
    }
    return out;
  }

  @Override
  public int interfaceTo(IpAddress gateway) throws LinuxException {
    return socket.ask(GatewayLookup.of(gateway), GatewayLookup::read, NO_WAY).orElse(0);
  }
}
