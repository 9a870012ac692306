package io.readback.core.plugin;

import io.readback.spi.plugin.ReadbackPlugin;
import java.net.URL;
import java.net.URLClassLoader;

/**
 * Loads one plugin. It sees the JDK, its own jars and, of the program, the plugin interface only:
 * so two plugins may bring two versions of one library, and a plugin cannot lean on the insides of
 * the engine.
 */
final class PluginClassLoader extends URLClassLoader {
  private static final String SHARED = "io.readback.spi.";

  private final ClassLoader host;

  static {
    registerAsParallelCapable();
  }

  PluginClassLoader(String name, URL[] jars) {
    super("plugin " + name, jars, ClassLoader.getPlatformClassLoader());
    ClassLoader loader = ReadbackPlugin.class.getClassLoader();
    this.host = loader == null ? ClassLoader.getSystemClassLoader() : loader;
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    return name.startsWith(SHARED) ? host.loadClass(name) : super.loadClass(name, resolve);
  }
}
