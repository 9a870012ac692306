package io.readback.app.document;

/**
 * An element of {@code bgp events}.
 *
 * @param number of the session's events, from 1 on; a gap: some were let go
 * @param at ISO 8601
 * @param from state before
 * @param to state after, the same one where none changed
 * @param cause such as {@code hold-timer-expires}
 * @param text for a person; may be empty
 * @param direction of the message that caused it: {@code sent}, {@code received}, {@code none}
 * @param hex that message, at most its first 4096 octets; empty: no message
 */
public record EventRow(
    String node,
    String instance,
    String peer,
    long number,
    String at,
    String from,
    String to,
    String cause,
    String text,
    String direction,
    String hex) {}
