package io.readback.core.plan;

import java.time.Instant;
import java.util.Optional;

/**
 * The drain of a session.
 *
 * @param what is drained
 * @param since when it began; empty where it did before the agent started
 * @param until when its routes are withdrawn; empty once they are
 * @param reason in words
 */
public record SessionDrain(
    What what, DrainPhase phase, Optional<Instant> since, Optional<Instant> until, String reason) {
  /** What a drain can be of. */
  public enum What {
    /** The sessions of an agent that is about to stop. */
    AGENT,
    NODE,
    PEER,
    /** One Service's routes; the session stays. */
    SERVICE
  }
}
