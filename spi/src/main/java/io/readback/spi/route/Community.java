package io.readback.spi.route;

/** A standard community, RFC 1997: 32 bits, compared unsigned. */
public record Community(int value) implements Comparable<Community> {
  public static Community of(int high, int low) {
    if ((high & ~0xffff) != 0 || (low & ~0xffff) != 0) {
      throw new IllegalArgumentException(
          "a community is two numbers of 0 to 65535 but was " + high + ":" + low);
    }
    return new Community(high << 16 | low);
  }

  @Override
  public int compareTo(Community other) {
    return Integer.compareUnsigned(value, other.value);
  }

  /** {@code high:low} in decimal. */
  @Override
  public String toString() {
    return (value >>> 16) + ":" + (value & 0xffff);
  }
}
