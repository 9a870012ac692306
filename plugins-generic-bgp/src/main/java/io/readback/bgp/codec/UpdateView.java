package io.readback.bgp.codec;

import io.readback.bgp.message.Family;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The fields of an UPDATE for {@link MessageView}. One instance a message. */
final class UpdateView {
  private final byte[] in;
  private final CodecContext context;
  private final AttributeView attributeView;
  private final List<Object> withdrawn = new ArrayList<>();
  private final List<Object> announced = new ArrayList<>();
  private final List<Object> attributes = new ArrayList<>();
  private @Nullable String nextHop;

  UpdateView(byte[] in, CodecContext context) {
    this.in = in;
    this.context = context;
    this.attributeView = new AttributeView(in, context);
  }

  void add(Map<String, Object> view, int body, int end) {
    int withdrawnEnd = end - body < 2 ? end : body + 2 + Wire.u16(in, body);
    if (end - body < 4 || withdrawnEnd + 2 > end) {
      MessageView.unreadable(view, in, body, end, "withdrawn routes longer than the message");
      return;
    }
    int attributesEnd = withdrawnEnd + 2 + Wire.u16(in, withdrawnEnd);
    if (attributesEnd > end) {
      MessageView.unreadable(view, in, body, end, "path attributes longer than the message");
      return;
    }
    attributes(withdrawnEnd + 2, attributesEnd);
    nlri(withdrawn, body + 2, withdrawnEnd, Family.IPV4_UNICAST, null, null);
    nlri(announced, attributesEnd, end, Family.IPV4_UNICAST, nextHop, null);
    view.put("withdrawn", withdrawn);
    view.put("announced", announced);
    view.put("attributes", attributes);
    endOfRib(view, withdrawnEnd == body + 2 && attributesEnd == end && withdrawnEnd + 2 == end);
  }

  private void endOfRib(Map<String, Object> view, boolean empty) {
    if (empty) {
      view.put("endOfRib", Family.IPV4_UNICAST.toString());
    } else if (attributes.size() == 1
        && attributes.get(0) instanceof Map<?, ?> only
        && Integer.valueOf(AttributeType.MP_UNREACH_NLRI).equals(only.get("type"))
        && withdrawn.isEmpty()
        && announced.isEmpty()
        && only.get("family") instanceof String family) {
      view.put("endOfRib", family);
    }
  }

  private void attributes(int from, int end) {
    int at = from;
    while (at < end) {
      int header = (in[at] & AttributeType.EXTENDED_LENGTH) != 0 ? 4 : 3;
      if (end - at < header) {
        attributes.addAll(MessageView.unreadable(in, at, end, "an attribute header is cut off"));
        return;
      }
      int flags = Wire.u8(in, at);
      int type = Wire.u8(in, at + 1);
      int length = header == 4 ? Wire.u16(in, at + 2) : Wire.u8(in, at + 2);
      int value = at + header;
      Map<String, Object> view = new LinkedHashMap<>();
      view.put("type", type);
      view.put("name", AttributeType.name(type));
      view.put("flags", flags(flags));
      view.put("length", length);
      attributes.add(view);
      if (length > end - value) {
        MessageView.unreadable(view, in, value, end, "longer than the attribute list");
        return;
      }
      switch (type) {
        case AttributeType.MP_REACH_NLRI -> mpReach(view, value, value + length);
        case AttributeType.MP_UNREACH_NLRI -> mpUnreach(view, value, value + length);
        default -> attributeView.add(view, type, value, value + length);
      }
      if (type == AttributeType.NEXT_HOP && view.get("value") instanceof String address) {
        nextHop = address;
      }
      at = value + length;
    }
  }

  private static List<String> flags(int flags) {
    List<String> names = new ArrayList<>(4);
    names.add((flags & AttributeType.OPTIONAL) != 0 ? "optional" : "well-known");
    names.add((flags & AttributeType.TRANSITIVE) != 0 ? "transitive" : "non-transitive");
    if ((flags & AttributeType.PARTIAL) != 0) {
      names.add("partial");
    }
    if ((flags & AttributeType.EXTENDED_LENGTH) != 0) {
      names.add("extended-length");
    }
    if ((flags & 0x0f) != 0) {
      names.add(String.format("unused-0x%x", flags & 0x0f));
    }
    return names;
  }

  private void mpReach(Map<String, Object> view, int from, int end) {
    if (end - from < 5) {
      MessageView.unreadable(view, in, from, end, "shorter than 5 octets");
      return;
    }
    Family family = new Family(Wire.u16(in, from), Wire.u8(in, from + 2));
    int hopLength = Wire.u8(in, from + 3);
    int hop = from + 4;
    view.put("family", family.toString());
    if (hop + hopLength + 1 > end) {
      MessageView.unreadable(view, in, hop, end, "the next hop is cut off");
      return;
    }
    String first = null;
    String second = null;
    switch (hopLength) {
      case 4 -> first = Wire.ipv4(in, hop).toString();
      case 16 -> first = Wire.ipv6(in, hop).toString();
      case 32 -> {
        first = Wire.ipv6(in, hop).toString();
        second = Wire.ipv6(in, hop + 16).toString();
      }
      default -> view.put("nextHopHex", MessageView.hex(in, hop, hop + hopLength));
    }
    if (first != null) {
      view.put("nextHop", first);
    }
    if (second != null) {
      view.put("linkLocalNextHop", second);
    }
    mpNlri(view, announced, hop + hopLength + 1, end, family, first, second);
  }

  private void mpUnreach(Map<String, Object> view, int from, int end) {
    if (end - from < 3) {
      MessageView.unreadable(view, in, from, end, "shorter than 3 octets");
      return;
    }
    Family family = new Family(Wire.u16(in, from), Wire.u8(in, from + 2));
    view.put("family", family.toString());
    mpNlri(view, withdrawn, from + 3, end, family, null, null);
  }

  private void mpNlri(
      Map<String, Object> view,
      List<Object> out,
      int from,
      int end,
      Family family,
      @Nullable String hop,
      @Nullable String linkLocal) {
    if (family.unicast().isPresent()) {
      nlri(out, from, end, family, hop, linkLocal);
    } else if (from < end) {
      view.put("nlriHex", MessageView.hex(in, from, end));
    }
  }

  private void nlri(
      List<Object> out,
      int from,
      int end,
      Family family,
      @Nullable String hop,
      @Nullable String linkLocal) {
    Optional<AddressFamily> unicast = family.unicast();
    NlriDecoder.Entries entries =
        NlriDecoder.decode(
            in,
            from,
            end,
            unicast.orElse(AddressFamily.IPV4),
            context.addPathReceive().contains(family));
    if (entries == null) {
      out.addAll(MessageView.unreadable(in, from, end, "not a list of prefixes of " + family));
      return;
    }
    for (int i = 0; i < entries.prefixes().size(); i++) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("family", family.toString());
      entry.put("prefix", entries.prefixes().get(i).toString());
      if (!entries.pathIds().isEmpty()) {
        entry.put("pathId", entries.pathIds().get(i));
      }
      if (hop != null) {
        entry.put("nextHop", hop);
      }
      if (linkLocal != null) {
        entry.put("linkLocalNextHop", linkLocal);
      }
      out.add(entry);
    }
  }

  /** Addresses of four octets each. */
  static List<String> addresses(byte[] in, int from, int end) {
    List<String> out = new ArrayList<>();
    for (int at = from; at < end; at += 4) {
      IpAddress address = Wire.ipv4(in, at);
      out.add(address.toString());
    }
    return out;
  }
}
