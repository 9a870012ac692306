package io.readback.spi.observe;

import io.readback.spi.net.IpAddress;
import java.time.Duration;
import java.util.Optional;

/**
 * A session with one of our speakers as the router sees it.
 *
 * @param peer our speaker's address
 * @param asn our speaker's AS number in the router's configuration; 0: not said
 * @param problem why the session is not up or carries nothing
 * @param detail the router's words
 */
public record RouterSession(
    IpAddress peer,
    long asn,
    SessionState state,
    Optional<Duration> uptime,
    long prefixesReceived,
    Optional<Cause> problem,
    String detail) {}
