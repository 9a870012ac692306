package io.readback.spi.net;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;

/**
 * An IPv4 or IPv6 address. Never resolves names. IPv4 sorts before IPv6, and addresses of one
 * family as unsigned numbers.
 *
 * <p>The bits are kept left-aligned in two words, so that prefixes of both families share one bit
 * arithmetic: an IPv4 address occupies the upper half of {@code high} and {@code low} is zero.
 */
public final class IpAddress implements Comparable<IpAddress> {
  private final AddressFamily family;
  private final long high;
  private final long low;

  private IpAddress(AddressFamily family, long high, long low) {
    this.family = family;
    this.high = high;
    this.low = low;
  }

  /**
   * {@code high} and {@code low} as described at the class; the bits beyond an IPv4 address must be
   * zero.
   */
  public static IpAddress ofBits(AddressFamily family, long high, long low) {
    if (family == AddressFamily.IPV4 && ((high & 0xffffffffL) != 0 || low != 0)) {
      throw new IllegalArgumentException("bits beyond the 32 of an IPv4 address");
    }
    return new IpAddress(family, high, low);
  }

  /** The IPv4 address with this 32-bit value, for example {@code 0x7f000001} for 127.0.0.1. */
  public static IpAddress ofIpv4(int value) {
    return new IpAddress(AddressFamily.IPV4, ((long) value) << 32, 0);
  }

  /**
   * The address in network byte order: 4 octets for IPv4, 16 for IPv6 (a mapped IPv4 address stays
   * IPv6).
   */
  public static IpAddress ofBytes(byte[] octets) {
    if (octets.length == 4) {
      return new IpAddress(AddressFamily.IPV4, word(octets, 0, 4) << 32, 0);
    }
    if (octets.length == 16) {
      return new IpAddress(AddressFamily.IPV6, word(octets, 0, 8), word(octets, 8, 8));
    }
    throw new IllegalArgumentException(
        "an address has 4 or 16 octets but these were " + octets.length);
  }

  /** The same address as the JDK has it, without its scope. */
  public static IpAddress of(InetAddress address) {
    return ofBytes(address.getAddress());
  }

  /**
   * Reads a dotted quad or an RFC 4291 section 2.2 IPv6 literal, without zone.
   *
   * @throws IllegalArgumentException naming the text, when it is neither
   */
  public static IpAddress parse(String text) {
    return tryParse(text)
        .orElseThrow(() -> new IllegalArgumentException("not an IP address: '" + text + "'"));
  }

  /** As {@link #parse}, with an empty answer for text that is no address. */
  public static Optional<IpAddress> tryParse(String text) {
    return text.indexOf(':') >= 0 ? parseIpv6(text) : parseIpv4(text);
  }

