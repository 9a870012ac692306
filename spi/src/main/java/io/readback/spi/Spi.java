package io.readback.spi;

/** The version of this interface. */
public final class Spi {
  /**
   * The version a plugin is compiled against. A compile-time constant, so that {@code return
   * Spi.VERSION} in a plugin keeps the value of its own build.
   */
  public static final int VERSION = 1;

  /** The oldest plugin version this build still runs. */
  public static final int OLDEST_SUPPORTED = 1;

  private Spi() {}
}
