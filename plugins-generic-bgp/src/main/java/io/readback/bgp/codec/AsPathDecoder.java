package io.readback.bgp.codec;

import io.readback.spi.route.AsPath;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** AS_PATH and AS4_PATH: RFC 4271 section 4.3, RFC 6793, RFC 7606 section 7.2. */
final class AsPathDecoder {
  static final int AS_SET = 1;
  static final int AS_SEQUENCE = 2;

  /** Most AS numbers of a segment: its count has one octet. */
  static final int MAX_SEGMENT = 255;

  private AsPathDecoder() {}

  /**
   * The path between {@code from} and {@code end}; null when it is malformed: an unknown segment
   * type, one of a confederation (RFC 5065; we are in none), an empty segment, a cut-off one, or AS
   * 0 (RFC 7607).
   */
  static @Nullable AsPath decode(byte[] in, int from, int end, boolean fourOctetAs) {
    int size = fourOctetAs ? 4 : 2;
    List<AsPath.Segment> segments = new ArrayList<>(1);
    int at = from;
    while (at < end) {
      if (end - at < 2) {
        return null;
      }
      int type = Wire.u8(in, at);
      int count = Wire.u8(in, at + 1);
      at += 2;
      if (type != AS_SET && type != AS_SEQUENCE || count == 0 || count * size > end - at) {
        return null;
      }
      List<Long> asns = new ArrayList<>(count);
      for (int i = 0; i < count; i++, at += size) {
        long asn = fourOctetAs ? Wire.u32(in, at) : Wire.u16(in, at);
        if (asn == 0) {
          return null;
        }
        asns.add(asn);
      }
      segments.add(new AsPath.Segment(type == AS_SET, asns));
    }
    return segments.isEmpty() ? AsPath.EMPTY : new AsPath(segments);
  }

  /**
   * The true path behind an AS_PATH with 2-octet numbers (RFC 6793 section 4.2.3): the surplus of
   * {@code path} over {@code as4Path}, followed by {@code as4Path}; {@code path} alone where it is
   * the shorter one.
   */
  static AsPath merge(AsPath path, AsPath as4Path) {
    int surplus = path.length() - as4Path.length();
    if (surplus < 0) {
      return path;
    }
    List<AsPath.Segment> merged = new ArrayList<>();
    for (AsPath.Segment segment : path.segments()) {
      if (surplus == 0) {
        break;
      }
      int length = segment.set() ? 1 : segment.asns().size();
      if (length <= surplus) {
        merged.add(segment);
        surplus -= length;
      } else {
        merged.add(new AsPath.Segment(false, segment.asns().subList(0, surplus)));
        surplus = 0;
      }
    }
    int seam = merged.size();
    merged.addAll(as4Path.segments());
    if (seam > 0 && seam < merged.size()) {
      AsPath.Segment left = merged.get(seam - 1);
      AsPath.Segment right = merged.get(seam);
      boolean joined = left.asns().size() + right.asns().size() <= MAX_SEGMENT;
      if (!left.set() && !right.set() && joined) {
        List<Long> asns = new ArrayList<>(left.asns());
        asns.addAll(right.asns());
        merged.set(seam - 1, new AsPath.Segment(false, asns));
        merged.remove(seam);
      }
    }
    return new AsPath(merged);
  }
}
