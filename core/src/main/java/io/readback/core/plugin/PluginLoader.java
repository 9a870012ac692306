package io.readback.core.plugin;

import io.readback.spi.plugin.ReadbackPlugin;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds plugins, in this order: instances given, the class path, then the entries of a folder by
 * name. An entry is a jar, or a folder holding a plugin's jars; each gets a class loader of its
 * own. What is broken becomes a {@link PluginProblem} and hides nothing else.
 */
public final class PluginLoader {
  private static final String SERVICES = "META-INF/services/" + ReadbackPlugin.class.getName();

  /** More faults in a row than this, and the rest of a source is given up. */
  private static final int MAX_FAULTS = 100;

  private final List<ReadbackPlugin> given = new ArrayList<>();
  private @Nullable ClassLoader classPath;
  private @Nullable Path folder;

  /** Adds an instance. */
  public PluginLoader plugin(ReadbackPlugin plugin) {
    given.add(plugin);
    return this;
  }

  /** Looks on this class loader; default: nowhere. */
  public PluginLoader classPath(ClassLoader loader) {
    classPath = loader;
    return this;
  }

  /** Looks in this folder; default: nowhere. A folder that is not there is a problem. */
  public PluginLoader folder(Path path) {
    folder = path;
    return this;
  }

  /** Looks in all places. Runs constructors of plugins, on the calling thread. */
  public PluginCatalog load() {
    CatalogDraft draft = new CatalogDraft();
    for (ReadbackPlugin plugin : given) {
      draft.add(plugin, "given by the program");
    }
    if (classPath != null) {
      walk(classPath, "class path", draft);
    }
    if (folder != null) {
      loadFolder(folder, draft);
    }
    return draft.finish();
  }

  private static void loadFolder(Path folder, CatalogDraft draft) {
    if (!Files.isDirectory(folder)) {
      draft.problem(folder.toString(), "", "is not a folder: make it, or name another one");
      return;
    }
    List<Path> entries;
    try (Stream<Path> list = Files.list(folder)) {
      entries = list.sorted().toList();
    } catch (IOException e) {
      draft.problem(folder.toString(), "", "cannot be listed: " + e.getMessage());
      return;
    }
    for (Path entry : entries) {
      String source = folder.getFileName() + "/" + entry.getFileName();
      try {
        if (Files.isDirectory(entry)) {
          try (Stream<Path> list = Files.list(entry)) {
            loadJars(entry, list.filter(PluginLoader::isJar).sorted().toList(), source, draft);
          }
        } else if (isJar(entry)) {
          loadJars(entry, List.of(entry), source, draft);
        }
      } catch (IOException e) {
        draft.problem(source, "", "cannot be read: " + e.getMessage());
      }
    }
  }

  private static boolean isJar(Path path) {
    return path.getFileName().toString().endsWith(".jar");
  }

  private static void loadJars(Path entry, List<Path> jars, String source, CatalogDraft draft)
      throws MalformedURLException {
    boolean door = false;
    List<URL> urls = new ArrayList<>();
    for (Path jar : jars) {
      try (JarFile file = new JarFile(jar.toFile())) {
        door |= file.getEntry(SERVICES) != null;
        urls.add(jar.toUri().toURL());
      } catch (IOException e) {
        draft.problem(
            source,
            jar.getFileName().toString(),
            "is not a readable jar: " + e.getMessage() + ". Copy it again");
      }
    }
    if (urls.isEmpty()) {
      if (jars.isEmpty()) {
        draft.problem(source, "", "holds no jar");
      }
      return;
    }
    if (!door) {
      draft.problem(source, "", "holds no plugin: no jar of it has " + SERVICES);
      return;
    }
    PluginClassLoader loader =
        new PluginClassLoader(entry.getFileName().toString(), urls.toArray(URL[]::new));
    draft.keepOpen(loader);
    walk(loader, source, draft);
  }

  /** By hand, since a for-each loop ends at the first broken provider. */
  private static void walk(ClassLoader loader, String source, CatalogDraft draft) {
    Iterator<ServiceLoader.Provider<ReadbackPlugin>> providers =
        ServiceLoader.load(ReadbackPlugin.class, loader).stream().iterator();
    int faults = 0;
    while (faults < MAX_FAULTS) {
      ReadbackPlugin plugin;
      try {
        if (!providers.hasNext()) {
          return;
        }
        plugin = providers.next().get();
      } catch (VirtualMachineError e) {
        throw e;
      } catch (Throwable t) {
        faults++;
        draft.problem(source, subject(t), Faults.sentence(t, 0));
        continue;
      }
      faults = 0;
      draft.add(plugin, source.equals("class path") ? codeSource(plugin) : source);
    }
  }

  /** The provider class that a message of ServiceLoader names, so that a person knows which. */
  private static String subject(Throwable t) {
    String message = t.getMessage() == null ? "" : t.getMessage();
    int at = message.indexOf("Provider ");
    if (at < 0) {
      return "";
    }
    String rest = message.substring(at + "Provider ".length());
    int end = rest.indexOf(' ');
    return end < 0 ? rest : rest.substring(0, end);
  }

  private static String codeSource(ReadbackPlugin plugin) {
    CodeSource code = plugin.getClass().getProtectionDomain().getCodeSource();
    if (code == null || code.getLocation() == null) {
      return "class path";
    }
    String path = code.getLocation().getPath();
    String trimmed = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    return "class path: " + trimmed.substring(trimmed.lastIndexOf('/') + 1);
  }
}
