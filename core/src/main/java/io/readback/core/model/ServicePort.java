package io.readback.core.model;

/**
 * A port of a Service.
 *
 * @param protocol TCP, UDP or SCTP
 * @param port 1 to 65535
 */
public record ServicePort(String name, String protocol, int port) {}
