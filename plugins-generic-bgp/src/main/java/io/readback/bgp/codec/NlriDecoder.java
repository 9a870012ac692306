package io.readback.bgp.codec;

import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Prefixes as RFC 4271 section 4.3 and RFC 4760 section 5 encode them: length in bits, octets. */
final class NlriDecoder {
  private NlriDecoder() {}

  /**
   * The prefixes between {@code from} and {@code end}, host bits cleared (their value is
   * irrelevant); null when a length exceeds the family's, or the last prefix is cut off (RFC 7606
   * section 5.3).
   */
  static @Nullable List<IpPrefix> decode(byte[] in, int from, int end, AddressFamily family) {
    int count = count(in, from, end, family.bits());
    if (count < 0) {
      return null;
    }
    List<IpPrefix> prefixes = new ArrayList<>(count);
    int at = from;
    while (at < end) {
      int length = in[at] & 0xff;
      int octets = length + 7 >>> 3;
      long high = word(in, at + 1, Math.min(octets, 8));
      long low = word(in, at + 9, Math.max(octets - 8, 0));
      // An IPv4 prefix has at most 4 octets, so its lower words are zero.
      prefixes.add(IpPrefix.containing(IpAddress.ofBits(family, high, low), length));
      at += 1 + octets;
    }
    return prefixes;
  }

  /** {@code count} octets left-aligned in a word. */
  private static long word(byte[] in, int at, int count) {
    long value = 0;
    for (int i = 0; i < count; i++) {
      value |= (in[at + i] & 0xffL) << (56 - 8 * i);
    }
    return value;
  }

  private static int count(byte[] in, int from, int end, int maxLength) {
    int count = 0;
    int at = from;
    while (at < end) {
      int length = in[at] & 0xff;
      if (length > maxLength) {
        return -1;
      }
      at += 1 + (length + 7 >>> 3);
      count++;
    }
    return at == end ? count : -1;
  }
}
