package io.readback.bgp.rib;

import io.netty.buffer.ByteBuf;

/**
 * The octets of an UPDATE around its NLRI: those before and after, and the length fields that count
 * the NLRI.
 */
final class UpdateFrame implements RouteEncoding.Form {
  private final byte[] head;
  private final byte[] tail;
  private final int maxLength;
  private final int[] lengthFields;
  private final int[] lengthBases;

  /**
   * @param maxLength of a message, header included
   * @param lengthFields offsets in {@code head} of 2-octet length fields that grow with the NLRI
   * @param lengthBases what each of them is without NLRI
   */
  UpdateFrame(byte[] head, byte[] tail, int maxLength, int[] lengthFields, int[] lengthBases) {
    this.head = head;
    this.tail = tail;
    this.maxLength = maxLength;
    this.lengthFields = lengthFields;
    this.lengthBases = lengthBases;
  }

  /** Octets of NLRI that one message takes. */
  int room() {
    return maxLength - head.length - tail.length;
  }

  /** Begins a message; NLRI follow. Returns where it begins. */
  int begin(ByteBuf out) {
    int begin = out.writerIndex();
    out.writeBytes(head);
    return begin;
  }

  /** Ends the message that began at {@code begin}. */
  void end(ByteBuf out, int begin) {
    int nlri = out.writerIndex() - begin - head.length;
    for (int i = 0; i < lengthFields.length; i++) {
      out.setShort(begin + lengthFields[i], lengthBases[i] + nlri);
    }
    out.writeBytes(tail);
  }

  /** A message without NLRI. */
  void writeEmpty(ByteBuf out) {
    end(out, begin(out));
  }
}
