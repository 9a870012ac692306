package io.readback.layer2.announcer;

import io.readback.layer2.link.LinkSpeaker;
import io.readback.linux.Errno;
import io.readback.linux.LinuxException;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.observe.AnnouncerObservation;
import io.readback.spi.plugin.Announcer;
import io.readback.spi.plugin.AnnouncerCapabilities;
import io.readback.spi.plugin.PluginContext;
import io.readback.spi.plugin.PluginException;
import io.readback.spi.plugin.StopIntent;
import io.readback.spi.target.DesiredState;
import io.readback.spi.target.DesiredTarget;
import io.readback.spi.target.LinkTarget;
import io.readback.spi.target.TargetKind;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Answers for VIPs on links. Opens nothing until there is a target, so that it can run on machines
 * that are asked for none. Whoever stops answering leaves nothing behind, whatever the intent: the
 * caches of neighbours end by themselves or by the successor's announcement.
 */
public final class Layer2Announcer implements Announcer {
  private static final AnnouncerCapabilities CAPABILITIES =
      AnnouncerCapabilities.of(EnumSet.of(TargetKind.LINK), EnumSet.allOf(AddressFamily.class));

  private final PluginContext context;
  private final Layer2Settings settings;
  private final LinkHost host;
  private @Nullable LinkSpeaker speaker;
  private String self = "";
  private long generation = -1;

  Layer2Announcer(PluginContext context, Layer2Settings settings, LinkHost host) {
    this.context = context;
    this.settings = settings;
    this.host = host;
  }

  @Override
  public AnnouncerCapabilities capabilities() {
    return CAPABILITIES;
  }

  @Override
  public void start() {}

  @Override
  public void reconcile(DesiredState desired) throws PluginException {
    if (desired.generation() < generation) {
      return;
    }
    Optional<String> node =
        desired.targets().values().stream()
            .map(DesiredTarget::spec)
            .filter(LinkTarget.class::isInstance)
            .map(spec -> ((LinkTarget) spec).node())
            .findFirst();
    if (node.isPresent() && !node.get().equals(self)) {
      close();
      self = node.get();
    }
    if (speaker == null && node.isPresent()) {
      speaker = open();
    }
    if (speaker != null) {
      speaker.desire(desired.targets());
    }
    generation = desired.generation();
  }

  private LinkSpeaker open() throws PluginException {
    try {
      return host.start(self, settings, context);
    } catch (LinuxException e) {
      PluginException.Kind kind =
          e.is(Errno.EPERM) || e.is(Errno.EACCES)
              ? PluginException.Kind.PERMISSION
              : PluginException.Kind.RESOURCE;
      throw new PluginException(kind, String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public AnnouncerObservation observe() throws InterruptedException {
    LinkSpeaker now = speaker;
    Instant at = context.clock().instant();
    return new AnnouncerObservation(at, now == null ? List.of() : now.status());
  }

  @Override
  public void stop(StopIntent intent) {
    close();
  }

  private void close() {
    LinkSpeaker closing = speaker;
    speaker = null;
    if (closing != null) {
      closing.close();
    }
  }
}
