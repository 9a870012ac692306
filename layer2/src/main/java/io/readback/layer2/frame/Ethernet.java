package io.readback.layer2.frame;

import java.nio.ByteBuffer;

/** Numbers of an Ethernet frame without tags: 14 octets of header. */
public final class Ethernet {
  public static final int HEADER = 14;
  public static final int ARP = 0x0806;
  public static final int IPV6 = 0x86dd;

  private Ethernet() {}

  static void header(ByteBuffer to, MacAddress destination, MacAddress source, int type) {
    destination.write(to);
    source.write(to);
    to.putShort((short) type);
  }

  /** The type of a frame; -1 where it is no whole header. */
  public static int type(byte[] frame) {
    return frame.length < HEADER ? -1 : (frame[12] & 0xff) << 8 | frame[13] & 0xff;
  }
}
