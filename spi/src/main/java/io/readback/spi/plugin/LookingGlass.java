package io.readback.spi.plugin;

import io.readback.spi.observe.Interest;
import io.readback.spi.observe.RouterObservation;
import io.readback.spi.observe.Vantage;
import java.util.Set;

/**
 * Reads a router and changes nothing. Methods are called one at a time from one thread, in the
 * order: start, then any number of observe, then stop exactly once, also when start failed. Calls
 * may block; they must honour interruption.
 */
public interface LookingGlass {
  /** The vantages this kind of look can cover at best. */
  Set<Vantage> vantages();

  /** Opens local resources. Must not wait for the router. */
  void start() throws PluginException, InterruptedException;

  /**
   * One complete look.
   *
   * @throws PluginException when the router could not be asked, or did not answer completely and
   *     intelligibly
   */
  RouterObservation observe(Interest interest) throws PluginException, InterruptedException;

  /** Releases everything. No method is called afterwards. */
  void stop();
}
