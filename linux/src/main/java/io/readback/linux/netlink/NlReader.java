package io.readback.linux.netlink;

import java.nio.ByteBuffer;

/**
 * Walks the messages of one receive. Lengths are checked before anything is read by them.
 *
 * <pre>{@code
 * while (reader.next()) {
 *   switch (reader.type()) { ... reader.attributes(12) ... }
 * }
 * }</pre>
 */
public final class NlReader {
  private final ByteBuffer b;
  private final int end;
  private int start;
  private int next;

  /**
   * @param b what was received, from index 0, in native byte order
   * @param length how much of it
   */
  public NlReader(ByteBuffer b, int length) {
    if (length < 0 || length > b.capacity()) {
      throw new IllegalArgumentException("%d bytes of %d".formatted(length, b.capacity()));
    }
    this.b = b;
    this.end = length;
  }

  /**
   * Goes to the next message.
   *
   * @return false at the end
   * @throws IllegalArgumentException where what is left is no whole message
   */
  public boolean next() {
    if (next >= end) {
      return false;
    }
    if (end - next < Netlink.NLMSG_HDRLEN) {
      throw new IllegalArgumentException("a message of %d bytes".formatted(end - next));
    }
    int length = b.getInt(next);
    if (length < Netlink.NLMSG_HDRLEN || length > end - next) {
      throw new IllegalArgumentException(
          "a message of %d bytes, where %d are left".formatted(length, end - next));
    }
    start = next;
    next = start + Math.min((length + 3) & ~3, end - start);
    return true;
  }

  public int type() {
    return b.getShort(start + 4) & 0xffff;
  }

  public int flags() {
    return b.getShort(start + 6) & 0xffff;
  }

  public boolean hasFlag(int flag) {
    return (flags() & flag) != 0;
  }

  public int sequence() {
    return b.getInt(start + 8);
  }

  /** The port of who caused the message. */
  public int port() {
    return b.getInt(start + 12);
  }

  /** The length of what follows the header. */
  public int payloadLength() {
    return b.getInt(start) - Netlink.NLMSG_HDRLEN;
  }

  /** A byte of the payload, unsigned. */
  public int byteAt(int offset) {
    return b.get(check(offset, 1)) & 0xff;
  }

  /** A 32-bit number of the payload. */
  public int intAt(int offset) {
    return b.getInt(check(offset, 4));
  }

  private int check(int offset, int size) {
    if (offset < 0 || offset > payloadLength() - size) {
      throw new IllegalArgumentException(
          "message type %d ends before its byte %d".formatted(type(), offset + size));
    }
    return start + Netlink.NLMSG_HDRLEN + offset;
  }

  /** The attributes that begin at this offset of the payload. */
  public NlAttributes attributes(int offset) {
    int from = check(offset, 0);
    return new NlAttributes(b, from, start + Netlink.NLMSG_HDRLEN + payloadLength());
  }
}
