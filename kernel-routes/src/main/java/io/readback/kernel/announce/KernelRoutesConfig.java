package io.readback.kernel.announce;

import io.readback.spi.plugin.ConfigKey;
import io.readback.spi.plugin.Settings;
import io.readback.spi.target.KernelTable;
import java.time.Duration;
import java.util.List;

/**
 * Settings of the announcer.
 *
 * @param protocol the number of routes that are its own from an earlier run
 * @param resync how often everything is compared though nothing was heard
 * @param eventBuffer bytes for events of the kernel not read yet
 */
public record KernelRoutesConfig(int protocol, Duration resync, int eventBuffer) {
  private static final ConfigKey<Integer> PROTOCOL =
      ConfigKey.optional(
          "protocol",
          KernelRoutesConfig::protocol,
          KernelTable.DEFAULT_PROTOCOL,
          "The protocol number that marks routes as its own, 1 to 255. Routes with it that nothing asks"
              + " for are deleted, so no other program on the host may use it");
  private static final ConfigKey<Duration> RESYNC =
      ConfigKey.optional(
          "resync",
          ConfigKey::duration,
          Duration.ofSeconds(60),
          "How often all routes are compared with the kernel's even when no event was heard");
  private static final ConfigKey<Integer> EVENT_BUFFER =
      ConfigKey.optional(
          "eventBuffer",
          KernelRoutesConfig::buffer,
          8 << 20,
          "Bytes for events of the kernel that are not read yet; when they do not suffice, all routes"
              + " are compared");

  static final List<ConfigKey<?>> KEYS = List.of(PROTOCOL, RESYNC, EVENT_BUFFER);

  static KernelRoutesConfig of(Settings settings) {
    return new KernelRoutesConfig(
        settings.get(PROTOCOL), settings.get(RESYNC), settings.get(EVENT_BUFFER));
  }

  private static Integer protocol(String text) {
    return number(text, 1, 255);
  }

  private static Integer buffer(String text) {
    return number(text, 4096, 1 << 30);
  }

  private static Integer number(String text, int least, int most) {
    String wanted = "a number from " + least + " to " + most;
    try {
      int value = Integer.parseInt(text);
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(wanted, e);
    }
    throw new IllegalArgumentException(wanted);
  }
}
