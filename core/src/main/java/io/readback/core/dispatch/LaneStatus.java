package io.readback.core.dispatch;

import io.readback.spi.plugin.PluginException;
import java.time.Instant;
import java.util.Optional;

/**
 * How a lane and its plugin instance are doing.
 *
 * @param since when the state was entered
 * @param problem the latest failure, while it is not made good
 * @param failures calls in a row that failed
 */
public record LaneStatus(State state, Instant since, Optional<Problem> problem, int failures) {
  /** What a lane is at. */
  public enum State {
    /** The instance is not started yet. */
    STARTING,
    /** The last call went well. */
    RUNNING,
    /** The last call failed; it is tried again. */
    FAILING,
    /** A call has not returned long after its deadline and interruption; nothing else is called. */
    STUCK,
    /** Stopped for good. */
    STOPPED
  }

  /**
   * A call that failed.
   *
   * @param call the method
   * @param message one line for a person
   */
  public record Problem(Instant at, String call, PluginException.Kind kind, String message) {}
}
