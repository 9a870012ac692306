package io.readback.layer2.frame;

import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * An ARP packet for IPv4 on Ethernet, with the frame's own addresses.
 *
 * @param destination of the frame
 * @param source of the frame
 */
public record ArpPacket(
    MacAddress destination,
    MacAddress source,
    Operation operation,
    MacAddress senderMac,
    IpAddress senderIp,
    MacAddress targetMac,
    IpAddress targetIp) {
  /** The length of a frame without padding. */
  public static final int LENGTH = Ethernet.HEADER + 28;

  private static final int ETHERNET = 1;
  private static final int IPV4 = 0x0800;

  public ArpPacket {
    if (!senderIp.isIpv4() || !targetIp.isIpv4()) {
      throw new IllegalArgumentException(
          "ARP is for IPv4, not for " + senderIp + " and " + targetIp);
    }
  }

  /** What the packet does. */
  public enum Operation {
    REQUEST,
    REPLY
  }

  /**
   * Asks who has an address without saying it is ours: a probe (RFC 5227 section 1.1), which leaves
   * no trace in anybody's cache.
   */
  public static ArpPacket probe(MacAddress self, IpAddress target) {
    return new ArpPacket(
        MacAddress.BROADCAST,
        self,
        Operation.REQUEST,
        self,
        IpAddress.ofIpv4(0),
        MacAddress.ZERO,
        target);
  }

  /** Says to all that an address is ours (RFC 5227 section 3). */
  public static ArpPacket announcement(MacAddress self, IpAddress address) {
    return new ArpPacket(
        MacAddress.BROADCAST, self, Operation.REQUEST, self, address, MacAddress.ZERO, address);
  }

  /**
   * The same as a reply, for hosts that learn from replies alone. Both hardware addresses are ours:
   * Linux takes it as gratuitous only then, and otherwise may ignore it for a second.
   */
  public static ArpPacket announcingReply(MacAddress self, IpAddress address) {
    return new ArpPacket(
        MacAddress.BROADCAST, self, Operation.REPLY, self, address, self, address);
  }

  /** Answers a request with {@code self}. */
  public ArpPacket reply(MacAddress self) {
    return new ArpPacket(senderMac, self, Operation.REPLY, self, targetIp, senderMac, senderIp);
  }

  /** Reads the frame between position and limit; empty where it is no such packet. */
  public static Optional<ArpPacket> decode(ByteBuffer frame) {
    int at = frame.position();
    if (frame.remaining() < LENGTH
        || Ethernet.type(frame) != Ethernet.ARP
        || (frame.getShort(at + 14) & 0xffff) != ETHERNET
        || (frame.getShort(at + 16) & 0xffff) != IPV4
        || frame.get(at + 18) != 6
        || frame.get(at + 19) != 4) {
      return Optional.empty();
    }
    int code = frame.getShort(at + 20) & 0xffff;
    if (code != 1 && code != 2) {
      return Optional.empty();
    }
    return Optional.of(
        new ArpPacket(
            MacAddress.read(frame, at),
            MacAddress.read(frame, at + 6),
            code == 1 ? Operation.REQUEST : Operation.REPLY,
            MacAddress.read(frame, at + 22),
            ip(frame, at + 28),
            MacAddress.read(frame, at + 32),
            ip(frame, at + 38)));
  }

  private static IpAddress ip(ByteBuffer frame, int at) {
    return IpAddress.ofBits(AddressFamily.IPV4, 0, frame.getInt(at) & 0xffff_ffffL);
  }

  /** The frame, {@link #LENGTH} octets. */
  public ByteBuffer encode() {
    ByteBuffer out = ByteBuffer.allocate(LENGTH);
    Ethernet.header(out, destination, source, Ethernet.ARP);
    out.putShort((short) ETHERNET).putShort((short) IPV4).put((byte) 6).put((byte) 4);
    out.putShort((short) (operation == Operation.REQUEST ? 1 : 2));
    senderMac.write(out);
    out.putInt(senderIp.ipv4Value());
    targetMac.write(out);
    out.putInt(targetIp.ipv4Value());
    return out.flip();
  }
}
