package io.readback.example.jsonfile;

import io.readback.spi.net.IpAddress;
import io.readback.spi.plugin.Announcer;
import io.readback.spi.plugin.AnnouncerFactory;
import io.readback.spi.plugin.ConfigKey;
import io.readback.spi.plugin.PluginContext;
import io.readback.spi.plugin.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Makes announcers of type {@code json-file}. */
public final class JsonFileAnnouncerFactory
    implements AnnouncerFactory<JsonFileAnnouncerFactory.Config> {
  private static final ConfigKey<Path> PATH =
      ConfigKey.required("path", Path::of, "The file to keep; its folder must exist.");
  private static final ConfigKey<Optional<IpAddress>> NEXT_HOP =
      ConfigKey.absentable(
          "nextHop",
          IpAddress::parse,
          "Written for routes that lead to this node; default: the session's local address, else"
              + " 'self'.");

  /** The settings of an announcer. */
  public record Config(Path path, Optional<IpAddress> nextHop) {}

  @Override
  public String type() {
    return "json-file";
  }

  @Override
  public List<ConfigKey<?>> configKeys() {
    return List.of(PATH, NEXT_HOP);
  }

  @Override
  public Config configure(Settings settings) {
    return new Config(settings.get(PATH), settings.get(NEXT_HOP));
  }

  @Override
  public Announcer create(PluginContext context, Config config) {
    return new JsonFileAnnouncer(context, config);
  }
}
