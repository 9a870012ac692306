package io.readback.kernel.glass;

import io.readback.spi.plugin.ConfigKey;
import io.readback.spi.plugin.LookingGlass;
import io.readback.spi.plugin.LookingGlassFactory;
import io.readback.spi.plugin.PluginContext;
import io.readback.spi.plugin.RouterRef;
import io.readback.spi.plugin.Settings;
import java.util.List;

/** Makes looking glasses of the type {@code kernel}. */
public final class KernelGlassFactory implements LookingGlassFactory<KernelGlassConfig> {
  @Override
  public String type() {
    return "kernel";
  }

  @Override
  public List<ConfigKey<?>> configKeys() {
    return KernelGlassConfig.KEYS;
  }

  @Override
  public KernelGlassConfig configure(Settings settings) {
    return KernelGlassConfig.of(settings);
  }

  @Override
  public LookingGlass create(PluginContext context, RouterRef router, KernelGlassConfig config) {
    return new KernelLookingGlass(context, config, ListedRoutes.ofThisHost());
  }
}
