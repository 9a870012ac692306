package io.readback.bgp.codec;

import io.readback.bgp.message.Family;
import io.readback.bgp.message.Message;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * UPDATE messages around prefixes that are encoded already, each filled to the longest message the
 * session allows. Makes no object for a route or a message: a writer calls {@link #write} with
 * whatever room it has until {@link #hasNext} is false.
 *
 * <p>Announced IPv4 routes with an IPv4 next hop stand in the NLRI field, withdrawn IPv4 routes in
 * the withdrawn-routes field; all others in MP_REACH_NLRI and MP_UNREACH_NLRI, which come first in
 * the message (RFC 7606 section 5.1). The prefixes are read when they are written: the buffer must
 * not change before the stream is at its end.
 */
public final class UpdateStream {
  private enum Form {
    CLASSIC_REACH,
    CLASSIC_UNREACH,
    MP_REACH,
    MP_UNREACH
  }

  /** Header, length of the withdrawn routes, length of the attributes. */
  private static final int FIXED = Framing.HEADER_LENGTH + 4;

  private static final byte[] MARKER = new byte[Framing.MARKER_LENGTH];

  static {
    Arrays.fill(MARKER, (byte) 0xff);
  }

  private final Form form;

  /** MP forms: the attribute's value before its NLRI. */
  private final byte[] mpHead;

  private final byte[] attributes;
  private final byte[] nlri;
  private final int end;

  /** Most octets of NLRI in one message. */
  private final int capacity;

  private int position;
  private int chunkEnd;

  private UpdateStream(
      Form form, byte[] mpHead, byte[] attributes, byte[] nlri, int end, int maxMessageLength) {
    this.form = form;
    this.mpHead = mpHead;
    this.attributes = attributes;
    this.nlri = nlri;
    this.end = end;
    boolean mp = form == Form.MP_REACH || form == Form.MP_UNREACH;
    int overhead = FIXED + attributes.length + (mp ? 4 + mpHead.length : 0);
    this.capacity = maxMessageLength - overhead;
    this.chunkEnd = nextChunk();
  }

  /**
   * Announces the prefixes of {@code nlri}, which are of the block's family.
   *
   * @throws IllegalArgumentException when the attributes leave no room for a prefix
   */
  public static UpdateStream announce(AttributeBlock block, NlriBuffer nlri, CodecContext context) {
    byte[] nextHop = block.mpNextHop();
    byte[] mpHead = new byte[0];
    if (nextHop != null) {
      Family family = block.family();
      ByteWriter head = new ByteWriter(5 + nextHop.length);
      head.u16(family.afi()).u8(family.safi()).u8(nextHop.length).bytes(nextHop).u8(0);
      mpHead = head.toBytes();
    }
    return new UpdateStream(
        nextHop == null ? Form.CLASSIC_REACH : Form.MP_REACH,
        mpHead,
        block.attributes(),
        nlri.array(),
        nlri.size(),
        context.maxMessageLength());
  }

  /** Withdraws the prefixes of {@code nlri}, which are of {@code family}. */
  public static UpdateStream withdraw(Family family, NlriBuffer nlri, CodecContext context) {
    boolean classic = family.equals(Family.IPV4_UNICAST);
    return new UpdateStream(
        classic ? Form.CLASSIC_UNREACH : Form.MP_UNREACH,
        classic ? new byte[0] : familyHead(family),
        new byte[0],
        nlri.array(),
        nlri.size(),
        context.maxMessageLength());
  }

  private static byte[] familyHead(Family family) {
    return new ByteWriter(3).u16(family.afi()).u8(family.safi()).toBytes();
  }

  /** The End-of-RIB marker of {@code family} as a whole message (RFC 4724 section 2). */
  public static byte[] endOfRib(Family family) {
    ByteWriter out = new ByteWriter(FIXED + 6);
    Framing.begin(out, Message.TYPE_UPDATE);
    out.u16(0);
    if (family.equals(Family.IPV4_UNICAST)) {
      out.u16(0);
    } else {
      out.u16(6).u8(AttributeType.OPTIONAL).u8(AttributeType.MP_UNREACH_NLRI).u8(3);
      out.bytes(familyHead(family));
    }
    return Framing.finish(out);
  }

  /** Whether there are messages left to write. */
  public boolean hasNext() {
    return position < end;
  }

  /** Length in octets of the next message; 0 at the end. */
  public int nextLength() {
    return hasNext() ? FIXED + attributes.length + mpLength() + (chunkEnd - position) : 0;
  }

  /**
   * Writes whole messages while {@code out} has room for the next one.
   *
   * @return how many were written
   */
  public int write(ByteBuffer out) {
    int written = 0;
    while (hasNext() && out.remaining() >= nextLength()) {
      writeNext(out);
      written++;
    }
    return written;
  }

  private void writeNext(ByteBuffer out) {
    int length = chunkEnd - position;
    out.put(MARKER).putShort((short) nextLength()).put((byte) Message.TYPE_UPDATE);
    switch (form) {
      case CLASSIC_REACH -> {
        out.putShort((short) 0).putShort((short) attributes.length).put(attributes);
        out.put(nlri, position, length);
      }
      case CLASSIC_UNREACH -> {
        out.putShort((short) length).put(nlri, position, length);
        out.putShort((short) 0);
      }
      case MP_REACH, MP_UNREACH -> {
        out.putShort((short) 0);
        out.putShort((short) (mpLength() + length + attributes.length));
        mpHeader(out, mpHead.length + length);
        out.put(mpHead).put(nlri, position, length).put(attributes);
      }
    }
    position = chunkEnd;
    chunkEnd = nextChunk();
  }

  /** Octets of the MP attribute before its NLRI; 0 for the classic forms. */
  private int mpLength() {
    if (mpHead.length == 0) {
      return 0;
    }
    return mpHead.length + (mpHead.length + chunkEnd - position > 255 ? 4 : 3);
  }

  private void mpHeader(ByteBuffer out, int length) {
    int type = form == Form.MP_REACH ? AttributeType.MP_REACH_NLRI : AttributeType.MP_UNREACH_NLRI;
    if (length > 255) {
      out.put((byte) (AttributeType.OPTIONAL | AttributeType.EXTENDED_LENGTH)).put((byte) type);
      out.putShort((short) length);
    } else {
      out.put((byte) AttributeType.OPTIONAL).put((byte) type).put((byte) length);
    }
  }

  /** The end of as many whole prefixes as fit into one message. */
  private int nextChunk() {
    int limit = Math.min(end, position + capacity);
    int at = position;
    while (at < end) {
      int next = at + 1 + ((nlri[at] & 0xff) + 7 >>> 3);
      if (next > limit) {
        break;
      }
      at = next;
    }
    if (at == position && position < end) {
      throw new IllegalArgumentException(
          "path attributes of "
              + attributes.length
              + " octets leave no room for a prefix in a message");
    }
    return at;
  }
}
