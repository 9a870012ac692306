package io.readback.bgp.bmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.readback.bgp.message.Octets;
import io.readback.spi.net.IpAddress;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BmpCodecTest {
  private static final String KEEPALIVE = "ff".repeat(16) + "001304";
  private static final PeerHeader PEER =
      new PeerHeader(
          0,
          0,
          PeerHeader.NO_DISTINGUISHER,
          IpAddress.parse("192.0.2.1"),
          4200000000L,
          IpAddress.parse("10.0.0.1"),
          Instant.ofEpochSecond(0x5f5e1000L, 123_456_000));

  static byte[] encode(BmpMessage message) {
    ByteBuf out = Unpooled.buffer();
    BmpEncoder.encode(message, out);
    return ByteBufUtil.getBytes(out);
  }

  private static BmpMessage decode(byte[] bytes) throws BmpException {
    return BmpDecoder.decode(bytes, 0, bytes.length);
  }

  @Test
  void encode_routeMonitoring_isAsRfc7854Draws() {
    byte[] bytes =
        encode(
            new BmpMessage.RouteMonitoring(
                PEER.table(PeerHeader.POST_POLICY, PEER.at()), Octets.ofHex(KEEPALIVE)));

    assertThat(HexFormat.of().formatHex(bytes))
        .isEqualTo(
            "03" // version
                + "00000043" // length
                + "00" // route monitoring
                + "00" // global instance peer
                + "40" // after policy
                + "0000000000000000" // distinguisher
                + "000000000000000000000000c0000201" // peer address
                + "fa56ea00" // AS
                + "0a000001" // BGP Identifier
                + "5f5e1000" // seconds
                + "0001e240" // microseconds
                + KEEPALIVE);
  }

  @Test
  void decode_eachMessage_isWhatWasEncoded() throws BmpException {
    Octets bgp = Octets.ofHex(KEEPALIVE);
    BmpMessage.Tlv tlv = new BmpMessage.Tlv(1, Octets.of(1, 2, 3));
    PeerHeader v6 =
        new PeerHeader(
            1,
            PeerHeader.V6,
            Octets.of(0, 1, 2, 3, 4, 5, 6, 7),
            IpAddress.parse("2001:db8::1"),
            65000,
            IpAddress.parse("10.0.0.1"),
            Instant.EPOCH);
    for (BmpMessage message :
        List.of(
            new BmpMessage.Initiation(List.of(tlv, tlv)),
            new BmpMessage.Termination(List.of(tlv)),
            new BmpMessage.PeerUp(
                v6, IpAddress.parse("2001:db8::2"), 179, 40000, bgp, bgp, List.of(tlv)),
            new BmpMessage.PeerUp(
                PEER, IpAddress.parse("192.0.2.2"), 179, 40000, bgp, bgp, List.of()),
            new BmpMessage.PeerDown(PEER, BmpMessage.PeerDown.LOCAL, Octets.of(0, 18)),
            new BmpMessage.RouteMonitoring(v6, bgp),
            new BmpMessage.Statistics(PEER, List.of(tlv)),
            new BmpMessage.RouteMirroring(PEER, List.of(tlv)),
            new BmpMessage.Unknown(99, Octets.of(1)))) {
      assertThat(decode(encode(message))).isEqualTo(message);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0400000006" + "04", // another version
        "0300000005" + "04", // shorter than its header
        "03ffffffff" + "04", // longer than any
        "0300000007" + "0400", // half an information element
        "030000000a" + "0400010001", // an information element that is cut off
        "0300000008" + "020000", // no whole per-peer header
      })
  void decode_malformed_saysWhatIsWrong(String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex);

    assertThatThrownBy(() -> decode(bytes)).isInstanceOf(BmpException.class).message().isNotEmpty();
  }

  @Test
  void messageLength_partOfAHeader_isNotKnownYet() throws BmpException {
    assertThat(BmpDecoder.messageLength(new byte[] {3, 0, 0}, 0, 3)).isZero();
    assertThat(BmpDecoder.messageLength(new byte[] {3, 0, 0, 0, 6, 4}, 0, 6)).isEqualTo(6);
  }

  @Test
  void decode_microsecondsBeyondASecond_staysWithinThatSecond() throws BmpException {
    byte[] bytes = encode(new BmpMessage.PeerDown(PEER, 1, Octets.of(new byte[0])));
    // seconds and microseconds end the per-peer header
    Arrays.fill(bytes, 6 + 34, 6 + 42, (byte) 0xff);

    BmpMessage.PeerDown down = (BmpMessage.PeerDown) decode(bytes);

    assertThat(down.peer().at()).isEqualTo(Instant.ofEpochSecond(0xffffffffL, 999_999_000));
    assertThat(decode(encode(down))).isEqualTo(down);
  }
}
