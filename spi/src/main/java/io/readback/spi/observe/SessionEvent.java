package io.readback.spi.observe;

import java.time.Instant;

/**
 * Something that happened to a session: a change of state, an error, or both.
 *
 * @param number of the session's events, from 1 on; a gap: some were let go
 * @param from the state before
 * @param to the state after; the same one where none changed
 * @param cause a name in lower case, such as {@code hold-timer-expires}
 * @param text one line for a person; may be empty
 * @param direction of the message that caused it
 * @param hex that message, from its header on, at most its first 4096 octets; empty: no message
 */
public record SessionEvent(
    long number,
    Instant at,
    SessionState from,
    SessionState to,
    String cause,
    String text,
    MessageDirection direction,
    String hex) {}
