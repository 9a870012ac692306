package io.readback.bgp.message;

import java.util.Arrays;
import java.util.HexFormat;

/** An immutable octet string, compared by value. */
public final class Octets {
  public static final Octets EMPTY = new Octets(new byte[0]);

  private final byte[] value;

  private Octets(byte[] value) {
    this.value = value;
  }

  /** A copy of {@code value}. */
  public static Octets of(byte[] value) {
    return value.length == 0 ? EMPTY : new Octets(value.clone());
  }

  /** A copy of {@code length} octets from {@code offset}. */
  public static Octets of(byte[] source, int offset, int length) {
    return length == 0 ? EMPTY : new Octets(Arrays.copyOfRange(source, offset, offset + length));
  }

  /** Octets given as numbers of 0 to 255. */
  public static Octets of(int... values) {
    byte[] out = new byte[values.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = (byte) values[i];
    }
    return out.length == 0 ? EMPTY : new Octets(out);
  }

  /** Hexadecimal digits, two an octet, nothing between. */
  public static Octets ofHex(String hex) {
    return new Octets(HexFormat.of().parseHex(hex));
  }

  public int length() {
    return value.length;
  }

  public boolean isEmpty() {
    return value.length == 0;
  }

  /** The octet at {@code index} as 0 to 255. */
  public int get(int index) {
    return value[index] & 0xff;
  }

  /** A copy. */
  public byte[] toBytes() {
    return value.clone();
  }

  /** Copies all octets to {@code target} at {@code offset}. */
  public void copyTo(byte[] target, int offset) {
    System.arraycopy(value, 0, target, offset, value.length);
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Octets other && Arrays.equals(value, other.value);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(value);
  }

  /** Hexadecimal digits. */
  @Override
  public String toString() {
    return HexFormat.of().formatHex(value);
  }
}
