package io.readback.bgp.announcer;

import io.readback.bgp.bmp.BmpCollector;
import io.readback.bgp.bmp.BmpExport;
import io.readback.bgp.session.BgpSpeaker;
import io.readback.bgp.session.SessionObserver;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.observe.AnnouncerObservation;
import io.readback.spi.plugin.Announcer;
import io.readback.spi.plugin.AnnouncerCapabilities;
import io.readback.spi.plugin.PluginContext;
import io.readback.spi.plugin.PluginException;
import io.readback.spi.plugin.StopIntent;
import io.readback.spi.target.DesiredState;
import io.readback.spi.target.TargetKind;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Announces routes over BGP sessions of its own. */
public final class GenericBgpAnnouncer implements Announcer {
  private static final AnnouncerCapabilities CAPABILITIES =
      AnnouncerCapabilities.of(
              EnumSet.of(TargetKind.BGP_SESSION, TargetKind.BGP_PEER_RANGE),
              EnumSet.allOf(AddressFamily.class))
          .withRetain();

  private final PluginContext context;
  private final List<BmpCollector> collectors;
  private @Nullable BgpSpeaker speaker;
  private long generation = -1;

  GenericBgpAnnouncer(PluginContext context, List<BmpCollector> collectors) {
    this.context = context;
    this.collectors = List.copyOf(collectors);
  }

  @Override
  public AnnouncerCapabilities capabilities() {
    return CAPABILITIES;
  }

  @Override
  public void start() {
    speaker =
        BgpSpeaker.builder()
            .threadName("bgp-" + context.name())
            .clock(context.clock())
            .logger(context.logger())
            .onChange(context::requestObservation)
            .observer(
                collectors.isEmpty()
                    ? SessionObserver.NONE
                    : new BmpExport(collectors, HostName.get(), context.clock(), context.logger()))
            .build();
  }

  @Override
  public void reconcile(DesiredState desired) throws PluginException, InterruptedException {
    if (desired.generation() < generation) {
      return;
    }
    started().retarget(desired.targets());
    generation = desired.generation();
  }

  @Override
  public AnnouncerObservation observe() throws PluginException, InterruptedException {
    Instant at = context.clock().instant();
    return new AnnouncerObservation(at, started().status());
  }

  @Override
  public void stop(StopIntent intent) throws InterruptedException {
    BgpSpeaker stopping = speaker;
    speaker = null;
    if (stopping != null) {
      stopping.stop(intent);
    }
  }

  private BgpSpeaker started() throws PluginException {
    BgpSpeaker now = speaker;
    if (now == null) {
      throw new PluginException(PluginException.Kind.INTERNAL, "the BGP speaker is not running");
    }
    return now;
  }
}
