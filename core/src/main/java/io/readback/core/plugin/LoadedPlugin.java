package io.readback.core.plugin;

import io.readback.spi.plugin.ConfigKey;
import java.util.List;

/**
 * A plugin that was found, for diagnosis.
 *
 * @param version the plugin's own
 * @param spiVersion the version of the plugin interface it was compiled against
 * @param source the jar or place it came from
 * @param parts what it offers and was accepted
 */
public record LoadedPlugin(
    String id, String version, int spiVersion, String source, List<Part> parts) {
  public LoadedPlugin {
    parts = List.copyOf(parts);
  }

  /** The sorts of parts. */
  public enum Sort {
    ANNOUNCER,
    LOOKING_GLASS;

    /** The words that documents use. */
    @Override
    public String toString() {
      return this == ANNOUNCER ? "announcer" : "looking glass";
    }
  }

  /** Something a plugin can make, by the {@code type} that configuration names. */
  public record Part(Sort sort, String type, List<ConfigKey<?>> keys) {
    public Part {
      keys = List.copyOf(keys);
    }
  }
}
