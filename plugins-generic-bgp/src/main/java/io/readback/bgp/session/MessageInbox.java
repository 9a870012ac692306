package io.readback.bgp.session;

import io.netty.buffer.ByteBuf;
import io.readback.bgp.codec.Framing;
import io.readback.bgp.codec.WireException;
import java.util.Arrays;

/**
 * Octets received and not yet read as messages. Holds at most one read of the socket and one
 * message.
 */
final class MessageInbox {
  private byte[] bytes = new byte[4096];
  private int start;
  private int end;

  void append(ByteBuf in) {
    int more = in.readableBytes();
    if (bytes.length - end < more) {
      System.arraycopy(bytes, start, bytes, 0, end - start);
      end -= start;
      start = 0;
      if (bytes.length - end < more) {
        bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, end + more));
      }
    }
    in.readBytes(bytes, end, more);
    end += more;
  }

  byte[] bytes() {
    return bytes;
  }

  int offset() {
    return start;
  }

  /** Octets not yet read as messages. */
  int length() {
    return end - start;
  }

  /** The length of the whole message at {@link #offset}; 0: there is none yet. */
  int nextLength(boolean extendedMessages) throws WireException {
    int length = Framing.messageLength(bytes, start, end - start, extendedMessages);
    return length <= end - start ? length : 0;
  }

  void consume(int length) {
    start += length;
    if (start == end) {
      start = 0;
      end = 0;
    }
  }
}
