package io.readback.bfd.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PacketDecoderTest {
  // version 1, diagnostic 1; Up with P and C; multiplier 3; 24 octets; discriminators 1 and 2;
  // 300 ms, 200 ms, 50 ms
  private static final String GOOD =
      "21 e8 03 18 00000001 00000002 000493e0 00030d40 0000c350".replace(" ", "");

  private static Received decode(String hex) {
    byte[] octets = HexFormat.of().parseHex(hex.replace(" ", ""));
    return PacketDecoder.decode(ByteBuffer.wrap(octets), 0, octets.length);
  }

  @Test
  void decode_packet_readsEveryField() {
    assertThat(decode(GOOD))
        .isEqualTo(
            new ControlPacket(
                Diagnostic.DETECTION_TIME_EXPIRED,
                BfdState.UP,
                true,
                false,
                true,
                false,
                3,
                1,
                2,
                300_000,
                200_000,
                50_000,
                Optional.empty()));
  }

  @Test
  void decode_atAnOffset_readsTheSame() {
    byte[] octets = HexFormat.of().parseHex("ffff" + GOOD + "ee");
    ByteBuffer buffer = ByteBuffer.wrap(octets);
    assertThat(PacketDecoder.decode(buffer, 2, 25)).isEqualTo(decode(GOOD));
    assertThat(PacketDecoder.yourDiscriminator(buffer, 2)).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({
    "'', SHORT",
    "20c00318 00000001 00000002 000493e0 00030d40 0000c3, SHORT",
    "00c00318 00000001 00000002 000493e0 00030d40 00000000, VERSION",
    "40c00318 00000001 00000002 000493e0 00030d40 00000000, VERSION",
    "20c00317 00000001 00000002 000493e0 00030d40 00000000, LENGTH",
    "20c00319 00000001 00000002 000493e0 00030d40 00000000, LENGTH",
    "20c40319 00000001 00000002 000493e0 00030d40 00000000 0104, LENGTH",
    "20c40318 00000001 00000002 000493e0 00030d40 00000000, LENGTH",
    "20c00018 00000001 00000002 000493e0 00030d40 00000000, MULTIPLIER",
    "20c10318 00000001 00000002 000493e0 00030d40 00000000, MULTIPOINT",
    "20c00318 00000000 00000002 000493e0 00030d40 00000000, MY_DISCRIMINATOR",
    "20c00318 00000001 00000000 000493e0 00030d40 00000000, YOUR_DISCRIMINATOR",
    "20800318 00000001 00000000 000493e0 00030d40 00000000, YOUR_DISCRIMINATOR",
    "20c4031a 00000001 00000002 000493e0 00030d40 00000000 0104, AUTHENTICATION_SECTION",
    "20c4031a 00000001 00000002 000493e0 00030d40 00000000 0900, AUTHENTICATION_SECTION",
    "20c4031c 00000001 00000002 000493e0 00030d40 00000000 02040101, AUTHENTICATION_SECTION",
    "20c4031b 00000001 00000002 000493e0 00030d40 00000000 010301, AUTHENTICATION_SECTION",
  })
  void decode_brokenPacket_namesTheRule(String hex, Discard rule) {
    assertThat(decode(hex)).isEqualTo(rule);
  }

  @ParameterizedTest
  @CsvSource({"20400318, DOWN", "20000318, ADMIN_DOWN"})
  void decode_withoutYourDiscriminator_isGoodWhileDown(String head, BfdState state) {
    Received received = decode(head + "00000001 00000000 000493e0 00030d40 00000000");
    assertThat(received)
        .isInstanceOfSatisfying(ControlPacket.class, p -> assertThat(p.state()).isEqualTo(state));
  }

  @ParameterizedTest
  @CsvSource({"1, 9, 010901706173737764", "2, 24, 021801", "4, 28, 041c01", "77, 2, 4d02"})
  void decode_authenticated_readsTheSection(int type, int length, String start) {
    String section = start + "00".repeat(length - start.length() / 2);
    String hex =
        "20c403%02x".formatted(24 + length)
            + "00000001 00000002 000493e0 00030d40 00000000"
            + section;
    AuthenticationSection expected = new AuthenticationSection(type, length);
    assertThat(decode(hex))
        .isInstanceOfSatisfying(
            ControlPacket.class, p -> assertThat(p.authentication()).contains(expected));
  }

  @ParameterizedTest
  @CsvSource({
    "0, NONE",
    "7, ADMINISTRATIVELY_DOWN",
    "8, REVERSE_CONCATENATED_PATH_DOWN",
    "9, RESERVED",
    "31, RESERVED"
  })
  void ofCode_anyCode_hasADiagnostic(int code, Diagnostic diagnostic) {
    assertThat(Diagnostic.ofCode(code)).isEqualTo(diagnostic);
  }

  @Test
  void encode_authenticatedPacket_isRefused() {
    ControlPacket packet =
        new ControlPacket(
            Diagnostic.NONE,
            BfdState.DOWN,
            false,
            false,
            false,
            false,
            1,
            1,
            0,
            0,
            0,
            0,
            Optional.of(new AuthenticationSection(1, 4)));
    assertThatThrownBy(() -> PacketEncoder.encode(packet, ByteBuffer.allocate(24), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("authentication");
  }
}
