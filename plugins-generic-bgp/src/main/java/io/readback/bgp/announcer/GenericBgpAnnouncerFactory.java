package io.readback.bgp.announcer;

import io.readback.spi.plugin.Announcer;
import io.readback.spi.plugin.AnnouncerFactory;
import io.readback.spi.plugin.ConfigKey;
import io.readback.spi.plugin.PluginContext;
import io.readback.spi.plugin.Settings;
import java.util.List;

/** Makes announcers of type {@code generic-bgp}, which have no settings: their targets say all. */
public final class GenericBgpAnnouncerFactory
    implements AnnouncerFactory<GenericBgpAnnouncerFactory.NoSettings> {
  /** The configuration of an announcer without settings. */
  public enum NoSettings {
    NONE
  }

  @Override
  public String type() {
    return "generic-bgp";
  }

  @Override
  public List<ConfigKey<?>> configKeys() {
    return List.of();
  }

  @Override
  public NoSettings configure(Settings settings) {
    return NoSettings.NONE;
  }

  @Override
  public Announcer create(PluginContext context, NoSettings config) {
    return new GenericBgpAnnouncer(context);
  }
}
