package io.readback.bgp.codec;

import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpPrefix;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Received prefixes, one after another. */
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
    for (int at = from; at < end; at += Nlri.octets(in, at)) {
      prefixes.add(Nlri.read(in, at, family));
    }
    return prefixes;
  }

  private static int count(byte[] in, int from, int end, int maxLength) {
    int count = 0;
    int at = from;
    while (at < end) {
      if ((in[at] & 0xff) > maxLength) {
        return -1;
      }
      at += Nlri.octets(in, at);
      count++;
    }
    return at == end ? count : -1;
  }
}
