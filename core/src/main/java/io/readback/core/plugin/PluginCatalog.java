package io.readback.core.plugin;

import io.readback.spi.plugin.AnnouncerFactory;
import io.readback.spi.plugin.LookingGlassFactory;
import java.io.IOException;
import java.net.URLClassLoader;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The plugins of this process, and what kept others out. Immutable. */
public final class PluginCatalog {
  /** No plugins. */
  public static final PluginCatalog EMPTY =
      new PluginCatalog(List.of(), List.of(), new TreeMap<>(), new TreeMap<>(), List.of());

  private final List<LoadedPlugin> plugins;
  private final List<PluginProblem> problems;
  private final SortedMap<String, Offer<AnnouncerFactory<?>>> announcers;
  private final SortedMap<String, Offer<LookingGlassFactory<?>>> lookingGlasses;
  private final List<URLClassLoader> loaders;

  PluginCatalog(
      List<LoadedPlugin> plugins,
      List<PluginProblem> problems,
      SortedMap<String, Offer<AnnouncerFactory<?>>> announcers,
      SortedMap<String, Offer<LookingGlassFactory<?>>> lookingGlasses,
      List<URLClassLoader> loaders) {
    this.plugins = List.copyOf(plugins);
    this.problems = List.copyOf(problems);
    this.announcers = Collections.unmodifiableSortedMap(new TreeMap<>(announcers));
    this.lookingGlasses = Collections.unmodifiableSortedMap(new TreeMap<>(lookingGlasses));
    this.loaders = List.copyOf(loaders);
  }

  /**
   * A factory and the plugin it came from.
   *
   * @param spiVersion what the plugin was compiled against
   */
  public record Offer<F>(F factory, String pluginId, int spiVersion) {}

  /** In the order found: given instances, class path, folder. */
  public List<LoadedPlugin> plugins() {
    return plugins;
  }

  public List<PluginProblem> problems() {
    return problems;
  }

  public Optional<Offer<AnnouncerFactory<?>>> announcer(String type) {
    return Optional.ofNullable(announcers.get(type));
  }

  public Optional<Offer<LookingGlassFactory<?>>> lookingGlass(String type) {
    return Optional.ofNullable(lookingGlasses.get(type));
  }

  public SortedSet<String> announcerTypes() {
    return Collections.unmodifiableSortedSet(new TreeSet<>(announcers.keySet()));
  }

  public SortedSet<String> lookingGlassTypes() {
    return Collections.unmodifiableSortedSet(new TreeSet<>(lookingGlasses.keySet()));
  }

  /** Lets go of the jars of the folder; no instance may be in use any more. */
  public void release() {
    for (URLClassLoader loader : loaders) {
      try {
        loader.close();
      } catch (IOException e) {
        System.getLogger(PluginCatalog.class.getName())
            .log(System.Logger.Level.DEBUG, () -> "closing " + loader.getName() + ": " + e);
      }
    }
  }
}
