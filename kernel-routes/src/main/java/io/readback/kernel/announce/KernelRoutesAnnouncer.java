package io.readback.kernel.announce;

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
import io.readback.spi.target.TargetKind;
import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps routes in the kernel of this host. */
final class KernelRoutesAnnouncer implements Announcer {
  private static final AnnouncerCapabilities CAPABILITIES =
      AnnouncerCapabilities.of(
              EnumSet.of(TargetKind.KERNEL_TABLE), EnumSet.allOf(AddressFamily.class))
          .withRetain();

  private final PluginContext context;
  private final KernelRoutesConfig config;
  private @Nullable RouteKeeper keeper;
  private @Nullable DesiredState last;

  KernelRoutesAnnouncer(PluginContext context, KernelRoutesConfig config) {
    this.context = context;
    this.config = config;
  }

  @Override
  public AnnouncerCapabilities capabilities() {
    return CAPABILITIES;
  }

  @Override
  public void start() throws PluginException {
    try {
      keeper = RouteKeeper.start(context, config);
    } catch (LinuxException e) {
      throw failure(e);
    }
  }

  private static PluginException failure(LinuxException e) {
    PluginException.Kind kind =
        e.is(Errno.EPERM) || e.is(Errno.EACCES)
            ? PluginException.Kind.PERMISSION
            : PluginException.Kind.RESOURCE;
    return new PluginException(kind, e.getMessage(), e);
  }

  @Override
  public void reconcile(DesiredState desired) throws PluginException {
    RouteKeeper running = keeper;
    if (running == null) {
      throw new PluginException(PluginException.Kind.INTERNAL, "it is not started");
    }
    DesiredState before = last;
    if (before != null && desired.generation() < before.generation()) {
      return;
    }
    last = desired;
    running.aim(desired);
    if (before != null && before.targets().equals(desired.targets())) {
      running.check();
    }
  }

  @Override
  public AnnouncerObservation observe() throws PluginException {
    RouteKeeper running = keeper;
    if (running == null) {
      return new AnnouncerObservation(context.clock().instant(), List.of());
    }
    LinuxException failed = running.failure();
    if (failed != null) {
      throw failure(failed);
    }
    return new AnnouncerObservation(context.clock().instant(), running.status());
  }

  @Override
  public void stop(StopIntent intent) throws InterruptedException {
    RouteKeeper running = keeper;
    keeper = null;
    if (running != null) {
      running.stop(intent == StopIntent.WITHDRAW);
    }
  }
}
