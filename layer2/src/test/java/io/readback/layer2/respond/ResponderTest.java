package io.readback.layer2.respond;

import static org.assertj.core.api.Assertions.assertThat;

import io.readback.layer2.frame.ArpPacket;
import io.readback.layer2.frame.MacAddress;
import io.readback.layer2.frame.NeighborCodec;
import io.readback.layer2.frame.NeighborMessage.Advertisement;
import io.readback.layer2.frame.NeighborMessage.Solicitation;
import io.readback.spi.net.IpAddress;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ResponderTest {
  private static final MacAddress SELF = MacAddress.parse("02:00:00:00:00:01");
  private static final MacAddress PEER = MacAddress.parse("02:00:00:00:00:02");
  private static final IpAddress PEER_IP = IpAddress.parse("192.0.2.1");
  private static final IpAddress VIP = IpAddress.parse("192.0.2.9");
  private static final IpAddress VIP6 = IpAddress.parse("2001:db8::9");
  private static final IpAddress OTHER = IpAddress.parse("192.0.2.10");
  private final Responder responder = new Responder(SELF, Set.of(VIP, VIP6)::contains);

  private static byte[] request(MacAddress from, IpAddress sender, IpAddress target) {
    return new ArpPacket(
            MacAddress.BROADCAST,
            from,
            ArpPacket.Operation.REQUEST,
            from,
            sender,
            MacAddress.ZERO,
            target)
        .encode();
  }

  @Test
  void hear_requestForAVip_isAnsweredWithOurAddress() {
    Heard heard = responder.hear(request(PEER, PEER_IP, VIP));
    assertThat(heard).isInstanceOf(Heard.Question.class);
    ArpPacket reply = ArpPacket.decode(((Heard.Question) heard).reply()).orElseThrow();
    assertThat(reply.senderMac()).isEqualTo(SELF);
    assertThat(reply.senderIp()).isEqualTo(VIP);
    assertThat(reply.destination()).isEqualTo(PEER);
  }

  @Test
  void hear_requestForAnotherAddress_isNothing() {
    assertThat(responder.hear(request(PEER, PEER_IP, OTHER))).isEqualTo(Heard.NOTHING);
  }

  @Test
  void hear_ownFrames_areNothing() {
    assertThat(responder.hear(request(SELF, PEER_IP, VIP))).isEqualTo(Heard.NOTHING);
    assertThat(responder.hear(Claiming.announcement(SELF, VIP).get(0))).isEqualTo(Heard.NOTHING);
    assertThat(responder.hear(Claiming.announcement(SELF, VIP6).get(0))).isEqualTo(Heard.NOTHING);
  }

  @Test
  void hear_probe_isAnswered() {
    assertThat(responder.hear(Claiming.probe(PEER, VIP))).isInstanceOf(Heard.Question.class);
    assertThat(responder.hear(Claiming.probe(PEER, VIP6))).isInstanceOf(Heard.Question.class);
  }

  @Test
  void hear_announcementsOfAnother_areClaims() {
    for (IpAddress vip : new IpAddress[] {VIP, VIP6}) {
      for (byte[] frame : Claiming.announcement(PEER, vip)) {
        assertThat(responder.hear(frame)).isEqualTo(new Heard.Claim(vip, PEER));
      }
    }
  }

  @Test
  void hear_solicitation_isAnsweredToTheAsker() {
    Heard heard =
        responder.hear(
            NeighborCodec.encode(Solicitation.of(PEER, IpAddress.parse("fe80::2"), VIP6)));
    Advertisement answer =
        (Advertisement) NeighborCodec.decode(((Heard.Question) heard).reply()).orElseThrow();
    assertThat(answer.targetLinkLayer()).contains(SELF);
    assertThat(answer.destinationMac()).isEqualTo(PEER);
  }

  @Test
  void hear_requestToSomebodyElsesMac_isNothing() {
    ArpPacket toOther =
        new ArpPacket(
            MacAddress.parse("02:00:00:00:00:03"),
            PEER,
            ArpPacket.Operation.REQUEST,
            PEER,
            PEER_IP,
            MacAddress.ZERO,
            VIP);
    assertThat(responder.hear(toOther.encode())).isEqualTo(Heard.NOTHING);
  }
}
