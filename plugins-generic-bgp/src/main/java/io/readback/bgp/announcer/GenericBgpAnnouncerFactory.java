package io.readback.bgp.announcer;

import io.readback.bgp.bmp.BmpCollector;
import io.readback.spi.net.IpAddress;
import io.readback.spi.plugin.Announcer;
import io.readback.spi.plugin.AnnouncerFactory;
import io.readback.spi.plugin.ConfigKey;
import io.readback.spi.plugin.PluginContext;
import io.readback.spi.plugin.Settings;
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

  /**
   * The configuration of an announcer.
   *
   * @param collectors who is told of the sessions in BMP
   */
  public record Config(List<BmpCollector> collectors) {
    public Config {
      collectors = List.copyOf(collectors);
    }
  }

  @Override
  public String type() {
    return "generic-bgp";
  }

  @Override
  public List<ConfigKey<?>> configKeys() {
    return List.of(BMP);
  }

  @Override
  public Config configure(Settings settings) {
    return new Config(
        settings.get(BMP).stream()
            .map(s -> new BmpCollector(s.get(HOST), s.get(PORT), s.get(STATISTICS)))
            .toList());
  }

  @Override
  public Announcer create(PluginContext context, Config config) {
    return new GenericBgpAnnouncer(context, config.collectors());
  }

  /** A literal: no name service is asked. */
  private static IpAddress address(String text) {
    try {
      return IpAddress.parse(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("an IPv4 or IPv6 address", e);
    }
  }

  private static Duration pause(String text) {
    Duration value = ConfigKey.duration(text);
    if (!value.isZero() && value.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException("0s, or 1s or more");
    }
    return value;
  }
}
