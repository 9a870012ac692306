package io.readback.core.settings;

import io.readback.core.model.Origin;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An announcer that should run.
 *
 * @param name unique among announcers; what {@code readback.io/announcer} names
 * @param type names the plugin part
 * @param texts its settings by dotted name
 */
public record AnnouncerSettings(
    String name, String type, SortedMap<String, String> texts, Origin origin) {
  public AnnouncerSettings {
    texts = Collections.unmodifiableSortedMap(new TreeMap<>(texts));
  }

  /** An announcer without settings of its own. */
  public static AnnouncerSettings of(String name, String type) {
    return new AnnouncerSettings(name, type, new TreeMap<>(), Origin.UNKNOWN);
  }
}
