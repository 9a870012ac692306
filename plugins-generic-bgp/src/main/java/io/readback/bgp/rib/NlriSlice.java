package io.readback.bgp.rib;

/**
 * Encoded prefixes, one after another. Nobody writes to {@code bytes} any more.
 *
 * @param length octets in use
 */
@SuppressWarnings("ArrayRecordComponent")
record NlriSlice(byte[] bytes, int length) {}
