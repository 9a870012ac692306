package io.readback.core.plan;

import java.time.Instant;
import java.util.Optional;

/**
 * The drain of a session.
 *
 * @param until when its routes are withdrawn; empty once they are
 * @param reason in words
 */
public record SessionDrain(DrainPhase phase, Optional<Instant> until, String reason) {}
