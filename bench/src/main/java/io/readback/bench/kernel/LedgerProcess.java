package io.readback.bench.kernel;

import io.readback.kernel.announce.NetlinkKernel;
import io.readback.kernel.ledger.GroupSupport;
import io.readback.kernel.ledger.RouteLedger;
import io.readback.linux.LinuxException;
import io.readback.linux.netlink.NetlinkSocket;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.route.NextHop;
import io.readback.spi.route.Path;
import io.readback.spi.route.PathAttributes;
import io.readback.spi.route.RouteTable;
import io.readback.spi.target.DesiredState;
import io.readback.spi.target.DesiredTarget;
import io.readback.spi.target.KernelTable;
import io.readback.spi.target.NexthopGroups;
import io.readback.spi.target.NexthopGroups.Use;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The announcer's ledger over its own netlink, in the arguments and the output of {@code routes.c}.
 * What is timed begins with the new desired state and ends when the kernel has answered the last
 * request. The agent runs for months, so it is warmed up first.
 */
public final class LedgerProcess {
  private static final int WARM_UP = 20_000;
  private static final int WARM_UPS = 4;
  private static final int PROTOCOL = 200;
  private static final int METRIC = 20;

  private final NetlinkKernel kernel;
  private final RouteLedger ledger;
  private long generation;

  private LedgerProcess(NetlinkSocket socket) {
    kernel = new NetlinkKernel(socket);
    ledger = new RouteLedger(kernel, PROTOCOL, GroupSupport.RESILIENT);
  }

  public static void main(String[] args) throws LinuxException {
    try (NetlinkSocket socket = NetlinkSocket.open(8 << 20)) {
      LedgerProcess process = new LedgerProcess(socket);
      process.ledger.resync();
      boolean move = args[0].equals("move");
      int count = Integer.parseInt(args[1]);
      boolean ipv6 = args[0].equals("6");
      for (int i = 0; i < WARM_UPS; i++) {
        process.run(move, ipv6, WARM_UP, false);
      }
      process.run(move, ipv6, count, true);
    }
  }

  private void run(boolean move, boolean ipv6, int count, boolean tell) throws LinuxException {
    if (move) {
      move(count, Use.ON, Operation.MOVE_GROUP, tell);
      move(count, Use.OFF, Operation.MOVE_EACH, tell);
    } else {
      hosts(ipv6, count, tell);
    }
  }

  private static void tell(boolean tell, Operation operation, long nanos) {
    if (tell) {
      System.out.println(operation.word() + " " + nanos);
    }
  }

  private void hosts(boolean ipv6, int count, boolean tell) throws LinuxException {
    RouteTable first = table(ipv6, count, path(ipv6, 250, 1));
    RouteTable second = table(ipv6, count, path(ipv6, 252, 1));
    System.gc();
    tell(tell, Operation.INSERT, aim(Use.OFF, first));
    tell(tell, Operation.REPLACE, aim(Use.OFF, second));
    long before = System.nanoTime();
    int found = kernel.routesOf(Set.of(PROTOCOL)).size();
    tell(tell, Operation.DUMP, System.nanoTime() - before);
    if (found != count) {
      throw new IllegalStateException(found + " of " + count + " routes");
    }
    tell(tell, Operation.DELETE, aim(Use.OFF, RouteTable.EMPTY));
  }

  private void move(int count, Use use, Operation operation, boolean tell) throws LinuxException {
    RouteTable first = table(false, count, path(false, 200, 8));
    RouteTable second = table(false, count, path(false, 208, 8));
    aim(use, first);
    tell(tell, operation, aim(use, second));
    aim(use, RouteTable.EMPTY);
  }

  private long aim(Use use, RouteTable routes) throws LinuxException {
    KernelTable target =
        new KernelTable(
            "bench",
            KernelTable.Mode.NEXTHOPS,
            KernelTable.MAIN,
            METRIC,
            PROTOCOL,
            "lo",
            new NexthopGroups(use, Optional.empty()));
    DesiredState desired =
        new DesiredState(
            ++generation, new TreeMap<>(Map.of(target.id(), new DesiredTarget(target, routes))));
    long before = System.nanoTime();
    ledger.aim(desired);
    ledger.pass(true, "");
    long nanos = System.nanoTime() - before;
    if (ledger.isUnsure() || ledger.hasRefusals() || ledger.heldCount() != routes.size()) {
      throw new IllegalStateException(
          ledger.status().get(0).rejected().values().stream().findFirst().orElse("not all done"));
    }
    return nanos;
  }

  private static Path path(boolean ipv6, int host, int count) {
    List<NextHop> hops = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      hops.add(
          new NextHop.Address(
              ipv6
                  ? IpAddress.ofBits(AddressFamily.IPV6, 0x20010db8L << 32, host + i)
                  : IpAddress.ofIpv4(0xc0000200 + host + i)));
    }
    return new Path(hops, PathAttributes.NONE);
  }

  private static RouteTable table(boolean ipv6, int count, Path path) {
    RouteTable out = RouteTable.EMPTY;
    for (int i = 0; i < count; i++) {
      IpPrefix prefix =
          ipv6
              ? IpAddress.ofBits(AddressFamily.IPV6, 0xfdL << 56, i).toPrefix()
              : IpAddress.ofIpv4(0x0a000000 + i).toPrefix();
      out = out.with(prefix, path);
    }
    return out;
  }
}
