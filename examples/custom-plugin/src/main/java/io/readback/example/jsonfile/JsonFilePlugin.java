package io.readback.example.jsonfile;

import io.readback.spi.Spi;
import io.readback.spi.plugin.AnnouncerFactory;
import io.readback.spi.plugin.LookingGlassFactory;
import io.readback.spi.plugin.ReadbackPlugin;
import java.util.List;

/** The door of this jar; {@code META-INF/services} names it. */
public final class JsonFilePlugin implements ReadbackPlugin {
  @Override
  public String id() {
    return "json-file";
  }

  @Override
  public int spiVersion() {
    return Spi.VERSION;
  }

  @Override
  public List<AnnouncerFactory<?>> announcers() {
    return List.of(new JsonFileAnnouncerFactory());
  }

  @Override
  public List<LookingGlassFactory<?>> lookingGlasses() {
    return List.of(new JsonFileLookingGlassFactory());
  }
}
