package io.readback.spi.net;

/** IPv4 or IPv6. */
public enum AddressFamily {
  IPV4(32),
  IPV6(128);

  private final int bits;

  AddressFamily(int bits) {
    this.bits = bits;
  }

  /** Length of an address in bits: 32 or 128. */
  public int bits() {
    return bits;
  }

  /** Length of an address in octets: 4 or 16. */
  public int octets() {
    return bits / 8;
  }
}
