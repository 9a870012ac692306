package io.readback.layer2.announcer;

import io.readback.layer2.glass.LinkGlassFactory;
import io.readback.spi.Spi;
import io.readback.spi.plugin.AnnouncerFactory;
import io.readback.spi.plugin.LookingGlassFactory;
import io.readback.spi.plugin.ReadbackPlugin;
import java.util.List;

/** The plugin {@code layer2}. */
public final class Layer2Plugin implements ReadbackPlugin {
  @Override
  public String id() {
    return "layer2";
  }

  @Override
  public int spiVersion() {
    return Spi.VERSION;
  }

  @Override
  public List<AnnouncerFactory<?>> announcers() {
    return List.of(new Layer2AnnouncerFactory());
  }

  @Override
  public List<LookingGlassFactory<?>> lookingGlasses() {
    return List.of(new LinkGlassFactory());
  }
}
