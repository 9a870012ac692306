package io.readback.bfd.packet;

import java.nio.ByteBuffer;

/** Writes control packets; an authentication section is appended by who has the keys. */
public final class PacketEncoder {
  private static final int VERSION = 1 << 5;

  private PacketEncoder() {}

  /**
   * Puts the {@link PacketDecoder#HEADER} octets of the packet at {@code offset}; the position is
   * left alone.
   *
   * @param out in network byte order
   * @throws IllegalArgumentException for a packet with an authentication section
   */
  public static void encode(ControlPacket packet, ByteBuffer out, int offset) {
    if (packet.authentication().isPresent()) {
      throw new IllegalArgumentException(
          "an authentication section is appended to a packet without one");
    }
    int flags =
        packet.state().code() << 6
            | (packet.poll() ? 0x20 : 0)
            | (packet.finalBit() ? 0x10 : 0)
            | (packet.controlPlaneIndependent() ? 0x08 : 0)
            | (packet.demand() ? 0x02 : 0);
    out.put(offset, (byte) (VERSION | packet.diagnostic().code()));
    out.put(offset + 1, (byte) flags);
    out.put(offset + 2, (byte) packet.detectMultiplier());
    out.put(offset + 3, (byte) PacketDecoder.HEADER);
    out.putInt(offset + 4, packet.myDiscriminator());
    out.putInt(offset + 8, packet.yourDiscriminator());
    out.putInt(offset + 12, (int) packet.desiredMinTx());
    out.putInt(offset + 16, (int) packet.requiredMinRx());
    out.putInt(offset + 20, (int) packet.requiredMinEchoRx());
  }
}
