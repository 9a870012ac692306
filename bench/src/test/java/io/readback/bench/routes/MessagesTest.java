package io.readback.bench.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The floor must be what a perfect sender would send, or every ratio to it is wrong. */
final class MessagesTest {
  private final Messages messages = new Messages(65001, 0xc0000202);

  private static String hex(byte[] octets) {
    return HexFormat.of().formatHex(octets);
  }

  @Test
  void open_hasIpv4UnicastAndFourOctetAs() {
    assertThat(hex(messages.open()))
        .isEqualTo(
            "ff".repeat(16)
                + "002b01" // length 43, OPEN
                + "04fde9005ac0000202" // version 4, AS 65001, hold time 90, identifier
                + "0e020c" // 14 octets of parameters: capabilities, 12 octets
                + "010400010001" // multiprotocol: IPv4 unicast
                + "41040000fde9"); // four-octet AS 65001
  }

  @Test
  void announcement_isOneUpdateOfOnePrefix() {
    assertThat(hex(messages.announcement(0x0a000001)))
        .isEqualTo(
            "ff".repeat(16)
                + "003002" // length 48, UPDATE
                + "00000014" // nothing withdrawn, 20 octets of attributes
                + "40010100" // ORIGIN IGP
                + "40020602010000fde9" // AS_PATH 65001
                + "400304c0000202" // NEXT_HOP
                + "200a000001");
  }

  @Test
  void stream_oneSet_isFullMessages() {
    byte[] stream = messages.stream(new RouteSet(1_000_000, 1));
    // (4096 - 23 - 20) / 5 = 810 prefixes a message
    assertThat(stream).hasSize(1_000_000 * 5 + 1235 * 43 + 23);
  }

  @Test
  void stream_manySets_isAMessageASet() {
    assertThat(messages.stream(new RouteSet(10_000, 1000))).hasSize(10_000 * 5 + 1000 * 50 + 23);
    assertThat(messages.stream(new RouteSet(3, 1000))).hasSize(3 * 55 + 23);
  }

  @Test
  void stream_noRoutes_isTheEndOfRibMarker() {
    assertThat(hex(messages.stream(new RouteSet(0, 1))))
        .isEqualTo("ff".repeat(16) + "00170200000000");
  }

  @Test
  void withdrawals_ofManyRoutes_areFullMessages() {
    // (4096 - 23) / 5 = 814 prefixes a message
    assertThat(messages.withdrawals(new RouteSet(100_000, 1000))).hasSize(100_000 * 5 + 123 * 23);
    assertThat(hex(messages.withdrawals(new RouteSet(1, 1))))
        .matches("(ff){16}001c02000520[0-9a-f]{8}0000");
  }
}
