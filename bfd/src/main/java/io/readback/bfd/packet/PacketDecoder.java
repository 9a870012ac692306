package io.readback.bfd.packet;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Reads control packets; what can be judged without knowing any session is judged here (RFC 5880
 * section 6.8.6). No octets make it throw.
 */
public final class PacketDecoder {
  /** Octets of a packet without authentication. */
  public static final int HEADER = 24;

  /** Where Your Discriminator stands. */
  private static final int YOUR_DISCRIMINATOR = 8;

  private static final int VERSION = 1;

  // the second octet, after the two bits of the state
  private static final int POLL = 0x20;
  private static final int FINAL = 0x10;
  private static final int INDEPENDENT = 0x08;
  private static final int AUTHENTICATION = 0x04;
  private static final int DEMAND = 0x02;
  private static final int MULTIPOINT = 0x01;

  private PacketDecoder() {}

  /**
   * The discriminator by which the receiver finds its session, read before anything is judged.
   *
   * @param packet at least {@link #HEADER} octets from {@code offset} on, in network byte order
   */
  public static int yourDiscriminator(ByteBuffer packet, int offset) {
    return packet.getInt(offset + YOUR_DISCRIMINATOR);
  }

  /**
   * @param packet in network byte order; its position is left alone
   * @param offset where the payload of the datagram begins
   * @param length of that payload
   */
  public static Received decode(ByteBuffer packet, int offset, int length) {
    if (length < HEADER) {
      return Discard.SHORT;
    }
    int first = packet.get(offset) & 0xff;
    int flags = packet.get(offset + 1) & 0xff;
    int multiplier = packet.get(offset + 2) & 0xff;
    int stated = packet.get(offset + 3) & 0xff;
    int mine = packet.getInt(offset + 4);
    int yours = packet.getInt(offset + YOUR_DISCRIMINATOR);
    BfdState state = BfdState.ofCode(flags >> 6);
    boolean authenticated = (flags & AUTHENTICATION) != 0;
    if (first >> 5 != VERSION) {
      return Discard.VERSION;
    }
    if (stated < (authenticated ? HEADER + 2 : HEADER) || stated > length) {
      return Discard.LENGTH;
    }
    if (multiplier == 0) {
      return Discard.MULTIPLIER;
    }
    if ((flags & MULTIPOINT) != 0) {
      return Discard.MULTIPOINT;
    }
    if (mine == 0) {
      return Discard.MY_DISCRIMINATOR;
    }
    if (yours == 0 && state != BfdState.DOWN && state != BfdState.ADMIN_DOWN) {
      return Discard.YOUR_DISCRIMINATOR;
    }
    Optional<AuthenticationSection> authentication = Optional.empty();
    if (authenticated) {
      authentication = authentication(packet, offset, stated);
      if (authentication.isEmpty()) {
        return Discard.AUTHENTICATION_SECTION;
      }
    }
    return new ControlPacket(
        Diagnostic.ofCode(first & 0x1f),
        state,
        (flags & POLL) != 0,
        (flags & FINAL) != 0,
        (flags & INDEPENDENT) != 0,
        (flags & DEMAND) != 0,
        multiplier,
        mine,
        yours,
        packet.getInt(offset + 12) & 0xffff_ffffL,
        packet.getInt(offset + 16) & 0xffff_ffffL,
        packet.getInt(offset + 20) & 0xffff_ffffL,
        authentication);
  }

  /** Empty where its length is not that of its type (RFC 5880 sections 4.2 to 4.4). */
  private static Optional<AuthenticationSection> authentication(
      ByteBuffer packet, int offset, int stated) {
    int type = packet.get(offset + HEADER) & 0xff;
    int length = packet.get(offset + HEADER + 1) & 0xff;
    boolean fits =
        length <= stated - HEADER
            && switch (type) {
              // type, length, key id and a password of 1 to 16 octets
              case 1 -> length >= 4 && length <= 19;
              case 2, 3 -> length == 24;
              case 4, 5 -> length == 28;
              default -> length >= 2;
            };
    return fits ? Optional.of(new AuthenticationSection(type, length)) : Optional.empty();
  }
}
