package io.readback.bgp.codec;

import io.readback.bgp.message.Capability;
import io.readback.bgp.message.Family;
import io.readback.bgp.message.Octets;
import io.readback.spi.target.BgpRole;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The fields of an OPEN for {@link MessageView}. */
final class OpenView {
  private static final int FIXED = 10;
  private static final int CAPABILITIES = 2;
  private static final int EXTENDED = 255;

  private OpenView() {}

  static void add(Map<String, Object> view, byte[] in, int body, int end) {
    if (end - body < FIXED) {
      MessageView.unreadable(view, in, body, end, "shorter than the fixed part of an OPEN");
      return;
    }
    int myAs = Wire.u16(in, body + 1);
    List<Object> capabilities = new ArrayList<>();
    List<Object> parameters = new ArrayList<>();
    String error = parameters(in, body + FIXED - 1, end, capabilities, parameters);
    long asn = myAs;
    for (Object capability : capabilities) {
      if (capability instanceof Map<?, ?> map && map.get("asn") instanceof Long four) {
        asn = four;
      }
    }
    view.put("version", Wire.u8(in, body));
    view.put("as", asn);
    view.put("myAutonomousSystem", myAs);
    view.put("holdTime", Wire.u16(in, body + 3));
    view.put("identifier", Wire.ipv4(in, body + 5).toString());
    view.put("capabilities", capabilities);
    if (!parameters.isEmpty()) {
      view.put("otherParameters", parameters);
    }
    if (error != null) {
      view.put("error", error);
    }
  }

  private static @org.jspecify.annotations.Nullable String parameters(
      byte[] in, int from, int end, List<Object> capabilities, List<Object> others) {
    int length = Wire.u8(in, from);
    int at = from + 1;
    boolean extended = length != 0 && end - at >= 3 && Wire.u8(in, at) == EXTENDED;
    if (extended) {
      length = Wire.u16(in, at + 1);
      at += 3;
    }
    String error =
        length == end - at
            ? null
            : "optional parameters of "
                + length
                + " octets stated, "
                + (end - at)
                + " octets present";
    int header = extended ? 3 : 2;
    while (end - at >= header) {
      int type = Wire.u8(in, at);
      int size = extended ? Wire.u16(in, at + 1) : Wire.u8(in, at + 1);
      at += header;
      int stop = Math.min(end, at + size);
      if (type == CAPABILITIES) {
        capabilities(in, at, stop, capabilities);
      } else {
        Map<String, Object> other = new LinkedHashMap<>();
        other.put("parameter", type);
        other.put("hex", MessageView.hex(in, at, stop));
        others.add(other);
      }
      if (size > end - at) {
        return "optional parameter " + type + " is cut off";
      }
      at = stop;
    }
    return error == null && at < end ? "an optional parameter is cut off" : error;
  }

  private static void capabilities(byte[] in, int from, int end, List<Object> out) {
    int at = from;
    while (at < end) {
      int length = end - at < 2 ? 0 : Wire.u8(in, at + 1);
      if (end - at < 2 || length > end - at - 2) {
        out.addAll(MessageView.unreadable(in, at, end, "a capability is cut off"));
        return;
      }
      out.add(capability(in, Wire.u8(in, at), at + 2, length));
      at += 2 + length;
    }
  }

  private static Map<String, Object> capability(byte[] in, int code, int at, int length) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("code", code);
    view.put("name", Capability.nameOf(code));
    try {
      value(view, CapabilityDecoder.decode(code, in, at, length));
    } catch (WireException e) {
      MessageView.unreadable(view, in, at, at + length, String.valueOf(e.getMessage()));
    }
    return view;
  }

  private static void value(Map<String, Object> view, Capability capability) {
    if (capability instanceof Capability.Multiprotocol c) {
      view.put("family", c.family().toString());
    } else if (capability instanceof Capability.ExtendedNextHop c) {
      view.put(
          "families",
          c.encodings().stream()
              .map(
                  e -> {
                    Map<String, Object> one = family(e.family());
                    one.put("nextHopAfi", e.nextHopAfi());
                    return one;
                  })
              .toList());
    } else if (capability instanceof Capability.Role c) {
      view.put("role", BgpRole.of(c.value()).map(BgpRole::toString).orElse("unassigned"));
      view.put("value", c.value());
    } else if (capability instanceof Capability.GracefulRestart c) {
      view.put("restarting", c.restarting());
      view.put("notification", c.notification());
      view.put("restartTime", c.restartTime());
      view.put(
          "families",
          c.families().stream()
              .map(
                  f -> {
                    Map<String, Object> one = family(f.family());
                    one.put("forwarding", f.forwarding());
                    return one;
                  })
              .toList());
    } else if (capability instanceof Capability.FourOctetAs c) {
      view.put("asn", c.asn());
    } else if (capability instanceof Capability.AddPath c) {
      view.put(
          "families",
          c.modes().stream()
              .map(
                  m -> {
                    Map<String, Object> one = family(m.family());
                    one.put("receive", m.receive());
                    one.put("send", m.send());
                    return one;
                  })
              .toList());
    } else if (capability instanceof Capability.LongLivedGracefulRestart c) {
      view.put(
          "families",
          c.families().stream()
              .map(
                  f -> {
                    Map<String, Object> one = family(f.family());
                    one.put("forwarding", f.forwarding());
                    one.put("staleTime", f.staleTime());
                    return one;
                  })
              .toList());
    } else if (capability instanceof Capability.Fqdn c) {
      view.put("host", c.host());
      view.put("domain", c.domain());
    } else if (capability instanceof Capability.SoftwareVersion c) {
      view.put("version", c.version());
    } else if (capability instanceof Capability.Unknown c) {
      hex(view, c.value());
    }
  }

  private static Map<String, Object> family(Family family) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("family", family.toString());
    return view;
  }

  private static void hex(Map<String, Object> view, Octets value) {
    if (!value.isEmpty()) {
      view.put("hex", value.toString());
    }
  }
}
