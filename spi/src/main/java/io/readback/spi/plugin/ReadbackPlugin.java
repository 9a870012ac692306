package io.readback.spi.plugin;

import java.util.List;

/**
 * The one door of a plugin jar, found by {@link java.util.ServiceLoader}. Has a public constructor
 * without arguments that does no I/O and starts no thread. Everything behind the door defaults to
 * nothing.
 */
public interface ReadbackPlugin {
  /**
   * Stable id, {@code [a-z][a-z0-9-]*}; a second plugin with the same id is a problem of the
   * second.
   */
  String id();

  /**
   * Write {@code return Spi.VERSION;}: the compiler inlines the constant, so this is the version
   * compiled against.
   */
  int spiVersion();

  /** For a person: the version of the plugin itself. */
  default String version() {
    String version = getClass().getPackage().getImplementationVersion();
    return version == null ? "unknown" : version;
  }

  default List<AnnouncerFactory<?>> announcers() {
    return List.of();
  }

  default List<LookingGlassFactory<?>> lookingGlasses() {
    return List.of();
  }
}
