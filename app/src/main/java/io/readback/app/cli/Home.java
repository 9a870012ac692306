package io.readback.app.cli;

import io.readback.core.plugin.PluginCatalog;
import io.readback.core.plugin.PluginLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The folder of the distribution, as the launcher says. */
final class Home {
  private Home() {}

  /** Its folder for plugins, when there is one. */
  static Optional<Path> plugins() {
    String home = System.getProperty("readback.home");
    return Optional.ofNullable(home).map(h -> Path.of(h, "plugins")).filter(Files::isDirectory);
  }

  /** The plugins of the class path and of {@code folder}. */
  static PluginCatalog catalog(Optional<Path> folder) {
    PluginLoader loader = new PluginLoader().classPath(Home.class.getClassLoader());
    folder.ifPresent(loader::folder);
    return loader.load();
  }
}
