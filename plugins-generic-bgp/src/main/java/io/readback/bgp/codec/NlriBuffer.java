package io.readback.bgp.codec;

import io.readback.spi.net.IpPrefix;
import java.util.Arrays;

/**
 * Prefixes of one family as they stand in messages: a growing array, 5 octets for an IPv4 host
 * route. Keeps the order of addition. Not safe for use by several threads.
 */
public final class NlriBuffer {
  private byte[] bytes;
  private int size;
  private int count;

  public NlriBuffer() {
    this(64);
  }

  /** With room for {@code capacity} octets before it grows. */
  public NlriBuffer(int capacity) {
    bytes = new byte[capacity];
  }

  /** The octets {@code prefix} takes: 1 to 17. */
  public static int encodedLength(IpPrefix prefix) {
    return 1 + (prefix.length() + 7 >>> 3);
  }

  /** Appends {@code prefix}. All prefixes of a buffer must be of one family. */
  public NlriBuffer add(IpPrefix prefix) {
    int octets = prefix.length() + 7 >>> 3;
    if (size + 1 + octets > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(size + 17, Math.addExact(size, size)));
    }
    bytes[size++] = (byte) prefix.length();
    long high = prefix.high();
    long low = prefix.low();
    for (int i = 0; i < octets; i++) {
      bytes[size++] = (byte) ((i < 8 ? high : low) >>> (56 - 8 * (i & 7)));
    }
    count++;
    return this;
  }

  /** Forgets all prefixes and keeps the memory. */
  public void clear() {
    size = 0;
    count = 0;
  }

  /** Octets in use. */
  public int size() {
    return size;
  }

  /** Prefixes added. */
  public int count() {
    return count;
  }

  public boolean isEmpty() {
    return size == 0;
  }

  /**
   * The array itself, its first {@link #size} octets in use; the next {@link #add} may leave it.
   */
  byte[] array() {
    return bytes;
  }

  /** A copy of the octets in use. */
  public byte[] toBytes() {
    return Arrays.copyOf(bytes, size);
  }
}
