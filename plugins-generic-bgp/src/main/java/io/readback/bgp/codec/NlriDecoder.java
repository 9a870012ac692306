package io.readback.bgp.codec;

import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpPrefix;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Received prefixes, one after another. */
final class NlriDecoder {
  private static final int PATH_ID_OCTETS = 4;
  private static final Entries NONE = new Entries(List.of(), List.of());

  private NlriDecoder() {}

  /**
   * What was read.
   *
   * @param pathIds one a prefix (RFC 7911 section 3); empty without add-path
   */
  record Entries(List<IpPrefix> prefixes, List<Long> pathIds) {
    boolean isEmpty() {
      return prefixes.isEmpty();
    }
  }

  /**
   * The prefixes between {@code from} and {@code end}, host bits cleared (their value is
   * irrelevant); null when a length exceeds the family's, or the last prefix is cut off (RFC 7606
   * section 5.3).
   *
   * @param addPath whether each prefix is preceded by a path identifier
   */
  static @Nullable Entries decode(
      byte[] in, int from, int end, AddressFamily family, boolean addPath) {
    if (from == end) {
      return NONE;
    }
    int skip = addPath ? PATH_ID_OCTETS : 0;
    int count = count(in, from, end, family.bits(), skip);
    if (count < 0) {
      return null;
    }
    List<IpPrefix> prefixes = new ArrayList<>(count);
    List<Long> pathIds = addPath ? new ArrayList<>(count) : List.of();
    for (int at = from; at < end; at += skip + Nlri.octets(in, at + skip)) {
      prefixes.add(Nlri.read(in, at + skip, family));
      if (addPath) {
        pathIds.add(Wire.u32(in, at));
      }
    }
    return new Entries(prefixes, pathIds);
  }

  private static int count(byte[] in, int from, int end, int maxLength, int skip) {
    int count = 0;
    int at = from;
    while (at < end) {
      if (end - at <= skip || (in[at + skip] & 0xff) > maxLength) {
        return -1;
      }
      at += skip + Nlri.octets(in, at + skip);
      count++;
    }
    return at == end ? count : -1;
  }
}
