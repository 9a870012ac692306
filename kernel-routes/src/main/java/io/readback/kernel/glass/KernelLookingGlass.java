package io.readback.kernel.glass;

import io.readback.kernel.ledger.Protocols;
import io.readback.linux.LinuxException;
import io.readback.linux.route.KernelRoute;
import io.readback.linux.route.RouteHop;
import io.readback.linux.route.RouteType;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.observe.Cause;
import io.readback.spi.observe.Finding;
import io.readback.spi.observe.Interest;
import io.readback.spi.observe.RouterObservation;
import io.readback.spi.observe.Sighting;
import io.readback.spi.observe.Vantage;
import io.readback.spi.plugin.LookingGlass;
import io.readback.spi.plugin.PluginContext;
import io.readback.spi.plugin.PluginException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Reads a routing table of the host it runs on: of several routes to a prefix the one with the
 * lowest metric, which is the one the kernel uses. Needs no capability.
 */
final class KernelLookingGlass implements LookingGlass {
  private final PluginContext context;
  private final KernelGlassConfig config;
  private final ListedRoutes routes;

  KernelLookingGlass(PluginContext context, KernelGlassConfig config, ListedRoutes routes) {
    this.context = context;
    this.config = config;
    this.routes = routes;
  }

  @Override
  public Set<Vantage> vantages() {
    return EnumSet.of(Vantage.INSTALLED);
  }

  @Override
  public void start() {}

  @Override
  public RouterObservation observe(Interest interest) throws PluginException {
    Instant at = context.clock().instant();
    Map<IpPrefix, KernelRoute> used = new TreeMap<>();
    try {
      for (KernelRoute route :
          routes.list(config.table(), p -> interest.prefixes().containsKey(p))) {
        used.merge(
            route.key().prefix(),
            route,
            (a, b) -> Integer.compareUnsigned(a.key().metric(), b.key().metric()) <= 0 ? a : b);
      }
    } catch (LinuxException e) {
      throw new PluginException(PluginException.Kind.RESOURCE, String.valueOf(e.getMessage()), e);
    }
    List<Sighting> sightings = new ArrayList<>();
    List<Finding> findings = new ArrayList<>();
    used.forEach(
        (prefix, route) -> {
          if (route.type() == RouteType.UNICAST && !route.dead()) {
            TreeSet<IpAddress> hops = new TreeSet<>();
            for (RouteHop hop : route.hops()) {
              hop.gateway().ifPresent(hops::add);
            }
            sightings.add(
                new Sighting(
                    prefix, Vantage.INSTALLED, Optional.empty(), hops, Optional.empty(), false));
          } else {
            findings.add(unusable(prefix, route));
          }
        });
    return new RouterObservation(
        at,
        "Linux, table " + Integer.toUnsignedString(config.table()),
        EnumSet.of(Vantage.INSTALLED),
        List.of(),
        sightings,
        findings);
  }

  private Finding unusable(IpPrefix prefix, KernelRoute route) {
    boolean dead = route.dead();
    return new Finding(
        dead ? Cause.NEXTHOP_UNREACHABLE : Cause.OTHER_PROTOCOL,
        Optional.of(prefix),
        Optional.empty(),
        "the kernel has a route of "
            + Protocols.describe(route.protocol())
            + (dead
                ? " whose next hops are all down"
                : " of the type " + route.type().name().toLowerCase(java.util.Locale.ROOT)),
        (prefix.isIpv6() ? "ip -6" : "ip")
            + " route show "
            + prefix
            + " table "
            + Integer.toUnsignedString(config.table()));
  }

  @Override
  public void stop() {}
}
