package io.readback.core.model;

/**
 * Settings of Bidirectional Forwarding Detection (RFC 5880) that peers refer to by name, in
 * MetalLB's dialect (BFDProfile).
 *
 * @param receiveInterval in milliseconds
 * @param transmitInterval in milliseconds
 * @param detectMultiplier how many packets may be missing
 * @param echoInterval in milliseconds
 * @param minimumTtl of packets received over several hops
 */
public record MetallbBfdProfile(
    String name,
    String namespace,
    int receiveInterval,
    int transmitInterval,
    int detectMultiplier,
    int echoInterval,
    boolean echoMode,
    boolean passiveMode,
    int minimumTtl,
    Origin origin) {}
