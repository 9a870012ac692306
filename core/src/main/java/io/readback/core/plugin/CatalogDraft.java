package io.readback.core.plugin;

import io.readback.spi.Spi;
import io.readback.spi.plugin.AnnouncerFactory;
import io.readback.spi.plugin.LookingGlassFactory;
import io.readback.spi.plugin.PluginFactory;
import io.readback.spi.plugin.ReadbackPlugin;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Collects plugins while they are found; the first of a name stays, and what is refused is told.
 */
final class CatalogDraft {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]*");

  private final List<LoadedPlugin> plugins = new ArrayList<>();
  private final List<PluginProblem> problems = new ArrayList<>();
  private final Map<String, String> sourceById = new HashMap<>();
  private final SortedMap<String, PluginCatalog.Offer<AnnouncerFactory<?>>> announcers =
      new TreeMap<>();
  private final SortedMap<String, PluginCatalog.Offer<LookingGlassFactory<?>>> lookingGlasses =
      new TreeMap<>();
  private final List<URLClassLoader> loaders = new ArrayList<>();

  void keepOpen(URLClassLoader loader) {
    loaders.add(loader);
  }

  void problem(String source, String subject, String message) {
    problems.add(new PluginProblem(source, subject, message));
  }

  /** Takes a plugin in, or says why not. */
  void add(ReadbackPlugin plugin, String source) {
    String subject = plugin.getClass().getName();
    int spiVersion = 0;
    try {
      spiVersion = plugin.spiVersion();
      if (spiVersion < Spi.OLDEST_SUPPORTED || spiVersion > Spi.VERSION) {
        problem(source, subject, unsupported(spiVersion));
        return;
      }
      String id = plugin.id();
      if (!NAME.matcher(id).matches()) {
        problem(source, subject, "its id must match " + NAME + " but was '" + id + "'");
        return;
      }
      String earlier = sourceById.get(id);
      if (earlier != null) {
        problem(
            source,
            subject,
            "its id '" + id + "' is taken by the plugin from " + earlier + ": remove one of them");
        return;
      }
      String version = plugin.version();
      List<AnnouncerFactory<?>> ownAnnouncers = List.copyOf(plugin.announcers());
      List<LookingGlassFactory<?>> ownGlasses = List.copyOf(plugin.lookingGlasses());
      sourceById.put(id, source);
      List<LoadedPlugin.Part> parts = new ArrayList<>();
      for (AnnouncerFactory<?> f : ownAnnouncers) {
        offer(announcers, f, LoadedPlugin.Sort.ANNOUNCER, id, spiVersion, source, parts);
      }
      for (LookingGlassFactory<?> f : ownGlasses) {
        offer(lookingGlasses, f, LoadedPlugin.Sort.LOOKING_GLASS, id, spiVersion, source, parts);
      }
      plugins.add(new LoadedPlugin(id, version, spiVersion, source, parts));
    } catch (VirtualMachineError e) {
      throw e;
    } catch (Throwable t) {
      problem(source, subject, Faults.sentence(t, spiVersion));
    }
  }

  private <F extends PluginFactory<?>> void offer(
      SortedMap<String, PluginCatalog.Offer<F>> offers,
      F factory,
      LoadedPlugin.Sort sort,
      String id,
      int spiVersion,
      String source,
      List<LoadedPlugin.Part> parts) {
    String subject = sort + " " + factory.getClass().getName();
    try {
      String type = factory.type();
      if (!NAME.matcher(type).matches()) {
        problem(source, subject, "its type must match " + NAME + " but was '" + type + "'");
        return;
      }
      LoadedPlugin.Part part = new LoadedPlugin.Part(sort, type, factory.configKeys());
      PluginCatalog.Offer<F> earlier = offers.get(type);
      if (earlier != null) {
        problem(
            source,
            subject,
            "its type '" + type + "' is taken by the plugin '" + earlier.pluginId() + "'");
        return;
      }
      offers.put(type, new PluginCatalog.Offer<>(factory, id, spiVersion));
      parts.add(part);
    } catch (VirtualMachineError e) {
      throw e;
    } catch (Throwable t) {
      problem(source, subject, Faults.sentence(t, spiVersion));
    }
  }

  private static String unsupported(int version) {
    return "it was compiled against version "
        + version
        + " of the plugin interface; this build runs "
        + (Spi.OLDEST_SUPPORTED == Spi.VERSION
            ? "version " + Spi.VERSION + " only"
            : "versions " + Spi.OLDEST_SUPPORTED + " to " + Spi.VERSION)
        + ". Take "
        + (version > Spi.VERSION ? "a newer Readback or an older plugin" : "a newer plugin");
  }

  PluginCatalog finish() {
    return new PluginCatalog(plugins, problems, announcers, lookingGlasses, loaders);
  }
}
