package io.readback.bgp.mrt;

import static org.assertj.core.api.Assertions.assertThat;

import io.readback.spi.net.IpAddress;
import io.readback.spi.observe.SessionState;
import java.time.Instant;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class MrtRecordTest {
  private static final Instant AT = Instant.ofEpochSecond(0x5f5e1000L, 123_456_789);
  private static final IpAddress PEER = IpAddress.parse("192.0.2.1");
  private static final IpAddress LOCAL = IpAddress.parse("192.0.2.2");
  private static final byte[] KEEPALIVE = bytes("ff".repeat(16) + "001304");

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static MrtRecord.Session session(boolean fourOctetAs, boolean addPath) {
    return new MrtRecord.Session(4200000000L, 65001, PEER, LOCAL, fourOctetAs, addPath);
  }

  @Test
  void message_fourOctetAs_isMessageAs4WithMicroseconds() {
    byte[] record = MrtRecord.message(AT, session(true, false), false, KEEPALIVE, 0, 19);

    assertThat(hex(record))
        .isEqualTo(
            "5f5e1000" // timestamp
                + "00110004" // BGP4MP_ET, BGP4MP_MESSAGE_AS4
                + "0000002b" // length, the microseconds included
                + "0001e240" // 123456 us
                + "fa56ea00" // peer AS
                + "0000fde9" // local AS
                + "00000001" // interface, AFI
                + "c0000201" // peer
                + "c0000202" // local
                + "ff".repeat(16)
                + "001304");
  }

  @Test
  void message_twoOctetAs_hasAsTransForLargeNumbers() {
    byte[] record = MrtRecord.message(AT, session(false, false), true, KEEPALIVE, 0, 19);

    assertThat(hex(record)).contains("00110006" + "00000027" + "0001e240" + "5ba0" + "fde9");
  }

  @Test
  void message_addPath_hasSubtypesOfRfc8050() {
    assertThat(hex(MrtRecord.message(AT, session(true, true), false, KEEPALIVE, 0, 19)))
        .startsWith("5f5e100000110009");
    assertThat(hex(MrtRecord.message(AT, session(true, true), true, KEEPALIVE, 0, 19)))
        .startsWith("5f5e10000011000b");
    assertThat(hex(MrtRecord.message(AT, session(false, true), false, KEEPALIVE, 0, 19)))
        .startsWith("5f5e100000110008");
    assertThat(hex(MrtRecord.message(AT, session(false, true), true, KEEPALIVE, 0, 19)))
        .startsWith("5f5e10000011000a");
  }

  @Test
  void stateChange_overIpv6_hasStatesFromOne() {
    MrtRecord.Session session =
        new MrtRecord.Session(
            65000,
            65001,
            IpAddress.parse("2001:db8::1"),
            IpAddress.parse("2001:db8::2"),
            true,
            false);

    byte[] record =
        MrtRecord.stateChange(AT, session, SessionState.OPENCONFIRM, SessionState.ESTABLISHED);

    assertThat(hex(record))
        .startsWith("5f5e1000" + "00110005" + "00000034")
        .endsWith(
            "00000002"
                + "20010db8"
                + "0".repeat(23)
                + "1"
                + "20010db8"
                + "0".repeat(23)
                + "2"
                + "00050006");
  }
}
