package io.readback.layer2.respond;

import io.readback.layer2.frame.ArpPacket;
import io.readback.layer2.frame.MacAddress;
import io.readback.layer2.frame.NeighborCodec;
import io.readback.layer2.frame.NeighborMessage.Advertisement;
import io.readback.layer2.frame.NeighborMessage.Solicitation;
import io.readback.spi.net.IpAddress;
import java.util.List;

/** Frames that are sent unasked. */
public final class Claiming {
  private static final IpAddress UNSPECIFIED = IpAddress.parse("::");

  private Claiming() {}

  /** What moves a VIP to this interface in everybody's caches; each host heeds one of them. */
  public static List<byte[]> announcement(MacAddress self, IpAddress vip) {
    return vip.isIpv4()
        ? List.of(
            ArpPacket.announcement(self, vip).encode(),
            ArpPacket.announcingReply(self, vip).encode())
        : List.of(NeighborCodec.encode(Advertisement.unsolicited(self, vip)));
  }

  /** What whoever answers for a VIP must answer, and what changes nobody's cache. */
  public static byte[] probe(MacAddress self, IpAddress vip) {
    return vip.isIpv4()
        ? ArpPacket.probe(self, vip).encode()
        : NeighborCodec.encode(Solicitation.of(self, UNSPECIFIED, vip));
  }
}
