package io.readback.bgp.mrt;

import static org.assertj.core.api.Assertions.assertThat;

import io.readback.bgp.codec.AttributeBlock;
import io.readback.bgp.message.Family;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.route.AsPath;
import io.readback.spi.route.PathAttributes;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class TableRecordTest {
  private static final Instant AT = Instant.ofEpochSecond(0x01020304);

  private static String hex(byte[] record) {
    return HexFormat.of().formatHex(record);
  }

  private static AttributeBlock received(Family family, String nextHop) {
    return AttributeBlock.received(
        family,
        PathAttributes.NONE.toBuilder().asPath(AsPath.sequence(4200000001L)).build(),
        IpAddress.parse(nextHop));
  }

  @Test
  @DisplayName("RFC 6396 section 4.3.1")
  void peerIndex_ipv6Peer_hasItsFields() {
    byte[] record =
        TableRecord.peerIndex(
            AT,
            IpAddress.parse("10.0.0.1"),
            "sent",
            new TableRecord.Peer(
                IpAddress.parse("10.0.0.2"), IpAddress.parse("2001:db8::1"), 4200000001L));

    assertThat(hex(record))
        .isEqualTo(
            "01020304" // timestamp
                + "000d0001" // TABLE_DUMP_V2, PEER_INDEX_TABLE
                + "00000025" // length
                + "0a000001" // collector
                + "0004"
                + "73656e74" // view name
                + "0001" // peers
                + "03" // IPv6, 4-octet AS
                + "0a000002"
                + "20010db8000000000000000000000001"
                + "fa56ea01");
  }

  @Test
  @DisplayName("RFC 6396 section 4.3.2 and 4.3.4")
  void rib_ipv4_hasAttributesWithNextHop() {
    byte[] record =
        TableRecord.rib(
            AT,
            7,
            IpPrefix.parse("192.0.2.0/25"),
            List.of(new TableRecord.Route(AT, 0, received(Family.IPV4_UNICAST, "198.51.100.1"))),
            false);

    assertThat(hex(record))
        .isEqualTo(
            "01020304"
                + "000d0002"
                + "00000027"
                + "00000007" // sequence
                + "19c0000200" // 192.0.2.0/25
                + "0001" // entries
                + "0000" // peer
                + "01020304" // since
                + "0014" // octets of attributes
                + "40010100" // ORIGIN igp
                + "4002060201fa56ea01" // AS_PATH of 4 octets
                + "400304c6336401");
  }

  @Test
  @DisplayName("RFC 6396 section 4.3.4: of MP_REACH_NLRI only the next hop; RFC 8050: identifiers")
  void rib_ipv6WithPathIdentifiers_hasAbbreviatedMpReach() {
    byte[] record =
        TableRecord.rib(
            AT,
            0,
            IpPrefix.parse("2001:db8::/32"),
            List.of(new TableRecord.Route(AT, 5, received(Family.IPV6_UNICAST, "2001:db8::9"))),
            true);

    assertThat(hex(record))
        .startsWith("01020304" + "000d000a")
        .contains("2020010db8" + "0001" + "0000" + "01020304" + "00000005" + "0021")
        .endsWith("800e1110" + "20010db8000000000000000000000009");
  }

  @Test
  @DisplayName("RFC 8950: an IPv4 route may have an IPv6 next hop")
  void rib_ipv4OverIpv6_hasMpReach() {
    assertThat(
            hex(
                TableRecord.rib(
                    AT,
                    0,
                    IpPrefix.parse("192.0.2.1/32"),
                    List.of(
                        new TableRecord.Route(AT, 0, received(Family.IPV4_UNICAST, "2001:db8::9"))),
                    false)))
        .doesNotContain("400304")
        .endsWith("800e1110" + "20010db8000000000000000000000009");
  }
}
