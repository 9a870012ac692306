/** What a Readback plugin author sees. */
module io.readback.spi {
  requires static transitive org.jspecify;

  exports io.readback.spi;
  exports io.readback.spi.net;
  exports io.readback.spi.route;
  exports io.readback.spi.target;
  exports io.readback.spi.observe;
  exports io.readback.spi.plugin;

  uses io.readback.spi.plugin.ReadbackPlugin;
}
