package io.readback.bgp.codec;

import io.readback.bgp.message.ErrorCode;
import io.readback.bgp.message.Message;
import io.readback.bgp.message.Notification;
import io.readback.bgp.message.Octets;
import io.readback.spi.observe.SessionState;
import java.util.Optional;

/**
 * What a message says, or how it must be answered, in a given state of the session: {@link
 * MessageDecoder} and the state machine's view of message types in one question.
 */
public final class MessageClassifier {
  private MessageClassifier() {}

  /**
   * Judges one whole message.
   *
   * @param message all its octets; a length field that does not match is answered with 1/2
   * @param state the state of the session when the message comes
   */
  public static Decoded classify(byte[] message, SessionState state, CodecContext context) {
    Decoded decoded = MessageDecoder.decode(message, context);
    boolean badHeader = decoded.answer().filter(n -> n.code() == 1).isPresent();
    if (badHeader || message.length < Framing.HEADER_LENGTH) {
      return decoded;
    }
    int type = Wire.u8(message, Framing.MARKER_LENGTH + 2);
    return switch (state) {
      case IDLE -> ignored(state);
      // Only the wait of DelayOpen lets an OPEN come in these states.
      case CONNECT, ACTIVE ->
          type == Message.TYPE_OPEN || type == Message.TYPE_NOTIFICATION ? decoded : ignored(state);
      case OPENSENT ->
          type == Message.TYPE_OPEN || type == Message.TYPE_NOTIFICATION
              ? decoded
              : unexpected(ErrorCode.FSM_UNEXPECTED_IN_OPEN_SENT, type);
      case OPENCONFIRM -> {
        boolean welcome =
            type == Message.TYPE_KEEPALIVE
                || type == Message.TYPE_NOTIFICATION
                || type == Message.TYPE_OPEN && decoded.kind() == Decoded.Kind.NOTIFICATION;
        yield welcome ? decoded : unexpected(ErrorCode.FSM_UNEXPECTED_IN_OPEN_CONFIRM, type);
      }
      case ESTABLISHED ->
          type == Message.TYPE_OPEN
              ? unexpected(ErrorCode.FSM_UNEXPECTED_IN_ESTABLISHED, type)
              : decoded;
    };
  }

  private static Decoded ignored(SessionState state) {
    return Decoded.ignore(Optional.empty(), "no session in state " + state);
  }

  /** RFC 6608: the data is the type of the message. */
  private static Decoded unexpected(ErrorCode error, int type) {
    return Decoded.answer(
        Notification.of(error, Octets.of(type)), error.title() + ": type " + type);
  }
}
