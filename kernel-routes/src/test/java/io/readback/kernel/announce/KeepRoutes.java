package io.readback.kernel.announce;

import io.readback.spi.net.IpAddress;
import io.readback.spi.plugin.PluginContext;
import io.readback.spi.route.NextHop;
import io.readback.spi.route.Path;
import io.readback.spi.route.PathAttributes;
import io.readback.spi.route.RouteTable;
import io.readback.spi.target.DesiredState;
import io.readback.spi.target.DesiredTarget;
import io.readback.spi.target.KernelTable;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * An announcer in a process of its own: {@code NAME MODE TABLE COUNT [NEXTHOP]} keeps routes to the
 * first addresses of 203.0.113.0/24, and prints what it says of them whenever that changes.
 */
public final class KeepRoutes {
  private KeepRoutes() {}

  public static void main(String[] args) throws Exception {
    KernelTable target =
        new KernelTable(
            args[0],
            KernelTable.Mode.valueOf(args[1]),
            Long.parseLong(args[2]),
            20,
            KernelTable.DEFAULT_PROTOCOL,
            "eth0");
    Path path =
        args.length > 4
            ? new Path(List.of(new NextHop.Address(IpAddress.parse(args[4]))), PathAttributes.NONE)
            : Path.self(PathAttributes.NONE);
    RouteTable routes = RouteTable.EMPTY;
    for (int i = 1; i <= Integer.parseInt(args[3]); i++) {
      routes = routes.with(IpAddress.parse("203.0.113." + i).toPrefix(), path);
    }
    KernelRoutesFactory factory = new KernelRoutesFactory();
    KernelRoutesAnnouncer announcer =
        (KernelRoutesAnnouncer)
            factory.create(
                new Context(),
                new KernelRoutesConfig(200, java.time.Duration.ofSeconds(60), 8 << 20));
    announcer.start();
    announcer.reconcile(
        new DesiredState(1, new TreeMap<>(Map.of(target.id(), new DesiredTarget(target, routes)))));
    String said = "";
    while (true) {
      StringBuilder now = new StringBuilder();
      announcer
          .observe()
          .targets()
          .forEach(t -> now.append(t.advertised().size()).append(' ').append(t.rejected()));
      if (!now.toString().equals(said)) {
        said = now.toString();
        System.out.println("has " + said);
      }
      Thread.sleep(20);
    }
  }

  private static final class Context implements PluginContext {
    @Override
    public String name() {
      return "keep";
    }

    @Override
    public InstantSource clock() {
      return InstantSource.system();
    }

    @Override
    public System.Logger logger() {
      return System.getLogger("keep");
    }

    @Override
    public void requestReconcile(String reason) {}

    @Override
    public void requestObservation() {}
  }
}
