package io.readback.layer2.frame;

import static org.assertj.core.api.Assertions.assertThat;

import io.readback.layer2.frame.NeighborMessage.Advertisement;
import io.readback.layer2.frame.NeighborMessage.Solicitation;
import io.readback.spi.net.IpAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NeighborCodecTest {
  private static final MacAddress A = MacAddress.parse("02:00:00:00:00:01");
  private static final MacAddress B = MacAddress.parse("02:00:00:00:00:02");
  private static final IpAddress ASKER = IpAddress.parse("fe80::1");
  private static final IpAddress VIP = IpAddress.parse("2001:db8::9:8765");

  /**
   * A solicitation put together by hand; the checksum was worked out apart: the sum of the
   * pseudo-header and of the message is 0xffff with it.
   */
  private static byte[] solicitation() {
    return NeighborCodec.encode(Solicitation.of(A, ASKER, VIP));
  }

  @Test
  void encode_solicitation_isWhatTheRfcDraws() {
    String hex = HexFormat.of().formatHex(solicitation());
    assertThat(hex)
        .startsWith("3333ff098765" + "020000000001" + "86dd" + "60000000" + "0020" + "3a" + "ff")
        .contains("fe800000000000000000000000000001" + "ff0200000000000000000001ff098765" + "8700")
        .endsWith("00000000" + "20010db8000000000000000000098765" + "0101" + "020000000001");
  }

  @Test
  void encode_anyMessage_sumsUpToAllOnes() {
    byte[] frame = solicitation();
    long sum = frame.length - 54 + 58;
    for (int i = 22; i < frame.length; i += 2) {
      sum += (frame[i] & 0xff) << 8 | frame[i + 1] & 0xff;
    }
    while (sum > 0xffff) {
      sum = (sum & 0xffff) + (sum >>> 16);
    }
    assertThat(sum).isEqualTo(0xffff);
  }

  @Test
  void decode_whatWasEncoded_isTheSame() {
    for (NeighborMessage message :
        new NeighborMessage[] {
          Solicitation.of(A, ASKER, VIP),
          Solicitation.of(A, IpAddress.parse("::"), VIP),
          Advertisement.unsolicited(B, VIP),
          Advertisement.answering(Solicitation.of(A, ASKER, VIP), B)
        }) {
      assertThat(NeighborCodec.decode(NeighborCodec.encode(message))).contains(message);
    }
  }

  @Test
  void decode_wrongHopLimitChecksumTypeOrCode_isNothing() {
    for (int at : new int[] {20, 21, 54, 55, 56, 62, 77, 83}) {
      byte[] frame = solicitation();
      frame[at] ^= 0x10;
      assertThat(NeighborCodec.decode(frame)).as("octet %s", at).isEmpty();
    }
  }

  @Test
  void decode_cutShort_isNothing() {
    for (int length = 0; length < 86; length++) {
      assertThat(NeighborCodec.decode(Arrays.copyOf(solicitation(), length))).isEmpty();
    }
  }

  @Test
  void decode_optionOfLengthZero_isNothing() {
    byte[] frame = solicitation();
    frame[79] = 0;
    // the checksum counts what changed
    frame[57] += 1;
    assertThat(NeighborCodec.decode(frame)).isEmpty();
  }

  @Test
  void answering_solicitation_goesToTheAsker() {
    Advertisement answer = Advertisement.answering(Solicitation.of(A, ASKER, VIP), B);
    assertThat(answer.destinationMac()).isEqualTo(A);
    assertThat(answer.destination()).isEqualTo(ASKER);
    assertThat(answer.source()).isEqualTo(VIP);
    assertThat(answer.solicited()).isTrue();
    assertThat(answer.override()).isTrue();
    assertThat(answer.targetLinkLayer()).isEqualTo(Optional.of(B));
  }

  @Test
  void answering_probeForDuplicates_goesToAllNodesUnsolicited() {
    Advertisement answer =
        Advertisement.answering(Solicitation.of(A, IpAddress.parse("::"), VIP), B);
    assertThat(answer.destinationMac()).isEqualTo(MacAddress.ALL_NODES);
    assertThat(answer.destination()).isEqualTo(NeighborMessage.ALL_NODES);
    assertThat(answer.solicited()).isFalse();
  }

  @Test
  void solicitedNode_takesTheLast24Bits() {
    assertThat(NeighborMessage.solicitedNode(VIP)).isEqualTo(IpAddress.parse("ff02::1:ff09:8765"));
    assertThat(MacAddress.ofGroup(IpAddress.parse("ff02::1:ff09:8765")))
        .hasToString("33:33:ff:09:87:65");
  }
}
