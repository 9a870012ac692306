package io.readback.example.jsonfile;

import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.observe.Interest;
import io.readback.spi.observe.RouterObservation;
import io.readback.spi.observe.Sighting;
import io.readback.spi.observe.Vantage;
import io.readback.spi.plugin.LookingGlass;
import io.readback.spi.plugin.PluginContext;
import io.readback.spi.plugin.PluginException;
import io.readback.spi.plugin.RouterRef;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads a file of routes as if it were a router's forwarding table. */
final class JsonFileLookingGlass implements LookingGlass {
  private static final Set<Vantage> INSTALLED = EnumSet.of(Vantage.INSTALLED);

  private final PluginContext context;
  private final RouterRef router;
  private final RouteFile file;

  JsonFileLookingGlass(
      PluginContext context, RouterRef router, JsonFileLookingGlassFactory.Config config) {
    this.context = context;
    this.router = router;
    this.file = new RouteFile(config.path());
  }

  @Override
  public Set<Vantage> vantages() {
    return EnumSet.copyOf(INSTALLED);
  }

  @Override
  public void start() {}

  @Override
  public RouterObservation observe(Interest interest) throws PluginException {
    Instant began = context.clock().instant();
    SortedMap<IpPrefix, SortedSet<IpAddress>> found = new TreeMap<>();
    for (RouteFile.Line line : file.read()) {
      if (interest.prefixes().containsKey(line.prefix())) {
        SortedSet<IpAddress> hops = found.computeIfAbsent(line.prefix(), p -> new TreeSet<>());
        line.nextHops().forEach(hop -> IpAddress.tryParse(hop).ifPresent(hops::add));
      }
    }
    List<Sighting> sightings = new java.util.ArrayList<>();
    for (Map.Entry<IpPrefix, SortedSet<IpAddress>> e : found.entrySet()) {
      sightings.add(
          new Sighting(
              e.getKey(),
              Vantage.INSTALLED,
              Optional.empty(),
              e.getValue(),
              Optional.empty(),
              false));
    }
    return new RouterObservation(
        began, router.name() + " (a file of routes)", INSTALLED, List.of(), sightings, List.of());
  }

  @Override
  public void stop() {}
}
