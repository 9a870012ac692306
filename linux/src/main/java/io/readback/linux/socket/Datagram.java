package io.readback.linux.socket;

import io.readback.spi.net.IpAddress;

/**
 * A received UDP packet with what only the kernel knows of it.
 *
 * @param bytes its payload, a copy
 * @param source who sent it
 * @param sourcePort the sender's port
 * @param destination the address it was sent to; the unspecified one where the kernel did not say
 * @param interfaceIndex the interface it came in by; 0: the kernel did not say
 * @param ttl its TTL or hop limit as it arrived; -1: the kernel did not say
 */
public record Datagram(
    byte[] bytes,
    IpAddress source,
    int sourcePort,
    IpAddress destination,
    int interfaceIndex,
    int ttl) {}
