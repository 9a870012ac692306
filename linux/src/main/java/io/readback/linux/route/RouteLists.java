package io.readback.linux.route;

import io.readback.linux.Errno;
import io.readback.linux.LinuxException;
import io.readback.linux.netlink.NetlinkSocket;
import io.readback.spi.net.AddressFamily;
import java.util.List;
import java.util.function.Predicate;

/** Lists of the kernel's routes. */
public final class RouteLists {
  private RouteLists() {}

  /**
   * The routes of a table; none where the kernel has no such table.
   *
   * @param table 0: all tables
   * @param protocol 0: all protocols
   * @param wanted what to keep of them, so that a big table costs no memory
   */
  public static List<KernelRoute> read(
      NetlinkSocket socket,
      AddressFamily family,
      int table,
      int protocol,
      Predicate<KernelRoute> wanted)
      throws LinuxException {
    HopMemory memory = new HopMemory();
    try {
      return socket.dump(
          RouteCodec.list(family, table, protocol),
          m -> {
            KernelRoute route = RouteCodec.read(m, memory);
            // kernels before 4.20 do not filter
            return route != null
                    && (table == 0 || route.key().table() == table)
                    && (protocol == 0 || route.protocol() == protocol)
                    && wanted.test(route)
                ? route
                : null;
          });
    } catch (LinuxException e) {
      if (table != 0 && e.is(Errno.ENOENT)) {
        return List.of();
      }
      throw e;
    }
  }
}
