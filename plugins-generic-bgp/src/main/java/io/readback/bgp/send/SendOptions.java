package io.readback.bgp.send;

import io.readback.spi.net.IpAddress;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What to send to whom.
 *
 * @param local address to listen on; the router dials
 * @param port to listen on
 * @param peer the router's address
 * @param bgpIdentifier of this speaker
 * @param routes file of lines {@code prefix nexthop [community]}; {@code #} begins a comment line
 * @param ready created when everything is loaded and the speaker listens
 * @param control path of a Unix socket that takes lines {@code announce PREFIX NEXTHOP} and {@code
 *     withdraw PREFIX|all}
 */
public record SendOptions(
    IpAddress local,
    int port,
    IpAddress peer,
    long localAsn,
    long peerAsn,
    IpAddress bgpIdentifier,
    Path routes,
    Optional<Path> ready,
    Optional<Path> control) {}
