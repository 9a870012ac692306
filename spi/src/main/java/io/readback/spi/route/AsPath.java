package io.readback.spi.route;

import java.util.List;
import java.util.StringJoiner;

/** AS_PATH, RFC 4271 section 5.1.2, with 4-octet AS numbers. */
public record AsPath(List<Segment> segments) {
  public static final AsPath EMPTY = new AsPath(List.of());

  /** One segment: ordered (AS_SEQUENCE) or not (AS_SET). */
  public record Segment(boolean set, List<Long> asns) {
    public Segment {
      asns = List.copyOf(asns);
    }
  }

  public AsPath {
    segments = List.copyOf(segments);
  }

  /** A path of one AS_SEQUENCE; empty when there are no numbers. */
  public static AsPath sequence(Long... asns) {
    return asns.length == 0 ? EMPTY : new AsPath(List.of(new Segment(false, List.of(asns))));
  }

  /** The path length of route selection: an AS_SET counts as one (RFC 4271 section 9.1.2.2 a). */
  public int length() {
    int length = 0;
    for (Segment s : segments) {
      length += s.set() ? 1 : s.asns().size();
    }
    return length;
  }

  public boolean contains(long asn) {
    return segments.stream().anyMatch(s -> s.asns().contains(asn));
  }

  /** Numbers separated by spaces, sets in braces: {@code 65001 65002 {65010,65011}}. */
  @Override
  public String toString() {
    StringJoiner out = new StringJoiner(" ");
    for (Segment s : segments) {
      if (s.set()) {
        StringJoiner set = new StringJoiner(",", "{", "}");
        s.asns().forEach(a -> set.add(Long.toString(a)));
        out.add(set.toString());
      } else {
        s.asns().forEach(a -> out.add(Long.toString(a)));
      }
    }
    return out.toString();
  }
}
