package io.readback.bgp.codec;

import io.readback.bgp.message.Family;
import io.readback.bgp.message.Keepalive;
import io.readback.bgp.message.Message;
import io.readback.bgp.message.Notification;
import io.readback.bgp.message.Open;
import io.readback.bgp.message.RouteRefresh;
import io.readback.bgp.message.Update;

/**
 * Writes whole messages. Routes in number go through {@link AttributeBlock} and {@link
 * UpdateStream} instead, which make no object for a route.
 */
public final class MessageEncoder {
  private MessageEncoder() {}

  /** The octets of {@code message}, header included. */
  public static byte[] encode(Message message, CodecContext context) {
    if (message instanceof Update update) {
      return UpdateEncoder.encode(update, context);
    }
    return encode(message);
  }

  /**
   * The octets of a message that does not depend on what was agreed: any but an UPDATE.
   *
   * @throws IllegalArgumentException for an UPDATE, or a value that its field cannot hold
   */
  public static byte[] encode(Message message) {
    if (message instanceof Open open) {
      return open(open);
    }
    if (message instanceof Notification notification) {
      return notification(notification);
    }
    if (message instanceof RouteRefresh refresh) {
      return routeRefresh(refresh);
    }
    if (message instanceof Keepalive) {
      ByteWriter out = new ByteWriter(Framing.HEADER_LENGTH);
      Framing.begin(out, message.type());
      return Framing.finish(out);
    }
    throw new IllegalArgumentException("an UPDATE is encoded for a session's context");
  }

  private static byte[] open(Open open) {
    ByteWriter out = new ByteWriter(64);
    Framing.begin(out, open.type());
    out.u8(open.version())
        .u16(open.myAutonomousSystem())
        .u16(open.holdTime())
        .address(open.bgpIdentifier());
    byte[] capabilities = CapabilityEncoder.encode(open.capabilities());
    if (capabilities.length == 0) {
      out.u8(0);
    } else if (capabilities.length <= 253) {
      out.u8(capabilities.length + 2).u8(2).u8(capabilities.length).bytes(capabilities);
    } else {
      // RFC 9072 section 2: lengths of two octets, announced by 255 and 255
      out.u8(255).u8(255).u16(capabilities.length + 3);
      out.u8(2).u16(capabilities.length).bytes(capabilities);
    }
    return checked(Framing.finish(out));
  }

  private static byte[] notification(Notification n) {
    ByteWriter out = new ByteWriter(Framing.MIN_NOTIFICATION_LENGTH + n.data().length());
    Framing.begin(out, n.type());
    return checked(Framing.finish(out.u8(n.code()).u8(n.subcode()).octets(n.data())));
  }

  private static byte[] routeRefresh(RouteRefresh refresh) {
    ByteWriter out = new ByteWriter(Framing.MIN_ROUTE_REFRESH_LENGTH);
    Framing.begin(out, refresh.type());
    Family family = refresh.family();
    return Framing.finish(out.u16(family.afi()).u8(refresh.subtype()).u8(family.safi()));
  }

  private static byte[] checked(byte[] message) {
    if (message.length > Framing.MAX_LENGTH) {
      throw new IllegalArgumentException(
          "a message has at most 4096 octets but this one would have " + message.length);
    }
    return message;
  }
}
