package io.readback.kernel.announce;

import io.readback.spi.plugin.Announcer;
import io.readback.spi.plugin.AnnouncerFactory;
import io.readback.spi.plugin.ConfigKey;
import io.readback.spi.plugin.PluginContext;
import io.readback.spi.plugin.Settings;
import java.util.List;

/** Makes announcers of the type {@code kernel-routes}. */
public final class KernelRoutesFactory implements AnnouncerFactory<KernelRoutesConfig> {
  @Override
  public String type() {
    return "kernel-routes";
  }

  @Override
  public List<ConfigKey<?>> configKeys() {
    return KernelRoutesConfig.KEYS;
  }

  @Override
  public KernelRoutesConfig configure(Settings settings) {
    return KernelRoutesConfig.of(settings);
  }

  @Override
  public Announcer create(PluginContext context, KernelRoutesConfig config) {
    return new KernelRoutesAnnouncer(context, config);
  }
}
