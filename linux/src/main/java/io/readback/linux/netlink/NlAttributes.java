package io.readback.linux.netlink;

import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Walks attributes. Lengths are checked before anything is read by them. */
public final class NlAttributes {
  private static final int HEADER = 4;
  private static final int TYPE_MASK = 0x3fff;

  private final ByteBuffer b;
  private final int end;
  private int start;
  private int next;

  NlAttributes(ByteBuffer b, int from, int end) {
    this.b = b;
    this.end = end;
    this.next = from;
  }

  /**
   * Goes to the next attribute.
   *
   * @return false at the end
   * @throws IllegalArgumentException where what is left is no whole attribute
   */
  public boolean next() {
    if (end - next < HEADER) {
      return false;
    }
    int length = b.getShort(next) & 0xffff;
    if (length < HEADER || length > end - next) {
      throw new IllegalArgumentException(
          "an attribute of %d bytes, where %d are left".formatted(length, end - next));
    }
    start = next;
    next = start + Math.min((length + 3) & ~3, end - start);
    return true;
  }

  public int type() {
    return b.getShort(start + 2) & TYPE_MASK;
  }

  public int length() {
    return (b.getShort(start) & 0xffff) - HEADER;
  }

  private int check(int offset, int size) {
    if (offset < 0 || offset > length() - size) {
      throw new IllegalArgumentException(
          "attribute %d ends before its byte %d".formatted(type(), offset + size));
    }
    return start + HEADER + offset;
  }

  /** A byte of the value, unsigned. */
  public int byteAt(int offset) {
    return b.get(check(offset, 1)) & 0xff;
  }

  /** A 16-bit number of the value, unsigned. */
  public int shortAt(int offset) {
    return b.getShort(check(offset, 2)) & 0xffff;
  }

  /** A 32-bit number of the value. */
  public int intAt(int offset) {
    return b.getInt(check(offset, 4));
  }

  /** The value as a 32-bit number. */
  public int asInt() {
    return intAt(0);
  }

  /** The address of this family at an offset of the value. */
  public IpAddress addressAt(int offset, AddressFamily family) {
    int at = check(offset, family.octets());
    return family == AddressFamily.IPV4
        ? IpAddress.ofIpv4(big32(at))
        : IpAddress.ofBits(family, big64(at), big64(at + 8));
  }

  /** The value as an address, by its length. */
  public IpAddress asAddress() {
    return switch (length()) {
      case 4 -> addressAt(0, AddressFamily.IPV4);
      case 16 -> addressAt(0, AddressFamily.IPV6);
      default ->
          throw new IllegalArgumentException(
              "attribute %d is no address with its %d bytes".formatted(type(), length()));
    };
  }

  /** The value as text up to its first NUL. */
  public String asText() {
    byte[] bytes = asBytes();
    int length = 0;
    while (length < bytes.length && bytes[length] != 0) {
      length++;
    }
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }

  /** A copy of the value. */
  public byte[] asBytes() {
    byte[] out = new byte[length()];
    b.get(start + HEADER, out);
    return out;
  }

  /** The attributes within this one, from an offset of its value on. */
  public NlAttributes nested(int offset) {
    return new NlAttributes(b, check(offset, 0), start + HEADER + length());
  }

  /** The attributes within a part of this one's value. */
  public NlAttributes nested(int offset, int length) {
    check(offset, length);
    return new NlAttributes(b, start + HEADER + offset, start + HEADER + offset + length);
  }

  private int big32(int at) {
    return (b.get(at) & 0xff) << 24
        | (b.get(at + 1) & 0xff) << 16
        | (b.get(at + 2) & 0xff) << 8
        | (b.get(at + 3) & 0xff);
  }

  private long big64(int at) {
    return (long) big32(at) << 32 | big32(at + 4) & 0xffff_ffffL;
  }
}
