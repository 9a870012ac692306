package io.readback.bgp.codec;

import io.readback.bgp.message.ErrorCode;
import io.readback.bgp.message.Family;
import io.readback.bgp.message.Message;
import io.readback.bgp.message.Notification;
import io.readback.bgp.message.Octets;
import io.readback.bgp.message.RouteRefresh;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A message as a person reads it: maps, lists, text, numbers and truth values in a fixed order, for
 * printing. Shows what stands there, right or wrong, and does not judge; what cannot be read is
 * given as {@code hex} with an {@code error}. Answers for every octet string.
 */
public final class MessageView {
  private MessageView() {}

  /** The fields of {@code message}. */
  public static Map<String, Object> of(byte[] message, CodecContext context) {
    Map<String, Object> view = new LinkedHashMap<>();
    if (message.length < Framing.HEADER_LENGTH) {
      view.put("type", "incomplete");
      return unreadable(view, message, 0, message.length, "shorter than a header of 19 octets");
    }
    int type = Wire.u8(message, Framing.MARKER_LENGTH + 2);
    int length = Wire.u16(message, Framing.MARKER_LENGTH);
    view.put("type", name(type));
    view.put("length", length);
    int body = Framing.HEADER_LENGTH;
    int end = message.length;
    switch (type) {
      case Message.TYPE_OPEN -> OpenView.add(view, message, body, end);
      case Message.TYPE_UPDATE -> new UpdateView(message, context).add(view, body, end);
      case Message.TYPE_NOTIFICATION -> notification(view, message, body, end);
      case Message.TYPE_ROUTE_REFRESH -> routeRefresh(view, message, body, end);
      default -> {
        if (end > body) {
          view.put("hex", hex(message, body, end));
        }
      }
    }
    if (length != message.length) {
      view.put("octetsPresent", message.length);
    }
    return view;
  }

  private static String name(int type) {
    return switch (type) {
      case Message.TYPE_OPEN -> "OPEN";
      case Message.TYPE_UPDATE -> "UPDATE";
      case Message.TYPE_NOTIFICATION -> "NOTIFICATION";
      case Message.TYPE_KEEPALIVE -> "KEEPALIVE";
      case Message.TYPE_ROUTE_REFRESH -> "ROUTE-REFRESH";
      default -> "type " + type;
    };
  }

  private static void notification(Map<String, Object> view, byte[] in, int body, int end) {
    if (end - body < 2) {
      unreadable(view, in, body, end, "shorter than a code and a subcode");
      return;
    }
    view.putAll(
        notification(
            new Notification(
                Wire.u8(in, body),
                Wire.u8(in, body + 1),
                Octets.of(in, body + 2, end - body - 2))));
  }

  private static Map<String, Object> notification(Notification n) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("code", n.code());
    view.put("subcode", n.subcode());
    view.put("codeName", ErrorCode.nameOf(n.code(), 0));
    view.put("subcodeName", ErrorCode.nameOf(n.code(), n.subcode()));
    view.put("data", n.data().toString());
    n.shutdownMessage().ifPresent(text -> view.put("shutdownMessage", text));
    n.enclosed().ifPresent(e -> view.put("enclosed", notification(e)));
    return view;
  }

  private static void routeRefresh(Map<String, Object> view, byte[] in, int body, int end) {
    if (end - body < 4) {
      unreadable(view, in, body, end, "shorter than AFI, subtype and SAFI");
      return;
    }
    int subtype = Wire.u8(in, body + 2);
    view.put("family", new Family(Wire.u16(in, body), Wire.u8(in, body + 3)).toString());
    view.put("subtype", subtype);
    view.put(
        "subtypeName",
        switch (subtype) {
          case RouteRefresh.REQUEST -> "request";
          case RouteRefresh.BEGIN -> "begin of refresh (BoRR)";
          case RouteRefresh.END -> "end of refresh (EoRR)";
          default -> "unknown";
        });
    if (end - body > 4) {
      view.put("hex", hex(in, body + 4, end));
    }
  }

  static Map<String, Object> unreadable(
      Map<String, Object> view, byte[] in, int from, int end, String error) {
    view.put("hex", hex(in, from, end));
    view.put("error", error);
    return view;
  }

  static String hex(byte[] in, int from, int end) {
    return Octets.of(in, from, Math.max(0, end - from)).toString();
  }

  /** One entry of a list of prefixes or capabilities that could not be read. */
  static List<Object> unreadable(byte[] in, int from, int end, String error) {
    return List.of(unreadable(new LinkedHashMap<>(), in, from, end, error));
  }
}
