package io.readback.bfd.packet;

import io.readback.spi.net.IpAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Our echo packets as Ethernet frames (RFC 5881 section 4): IPv4 and UDP from ourselves to
 * ourselves, so that the peer has only to forward them. What they carry is our own matter (RFC 5880
 * section 5): the discriminator of the session, and a number that rises.
 */
public final class EchoFrame {
  /** Octets of a frame. */
  public static final int OCTETS = 14 + 20 + 8 + 8;

  /** Where in a frame the UDP ports to stand, for filters. */
  public static final int DESTINATION_PORT_AT = 36;

  public static final int PORT = 3785;

  /** A peer that forwards leaves 254 of the 255 we send with. */
  private static final int LEAST_TTL = 254;

  private static final int ETHERTYPE_IPV4 = 0x0800;
  private static final int IP = 14;
  private static final int UDP = 34;
  private static final int PAYLOAD = 42;
  private static final int UDP_PROTOCOL = 17;

  /** CS6. */
  private static final int TOS = 0xc0;

  private EchoFrame() {}

  /**
   * What an echo packet that came back says.
   *
   * @param discriminator of our session
   */
  public record Echo(IpAddress address, int discriminator, int sequence) {}

  /**
   * A frame to be sent.
   *
   * @param peerMac of 6 octets, likewise ours
   * @param address ours, IPv4
   */
  public static byte[] encode(
      byte[] peerMac, byte[] ourMac, IpAddress address, int discriminator, int sequence) {
    byte[] frame = new byte[OCTETS];
    ByteBuffer out = ByteBuffer.wrap(frame);
    out.put(peerMac, 0, 6).put(ourMac, 0, 6).putShort((short) ETHERTYPE_IPV4);
    byte[] ours = address.toBytes();
    out.put((byte) 0x45).put((byte) TOS).putShort((short) (OCTETS - IP));
    out.putInt(0).put((byte) 255).put((byte) UDP_PROTOCOL).putShort((short) 0);
    out.put(ours).put(ours);
    out.putShort(IP + 10, (short) checksum(out, IP, 20, 0));
    int udpLength = OCTETS - UDP;
    out.putShort((short) PORT).putShort((short) PORT).putShort((short) udpLength);
    out.putShort((short) 0).putInt(discriminator).putInt(sequence);
    int pseudo = sum(out, IP + 12, 8) + UDP_PROTOCOL + udpLength;
    int udp = checksum(out, UDP, udpLength, pseudo);
    // 0 would say that there is none (RFC 768)
    out.putShort(UDP + 6, (short) (udp == 0 ? 0xffff : udp));
    return frame;
  }

  /** Null where it is no echo packet of ours that came straight from the link. */
  public static @Nullable Echo decode(byte[] frame) {
    if (frame.length < OCTETS) {
      return null;
    }
    ByteBuffer in = ByteBuffer.wrap(frame);
    boolean ours =
        (in.getShort(12) & 0xffff) == ETHERTYPE_IPV4
            && in.get(IP) == 0x45
            && (in.getShort(IP + 6) & 0x3fff) == 0
            && (in.get(IP + 8) & 0xff) >= LEAST_TTL
            && in.get(IP + 9) == UDP_PROTOCOL
            && in.getInt(IP + 12) == in.getInt(IP + 16)
            && (in.getShort(DESTINATION_PORT_AT) & 0xffff) == PORT;
    if (!ours) {
      return null;
    }
    return new Echo(address(frame, IP + 16), in.getInt(PAYLOAD), in.getInt(PAYLOAD + 4));
  }

  /** Who sent an IPv4 packet without options. */
  public static IpAddress source(byte[] frame) {
    return address(frame, IP + 12);
  }

  private static IpAddress address(byte[] frame, int at) {
    byte[] octets = new byte[4];
    System.arraycopy(frame, at, octets, 0, 4);
    return IpAddress.ofBytes(octets);
  }

  /** RFC 1071. */
  private static int checksum(ByteBuffer in, int from, int length, int start) {
    int sum = start + sum(in, from, length);
    while (sum >> 16 != 0) {
      sum = (sum & 0xffff) + (sum >> 16);
    }
    return ~sum & 0xffff;
  }

  private static int sum(ByteBuffer in, int from, int length) {
    int sum = 0;
    for (int i = from; i < from + length; i += 2) {
      sum += in.getShort(i) & 0xffff;
    }
    return sum;
  }
}
