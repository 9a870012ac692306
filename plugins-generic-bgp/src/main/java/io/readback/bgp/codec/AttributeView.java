package io.readback.bgp.codec;

import io.readback.spi.route.AsPath;
import io.readback.spi.route.Community;
import io.readback.spi.route.LargeCommunity;
import io.readback.spi.route.Origin;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The value of a path attribute for {@link MessageView}, all but the two of multiprotocol. */
final class AttributeView {
  private final byte[] in;
  private final CodecContext context;

  AttributeView(byte[] in, CodecContext context) {
    this.in = in;
    this.context = context;
  }

  /** Adds {@code value}, or {@code hex} where the value is not understood. */
  void add(Map<String, Object> view, int type, int from, int end) {
    Object value = readable(type, end - from) ? value(type, from, end) : null;
    if (value != null) {
      view.put("value", value);
    } else {
      view.put("hex", MessageView.hex(in, from, end));
    }
  }

  private boolean readable(int type, int length) {
    return switch (type) {
      case AttributeType.ORIGIN -> length == 1;
      case AttributeType.NEXT_HOP,
          AttributeType.MULTI_EXIT_DISC,
          AttributeType.LOCAL_PREF,
          AttributeType.ORIGINATOR_ID,
          AttributeType.ONLY_TO_CUSTOMER ->
          length == 4;
      case AttributeType.AGGREGATOR -> length == (context.fourOctetAs() ? 8 : 6);
      case AttributeType.AS4_AGGREGATOR -> length == 8;
      case AttributeType.COMMUNITIES, AttributeType.CLUSTER_LIST -> length % 4 == 0;
      case AttributeType.EXTENDED_COMMUNITIES -> length % 8 == 0;
      case AttributeType.IPV6_EXTENDED_COMMUNITIES -> length % 20 == 0;
      case AttributeType.LARGE_COMMUNITIES -> length % 12 == 0;
      case AttributeType.AS_PATH, AttributeType.AS4_PATH -> true;
      case AttributeType.ATOMIC_AGGREGATE -> length == 0;
      case AttributeType.AIGP -> length == 11;
      default -> false;
    };
  }

  private @org.jspecify.annotations.Nullable Object value(int type, int from, int end) {
    return switch (type) {
      case AttributeType.ORIGIN -> {
        int code = Wire.u8(in, from);
        yield code < Origin.values().length
            ? Origin.values()[code].name().toLowerCase(Locale.ROOT)
            : "undefined value " + code;
      }
      case AttributeType.AS_PATH -> path(from, end, context.fourOctetAs());
      case AttributeType.AS4_PATH -> path(from, end, true);
      case AttributeType.NEXT_HOP, AttributeType.ORIGINATOR_ID -> Wire.ipv4(in, from).toString();
      case AttributeType.MULTI_EXIT_DISC,
          AttributeType.LOCAL_PREF,
          AttributeType.ONLY_TO_CUSTOMER ->
          Wire.u32(in, from);
      case AttributeType.ATOMIC_AGGREGATE -> true;
      case AttributeType.AGGREGATOR -> aggregator(from, context.fourOctetAs());
      case AttributeType.AS4_AGGREGATOR -> aggregator(from, true);
      case AttributeType.COMMUNITIES -> communities(from, end);
      case AttributeType.CLUSTER_LIST -> UpdateView.addresses(in, from, end);
      case AttributeType.EXTENDED_COMMUNITIES -> extended(from, end);
      case AttributeType.IPV6_EXTENDED_COMMUNITIES -> ipv6Extended(from, end);
      case AttributeType.LARGE_COMMUNITIES -> largeCommunities(from, end);
      case AttributeType.AIGP ->
          Wire.u8(in, from) == 1 && Wire.u16(in, from + 1) == 11
              ? Long.toUnsignedString(Wire.u32(in, from + 3) << 32 | Wire.u32(in, from + 7))
              : null;
      default -> null;
    };
  }

  /** Segments with their type; null where they cannot be told apart. */
  private @org.jspecify.annotations.Nullable Object path(int from, int end, boolean fourOctets) {
    AsPath path = AsPathDecoder.decode(in, from, end, fourOctets);
    if (path != null) {
      return path.toString();
    }
    int size = fourOctets ? 4 : 2;
    List<Object> segments = new ArrayList<>();
    int at = from;
    while (at < end) {
      int count = end - at < 2 ? 0 : Wire.u8(in, at + 1);
      if (end - at < 2 || count * size > end - at - 2) {
        return null;
      }
      Map<String, Object> segment = new LinkedHashMap<>();
      segment.put(
          "segment",
          switch (Wire.u8(in, at)) {
            case AsPathDecoder.AS_SET -> "AS_SET";
            case AsPathDecoder.AS_SEQUENCE -> "AS_SEQUENCE";
            case 3 -> "AS_CONFED_SEQUENCE";
            case 4 -> "AS_CONFED_SET";
            default -> "type " + Wire.u8(in, at);
          });
      List<Long> asns = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        int where = at + 2 + i * size;
        asns.add(fourOctets ? Wire.u32(in, where) : Wire.u16(in, where));
      }
      segment.put("asns", asns);
      segments.add(segment);
      at += 2 + count * size;
    }
    return segments;
  }

  private Map<String, Object> aggregator(int from, boolean fourOctets) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("as", fourOctets ? Wire.u32(in, from) : (Object) Wire.u16(in, from));
    out.put("address", Wire.ipv4(in, from + (fourOctets ? 4 : 2)).toString());
    return out;
  }

  private List<String> communities(int from, int end) {
    List<String> out = new ArrayList<>();
    for (int at = from; at < end; at += 4) {
      out.add(new Community(Wire.i32(in, at)).toString());
    }
    return out;
  }

  private List<String> largeCommunities(int from, int end) {
    List<String> out = new ArrayList<>();
    for (int at = from; at < end; at += 12) {
      out.add(
          new LargeCommunity(Wire.u32(in, at), Wire.u32(in, at + 4), Wire.u32(in, at + 8))
              .toString());
    }
    return out;
  }

  private List<String> extended(int from, int end) {
    List<String> out = new ArrayList<>();
    for (int at = from; at < end; at += 8) {
      out.add(Wire.extendedCommunity(in, at).toString());
    }
    return out;
  }

  private List<String> ipv6Extended(int from, int end) {
    List<String> out = new ArrayList<>();
    for (int at = from; at < end; at += 20) {
      out.add(Wire.ipv6ExtendedCommunity(in, at).toString());
    }
    return out;
  }
}
