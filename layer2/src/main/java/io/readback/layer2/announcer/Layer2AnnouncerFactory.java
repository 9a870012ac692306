package io.readback.layer2.announcer;

import io.readback.layer2.link.LinkSpeaker;
import io.readback.layer2.own.ClaimOptions;
import io.readback.spi.plugin.Announcer;
import io.readback.spi.plugin.AnnouncerFactory;
import io.readback.spi.plugin.ConfigKey;
import io.readback.spi.plugin.PluginContext;
import io.readback.spi.plugin.Settings;
import java.time.Duration;
import java.util.List;

/** Makes announcers of type {@code layer2}. */
public final class Layer2AnnouncerFactory implements AnnouncerFactory<Layer2Settings> {
  private static final ConfigKey<Boolean> FAIL_BACK =
      ConfigKey.optional(
          "whenTheFirstReturns",
          Layer2AnnouncerFactory::failBack,
          true,
          "`fail-back`: the node that comes first for a VIP takes it back when it returns."
              + " `stick`: whoever has a VIP keeps it while it is there. The same on all nodes;"
              + " default fail-back.");

  private static final ConfigKey<Integer> BACKUPS =
      ConfigKey.optional(
          "backups",
          text -> number(text, 0, 16),
          3,
          "How many nodes stand behind the first one of each VIP, 0 to 16: as many may be gone at"
              + " once. The same on all nodes; default 3.");

  private static final ConfigKey<Boolean> WATCH =
      ConfigKey.optional(
          "watch",
          Layer2AnnouncerFactory::watch,
          true,
          "`bfd`: nodes in line for the same VIPs watch each other by BFD (UDP port 3784) between"
              + " their InternalIPs. `none`: every node counts as there, and only a change of"
              + " manifests moves a VIP. The same on all nodes; default bfd.");

  private static final ConfigKey<Duration> INTERVAL =
      ConfigKey.optional(
          "bfd.interval",
          Layer2AnnouncerFactory::interval,
          Duration.ofMillis(100),
          "Time between BFD packets, 10ms to 60s; default 100ms.");

  private static final ConfigKey<Integer> MULTIPLIER =
      ConfigKey.optional(
          "bfd.multiplier",
          text -> number(text, 2, 255),
          3,
          "How many packets in a row may be missing before a node counts as gone, 2 to 255; default"
              + " 3.");

  private final LinkHost host;

  public Layer2AnnouncerFactory() {
    this(
        (self, settings, context) ->
            LinkSpeaker.start(
                self,
                settings.options(),
                context.logger(),
                settings.watch().maker(),
                context::requestObservation));
  }

  /** For links of another network namespace. */
  Layer2AnnouncerFactory(LinkHost host) {
    this.host = host;
  }

  @Override
  public String type() {
    return "layer2";
  }

  @Override
  public List<ConfigKey<?>> configKeys() {
    return List.of(FAIL_BACK, BACKUPS, WATCH, INTERVAL, MULTIPLIER);
  }

  @Override
  public Layer2Settings configure(Settings settings) {
    ClaimOptions claims = ClaimOptions.DEFAULT.withFailBack(settings.get(FAIL_BACK));
    return new Layer2Settings(
        new LinkSpeaker.Options(claims, settings.get(BACKUPS)),
        new NodeWatch(settings.get(WATCH), settings.get(INTERVAL), settings.get(MULTIPLIER)));
  }

  @Override
  public Announcer create(PluginContext context, Layer2Settings config) {
    return new Layer2Announcer(context, config, host);
  }

  private static Boolean failBack(String text) {
    return switch (text) {
      case "fail-back" -> true;
      case "stick" -> false;
      default -> throw new IllegalArgumentException("fail-back or stick");
    };
  }

  private static Boolean watch(String text) {
    return switch (text) {
      case "bfd" -> true;
      case "none" -> false;
      default -> throw new IllegalArgumentException("bfd or none");
    };
  }

  private static Duration interval(String text) {
    Duration value = ConfigKey.duration(text);
    if (value.toMillis() < 10 || value.toSeconds() > 60) {
      throw new IllegalArgumentException("a duration of 10ms to 60s");
    }
    return value;
  }

  private static Integer number(String text, int from, int to) {
    int value = text.matches("\\d{1,3}") ? Integer.parseInt(text) : -1;
    if (value < from || value > to) {
      throw new IllegalArgumentException("a number of " + from + " to " + to);
    }
    return value;
  }
}
