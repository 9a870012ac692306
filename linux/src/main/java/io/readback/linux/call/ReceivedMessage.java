package io.readback.linux.call;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Room for one received message: its bytes, where it came from, what the kernel says of it ({@code
 * struct msghdr}). Reused for message after message by one thread.
 */
public final class ReceivedMessage {
  private static final int MSGHDR = 56;
  private static final int IOVEC = 16;
  private static final int CMSGHDR = 16;

  private final NativeBuffer data;
  private final NativeBuffer address = new NativeBuffer(128);
  private final NativeBuffer control;
  private final NativeBuffer header = new NativeBuffer(MSGHDR + IOVEC);

  /**
   * @param dataSize the longest message
   * @param controlSize room for control messages; 0: none
   */
  public ReceivedMessage(int dataSize, int controlSize) {
    data = new NativeBuffer(dataSize);
    control = new NativeBuffer(Math.max(controlSize, CMSGHDR));
    ByteBuffer h = header.bytes();
    h.putLong(0, address.address());
    h.putLong(16, header.address() + MSGHDR);
    h.putLong(24, 1);
    h.putLong(32, controlSize == 0 ? 0 : control.address());
    h.putLong(MSGHDR, data.address());
    h.putLong(MSGHDR + 8, dataSize);
  }

  void prepare() {
    ByteBuffer h = header.bytes();
    h.putInt(8, address.size());
    h.putLong(40, h.getLong(32) == 0 ? 0 : control.size());
    h.putInt(48, 0);
  }

  NativeBuffer header() {
    return header;
  }

  /** The bytes of the message. */
  public NativeBuffer data() {
    return data;
  }

  /** The sender's address ({@code struct sockaddr}). */
  public ByteBuffer address() {
    return address.bytes();
  }

  /** The length of the sender's address. */
  public int addressLength() {
    return header.bytes().getInt(8);
  }

  /** MSG_TRUNC and the like. */
  public int flags() {
    return header.bytes().getInt(48);
  }

  /** A copy of the data of the first control message of this kind; null where there is none. */
  public byte @Nullable [] control(int level, int type) {
    ByteBuffer c = control.bytes();
    long end = Math.min(header.bytes().getLong(40), c.capacity());
    int at = 0;
    while (at + CMSGHDR <= end) {
      long length = c.getLong(at);
      if (length < CMSGHDR || length > end - at) {
        return null;
      }
      if (c.getInt(at + 8) == level && c.getInt(at + 12) == type) {
        byte[] out = new byte[(int) length - CMSGHDR];
        c.get(at + CMSGHDR, out);
        return out;
      }
      at += (int) ((length + 7) & ~7L);
    }
    return null;
  }
}
