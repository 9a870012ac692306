package io.readback.example.jsonfile;

import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.observe.AnnouncerObservation;
import io.readback.spi.observe.TargetStatus;
import io.readback.spi.plugin.Announcer;
import io.readback.spi.plugin.AnnouncerCapabilities;
import io.readback.spi.plugin.PluginContext;
import io.readback.spi.plugin.PluginException;
import io.readback.spi.plugin.StopIntent;
import io.readback.spi.route.NextHop;
import io.readback.spi.route.RouteTable;
import io.readback.spi.target.BgpSession;
import io.readback.spi.target.DesiredState;
import io.readback.spi.target.DesiredTarget;
import io.readback.spi.target.TargetKind;
import io.readback.spi.target.TargetSpec;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

/**
 * Makes routes true in a file: the file holds all routes of the desired state, and nothing else.
 * What is advertised is what the file holds when it is read again.
 */
final class JsonFileAnnouncer implements Announcer {
  private final PluginContext context;
  private final JsonFileAnnouncerFactory.Config config;
  private final RouteFile file;
  private DesiredState desired = DesiredState.EMPTY;

  JsonFileAnnouncer(PluginContext context, JsonFileAnnouncerFactory.Config config) {
    this.context = context;
    this.config = config;
    this.file = new RouteFile(config.path());
  }

  @Override
  public AnnouncerCapabilities capabilities() {
    return AnnouncerCapabilities.of(
            EnumSet.of(TargetKind.BGP_SESSION), EnumSet.allOf(AddressFamily.class))
        .withRetain();
  }

  @Override
  public void start() throws PluginException {
    java.nio.file.Path folder = config.path().toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new PluginException(
          PluginException.Kind.RESOURCE,
          "the folder of " + config.path() + " does not exist: make it");
    }
  }

  @Override
  public void reconcile(DesiredState state) throws PluginException {
    if (state.generation() < desired.generation()) {
      return;
    }
    desired = state;
    List<RouteFile.Line> lines = lines(state);
    // against what the file really holds, so that a repeated state repairs it and changes nothing
    // else; one that cannot be read is replaced
    if (!file.holds(lines)) {
      file.write(lines);
      context.requestObservation();
    }
  }

  @Override
  public AnnouncerObservation observe() throws PluginException {
    List<RouteFile.Line> lines = file.exists() ? file.read() : List.of();
    List<TargetStatus> targets = new ArrayList<>();
    for (DesiredTarget target : desired.targets().values()) {
      String name = target.spec().id().toString();
      RouteTable advertised = RouteTable.EMPTY;
      for (RouteFile.Line line : lines) {
        var path = target.routes().get(line.prefix());
        if (line.target().equals(name) && path != null) {
          advertised = advertised.with(line.prefix(), path);
        }
      }
      targets.add(
          TargetStatus.builder(target.spec().id())
              .accepted(target.routes())
              .advertised(advertised)
              .build());
    }
    return new AnnouncerObservation(context.clock().instant(), targets);
  }

  @Override
  public void stop(StopIntent intent) throws PluginException {
    if (intent == StopIntent.WITHDRAW && file.exists()) {
      file.write(List.of());
    }
  }

  private List<RouteFile.Line> lines(DesiredState state) {
    List<RouteFile.Line> out = new ArrayList<>();
    for (DesiredTarget target : state.targets().values()) {
      String name = target.spec().id().toString();
      for (IpPrefix prefix : target.routes().paths().keys()) {
        var path = target.routes().get(prefix);
        if (path != null) {
          out.add(
              new RouteFile.Line(
                  name,
                  prefix,
                  path.nextHops().stream().map(hop -> text(hop, target.spec())).toList()));
        }
      }
    }
    return out;
  }

  private String text(NextHop hop, TargetSpec target) {
    if (hop instanceof NextHop.Address address) {
      return address.address().toString();
    }
    if (config.nextHop().isPresent()) {
      return config.nextHop().get().toString();
    }
    return target instanceof BgpSession session && session.localAddress().isPresent()
        ? session.localAddress().get().toString()
        : "self";
  }
}
