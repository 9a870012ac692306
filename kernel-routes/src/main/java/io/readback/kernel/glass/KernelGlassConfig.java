package io.readback.kernel.glass;

import io.readback.spi.plugin.ConfigKey;
import io.readback.spi.plugin.Settings;
import java.util.List;

/**
 * Settings of the looking glass.
 *
 * @param table the routing table read
 */
public record KernelGlassConfig(int table) {
  private static final ConfigKey<Integer> TABLE =
      ConfigKey.optional(
          "table",
          KernelGlassConfig::table,
          254,
          "The routing table to read; 254 is main, 255 local");

  static final List<ConfigKey<?>> KEYS = List.of(TABLE);

  static KernelGlassConfig of(Settings settings) {
    return new KernelGlassConfig(settings.get(TABLE));
  }

  private static Integer table(String text) {
    String wanted = "a number from 1 to 4294967295";
    try {
      long value = Long.parseLong(text);
      if (value >= 1 && value <= 0xffff_ffffL) {
        return (int) value;
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(wanted, e);
    }
    throw new IllegalArgumentException(wanted);
  }
}
