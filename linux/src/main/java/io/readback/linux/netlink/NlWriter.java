package io.readback.linux.netlink;

import io.readback.linux.call.NativeBuffer;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import java.nio.ByteBuffer;

/**
 * Writes messages one behind the other, in native byte order, addresses in network order, without
 * garbage. {@link #end} completes a message; one that was begun and did not fit is dropped with
 * {@link #cancel}. A write beyond the buffer is an IndexOutOfBoundsException and leaves the
 * messages before it whole. Not thread-safe.
 */
public final class NlWriter {
  private final NativeBuffer buffer;
  private final ByteBuffer b;
  private int start;
  private int at;
  private int count;

  public NlWriter(NativeBuffer buffer) {
    this.buffer = buffer;
    this.b = buffer.bytes();
  }

  /** Forgets everything written. */
  public void clear() {
    start = 0;
    at = 0;
    count = 0;
  }

  /** The bytes of all complete messages. */
  public int length() {
    return start;
  }

  /** The number of complete messages. */
  public int count() {
    return count;
  }

  NativeBuffer buffer() {
    return buffer;
  }

  /** Begins a message; its length is set at the end. */
  public NlWriter begin(int type, int flags, int sequence) {
    at = start;
    b.putInt(at, 0);
    b.putShort(at + 4, (short) type);
    b.putShort(at + 6, (short) flags);
    b.putInt(at + 8, sequence);
    b.putInt(at + 12, 0);
    at += Netlink.NLMSG_HDRLEN;
    return this;
  }

  /** Adds flags to the message being written. */
  public NlWriter addFlags(int flags) {
    b.putShort(start + 6, (short) (b.getShort(start + 6) | flags));
    return this;
  }

  public void end() {
    pad();
    b.putInt(start, at - start);
    start = at;
    count++;
  }

  /** Drops the message that was begun. */
  public void cancel() {
    at = start;
  }

  public NlWriter put8(int value) {
    b.put(at, (byte) value);
    at++;
    return this;
  }

  public NlWriter put16(int value) {
    b.putShort(at, (short) value);
    at += 2;
    return this;
  }

  public NlWriter put32(int value) {
    b.putInt(at, value);
    at += 4;
    return this;
  }

  /** The octets of an address. */
  public NlWriter put(IpAddress address) {
    return octets(address.isIpv6(), address.high(), address.low());
  }

  private NlWriter octets(boolean ipv6, long high, long low) {
    big32((int) (high >>> 32));
    if (ipv6) {
      big32((int) high);
      big32((int) (low >>> 32));
      big32((int) low);
    }
    return this;
  }

  private void big32(int value) {
    b.put(at, (byte) (value >>> 24));
    b.put(at + 1, (byte) (value >>> 16));
    b.put(at + 2, (byte) (value >>> 8));
    b.put(at + 3, (byte) value);
    at += 4;
  }

  /** An attribute that is a 32-bit number. */
  public NlWriter attribute(int type, int value) {
    return put16(8).put16(type).put32(value);
  }

  /** An attribute that is an address. */
  public NlWriter attribute(int type, IpAddress address) {
    return put16(4 + address.family().octets()).put16(type).put(address);
  }

  /** An attribute that is the first address of a prefix. */
  public NlWriter attribute(int type, IpPrefix prefix) {
    return put16(4 + prefix.family().octets())
        .put16(type)
        .octets(prefix.isIpv6(), prefix.high(), prefix.low());
  }

  /** Begins an attribute with content of its own and answers its place, for {@link #endNest}. */
  public int nest(int type) {
    int place = at;
    put16(0).put16(type);
    return place;
  }

  public NlWriter endNest(int place) {
    b.putShort(place, (short) (at - place));
    pad();
    return this;
  }

  /** The place of the next byte. */
  public int position() {
    return at;
  }

  /** Overwrites a 16-bit number at a place of the message being written. */
  public void patch16(int place, int value) {
    b.putShort(place, (short) value);
  }

  private void pad() {
    while ((at & 3) != 0) {
      put8(0);
    }
  }
}
