package io.readback.layer2.glass;

import io.readback.layer2.frame.MacAddress;
import io.readback.linux.Errno;
import io.readback.linux.LinuxException;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
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
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Asks a link who answers for VIPs, and which Ethernet addresses the nodes have that may: where
 * traffic for the VIP goes is what the link has installed. Changes nobody's cache. What this
 * machine answers itself it cannot hear. Needs CAP_NET_RAW.
 */
final class LinkLookingGlass implements LookingGlass {
  private final PluginContext context;
  private final LinkGlassConfig config;
  private final AskedLink link;

  LinkLookingGlass(PluginContext context, LinkGlassConfig config, AskedLink link) {
    this.context = context;
    this.config = config;
    this.link = link;
  }

  @Override
  public Set<Vantage> vantages() {
    return EnumSet.of(Vantage.INSTALLED);
  }

  @Override
  public void start() {}

  @Override
  public RouterObservation observe(Interest interest) throws PluginException, InterruptedException {
    Instant at = context.clock().instant();
    SortedSet<IpAddress> asked = new TreeSet<>();
    SortedSet<IpAddress> nodes = new TreeSet<>();
    for (Map.Entry<IpPrefix, SortedSet<IpAddress>> e : interest.prefixes()) {
      if (e.getKey().isHost()) {
        asked.add(e.getKey().network());
        nodes.addAll(e.getValue());
      }
    }
    asked.addAll(nodes);
    Holders holders;
    SortedMap<IpAddress, SortedSet<MacAddress>> answers;
    try {
      answers = link.ask(config.interfaceName(), asked, config.listening());
      holders = Holders.of(answers, nodes, link.own());
    } catch (LinuxException e) {
      throw new PluginException(kind(e), String.valueOf(e.getMessage()), e);
    }
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    List<Sighting> sightings = new ArrayList<>();
    List<Finding> findings = new ArrayList<>();
    for (Map.Entry<IpPrefix, SortedSet<IpAddress>> e : interest.prefixes()) {
      SortedSet<MacAddress> by = answers.get(e.getKey().network());
      if (e.getKey().isHost() && by != null && !by.isEmpty()) {
        sightings.add(
            new Sighting(
                e.getKey(),
                Vantage.INSTALLED,
                Optional.empty(),
                holders.nodes(by),
                Optional.empty(),
                false));
        holders
            .conflict(e.getKey(), e.getValue(), by, config.interfaceName())
            .ifPresent(findings::add);
      }
    }
    return new RouterObservation(
        at,
        "link of " + config.interfaceName(),
        EnumSet.of(Vantage.INSTALLED),
        List.of(),
        sightings,
        findings);
  }

  private static PluginException.Kind kind(LinuxException e) {
    if (e.is(Errno.EPERM) || e.is(Errno.EACCES)) {
      return PluginException.Kind.PERMISSION;
    }
    return e.is(Errno.ENODEV) || e.is(Errno.ENETDOWN)
        ? PluginException.Kind.UNREACHABLE
        : PluginException.Kind.RESOURCE;
  }

  @Override
  public void stop() {}
}
