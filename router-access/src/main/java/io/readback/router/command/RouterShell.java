package io.readback.router.command;

import io.readback.spi.plugin.PluginException;

/** Runs command lines on one router. Safe from any thread. */
public interface RouterShell extends AutoCloseable {
  /**
   * Runs a command line that changes nothing and may run twice.
   *
   * @return the complete answer, whatever its exit status
   * @throws PluginException when the router cannot be reached or trusted, or the answer is not
   *     complete: longer than the limit (RESOURCE), cut off, without exit status, not in time
   */
  ExecResult exec(CommandLine command) throws PluginException, InterruptedException;

  /** Ends every command under way. */
  @Override
  void close();
}
