package io.readback.layer2.respond;

import io.readback.linux.LinuxConstants;
import io.readback.linux.socket.BpfProgram;
import io.readback.spi.net.IpPrefix;
import java.util.List;

/**
 * Programs that let through, in the kernel, the frames that a responder must see and no others:
 * questions for the VIPs and claims to them. A link may be as busy as it likes with other
 * addresses.
 */
public final class FrameFilter {
  /** What a program compares a question with at most: its cost is that of all of them. */
  public static final int MAX_COVERS = 32;

  /** Where the kernel shows how a frame came about (SKF_AD_PKTTYPE). */
  private static final int PACKET_TYPE = -0x1000 + 4;

  // offsets from the start of the frame
  private static final int ARP_FORM = 14;
  private static final int ARP_SENDER_IP = 28;
  private static final int ARP_TARGET_IP = 38;
  private static final int IPV6_NEXT_AND_HOPS = 20;
  private static final int ICMP_TYPE = 54;
  private static final int ND_TARGET = 62;

  private FrameFilter() {}

  /** ARP for IPv4 on Ethernet with sender or target in one of these IPv4 prefixes. */
  public static BpfProgram arp(List<IpPrefix> covers) {
    BpfProgram.Assembler out = incoming();
    out.loadInt(ARP_FORM).jumpIfEqual(0x0001_0800, "arp").drop().label("arp");
    for (IpPrefix cover : covers) {
      acceptWithin(out, ARP_TARGET_IP, cover, "target " + cover);
      acceptWithin(out, ARP_SENDER_IP, cover, "sender " + cover);
    }
    return out.drop().assemble();
  }

  /**
   * Neighbour solicitations and advertisements for targets in one of these IPv6 prefixes. What has
   * another hop limit than 255 came from beyond the link.
   */
  public static BpfProgram neighbors(List<IpPrefix> covers) {
    BpfProgram.Assembler out = incoming();
    out.loadShort(IPV6_NEXT_AND_HOPS).jumpIfEqual(58 << 8 | 255, "icmp").drop().label("icmp");
    out.loadByte(ICMP_TYPE).jumpIfEqual(135, "neighbor").jumpIfEqual(136, "neighbor").drop();
    out.label("neighbor");
    for (IpPrefix cover : covers) {
      acceptWithin(out, ND_TARGET, cover, cover.toString());
    }
    return out.drop().assemble();
  }

  /** Drops this machine's own frames, which a packet socket sees too. */
  private static BpfProgram.Assembler incoming() {
    return BpfProgram.assembler()
        .loadByte(PACKET_TYPE)
        .elseTo(LinuxConstants.PACKET_OUTGOING, "incoming")
        .drop()
        .label("incoming");
  }

  /** Passes the frame where the address at {@code offset} lies in {@code cover}, else goes on. */
  private static void acceptWithin(
      BpfProgram.Assembler out, int offset, IpPrefix cover, String label) {
    for (int word = 0; 32 * word < cover.length(); word++) {
      int bits = Math.min(32, cover.length() - 32 * word);
      long half = word < 2 ? cover.high() : cover.low();
      int value = (int) (word % 2 == 0 ? half >>> 32 : half);
      out.loadInt(offset + 4 * word);
      if (bits < 32) {
        out.and(-1 << (32 - bits));
      }
      out.elseTo(value, label);
    }
    out.accept().label(label);
  }
}
