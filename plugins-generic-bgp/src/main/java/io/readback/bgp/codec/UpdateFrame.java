package io.readback.bgp.codec;

import io.netty.buffer.ByteBuf;
import io.readback.bgp.message.Family;
import io.readback.bgp.message.Message;

/**
 * The octets of an UPDATE around its NLRI: those before and after, and the length fields that count
 * the NLRI. Made once for all routes that share it; a message is the frame written around a piece
 * of encoded prefixes ({@link Nlri}), without an object for a route. Immutable.
 *
 * <p>Announced IPv4 routes with an IPv4 next hop stand in the NLRI field, withdrawn IPv4 routes in
 * the withdrawn-routes field; all others in MP_REACH_NLRI and MP_UNREACH_NLRI, which come first in
 * the message (RFC 7606 section 5.1).
 */
public final class UpdateFrame {
  // Offsets of length fields from the beginning of a message.
  private static final int MESSAGE_LENGTH = 16;
  private static final int WITHDRAWN_LENGTH = 19;
  private static final int ATTRIBUTES_LENGTH = 21;
  private static final int MP_LENGTH = 25;

  private static final int OPTIONAL_EXTENDED =
      AttributeType.OPTIONAL | AttributeType.EXTENDED_LENGTH;
  private static final byte[] NONE = new byte[0];

  private final byte[] head;
  private final byte[] tail;
  private final int maxLength;

  /** Offsets in {@link #head} of 2-octet length fields that grow with the NLRI. */
  private final int[] lengthFields;

  /** What each of them is without NLRI. */
  private final int[] lengthBases;

  private UpdateFrame(
      ByteWriter head, byte[] tail, int maxLength, int[] lengthFields, int[] lengthBases) {
    this.head = head.toBytes();
    this.tail = tail;
    this.maxLength = maxLength;
    this.lengthFields = lengthFields;
    this.lengthBases = lengthBases;
  }

  /**
   * Around announced prefixes of the block's family.
   *
   * @param maxLength of a message in octets, header included
   */
  public static UpdateFrame announce(AttributeBlock block, int maxLength) {
    byte[] attributes = block.attributes();
    byte[] nextHop = block.mpNextHop();
    ByteWriter head = new ByteWriter(128);
    Framing.begin(head, Message.TYPE_UPDATE);
    head.u16(0);
    if (nextHop == null) {
      head.u16(attributes.length).bytes(attributes);
      return new UpdateFrame(
          head, NONE, maxLength, new int[] {MESSAGE_LENGTH}, new int[] {head.size()});
    }
    head.u16(0).u8(OPTIONAL_EXTENDED).u8(AttributeType.MP_REACH_NLRI).u16(0);
    int value = head.size();
    Family family = block.family();
    head.u16(family.afi()).u8(family.safi()).u8(nextHop.length).bytes(nextHop).u8(0);
    return multiprotocol(head, attributes, maxLength, head.size() - value);
  }

  /** Around withdrawn prefixes of {@code family}; without any, its End-of-RIB marker. */
  public static UpdateFrame withdraw(Family family, int maxLength) {
    ByteWriter head = new ByteWriter(32);
    Framing.begin(head, Message.TYPE_UPDATE);
    head.u16(0);
    if (family.equals(Family.IPV4_UNICAST)) {
      byte[] noAttributes = new byte[2];
      return new UpdateFrame(
          head,
          noAttributes,
          maxLength,
          new int[] {MESSAGE_LENGTH, WITHDRAWN_LENGTH},
          new int[] {head.size() + noAttributes.length, 0});
    }
    head.u16(0).u8(OPTIONAL_EXTENDED).u8(AttributeType.MP_UNREACH_NLRI).u16(0);
    head.u16(family.afi()).u8(family.safi());
    return multiprotocol(head, NONE, maxLength, 3);
  }

  /**
   * @param valueLength octets of the MP attribute's value before its NLRI, the last ones of head
   */
  private static UpdateFrame multiprotocol(
      ByteWriter head, byte[] tail, int maxLength, int valueLength) {
    return new UpdateFrame(
        head,
        tail,
        maxLength,
        new int[] {MESSAGE_LENGTH, ATTRIBUTES_LENGTH, MP_LENGTH},
        new int[] {head.size() + tail.length, 4 + valueLength + tail.length, valueLength});
  }

  /** Octets of NLRI that one message takes; negative when not even the frame fits. */
  public int room() {
    return maxLength - head.length - tail.length;
  }

  /** Begins a message; NLRI follow. Returns where it begins. */
  public int begin(ByteBuf out) {
    int begin = out.writerIndex();
    out.writeBytes(head);
    return begin;
  }

  /** Ends the message that began at {@code begin}. */
  public void end(ByteBuf out, int begin) {
    int nlri = out.writerIndex() - begin - head.length;
    for (int i = 0; i < lengthFields.length; i++) {
      out.setShort(begin + lengthFields[i], lengthBases[i] + nlri);
    }
    out.writeBytes(tail);
  }

  /** Writes a message without NLRI. */
  public void writeEmpty(ByteBuf out) {
    end(out, begin(out));
  }
}
