package io.readback.layer2.respond;

import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * A bounded number of prefixes that hold all of some VIPs and little else, for a filter in the
 * kernel: its cost must not grow with the number of VIPs.
 */
public final class Covers {
  private Covers() {}

  /**
   * At most {@code limit} prefixes of one family, in order, that together hold all {@code vips} of
   * that family. Neighbours that lie closest are joined first.
   *
   * @param limit 1 or more
   */
  public static List<IpPrefix> of(Collection<IpAddress> vips, AddressFamily family, int limit) {
    List<IpPrefix> covers =
        new ArrayList<>(
            vips.stream()
                .filter(v -> v.family() == family)
                .distinct()
                .sorted()
                .map(IpAddress::toPrefix)
                .toList());
    // one pass for each length, the longest first: no pass over pairs, whose number is a square
    int bits = family.octets() * 8;
    for (int length = bits - 1; covers.size() > limit && length >= 0; length--) {
      covers = shorten(covers, length);
    }
    return List.copyOf(covers);
  }

  private static List<IpPrefix> shorten(List<IpPrefix> covers, int length) {
    List<IpPrefix> out = new ArrayList<>();
    for (IpPrefix cover : covers) {
      IpPrefix wider = IpPrefix.containing(cover.network(), Math.min(cover.length(), length));
      if (out.isEmpty() || !out.get(out.size() - 1).covers(wider)) {
        out.add(wider);
      }
    }
    return out;
  }
}
