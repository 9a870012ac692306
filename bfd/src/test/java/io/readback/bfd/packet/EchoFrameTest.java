package io.readback.bfd.packet;

import static org.assertj.core.api.Assertions.assertThat;

import io.readback.spi.net.IpAddress;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class EchoFrameTest {
  private static final byte[] PEER = HexFormat.of().parseHex("020000000001");
  private static final byte[] OURS = HexFormat.of().parseHex("020000000011");
  private static final IpAddress ADDRESS = IpAddress.parse("172.16.10.11");

  private static byte[] frame() {
    return EchoFrame.encode(PEER, OURS, ADDRESS, 0x01020304, 0xfffffffe);
  }

  @Test
  void encode_anEcho_isAPacketFromOurselvesToOurselvesByWayOfThePeer() {
    assertThat(HexFormat.of().formatHex(frame()))
        .isEqualTo(
            "020000000001"
                + "020000000011"
                + "0800"
                // version and header length, CS6, 36 octets
                + "45c00024"
                + "00000000"
                // TTL 255, UDP; the checksum as a capture program computes it
                + "ff11"
                + checksum()
                + "ac100a0b"
                + "ac100a0b"
                // ports 3785, 16 octets
                + "0ec9"
                + "0ec9"
                + "0010"
                + udpChecksum()
                + "01020304"
                + "fffffffe");
  }

  /** The sum of the header's words and the checksum is all ones (RFC 1071). */
  private static String checksum() {
    int sum = 0x45c0 + 0x0024 + 0xff11 + 2 * (0xac10 + 0x0a0b);
    return hex(~(sum % 0xffff) & 0xffff);
  }

  private static String udpChecksum() {
    int sum = 2 * (0xac10 + 0x0a0b) + 17 + 16 + 2 * 0x0ec9 + 16 + 0x0102 + 0x0304 + 0xffff + 0xfffe;
    return hex(~(sum % 0xffff) & 0xffff);
  }

  private static String hex(int value) {
    return HexFormat.of().toHexDigits((short) value);
  }

  @Test
  void decode_whatComesBackOverOneRouter_isOurs() {
    byte[] frame = frame();
    frame[22] = (byte) 254;
    assertThat(EchoFrame.decode(frame))
        .isEqualTo(new EchoFrame.Echo(ADDRESS, 0x01020304, 0xfffffffe));
  }

  @Test
  void decode_fromFurtherAwayOrSomebodyElseOrShort_isNot() {
    byte[] far = frame();
    far[22] = (byte) 253;
    assertThat(EchoFrame.decode(far)).isNull();
    byte[] other = frame();
    other[29] ^= 1;
    assertThat(EchoFrame.decode(other)).isNull();
    byte[] control = frame();
    control[37] = (byte) 0xc8;
    assertThat(EchoFrame.decode(control)).isNull();
    assertThat(EchoFrame.decode(new byte[EchoFrame.OCTETS - 1])).isNull();
  }
}
