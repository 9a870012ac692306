package io.readback.bgp.codec;

import io.readback.bgp.message.ErrorCode;
import io.readback.bgp.message.Family;
import io.readback.bgp.message.Keepalive;
import io.readback.bgp.message.Message;
import io.readback.bgp.message.Notification;
import io.readback.bgp.message.Octets;
import io.readback.bgp.message.RouteRefresh;
import java.util.Optional;

/**
 * Reads whole messages. Answers for every octet string, and takes memory in proportion to its
 * length only.
 */
public final class MessageDecoder {
  private MessageDecoder() {}

  /** Reads the message that {@code message} holds from its first to its last octet. */
  public static Decoded decode(byte[] message, CodecContext context) {
    return decode(message, 0, message.length, context);
  }

  /**
   * Reads the message in {@code length} octets from {@code offset}. A length field that does not
   * match is answered with 1/2.
   */
  public static Decoded decode(byte[] in, int offset, int length, CodecContext context) {
    try {
      int stated = Framing.messageLength(in, offset, length, context.extendedMessages());
      if (stated == 0) {
        return Decoded.ignore(
            Optional.empty(), "not a whole message: " + length + " octets, the header has 19");
      }
      int type = Wire.u8(in, offset + Framing.MARKER_LENGTH + 2);
      if (stated != length) {
        throw Framing.badLength(stated, type);
      }
      int body = offset + Framing.HEADER_LENGTH;
      int end = offset + length;
      return switch (type) {
        case Message.TYPE_OPEN -> Decoded.ok(OpenDecoder.decode(in, body, end, context));
        case Message.TYPE_UPDATE -> new UpdateDecoder(in, context).decode(body, end);
        case Message.TYPE_NOTIFICATION ->
            Decoded.ok(
                new Notification(
                    Wire.u8(in, body),
                    Wire.u8(in, body + 1),
                    Octets.of(in, body + 2, end - body - 2)));
        case Message.TYPE_KEEPALIVE -> Decoded.ok(Keepalive.INSTANCE);
        default -> routeRefresh(in, offset, length, context);
      };
    } catch (WireException e) {
      return Decoded.answer(e);
    }
  }

  /** RFC 2918, RFC 7313 section 5. */
  private static Decoded routeRefresh(byte[] in, int offset, int length, CodecContext context)
      throws WireException {
    int body = offset + Framing.HEADER_LENGTH;
    int subtype =
        context.enhancedRefresh() && length > Framing.HEADER_LENGTH + 2 ? Wire.u8(in, body + 2) : 0;
    boolean marker = subtype == RouteRefresh.BEGIN || subtype == RouteRefresh.END;
    if (marker && length != Framing.MIN_ROUTE_REFRESH_LENGTH) {
      throw new WireException(
          ErrorCode.ROUTE_REFRESH_INVALID_LENGTH,
          Octets.of(in, offset, Math.min(length, UpdateFault.MAX_DATA)),
          "a ROUTE-REFRESH of subtype " + subtype + " has 23 octets, not " + length);
    }
    if (length < Framing.MIN_ROUTE_REFRESH_LENGTH) {
      throw Framing.badLength(length, Message.TYPE_ROUTE_REFRESH);
    }
    Family family = new Family(Wire.u16(in, body), Wire.u8(in, body + 3));
    RouteRefresh message = new RouteRefresh(family, subtype);
    if (subtype > RouteRefresh.END) {
      return Decoded.ignore(Optional.of(message), "unknown ROUTE-REFRESH subtype " + subtype);
    }
    if (!context.families().contains(family)) {
      return Decoded.ignore(
          Optional.of(message), "ROUTE-REFRESH for " + family + ", which was not agreed");
    }
    return Decoded.ok(message);
  }
}
