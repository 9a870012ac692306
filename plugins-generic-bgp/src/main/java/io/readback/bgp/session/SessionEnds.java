package io.readback.bgp.session;

import io.readback.spi.net.IpAddress;

/**
 * The two ends of a connection, as records of messages name them.
 *
 * @param peerAs the AS number the peer opened with, else the configured one; 0: not known
 * @param fourOctetAs whether both speak 4-octet AS numbers (RFC 6793); true before it is agreed
 * @param addPathReceived whether the peer's prefixes have path identifiers (RFC 7911)
 * @param addPathSent whether ours have
 */
public record SessionEnds(
    long localAs,
    long peerAs,
    IpAddress localAddress,
    int localPort,
    IpAddress peerAddress,
    int peerPort,
    boolean fourOctetAs,
    boolean addPathReceived,
    boolean addPathSent) {}
