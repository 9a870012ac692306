package io.readback.layer2.respond;

import io.readback.layer2.frame.ArpPacket;
import io.readback.layer2.frame.Ethernet;
import io.readback.layer2.frame.MacAddress;
import io.readback.layer2.frame.NeighborCodec;
import io.readback.layer2.frame.NeighborMessage;
import io.readback.layer2.frame.NeighborMessage.Advertisement;
import io.readback.layer2.frame.NeighborMessage.Solicitation;
import io.readback.spi.net.IpAddress;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Answers for VIPs on one interface: frames in, frames out. Pure.
 *
 * @param self the interface's own address
 * @param answers which VIPs it answers for at this moment
 */
public record Responder(MacAddress self, Predicate<IpAddress> answers) {
  /** What a frame means; broken ones mean nothing. */
  public Heard hear(byte[] frame) {
    return switch (Ethernet.type(frame)) {
      case Ethernet.ARP -> ArpPacket.decode(frame).map(this::arp).orElse(Heard.NOTHING);
      case Ethernet.IPV6 -> NeighborCodec.decode(frame).map(this::neighbor).orElse(Heard.NOTHING);
      default -> Heard.NOTHING;
    };
  }

  private Heard arp(ArpPacket packet) {
    if (packet.source().equals(self) || packet.senderMac().equals(self)) {
      return Heard.NOTHING;
    }
    boolean reply = packet.operation() == ArpPacket.Operation.REPLY;
    if (!packet.senderIp().isUnspecified()
        && (reply
            || packet.senderIp().equals(packet.targetIp())
            || answers.test(packet.senderIp()))) {
      return new Heard.Claim(packet.senderIp(), packet.senderMac());
    }
    boolean forUs =
        packet.destination().equals(self) || packet.destination().equals(MacAddress.BROADCAST);
    return !reply && forUs && answers.test(packet.targetIp())
        ? new Heard.Question(packet.targetIp(), packet.reply(self).encode())
        : Heard.NOTHING;
  }

  private Heard neighbor(NeighborMessage message) {
    if (message.sourceMac().equals(self)) {
      return Heard.NOTHING;
    }
    if (message instanceof Advertisement advertisement) {
      Optional<MacAddress> holder = advertisement.targetLinkLayer();
      return holder.filter(self::equals).isPresent()
          ? Heard.NOTHING
          : new Heard.Claim(advertisement.target(), holder.orElse(advertisement.sourceMac()));
    }
    return message instanceof Solicitation asked && answers.test(asked.target())
        ? new Heard.Question(
            asked.target(), NeighborCodec.encode(Advertisement.answering(asked, self)))
        : Heard.NOTHING;
  }
}
