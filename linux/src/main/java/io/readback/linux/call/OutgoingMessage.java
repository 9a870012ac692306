package io.readback.linux.call;

import java.nio.ByteBuffer;

/**
 * A message to send and its destination ({@code struct msghdr}). Reused for message after message
 * by one thread.
 */
public final class OutgoingMessage {
  private static final int MSGHDR = 56;
  private static final int IOVEC = 16;

  private final NativeBuffer data;
  private final NativeBuffer address = new NativeBuffer(128);
  private final NativeBuffer header = new NativeBuffer(MSGHDR + IOVEC);

  /**
   * @param dataSize the longest message
   */
  public OutgoingMessage(int dataSize) {
    data = new NativeBuffer(dataSize);
    ByteBuffer h = header.bytes();
    h.putLong(0, address.address());
    h.putLong(16, header.address() + MSGHDR);
    h.putLong(24, 1);
    h.putLong(MSGHDR, data.address());
  }

  NativeBuffer header() {
    return header;
  }

  /** Where the bytes of the message go, and how many there are. */
  public ByteBuffer data(int length) {
    if (length > data.size()) {
      throw new IllegalArgumentException(
          "a message of %d bytes in a buffer of %d".formatted(length, data.size()));
    }
    header.bytes().putLong(MSGHDR + 8, length);
    return data.bytes();
  }

  /** Where the destination ({@code struct sockaddr}) goes. */
  public ByteBuffer address() {
    return address.bytes();
  }

  /** How long the destination is. */
  public void addressLength(int length) {
    header.bytes().putInt(8, length);
  }
}
