package io.readback.spi.plugin;

import io.readback.spi.observe.AnnouncerObservation;
import io.readback.spi.target.DesiredState;

/**
 * Makes routes true at its targets. All methods of one announcer are called one at a time from one
 * thread, in the order: start, then any of reconcile and observe, then stop exactly once, also when
 * start failed. Calls may block; they must honour interruption, which is how a deadline is kept.
 */
public interface Announcer {
  /** Constant; known before start. */
  AnnouncerCapabilities capabilities();

  /** Opens local resources. Must not wait for a peer. */
  void start() throws PluginException, InterruptedException;

  /**
   * Takes {@code desired} as the whole truth for its targets: what this announcer announces beyond
   * it is withdrawn; what it does not own is left alone. Idempotent: called again with an equal
   * state it repairs drift and changes nothing else. Returns once the state is accepted; progress
   * shows in {@link #observe}. A route that cannot be announced is a rejection in {@link #observe},
   * not an exception. A state older than one seen is ignored.
   */
  void reconcile(DesiredState desired) throws PluginException, InterruptedException;

  /** What is really there now. */
  AnnouncerObservation observe() throws PluginException, InterruptedException;

  /** Releases everything. No method is called afterwards. */
  void stop(StopIntent intent) throws PluginException, InterruptedException;
}
