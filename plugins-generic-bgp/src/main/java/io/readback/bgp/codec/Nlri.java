package io.readback.bgp.codec;

import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;

/**
 * One prefix as it stands in an UPDATE (RFC 4271 section 4.3): length in bits, then as many octets
 * as it needs.
 */
public final class Nlri {
  /** The longest prefix: an IPv6 host route. */
  public static final int MAX_OCTETS = 17;

  private Nlri() {}

  /** Octets that {@code prefix} takes. */
  public static int octets(IpPrefix prefix) {
    return 1 + (prefix.length() + 7) / 8;
  }

  /** Octets of the entry that begins at {@code offset}. */
  public static int octets(byte[] bytes, int offset) {
    return 1 + ((bytes[offset] & 0xff) + 7 >>> 3);
  }

  /** Writes {@code prefix} at {@code offset} and returns the offset behind it. */
  public static int write(IpPrefix prefix, byte[] bytes, int offset) {
    bytes[offset] = (byte) prefix.length();
    int end = offset + octets(prefix);
    long word = prefix.high();
    for (int at = offset + 1, shift = 56; at < end; at++, shift -= 8) {
      if (shift < 0) {
        word = prefix.low();
        shift = 56;
      }
      bytes[at] = (byte) (word >>> shift);
    }
    return end;
  }

  /** Compares the entry at {@code offset} with a prefix of the same family, in prefix order. */
  public static int compare(byte[] bytes, int offset, IpPrefix prefix) {
    int length = bytes[offset] & 0xff;
    int end = offset + 1 + (length + 7 >>> 3);
    int c = Long.compareUnsigned(word(bytes, offset + 1, end), prefix.high());
    if (c == 0 && prefix.isIpv6()) {
      c = Long.compareUnsigned(word(bytes, offset + 9, end), prefix.low());
    }
    return c != 0 ? c : Integer.compare(length, prefix.length());
  }

  /** The entry at {@code offset}, which is a whole one of {@code family}; host bits are cleared. */
  public static IpPrefix read(byte[] bytes, int offset, AddressFamily family) {
    int end = offset + octets(bytes, offset);
    long high = word(bytes, offset + 1, end);
    long low = word(bytes, offset + 9, end);
    return IpPrefix.containing(IpAddress.ofBits(family, high, low), bytes[offset] & 0xff);
  }

  /** Up to 8 octets before {@code end}, left-aligned. */
  private static long word(byte[] bytes, int from, int end) {
    long word = 0;
    int shift = 56;
    for (int at = from; at < end && shift >= 0; at++, shift -= 8) {
      word |= (bytes[at] & 0xffL) << shift;
    }
    return word;
  }
}
