package io.readback.kernel.glass;

import io.readback.kernel.announce.Host;
import io.readback.kernel.announce.OnHost;
import io.readback.lab.Lab;
import io.readback.lab.LabTest;
import io.readback.linux.Errno;
import io.readback.linux.LinuxException;
import io.readback.spi.plugin.ConfigKey;
import io.readback.spi.plugin.LookingGlass;
import io.readback.spi.plugin.LookingGlassFactory;
import io.readback.spi.plugin.PluginContext;
import io.readback.spi.plugin.RouterRef;
import io.readback.spi.plugin.Settings;
import io.readback.spi.route.NextHop;
import io.readback.spi.route.Route;
import io.readback.testkit.LookingGlassContract;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtendWith;

/** The looking glasses' contract, on the routing table of a node. */
@LabTest
@ExtendWith(OnHost.class)
class KernelGlassContractIT extends LookingGlassContract<KernelGlassConfig>
    implements OnHost.Test, LookingGlassContract.World {
  private final Host host;
  private volatile boolean failing;

  KernelGlassContractIT(Lab lab) {
    host = new Host(lab.nodes().isEmpty() ? lab.node("host", "192.0.2.1/24") : lab.nodes().get(0));
  }

  @Override
  public Host host() {
    return host;
  }

  @Override
  protected LookingGlassFactory<KernelGlassConfig> factory() {
    return new LookingGlassFactory<>() {
      private final KernelGlassFactory real = new KernelGlassFactory();

      @Override
      public String type() {
        return real.type();
      }

      @Override
      public List<ConfigKey<?>> configKeys() {
        return real.configKeys();
      }

      @Override
      public KernelGlassConfig configure(Settings settings) {
        return real.configure(settings);
      }

      @Override
      public LookingGlass create(PluginContext c, RouterRef router, KernelGlassConfig config) {
        return new KernelLookingGlass(
            c,
            config,
            (table, wanted) -> {
              if (failing) {
                throw new LinuxException("read routes", Errno.ENOBUFS.value(), "");
              }
              return ListedRoutes.ofThisHost().list(table, wanted);
            });
      }
    };
  }

  @Override
  protected Map<String, String> settings() {
    return Map.of("table", "100");
  }

  @Override
  protected World world() {
    return this;
  }

  @Override
  public void hold(List<Route> routes) {
    failing = false;
    host.node().network("ip", "route", "flush", "table", "100");
    for (Route route : routes) {
      List<String> command =
          new ArrayList<>(List.of("ip", "route", "add", route.prefix().toString(), "table", "100"));
      for (NextHop hop : route.path().nextHops()) {
        command.addAll(List.of("nexthop", "via", hop.toString()));
      }
      host.node().network(command.toArray(String[]::new)).orFail();
    }
  }

  @Override
  public void fail() {
    failing = true;
  }

  @Override
  public String contents() {
    return host.ip("route", "show", "table", "all")
        + host.ip("-6", "route", "show", "table", "all");
  }
}
