package io.readback.spi.observe;

import java.time.Instant;

/**
 * Why a session last ended or could not begin.
 *
 * @param cause the cause as far as this side knows it
 * @param text one line for a person, such as {@code sent NOTIFICATION 2/2 Bad Peer AS: expected
 *     65000, got 65010}
 */
public record SessionError(Instant at, Cause cause, String text) {}
