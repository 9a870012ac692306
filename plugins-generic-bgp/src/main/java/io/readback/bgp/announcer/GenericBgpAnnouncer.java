package io.readback.bgp.announcer;

import io.readback.bgp.bmp.BmpExport;
import io.readback.bgp.mrt.MrtFolder;
import io.readback.bgp.session.BgpSpeaker;
import io.readback.bgp.session.MrtRecorder;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.observe.AnnouncerObservation;
import io.readback.spi.observe.Measure;
import io.readback.spi.plugin.Announcer;
import io.readback.spi.plugin.AnnouncerCapabilities;
import io.readback.spi.plugin.PluginContext;
import io.readback.spi.plugin.PluginException;
import io.readback.spi.plugin.StopIntent;
import io.readback.spi.target.DesiredState;
import io.readback.spi.target.TargetKind;
import java.time.Instant;
import java.util.ArrayList;
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
  private final GenericBgpAnnouncerFactory.Config config;
  private @Nullable BgpSpeaker speaker;
  private @Nullable BmpExport bmp;
  private List<MrtFolder> folders = List.of();
  private long generation = -1;

  GenericBgpAnnouncer(PluginContext context, GenericBgpAnnouncerFactory.Config config) {
    this.context = context;
    this.config = config;
  }

  @Override
  public AnnouncerCapabilities capabilities() {
    return CAPABILITIES;
  }

  @Override
  public void start() {
    BgpSpeaker.Builder builder =
        BgpSpeaker.builder()
            .threadName("bgp-" + context.name())
            .clock(context.clock())
            .logger(context.logger())
            .onChange(context::requestObservation);
    if (!config.collectors().isEmpty()) {
      BmpExport export =
          new BmpExport(config.collectors(), HostName.get(), context.clock(), context.logger());
      bmp = export;
      builder.observer(export);
    }
    if (!config.folders().isEmpty()) {
      List<MrtFolder> opened = config.folders().stream().map(this::folder).toList();
      opened.forEach(MrtFolder::start);
      folders = opened;
      builder.messages(
          new MrtRecorder(
              context.clock(), record -> opened.forEach(folder -> folder.accept(record))));
    }
    speaker = builder.build();
  }

  private MrtFolder folder(MrtFolder.Settings settings) {
    return new MrtFolder(settings, "mrt-" + context.name(), context.clock(), context.logger());
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
    return new AnnouncerObservation(at, started().status(), measures());
  }

  private List<Measure> measures() {
    List<Measure> out = new ArrayList<>();
    BmpExport export = bmp;
    if (export != null) {
      out.addAll(export.measures());
    }
    folders.forEach(folder -> out.addAll(folder.measures()));
    return out;
  }

  @Override
  public void stop(StopIntent intent) throws InterruptedException {
    BgpSpeaker stopping = speaker;
    speaker = null;
    if (stopping != null) {
      stopping.stop(intent);
    }
    for (MrtFolder folder : folders) {
      folder.close();
    }
    folders = List.of();
  }

  private BgpSpeaker started() throws PluginException {
    BgpSpeaker now = speaker;
    if (now == null) {
      throw new PluginException(PluginException.Kind.INTERNAL, "the BGP speaker is not running");
    }
    return now;
  }
}
