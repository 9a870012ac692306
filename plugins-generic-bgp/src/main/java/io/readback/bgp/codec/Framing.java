package io.readback.bgp.codec;

import io.readback.bgp.message.ErrorCode;
import io.readback.bgp.message.Message;
import io.readback.bgp.message.Octets;

/** The message header, RFC 4271 section 4.1: 16 octets of ones, length, type. */
public final class Framing {
  /** Length of the header in octets. */
  public static final int HEADER_LENGTH = 19;

  /** Longest message in octets. */
  public static final int MAX_LENGTH = 4096;

  /** Longest message in octets where extended messages were agreed (RFC 8654). */
  public static final int MAX_EXTENDED_LENGTH = 65535;

  static final int MARKER_LENGTH = 16;
  static final int MIN_OPEN_LENGTH = 29;
  static final int MIN_UPDATE_LENGTH = 23;
  static final int MIN_NOTIFICATION_LENGTH = 21;
  static final int MIN_ROUTE_REFRESH_LENGTH = 23;

  private Framing() {}

  /**
   * The length of the message that begins at {@code offset}, header included.
   *
   * @param available octets present from {@code offset}
   * @param extendedMessages whether RFC 8654 was agreed
   * @return 19 to 65535, which may be more than is available; 0 when the header is not complete
   * @throws WireException 1/1, 1/2 or 1/3 for a header that RFC 4271 section 6.1 refuses
   */
  public static int messageLength(byte[] in, int offset, int available, boolean extendedMessages)
      throws WireException {
    if (available < HEADER_LENGTH) {
      return 0;
    }
    for (int i = offset; i < offset + MARKER_LENGTH; i++) {
      if (in[i] != -1) {
        throw new WireException(
            ErrorCode.CONNECTION_NOT_SYNCHRONIZED, "the marker is not all ones");
      }
    }
    int length = Wire.u16(in, offset + MARKER_LENGTH);
    int type = Wire.u8(in, offset + MARKER_LENGTH + 2);
    if (length < HEADER_LENGTH || length > maximum(type, extendedMessages)) {
      throw badLength(length, type);
    }
    boolean fits =
        switch (type) {
          case Message.TYPE_OPEN -> length >= MIN_OPEN_LENGTH;
          case Message.TYPE_UPDATE -> length >= MIN_UPDATE_LENGTH;
          case Message.TYPE_NOTIFICATION -> length >= MIN_NOTIFICATION_LENGTH;
          case Message.TYPE_KEEPALIVE -> length == HEADER_LENGTH;
          // Its length depends on the subtype in the body: the decoder checks it (RFC 7313).
          case Message.TYPE_ROUTE_REFRESH -> true;
          default ->
              throw new WireException(
                  ErrorCode.BAD_MESSAGE_TYPE, Octets.of(type), "unknown message type " + type);
        };
    if (!fits) {
      throw badLength(length, type);
    }
    return length;
  }

  private static int maximum(int type, boolean extendedMessages) {
    boolean extended =
        extendedMessages && type != Message.TYPE_OPEN && type != Message.TYPE_KEEPALIVE;
    return extended ? MAX_EXTENDED_LENGTH : MAX_LENGTH;
  }

  static WireException badLength(int length, int type) {
    return new WireException(
        ErrorCode.BAD_MESSAGE_LENGTH,
        Octets.of(length >>> 8, length & 0xff),
        "a message of type " + type + " cannot have " + length + " octets");
  }

  /** Writes a header whose length {@link #finish} fills in. */
  static void begin(ByteWriter out, int type) {
    for (int i = 0; i < MARKER_LENGTH; i++) {
      out.u8(0xff);
    }
    out.u16(0).u8(type);
  }

  static byte[] finish(ByteWriter out) {
    out.setU16(MARKER_LENGTH, out.size());
    return out.toBytes();
  }
}
