package io.readback.layer2.glass;

import io.readback.spi.plugin.ConfigKey;
import io.readback.spi.plugin.Settings;
import java.time.Duration;
import java.util.List;

/**
 * Settings of the looking glass.
 *
 * @param interfaceName the Ethernet interface to ask from
 * @param listening how long to listen for answers in a look
 */
public record LinkGlassConfig(String interfaceName, Duration listening) {
  private static final ConfigKey<String> INTERFACE =
      ConfigKey.required(
          "interface",
          LinkGlassConfig::name,
          "The Ethernet interface to ask from, by its exact name; VIPs whose manifests are for other"
              + " interfaces are not asked for");

  private static final ConfigKey<Duration> WAIT =
      ConfigKey.optional(
          "wait",
          LinkGlassConfig::listening,
          Duration.ofMillis(600),
          "How long to listen for answers, 30ms to 5s; whoever has not answered after a third of it"
              + " is asked again; default 600ms");

  static final List<ConfigKey<?>> KEYS = List.of(INTERFACE, WAIT);

  static LinkGlassConfig of(Settings settings) {
    return new LinkGlassConfig(settings.get(INTERFACE), settings.get(WAIT));
  }

  private static String name(String text) {
    // the kernel's limit, and what no name of an interface has
    if (text.isEmpty() || text.length() > 15 || text.matches(".*[\\s/].*")) {
      throw new IllegalArgumentException("the name of an interface, such as eth0");
    }
    return text;
  }

  private static Duration listening(String text) {
    Duration value = ConfigKey.duration(text);
    if (value.toMillis() < 30 || value.toSeconds() > 5) {
      throw new IllegalArgumentException("a duration of 30ms to 5s");
    }
    return value;
  }
}
