package io.readback.kernel;

import io.readback.kernel.announce.KernelRoutesFactory;
import io.readback.kernel.glass.KernelGlassFactory;
import io.readback.spi.Spi;
import io.readback.spi.plugin.AnnouncerFactory;
import io.readback.spi.plugin.LookingGlassFactory;
import io.readback.spi.plugin.ReadbackPlugin;
import java.util.List;

/** The door of this module. */
public final class KernelRoutesPlugin implements ReadbackPlugin {
  @Override
  public String id() {
    return "kernel-routes";
  }

  @Override
  public int spiVersion() {
    return Spi.VERSION;
  }

  @Override
  public List<AnnouncerFactory<?>> announcers() {
    return List.of(new KernelRoutesFactory());
  }

  @Override
  public List<LookingGlassFactory<?>> lookingGlasses() {
    return List.of(new KernelGlassFactory());
  }
}
