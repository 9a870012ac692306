package io.readback.spi.plugin;

import java.util.List;

/**
 * Makes instances of one type of plugin part.
 *
 * @param <C> the validated configuration of an instance
 */
public sealed interface PluginFactory<C> permits AnnouncerFactory, LookingGlassFactory {
  /**
   * The value of {@code type:} in configuration, such as {@code generic-bgp}; unique among parts of
   * its sort.
   */
  String type();

  /** All settings an instance takes. Keys not listed here are problems of the configuration. */
  List<ConfigKey<?>> configKeys();

  /**
   * Pure. Sees values that parsed.
   *
   * @throws IllegalArgumentException when they contradict each other, naming the keys
   */
  C configure(Settings settings);
}
