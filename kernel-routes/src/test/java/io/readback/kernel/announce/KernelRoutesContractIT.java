package io.readback.kernel.announce;

import io.readback.lab.Lab;
import io.readback.lab.LabProcess;
import io.readback.lab.LabTest;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.plugin.AnnouncerFactory;
import io.readback.spi.route.Route;
import io.readback.spi.route.RouteTable;
import io.readback.spi.target.KernelTable;
import io.readback.spi.target.KernelTable.Mode;
import io.readback.spi.target.TargetId;
import io.readback.spi.target.TargetSpec;
import io.readback.testkit.AnnouncerContract;
import io.readback.testkit.Routes;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.extension.ExtendWith;

/** The announcers' contract, on the routing table of a node. */
@LabTest
@ExtendWith(OnHost.class)
class KernelRoutesContractIT extends AnnouncerContract<KernelRoutesConfig>
    implements OnHost.Test, AnnouncerContract.World {
  private static final String TABLE = "100";

  private final Host host;
  private final LabProcess monitor;

  KernelRoutesContractIT(Lab lab) {
    host =
        new Host(
            lab.nodes().isEmpty()
                ? lab.node("host", "192.0.2.1/24", "2001:db8::1/64")
                : lab.nodes().get(0));
    monitor =
        host.node().processes().isEmpty()
            ? host.node().start("monitor", "stdbuf", "-oL", "ip", "monitor", "route")
            : host.node().processes().get(0);
  }

  @Override
  public Host host() {
    return host;
  }

  @Override
  protected AnnouncerFactory<KernelRoutesConfig> factory() {
    return new KernelRoutesFactory();
  }

  @Override
  protected Map<String, String> settings() {
    return Map.of();
  }

  @Override
  protected TargetSpec target() {
    return new KernelTable("vips", Mode.TABLE, 100, 20, 200, "eth0");
  }

  @Override
  protected World world() {
    return this;
  }

  @Override
  public RouteTable routes(TargetId target) {
    return Routes.table(host.prefixes(TABLE).toArray(String[]::new));
  }

  @Override
  public boolean removeBehindItsBack(TargetId target, IpPrefix prefix) {
    host.ip("route", "del", prefix.toString(), "table", TABLE, "proto", "200");
    return true;
  }

  @Override
  public OptionalLong changes() {
    return OptionalLong.of(monitor.log().lines().filter(l -> l.contains("table " + TABLE)).count());
  }

  @Override
  protected Optional<Map<String, String>> settingsThatFailToStart() {
    return Optional.empty();
  }

  @Override
  protected Optional<Route> unacceptable() {
    // a foreign route has its place
    host.node()
        .network(
            "ip", "route", "add", "203.0.113.77", "dev", "eth0", "table", TABLE, "metric", "20");
    return Optional.of(Routes.via("203.0.113.77/32", "192.0.2.9"));
  }
}
