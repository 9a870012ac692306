package io.readback.bgp.announcer;

import io.readback.spi.Spi;
import io.readback.spi.plugin.AnnouncerFactory;
import io.readback.spi.plugin.ReadbackPlugin;
import java.util.List;

/** The plugin {@code generic-bgp}. */
public final class GenericBgpPlugin implements ReadbackPlugin {
  @Override
  public String id() {
    return "generic-bgp";
  }

  @Override
  public int spiVersion() {
    return Spi.VERSION;
  }

  @Override
  public List<AnnouncerFactory<?>> announcers() {
    return List.of(new GenericBgpAnnouncerFactory());
  }
}