  private static Optional<IpAddress> parseIpv4(String text) {
    long value = 0;
    int octets = 0;
    int i = 0;
    int length = text.length();
    while (true) {
      int start = i;
      int octet = 0;
      while (i < length && isDigit(text.charAt(i))) {
        octet = octet * 10 + (text.charAt(i) - '0');
        i++;
        if (i - start > 3) {
          return Optional.empty();
        }
      }
      boolean leadingZero = i - start > 1 && text.charAt(start) == '0';
      if (i == start || octet > 255 || leadingZero) {
        return Optional.empty();
      }
      value = value << 8 | octet;
      octets++;
      if (octets == 4) {
        return i == length
            ? Optional.of(new IpAddress(AddressFamily.IPV4, value << 32, 0))
            : Optional.empty();
      }
      if (i >= length || text.charAt(i) != '.') {
        return Optional.empty();
      }
      i++;
    }
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static Optional<IpAddress> parseIpv6(String text) {
    int gap = text.indexOf("::");
    if (gap >= 0 && text.indexOf("::", gap + 1) >= 0) {
      return Optional.empty();
    }
    int[] left = groups(gap < 0 ? text : text.substring(0, gap), gap < 0);
    int[] right = gap < 0 ? new int[0] : groups(text.substring(gap + 2), true);
    if (left == null || right == null) {
      return Optional.empty();
    }
    int present = left.length + right.length;
    if (gap < 0 ? present != 8 : present > 7) {
      return Optional.empty();
    }
    int[] all = new int[8];
    System.arraycopy(left, 0, all, 0, left.length);
    System.arraycopy(right, 0, all, 8 - right.length, right.length);
    long high = 0;
    long low = 0;
    for (int i = 0; i < 4; i++) {
      high = high << 16 | all[i];
      low = low << 16 | all[i + 4];
    }
    return Optional.of(new IpAddress(AddressFamily.IPV6, high, low));
  }

  /**
   * The 16-bit groups of one side of a literal, or null when malformed; a dotted quad may end the
   * address.
   */
  private static int @org.jspecify.annotations.Nullable [] groups(String side, boolean last) {
    if (side.isEmpty()) {
      return new int[0];
    }
    String[] parts = side.split(":", -1);
    int[] out = new int[parts.length + 1];
    int n = 0;
    for (int i = 0; i < parts.length; i++) {
      String part = parts[i];
      if (last && i == parts.length - 1 && part.indexOf('.') >= 0) {
        Optional<IpAddress> quad = parseIpv4(part);
        if (quad.isEmpty()) {
          return null;
        }
        int value = (int) (quad.get().high >>> 32);
        out[n++] = value >>> 16;
        out[n++] = value & 0xffff;
        continue;
      }
      if (part.isEmpty() || part.length() > 4) {
        return null;
      }
      int value = 0;
      for (int j = 0; j < part.length(); j++) {
        char c = part.charAt(j);
        int digit = c < 128 ? Character.digit(c, 16) : -1;
        if (digit < 0) {
          return null;
        }
        value = value << 4 | digit;
      }
      out[n++] = value;
    }
    return Arrays.copyOf(out, n);
  }

  private static long word(byte[] octets, int from, int count) {
    long value = 0;
    for (int i = from; i < from + count; i++) {
      value = value << 8 | (octets[i] & 0xff);
    }
    return value;
  }

  public AddressFamily family() {
    return family;
  }

  public boolean isIpv4() {
    return family == AddressFamily.IPV4;
  }

  public boolean isIpv6() {
    return family == AddressFamily.IPV6;
  }

  /** Bits 0 to 63, bit 0 being the most significant one. */
  public long high() {
    return high;
  }

  /** Bits 64 to 127; zero for IPv4. */
  public long low() {
    return low;
  }

  /** The 32-bit value of an IPv4 address. */
  public int ipv4Value() {
    if (!isIpv4()) {
      throw new IllegalStateException(this + " is not an IPv4 address");
    }
    return (int) (high >>> 32);
  }

  /** 4 or 16 octets in network byte order. */
  public byte[] toBytes() {
    byte[] out = new byte[family.octets()];
    for (int i = 0; i < out.length; i++) {
      long word = i < 8 ? high : low;
      out[i] = (byte) (word >>> (56 - 8 * (i & 7)));
    }
    return out;
  }

  public InetAddress toInetAddress() {
    try {
      return InetAddress.getByAddress(toBytes());
    } catch (UnknownHostException e) {
      throw new AssertionError("4 or 16 octets are always an address", e);
    }
  }

  /** The address as an unsigned number. */
  public BigInteger toBigInteger() {
    return new BigInteger(1, toBytes());
  }

  /** The following address; wraps around to zero after the last one. */
  public IpAddress next() {
    if (isIpv4()) {
      return ofIpv4(ipv4Value() + 1);
    }
    return new IpAddress(family, low == -1L ? high + 1 : high, low + 1);
  }

  /** The preceding address; wraps around to the last one before zero. */
  public IpAddress previous() {
    if (isIpv4()) {
      return ofIpv4(ipv4Value() - 1);
    }
    return new IpAddress(family, low == 0 ? high - 1 : high, low - 1);
  }

  /** 0.0.0.0 or :: */
  public boolean isUnspecified() {
    return high == 0 && low == 0;
  }

  /** 127.0.0.0/8 or ::1 */
  public boolean isLoopback() {
    return isIpv4() ? high >>> 56 == 127 : high == 0 && low == 1;
  }

  /** 169.254.0.0/16 or fe80::/10 */
  public boolean isLinkLocal() {
    return isIpv4() ? high >>> 48 == 0xa9fe : high >>> 54 == 0x3fa;
  }

  /** 224.0.0.0/4 or ff00::/8 */
  public boolean isMulticast() {
    return isIpv4() ? high >>> 60 == 0xe : high >>> 56 == 0xff;
  }

  /** The prefix of full length that holds only this address. */
  public IpPrefix toPrefix() {
    return IpPrefix.of(this, family.bits());
  }

  @Override
  public int compareTo(IpAddress other) {
    int c = family.compareTo(other.family);
    c = c != 0 ? c : Long.compareUnsigned(high, other.high);
    return c != 0 ? c : Long.compareUnsigned(low, other.low);
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof IpAddress other
        && family == other.family
        && high == other.high
        && low == other.low;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(high * 0x9e3779b97f4a7c15L + low) + family.ordinal();
  }

  /** A dotted quad, or the RFC 5952 form of an IPv6 address. */
  @Override
  public String toString() {
    return isIpv4() ? quad((int) (high >>> 32)) : ipv6Text();
  }

  private static String quad(int v) {
    return (v >>> 24) + "." + (v >>> 16 & 255) + "." + (v >>> 8 & 255) + "." + (v & 255);
  }

  private String ipv6Text() {
    if (high == 0 && low >>> 32 == 0xffff) {
      return "::ffff:" + quad((int) low);
    }
    int[] groups = new int[8];
    for (int i = 0; i < 8; i++) {
      groups[i] = (int) ((i < 4 ? high : low) >>> (48 - 16 * (i & 3))) & 0xffff;
    }
    int bestStart = -1;
    int bestLength = 1;
    for (int i = 0; i < 8; i++) {
      int end = i;
      while (end < 8 && groups[end] == 0) {
        end++;
      }
      if (end - i > bestLength) {
        bestStart = i;
        bestLength = end - i;
      }
      i = Math.max(i, end);
    }
    StringBuilder out = new StringBuilder(39);
    for (int i = 0; i < 8; i++) {
      if (i == bestStart) {
        out.append("::");
        i += bestLength - 1;
        continue;
      }
      if (out.length() > 0 && out.charAt(out.length() - 1) != ':') {
        out.append(':');
      }
      out.append(Integer.toHexString(groups[i]));
    }
    return out.toString();
  }
}
