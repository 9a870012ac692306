package io.readback.example.jsonfile;

import io.readback.spi.plugin.ConfigKey;
import io.readback.spi.plugin.LookingGlass;
import io.readback.spi.plugin.LookingGlassFactory;
import io.readback.spi.plugin.PluginContext;
import io.readback.spi.plugin.RouterRef;
import io.readback.spi.plugin.Settings;
import java.nio.file.Path;
import java.util.List;

/** Makes looking glasses of type {@code json-file}. */
public final class JsonFileLookingGlassFactory
    implements LookingGlassFactory<JsonFileLookingGlassFactory.Config> {
  private static final ConfigKey<Path> PATH =
      ConfigKey.required("path", Path::of, "The file that stands for the forwarding table.");

  /** The settings of a looking glass. */
  public record Config(Path path) {}

  @Override
  public String type() {
    return "json-file";
  }

  @Override
  public List<ConfigKey<?>> configKeys() {
    return List.of(PATH);
  }

  @Override
  public Config configure(Settings settings) {
    return new Config(settings.get(PATH));
  }

  @Override
  public LookingGlass create(PluginContext context, RouterRef router, Config config) {
    return new JsonFileLookingGlass(context, router, config);
  }
}
