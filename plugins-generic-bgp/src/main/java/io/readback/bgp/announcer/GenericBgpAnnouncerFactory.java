package io.readback.bgp.announcer;

import io.readback.bgp.bmp.BmpCollector;
import io.readback.bgp.mrt.MrtFolder;
import io.readback.spi.net.IpAddress;
import io.readback.spi.plugin.Announcer;
import io.readback.spi.plugin.AnnouncerFactory;
import io.readback.spi.plugin.ConfigKey;
import io.readback.spi.plugin.PluginContext;
import io.readback.spi.plugin.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Makes announcers of type {@code generic-bgp}: their targets say what to announce to whom, their
 * settings who else is told of the sessions.
 */
public final class GenericBgpAnnouncerFactory
    implements AnnouncerFactory<GenericBgpAnnouncerFactory.Config> {
  private static final ConfigKey<IpAddress> HOST =
      ConfigKey.required("host", GenericBgpAnnouncerFactory::address, "Address of the collector.");
  private static final ConfigKey<Integer> PORT =
      ConfigKey.optional("port", ConfigKey::port, 11019, "Port of the collector. Default: 11019.");
  private static final ConfigKey<Duration> STATISTICS =
      ConfigKey.optional(
          "statistics",
          GenericBgpAnnouncerFactory::pause,
          Duration.ofMinutes(1),
          "Pause between statistics reports, 1s or more; 0s: none. Default: 1m.");
  private static final ConfigKey<List<Settings>> BMP =
      ConfigKey.list(
          "bmp",
          List.of(HOST, PORT, STATISTICS),
          "Collectors that are told of the sessions and their routes in BMP (RFC 7854).");

  private static final ConfigKey<Path> DIRECTORY =
      ConfigKey.required(
          "directory", GenericBgpAnnouncerFactory::folder, "Folder of the files, absolute.");
  private static final ConfigKey<Duration> INTERVAL =
      ConfigKey.optional(
          "interval",
          GenericBgpAnnouncerFactory::pause,
          Duration.ofMinutes(15),
          "How long a file takes, 1s or more; 0s: until its size. Default: 15m.");
  private static final ConfigKey<Integer> SIZE =
      ConfigKey.optional(
          "size", t -> number(t, 65_536), 64, "The largest file in MiB, 1 to 65536. Default: 64.");
  private static final ConfigKey<Integer> KEEP =
      ConfigKey.optional(
          "keep",
          t -> number(t, 100_000),
          96,
          "How many files stay besides the one being written. Default: 96.");
  private static final ConfigKey<List<Settings>> MRT =
      ConfigKey.list(
          "mrt",
          List.of(DIRECTORY, INTERVAL, SIZE, KEEP),
          "Folders that all messages and changes of state are recorded to in MRT (RFC 6396).");

  /**
   * The configuration of an announcer.
   *
   * @param collectors who is told of the sessions in BMP
   * @param folders where messages are recorded to in MRT
   */
  public record Config(List<BmpCollector> collectors, List<MrtFolder.Settings> folders) {
    public Config {
      collectors = List.copyOf(collectors);
      folders = List.copyOf(folders);
    }
  }

  @Override
  public String type() {
    return "generic-bgp";
  }

  @Override
  public List<ConfigKey<?>> configKeys() {
    return List.of(BMP, MRT);
  }

  @Override
  public Config configure(Settings settings) {
    return new Config(
        settings.get(BMP).stream()
            .map(s -> new BmpCollector(s.get(HOST), s.get(PORT), s.get(STATISTICS)))
            .toList(),
        settings.get(MRT).stream()
            .map(
                s ->
                    new MrtFolder.Settings(
                        s.get(DIRECTORY), s.get(INTERVAL), (long) s.get(SIZE) << 20, s.get(KEEP)))
            .toList());
  }

  @Override
  public Announcer create(PluginContext context, Config config) {
    return new GenericBgpAnnouncer(context, config);
  }

  /** A literal: no name service is asked. */
  private static IpAddress address(String text) {
    try {
      return IpAddress.parse(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("an IPv4 or IPv6 address", e);
    }
  }

  private static Path folder(String text) {
    Path path = Path.of(text);
    if (!path.isAbsolute()) {
      throw new IllegalArgumentException("an absolute path");
    }
    return path;
  }

  private static Integer number(String text, int most) {
    int value = text.matches("\\d{1,9}") ? Integer.parseInt(text) : 0;
    if (value < 1 || value > most) {
      throw new IllegalArgumentException("a number of 1 to " + most);
    }
    return value;
  }

  private static Duration pause(String text) {
    Duration value = ConfigKey.duration(text);
    if (!value.isZero() && value.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException("0s, or 1s or more");
    }
    return value;
  }
}
