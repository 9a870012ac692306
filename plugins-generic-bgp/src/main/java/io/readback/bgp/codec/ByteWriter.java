package io.readback.bgp.codec;

import io.readback.bgp.message.Octets;
import io.readback.spi.net.IpAddress;
import java.util.Arrays;

/** A growing array to write numbers to, in network byte order. */
final class ByteWriter {
  private byte[] bytes;
  private int size;

  ByteWriter(int capacity) {
    bytes = new byte[capacity];
  }

  private void reserve(int count) {
    if (size + count > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(size + count, bytes.length * 2));
    }
  }

  ByteWriter u8(int value) {
    reserve(1);
    bytes[size++] = (byte) value;
    return this;
  }

  ByteWriter u16(int value) {
    return u8(value >>> 8).u8(value);
  }

  ByteWriter u32(long value) {
    return u16((int) (value >>> 16)).u16((int) value);
  }

  ByteWriter bytes(byte[] source, int offset, int length) {
    reserve(length);
    System.arraycopy(source, offset, bytes, size, length);
    size += length;
    return this;
  }

  ByteWriter bytes(byte[] source) {
    return bytes(source, 0, source.length);
  }

  ByteWriter octets(Octets value) {
    reserve(value.length());
    value.copyTo(bytes, size);
    size += value.length();
    return this;
  }

  ByteWriter address(IpAddress value) {
    return bytes(value.toBytes());
  }

  /** Overwrites the two octets at {@code at}. */
  void setU16(int at, int value) {
    bytes[at] = (byte) (value >>> 8);
    bytes[at + 1] = (byte) value;
  }

  int size() {
    return size;
  }

  byte[] toBytes() {
    return Arrays.copyOf(bytes, size);
  }
}
