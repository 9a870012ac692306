package io.readback.core.plugin;

import io.readback.spi.Spi;
import java.util.ServiceConfigurationError;

/** What a plugin threw, said in one line. */
public final class Faults {
  private static final int MAX_CAUSES = 8;

  private Faults() {}

  /**
   * One line for a person.
   *
   * @param spiVersion what the plugin was compiled against; 0: not known
   */
  public static String sentence(Throwable fault, int spiVersion) {
    Throwable cause = fault;
    for (int i = 0; i < MAX_CAUSES && cause.getCause() != null && wraps(cause); i++) {
      cause = cause.getCause();
    }
    if (cause instanceof LinkageError) {
      String built = spiVersion == 0 ? "an unknown version" : "version " + spiVersion;
      return cause
          + ": a class it needs is missing or of another version (built against "
          + built
          + " of the plugin interface, running on version "
          + Spi.VERSION
          + "). Mixed jars? Put the plugin with all jars it needs into a folder of its own";
    }
    if (cause instanceof ClassNotFoundException) {
      return "the class " + cause.getMessage() + " named in META-INF/services is not in the jar";
    }
    String message = cause.getMessage();
    String line = message == null ? cause.getClass().getName() : message;
    String name = cause.getClass().getSimpleName();
    return line.lines().findFirst().orElse(name)
        + (message == null || cause instanceof ServiceConfigurationError ? "" : " (" + name + ")");
  }

  private static boolean wraps(Throwable t) {
    return t instanceof ServiceConfigurationError || t instanceof ExceptionInInitializerError;
  }
}
