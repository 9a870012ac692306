package io.readback.bench.wire;

/**
 * A TCP segment of IPv4 as it was captured.
 *
 * @param nanos when, in nanoseconds since 1970
 * @param source address and port of the sender
 * @param destination address and port of the receiver
 * @param sequence number of its first octet of payload
 * @param syn whether it opens the connection
 * @param data holds the payload, and more
 * @param offset where the payload begins in {@code data}
 * @param length octets of payload
 */
@SuppressWarnings("ArrayRecordComponent")
public record Packet(
    long nanos,
    Endpoint source,
    Endpoint destination,
    int sequence,
    boolean syn,
    byte[] data,
    int offset,
    int length) {

  /** An IPv4 address, as its four octets make a number, and a port. */
  public record Endpoint(int address, int port) {}

  /** Whether {@code part} stands in the payload. */
  public boolean contains(byte[] part) {
    for (int at = offset; at <= offset + length - part.length; at++) {
      int i = 0;
      while (i < part.length && data[at + i] == part[i]) {
        i++;
      }
      if (i == part.length) {
        return true;
      }
    }
    return false;
  }
}
