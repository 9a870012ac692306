package io.readback.spi.observe;

import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import java.util.Optional;

/**
 * A cause that a looking glass found, with its evidence.
 *
 * @param prefix the prefix concerned; empty: all of the peer's
 * @param peer the peer (one of our speakers) concerned, as the router addresses it; empty: all
 * @param evidence what the router said, in one line, free of control characters
 * @param command what a person types on the router to see it
 */
public record Finding(
    Cause cause,
    Optional<IpPrefix> prefix,
    Optional<IpAddress> peer,
    String evidence,
    String command) {}
