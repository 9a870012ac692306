package io.readback.layer2.frame;

import static org.assertj.core.api.Assertions.assertThat;

import io.readback.spi.net.IpAddress;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class ArpPacketTest {
  private static final MacAddress A = MacAddress.parse("02:00:00:00:00:01");
  private static final MacAddress B = MacAddress.parse("02:00:00:00:00:02");
  private static final IpAddress VIP = IpAddress.parse("192.0.2.9");

  /** As arping sends it. */
  private static final String REQUEST =
      "ffffffffffff020000000001"
          + "0806"
          + "0001080006040001"
          + "020000000001c0000201"
          + "000000000000c0000209";

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }

  @Test
  void decode_requestAsSentByArping_hasItsFields() {
    ArpPacket packet = ArpPacket.decode(hex(REQUEST)).orElseThrow();
    assertThat(packet)
        .isEqualTo(
            new ArpPacket(
                MacAddress.BROADCAST,
                A,
                ArpPacket.Operation.REQUEST,
                A,
                IpAddress.parse("192.0.2.1"),
                MacAddress.ZERO,
                VIP));
    assertThat(packet.encode()).isEqualTo(hex(REQUEST));
  }

  @Test
  void decode_paddedFrame_isTaken() {
    assertThat(ArpPacket.decode(Arrays.copyOf(hex(REQUEST), 60))).isPresent();
  }

  @Test
  void decode_cutShort_isNothing() {
    for (int length = 0; length < ArpPacket.LENGTH; length++) {
      assertThat(ArpPacket.decode(Arrays.copyOf(hex(REQUEST), length))).as("%s", length).isEmpty();
    }
  }

  @Test
  void decode_otherHardwareProtocolLengthOrOperation_isNothing() {
    for (int at : new int[] {12, 14, 15, 16, 17, 18, 19, 20, 21}) {
      byte[] frame = hex(REQUEST);
      frame[at] ^= 0x44;
      assertThat(ArpPacket.decode(frame)).as("octet %s", at).isEmpty();
    }
  }

  @Test
  void reply_toRequest_goesToTheAskerAlone() {
    ArpPacket reply = ArpPacket.decode(hex(REQUEST)).orElseThrow().reply(B);
    assertThat(reply.destination()).isEqualTo(A);
    assertThat(reply.senderMac()).isEqualTo(B);
    assertThat(reply.senderIp()).isEqualTo(VIP);
    assertThat(reply.targetMac()).isEqualTo(A);
    assertThat(reply.targetIp()).isEqualTo(IpAddress.parse("192.0.2.1"));
  }

  @Test
  void probe_namesNoSender_soThatNoCacheTakesIt() {
    ArpPacket probe = ArpPacket.probe(A, VIP);
    assertThat(probe.senderIp().isUnspecified()).isTrue();
    assertThat(probe.targetIp()).isEqualTo(VIP);
  }

  @Test
  void announcingReply_hasItsOwnAddressAsTarget_asLinuxNeedsIt() {
    ArpPacket reply = ArpPacket.announcingReply(A, VIP);
    assertThat(reply.targetMac()).isEqualTo(A);
    assertThat(reply.senderIp()).isEqualTo(reply.targetIp());
  }
}
