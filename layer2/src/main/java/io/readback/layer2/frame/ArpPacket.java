package io.readback.layer2.frame;

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
    return new ArpPacket(MacAddress.BROADCAST, self, Operation.REPLY, self, address, self, address);
  }

  /** Answers a request with {@code self}. */
  public ArpPacket reply(MacAddress self) {
    return new ArpPacket(senderMac, self, Operation.REPLY, self, targetIp, senderMac, senderIp);
  }

  /** Reads a frame; empty where it is no such packet. */
  public static Optional<ArpPacket> decode(byte[] octets) {
    ByteBuffer frame = ByteBuffer.wrap(octets);
    if (octets.length < LENGTH
        || Ethernet.type(octets) != Ethernet.ARP
        || (frame.getShort(14) & 0xffff) != ETHERNET
        || (frame.getShort(16) & 0xffff) != IPV4
        || frame.get(18) != 6
        || frame.get(19) != 4) {
      return Optional.empty();
    }
    int code = frame.getShort(20) & 0xffff;
    if (code != 1 && code != 2) {
      return Optional.empty();
    }
    return Optional.of(
        new ArpPacket(
            MacAddress.read(frame, 0),
            MacAddress.read(frame, 6),
            code == 1 ? Operation.REQUEST : Operation.REPLY,
            MacAddress.read(frame, 22),
            ip(frame, 28),
            MacAddress.read(frame, 32),
            ip(frame, 38)));
  }

  private static IpAddress ip(ByteBuffer frame, int at) {
    return IpAddress.ofIpv4(frame.getInt(at));
  }

  /** The frame, {@link #LENGTH} octets. */
  public byte[] encode() {
    ByteBuffer out = ByteBuffer.allocate(LENGTH);
    Ethernet.header(out, destination, source, Ethernet.ARP);
    out.putShort((short) ETHERNET).putShort((short) IPV4).put((byte) 6).put((byte) 4);
    out.putShort((short) (operation == Operation.REQUEST ? 1 : 2));
    senderMac.write(out);
    out.putInt(senderIp.ipv4Value());
    targetMac.write(out);
    out.putInt(targetIp.ipv4Value());
    return out.array();
  }
}
