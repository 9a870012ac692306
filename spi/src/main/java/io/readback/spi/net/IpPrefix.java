package io.readback.spi.net;

import java.util.Optional;

/**
 * A prefix: a network address with its length, host bits zero. IPv4 sorts before IPv6, then by
 * network address, then the shorter length first, so that a prefix stands before everything it
 * covers.
 */
public final class IpPrefix implements Comparable<IpPrefix> {
  // Flat on purpose: tables hold a million of these.
  private final long high;
  private final long low;
  private final short length;
  private final boolean ipv6;

  private IpPrefix(boolean ipv6, long high, long low, int length) {
    this.ipv6 = ipv6;
    this.high = high;
    this.low = low;
    this.length = (short) length;
  }

  /**
   * The prefix of {@code length} bits at {@code network}.
   *
   * @throws IllegalArgumentException when the length does not fit the family, or a host bit is set
   */
  public static IpPrefix of(IpAddress network, int length) {
    IpPrefix prefix = containing(network, length);
    if (prefix.high != network.high() || prefix.low != network.low()) {
      throw new IllegalArgumentException(
          network + "/" + length + " has host bits set; the network is " + prefix);
    }
    return prefix;
  }

  /** The prefix of {@code length} bits that holds {@code address}: host bits are cleared. */
  public static IpPrefix containing(IpAddress address, int length) {
    if (length < 0 || length > address.family().bits()) {
      throw new IllegalArgumentException(
          "a prefix length of "
              + address.family()
              + " is 0 to "
              + address.family().bits()
              + " but was "
              + length);
    }
    return new IpPrefix(
        address.isIpv6(),
        address.high() & highMask(length),
        address.low() & lowMask(length),
        length);
  }

  /**
   * Reads {@code address/length}.
   *
   * @throws IllegalArgumentException naming the text and what is wrong with it
   */
  public static IpPrefix parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      throw new IllegalArgumentException("not a prefix (address/length): '" + text + "'");
    }
    IpAddress address = IpAddress.parse(text.substring(0, slash));
    return of(address, parseLength(text, slash + 1));
  }

  /**
   * As {@link #parse} but clears host bits, as Kubernetes treats CIDRs; empty when the text is no
   * prefix.
   */
  public static Optional<IpPrefix> tryParseMasked(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      return Optional.empty();
    }
    try {
      IpAddress address = IpAddress.parse(text.substring(0, slash));
      return Optional.of(containing(address, parseLength(text, slash + 1)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static int parseLength(String text, int from) {
    int digits = text.length() - from;
    if (digits < 1 || digits > 3) {
      throw new IllegalArgumentException("not a prefix length: '" + text + "'");
    }
    int value = 0;
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        throw new IllegalArgumentException("not a prefix length: '" + text + "'");
      }
      value = value * 10 + (c - '0');
    }
    return value;
  }

  static long highMask(int length) {
    return length == 0 ? 0 : length >= 64 ? -1L : -1L << (64 - length);
  }

  static long lowMask(int length) {
    return length <= 64 ? 0 : length >= 128 ? -1L : -1L << (128 - length);
  }

  public AddressFamily family() {
    return ipv6 ? AddressFamily.IPV6 : AddressFamily.IPV4;
  }

  public boolean isIpv6() {
    return ipv6;
  }

  /** The first address of the prefix. */
  public IpAddress network() {
    return IpAddress.ofBits(family(), high, low);
  }

  /** The last address of the prefix. */
  public IpAddress last() {
    if (!ipv6) {
      return IpAddress.ofIpv4((int) ((high | ~highMask(length)) >>> 32));
    }
    return IpAddress.ofBits(AddressFamily.IPV6, high | ~highMask(length), low | ~lowMask(length));
  }

  /** 0 to 32 for IPv4, 0 to 128 for IPv6. */
  public int length() {
    return length;
  }

  /** The first 64 bits, left-aligned, as at {@link IpAddress#high()}. */
  public long high() {
    return high;
  }

  /** The last 64 bits, as at {@link IpAddress#low()}. */
  public long low() {
    return low;
  }

  public boolean contains(IpAddress address) {
    return address.isIpv6() == ipv6
        && (address.high() & highMask(length)) == high
        && (address.low() & lowMask(length)) == low;
  }

  /** Whether {@code other} is this prefix or a longer one inside it. */
  public boolean covers(IpPrefix other) {
    return other.ipv6 == ipv6
        && other.length >= length
        && (other.high & highMask(length)) == high
        && (other.low & lowMask(length)) == low;
  }

  /** Whether the prefix holds exactly one address. */
  public boolean isHost() {
    return length == (ipv6 ? 128 : 32);
  }

  @Override
  public int compareTo(IpPrefix other) {
    int c = Boolean.compare(ipv6, other.ipv6);
    c = c != 0 ? c : Long.compareUnsigned(high, other.high);
    c = c != 0 ? c : Long.compareUnsigned(low, other.low);
    return c != 0 ? c : Integer.compare(length, other.length);
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof IpPrefix other
        && ipv6 == other.ipv6
        && length == other.length
        && high == other.high
        && low == other.low;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(high * 0x9e3779b97f4a7c15L + low) * 31 + length;
  }

  @Override
  public String toString() {
    return network() + "/" + length;
  }
}
