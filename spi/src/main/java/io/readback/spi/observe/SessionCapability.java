package io.readback.spi.observe;

/**
 * A capability of an OPEN message (RFC 5492).
 *
 * @param name the registry's name in lower case, {@code capability N} where it has none here
 * @param value one line for a person, hexadecimal digits where it is not understood; empty: none
 */
public record SessionCapability(int code, String name, String value) {}
