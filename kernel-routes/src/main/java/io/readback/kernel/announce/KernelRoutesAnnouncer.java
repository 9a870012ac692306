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

  /** Opens nothing yet: most hosts have no kernel table to keep. */
  @Override
  public void start() {}

  private static PluginException failure(LinuxException e) {
    PluginException.Kind kind =
        e.is(Errno.EPERM) || e.is(Errno.EACCES)
            ? PluginException.Kind.PERMISSION
            : PluginException.Kind.RESOURCE;
    return new PluginException(kind, String.valueOf(e.getMessage()), e);
  }

  @Override
  public void reconcile(DesiredState desired) throws PluginException {
    DesiredState before = last;
    if (before != null && desired.generation() < before.generation()) {
      return;
    }
    RouteKeeper running = keeper;
    if (running == null) {
      running = open(desired.targets().isEmpty());
      if (running == null) {
        last = desired;
        return;
      }
      keeper = running;
    }
    last = desired;
    running.aim(desired);
    if (before != null && before.targets().equals(desired.targets())) {
      running.check();
    }
  }

  /**
   * Begins to keep routes.
   *
   * @param idle there is nothing to keep but, perhaps, routes of an earlier run to take back
   * @return null where there is nothing to do
   */
  private @Nullable RouteKeeper open(boolean idle) throws PluginException {
    try {
      return idle && !RouteKeeper.leftovers(config.protocol())
          ? null
          : RouteKeeper.start(context, config);
    } catch (LinuxException e) {
      if (idle) {
        // another agent's routes, or a system without netlink: nothing is asked of it
        context.logger().log(System.Logger.Level.DEBUG, "Kernel routes: {0}", e.getMessage());
        return null;
      }
      throw failure(e);
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
