package io.readback.app.demo;

import io.readback.spi.Spi;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.observe.Cause;
import io.readback.spi.observe.Finding;
import io.readback.spi.observe.Interest;
import io.readback.spi.observe.RouterObservation;
import io.readback.spi.observe.RouterSession;
import io.readback.spi.observe.SessionState;
import io.readback.spi.observe.Sighting;
import io.readback.spi.observe.Vantage;
import io.readback.spi.plugin.ConfigKey;
import io.readback.spi.plugin.LookingGlass;
import io.readback.spi.plugin.LookingGlassFactory;
import io.readback.spi.plugin.PluginContext;
import io.readback.spi.plugin.ReadbackPlugin;
import io.readback.spi.plugin.RouterRef;
import io.readback.spi.plugin.Settings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The looking glass onto the demo's router: its answers are read from the router in this process.
 */
final class EmbeddedRouterPlugin implements ReadbackPlugin {
  private final EmbeddedRouter router;

  EmbeddedRouterPlugin(EmbeddedRouter router) {
    this.router = router;
  }

  @Override
  public String id() {
    return "embedded-router";
  }

  @Override
  public int spiVersion() {
    return Spi.VERSION;
  }

  @Override
  public List<LookingGlassFactory<?>> lookingGlasses() {
    return List.of(new Factory());
  }

  private final class Factory implements LookingGlassFactory<Boolean> {
    @Override
    public String type() {
      return "embedded-router";
    }

    @Override
    public List<ConfigKey<?>> configKeys() {
      return List.of();
    }

    @Override
    public Boolean configure(Settings settings) {
      return true;
    }

    @Override
    public LookingGlass create(PluginContext context, RouterRef ref, Boolean config) {
      return new Glass(context);
    }
  }

  private final class Glass implements LookingGlass {
    private final PluginContext context;

    Glass(PluginContext context) {
      this.context = context;
    }

    @Override
    public Set<Vantage> vantages() {
      return EnumSet.of(Vantage.RECEIVED, Vantage.SELECTED, Vantage.INSTALLED);
    }

    @Override
    public void start() {}

    @Override
    public RouterObservation observe(Interest interest) {
      Instant at = context.clock().instant();
      Map<IpAddress, EmbeddedRouter.Neighbor> neighbors = router.neighbors();
      List<RouterSession> sessions = new ArrayList<>();
      List<Sighting> sightings = new ArrayList<>();
      List<Finding> findings = new ArrayList<>();
      SortedMap<IpPrefix, SortedSet<IpAddress>> forwarding = new TreeMap<>();
      neighbors.forEach(
          (peer, n) -> {
            sessions.add(session(peer, n, at));
            n.received()
                .forEach(
                    (prefix, nextHop) -> {
                      sightings.add(path(prefix, Vantage.RECEIVED, peer, nextHop));
                      if (router.filters(prefix)) {
                        findings.add(filtered(prefix, peer));
                      } else {
                        sightings.add(path(prefix, Vantage.SELECTED, peer, nextHop));
                        forwarding.computeIfAbsent(prefix, p -> new TreeSet<>()).add(nextHop);
                      }
                    });
          });
      forwarding.forEach(
          (prefix, hops) ->
              sightings.add(
                  new Sighting(
                      prefix, Vantage.INSTALLED, Optional.empty(), hops, Optional.empty(), false)));
      return new RouterObservation(
          at, "embedded router", vantages(), sessions, sightings, findings);
    }

    @Override
    public void stop() {}
  }

  private static RouterSession session(IpAddress peer, EmbeddedRouter.Neighbor n, Instant now) {
    Optional<Duration> uptime = n.since().map(s -> Duration.between(s, now));
    return new RouterSession(
        peer,
        EmbeddedRouter.CLUSTER_ASN,
        n.state(),
        uptime,
        n.received().size(),
        Optional.empty(),
        n.state() == SessionState.ESTABLISHED ? "" : "no session");
  }

  private static Sighting path(
      IpPrefix prefix, Vantage vantage, IpAddress peer, IpAddress nextHop) {
    return new Sighting(
        prefix,
        vantage,
        Optional.of(peer),
        new TreeSet<>(Set.of(nextHop)),
        Optional.empty(),
        false);
  }

  private static Finding filtered(IpPrefix prefix, IpAddress peer) {
    return new Finding(
        Cause.FILTERED,
        Optional.of(prefix),
        Optional.of(peer),
        "the router's inbound filter denies " + prefix,
        "vtysh -c 'show bgp ipv4 unicast neighbors " + peer + " filtered-routes'");
  }
}
