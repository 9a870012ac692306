package io.readback.bgp.codec;

import static io.readback.bgp.codec.WireFixture.octets;
import static io.readback.bgp.codec.WireFixture.update;
import static org.assertj.core.api.Assertions.assertThat;

import io.readback.bgp.message.Family;
import io.readback.bgp.message.Notification;
import io.readback.bgp.message.Octets;
import io.readback.bgp.message.Update;
import io.readback.bgp.message.UpdateAttributes;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.route.AsPath;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * One faulty attribute in an otherwise sound UPDATE: what becomes of the message, from external and
 * from internal peers.
 */
@DisplayName("UPDATE errors (RFC 7606)")
class Rfc7606Test {
  private static final IpPrefix PREFIX = IpPrefix.parse("203.0.113.0/24");
  private static final String NLRI = "18 cb0071";

  private static final CodecContext EBGP =
      CodecContext.ebgp(65001, 65000)
          .localId(IpAddress.parse("10.0.0.1"))
          .localAddress(IpAddress.parse("192.0.2.2"))
          .build();
  private static final CodecContext IBGP =
      CodecContext.ibgp(65001)
          .localId(IpAddress.parse("10.0.0.1"))
          .localAddress(IpAddress.parse("192.0.2.2"))
          .build();
  private static final CodecContext EBGP_OLD =
      CodecContext.ebgp(65001, 65000).fourOctetAs(false).build();

  private static final String ORIGIN = "40 01 01 00";
  private static final String AS_PATH = "40 02 06 02 01 0000fde8";
  private static final String NEXT_HOP = "40 03 04 c0000201";
  private static final String LOCAL_PREF = "40 05 04 00000064";
  private static final String MP_REACH_IPV6 =
      "80 0e 1a 0002 01 10 20010db8000000000000000000000001 00 20 20010db8";

  /** A sound attribute list, {@code attribute} in the place of the one of its type. */
  private static String attributes(CodecContext context, String attribute) {
    Map<Integer, String> all = new TreeMap<>();
    all.put(1, ORIGIN);
    all.put(2, context.fourOctetAs() ? AS_PATH : "40 02 04 02 01 fde8");
    all.put(3, NEXT_HOP);
    if (!context.ebgp()) {
      all.put(5, LOCAL_PREF);
    }
    if (!attribute.isBlank()) {
      all.put(octets(attribute).get(1), attribute);
    }
    return String.join("\n", all.values());
  }

  private static Decoded decode(CodecContext context, String attribute) {
    return MessageDecoder.decode(update("", attributes(context, attribute), NLRI), context);
  }

  private static void assertKind(Decoded decoded, String expected) {
    assertThat(decoded.kind()).as(decoded.reason()).hasToString(expected);
    Update update = (Update) decoded.message().orElse(null);
    switch (decoded.kind()) {
      case OK -> {
        assertThat(decoded.reason()).isEmpty();
        assertThat(update.reach()).hasSize(1);
      }
      case ATTRIBUTE_DISCARD -> {
        assertThat(decoded.discarded()).isNotEmpty();
        assertThat(update.reach()).hasSize(1);
      }
      case TREAT_AS_WITHDRAW -> {
        assertThat(update.reach()).isEmpty();
        assertThat(decoded.withdrawn()).containsExactly(PREFIX);
      }
      default -> assertThat(decoded.reason()).isNotBlank();
    }
    if (decoded.kind() != Decoded.Kind.OK) {
      assertThat(decoded.reason()).isNotBlank();
    }
  }

  @ParameterizedTest(name = "{0}: external {2}, internal {3}")
  @CsvSource({
    // RFC 7606 section 7.1
    "ORIGIN of two octets, 400102 0000, treat-as-withdraw, treat-as-withdraw",
    "ORIGIN of no octets, 400100, treat-as-withdraw, treat-as-withdraw",
    "ORIGIN undefined, 400101 03, treat-as-withdraw, treat-as-withdraw",
    "ORIGIN undefined, 400101 ff, treat-as-withdraw, treat-as-withdraw",
    "ORIGIN optional, c00101 00, treat-as-withdraw, treat-as-withdraw",
    "ORIGIN not transitive, 000101 00, treat-as-withdraw, treat-as-withdraw",
    "ORIGIN partial (no conflict of section 3 c), 600101 00, ok, ok",
    "ORIGIN with extended length, 50010001 00, ok, ok",
    // section 7.2
    "AS_PATH segment type 0, 400206 00 01 0000fde8, treat-as-withdraw, treat-as-withdraw",
    "AS_PATH segment type 5, 400206 05 01 0000fde8, treat-as-withdraw, treat-as-withdraw",
    "AS_CONFED_SEQUENCE (RFC 5065), 400206 03 01 0000fde8, treat-as-withdraw, treat-as-withdraw",
    "AS_CONFED_SET (RFC 5065), 400206 04 01 0000fde8, treat-as-withdraw, treat-as-withdraw",
    "AS_PATH segment longer than the path, 400206 02 02 0000fde8, treat-as-withdraw,"
        + " treat-as-withdraw",
    "AS_PATH segment shorter than the path, 400207 02 01 0000fde8 02, treat-as-withdraw,"
        + " treat-as-withdraw",
    "AS_PATH empty segment, 400208 02 01 0000fde8 02 00, treat-as-withdraw, treat-as-withdraw",
    "AS_PATH optional, c00206 02 01 0000fde8, treat-as-withdraw, treat-as-withdraw",
    "AS_PATH with AS 0 (RFC 7607), 40020a 02 02 0000fde8 00000000, treat-as-withdraw,"
        + " treat-as-withdraw",
    "AS_PATH empty, 400200, ok, ok",
    "AS_PATH of one octet, 400201 02, treat-as-withdraw, treat-as-withdraw",
    "AS_PATH empty segment alone, 400202 02 00, treat-as-withdraw, treat-as-withdraw",
    "AS_PATH empty set, 400208 01 00 02 01 0000fde8, treat-as-withdraw, treat-as-withdraw",
    "AS_PATH segment of 255 in 4 octets, 400206 02 ff 0000fde8, treat-as-withdraw,"
        + " treat-as-withdraw",
    "AS_PATH not transitive, 000206 02 01 0000fde8, treat-as-withdraw, treat-as-withdraw",
    "AS_PATH with a set, 40020c 02 01 0000fde8 01 01 0000fdf0, ok, ok",
    // section 7.3, and RFC 4271 section 6.3
    "NEXT_HOP of 3 octets, 400303 c00002, treat-as-withdraw, treat-as-withdraw",
    "NEXT_HOP of 5 octets, 400305 c000020100, treat-as-withdraw, treat-as-withdraw",
    "NEXT_HOP of no octets, 400300, treat-as-withdraw, treat-as-withdraw",
    "NEXT_HOP optional, c00304 c0000201, treat-as-withdraw, treat-as-withdraw",
    "NEXT_HOP 0.0.0.0, 400304 00000000, treat-as-withdraw, treat-as-withdraw",
    "NEXT_HOP 127.0.0.1, 400304 7f000001, treat-as-withdraw, treat-as-withdraw",
    "NEXT_HOP multicast, 400304 e0000001, treat-as-withdraw, treat-as-withdraw",
    "NEXT_HOP 255.255.255.255, 400304 ffffffff, treat-as-withdraw, treat-as-withdraw",
    "NEXT_HOP class E, 400304 f0000001, treat-as-withdraw, treat-as-withdraw",
    "NEXT_HOP in 0.0.0.0/8, 400304 00000001, treat-as-withdraw, treat-as-withdraw",
    "NEXT_HOP not transitive, 000304 c0000201, treat-as-withdraw, treat-as-withdraw",
    "NEXT_HOP of 16 octets, 400310 20010db8000000000000000000000001, treat-as-withdraw,"
        + " treat-as-withdraw",
    "NEXT_HOP our own, 400304 c0000202, not-eligible, not-eligible",
    // section 7.4
    "MULTI_EXIT_DISC of 3 octets, 800403 000001, treat-as-withdraw, treat-as-withdraw",
    "MULTI_EXIT_DISC of 5 octets, 800405 0000000001, treat-as-withdraw, treat-as-withdraw",
    "MULTI_EXIT_DISC of no octets, 800400, treat-as-withdraw, treat-as-withdraw",
    "MULTI_EXIT_DISC transitive, c00404 00000001, treat-as-withdraw, treat-as-withdraw",
    "MULTI_EXIT_DISC well-known, 400404 00000001, treat-as-withdraw, treat-as-withdraw",
    "MULTI_EXIT_DISC, 800404 00000001, ok, ok",
    // section 7.5
    "LOCAL_PREF, 400504 00000064, attribute-discard, ok",
    "LOCAL_PREF of 3 octets, 400503 000064, attribute-discard, treat-as-withdraw",
    "LOCAL_PREF of 5 octets, 400505 0000000064, attribute-discard, treat-as-withdraw",
    "LOCAL_PREF of no octets, 400500, attribute-discard, treat-as-withdraw",
    "LOCAL_PREF not transitive, 000504 00000064, treat-as-withdraw, treat-as-withdraw",
    "LOCAL_PREF optional, c00504 00000064, treat-as-withdraw, treat-as-withdraw",
    // section 7.6
    "ATOMIC_AGGREGATE, 400600, ok, ok",
    "ATOMIC_AGGREGATE of one octet, 400601 00, attribute-discard, attribute-discard",
    "ATOMIC_AGGREGATE optional (section 3 c), c00600, treat-as-withdraw, treat-as-withdraw",
    "ATOMIC_AGGREGATE not transitive, 000600, treat-as-withdraw, treat-as-withdraw",
    // section 7.7
    "AGGREGATOR of 5 octets, c00705 0000fde90a, attribute-discard, attribute-discard",
    "AGGREGATOR of 7 octets, c00707 0000fde90a0000, attribute-discard, attribute-discard",
    "AGGREGATOR well-known, 400708 0000fde8 c0000205, treat-as-withdraw, treat-as-withdraw",
    "AGGREGATOR, c00708 0000fde8 c0000205, ok, ok",
    "AGGREGATOR of 6 octets, c00706 fde8 c0000205, attribute-discard, attribute-discard",
    "AGGREGATOR of 9 octets, c00709 0000fde8 c000020500, attribute-discard, attribute-discard",
    "AGGREGATOR of no octets, c00700, attribute-discard, attribute-discard",
    "AGGREGATOR AS 0 (RFC 7607), c00708 00000000 c0000205, attribute-discard, attribute-discard",
    "AGGREGATOR not transitive (section 3 c), 800708 0000fde8 c0000205, treat-as-withdraw,"
        + " treat-as-withdraw",
    // section 7.8
    "COMMUNITIES, c00804 fde80001, ok, ok",
    "COMMUNITIES of 3 octets, c00803 fde800, treat-as-withdraw, treat-as-withdraw",
    "COMMUNITIES of 6 octets, c00806 fde80001fde8, treat-as-withdraw, treat-as-withdraw",
    "COMMUNITIES of no octets, c00800, treat-as-withdraw, treat-as-withdraw",
    "COMMUNITIES not transitive, 800804 fde80001, treat-as-withdraw, treat-as-withdraw",
    "COMMUNITIES partial, e00804 fde80001, ok, ok",
    "COMMUNITIES well-known, 400804 fde80001, treat-as-withdraw, treat-as-withdraw",
    "COMMUNITIES of 5 octets, c00805 ffff000100, treat-as-withdraw, treat-as-withdraw",
    // section 7.9
    "ORIGINATOR_ID, 800904 0a000009, attribute-discard, ok",
    "ORIGINATOR_ID of 3 octets, 800903 0a0000, attribute-discard, treat-as-withdraw",
    "ORIGINATOR_ID of no octets, 800900, attribute-discard, treat-as-withdraw",
    "ORIGINATOR_ID of 5 octets, 800905 0a00000200, attribute-discard, treat-as-withdraw",
    "ORIGINATOR_ID well-known, 400904 0a000002, treat-as-withdraw, treat-as-withdraw",
    "ORIGINATOR_ID transitive, c00904 0a000009, treat-as-withdraw, treat-as-withdraw",
    "ORIGINATOR_ID our own (RFC 4456), 800904 0a000001, attribute-discard, not-eligible",
    // section 7.10
    "CLUSTER_LIST, 800a08 0a0000080a000009, attribute-discard, ok",
    "CLUSTER_LIST of 5 octets, 800a05 0a00000800, attribute-discard, treat-as-withdraw",
    "CLUSTER_LIST of no octets, 800a00, attribute-discard, treat-as-withdraw",
    "CLUSTER_LIST transitive, c00a04 0a000008, treat-as-withdraw, treat-as-withdraw",
    "CLUSTER_LIST with ours (RFC 4456), 800a08 0a0000080a000001, attribute-discard, not-eligible",
    // section 7.14
    "EXTENDED COMMUNITIES, c01008 0002fde800000064, ok, ok",
    "EXTENDED COMMUNITIES of 7 octets, c01007 0002fde8000000, treat-as-withdraw, treat-as-withdraw",
    "EXTENDED COMMUNITIES of no octets, c01000, treat-as-withdraw, treat-as-withdraw",
    "EXTENDED COMMUNITIES not transitive, 801008 0002fde800000064, treat-as-withdraw,"
        + " treat-as-withdraw",
    "EXTENDED COMMUNITIES of 9 octets, c01009 0002fde90000000100, treat-as-withdraw,"
        + " treat-as-withdraw",
    "EXTENDED COMMUNITIES of unknown types (RFC 4360 section 6), c01010 7fff000000000000"
        + " ffff000000000000, ok, ok",
    // section 7.15
    "IPv6 extended communities, c01914 000220010db80000000000000000000000010001, ok, ok",
    "IPv6 extended communities of 21 octets, c01915 000220010db8000000000000000000000001000100,"
        + " treat-as-withdraw, treat-as-withdraw",
    "IPv6 extended communities not transitive, 801914 000220010db80000000000000000000000010001,"
        + " treat-as-withdraw, treat-as-withdraw",
    "IPv6 extended communities of 19 octets, c01913 00022001000000000000000000000000000100,"
        + " treat-as-withdraw, treat-as-withdraw",
    "IPv6 extended communities of no octets, c01900, treat-as-withdraw, treat-as-withdraw",
    // RFC 8092 section 5
    "LARGE_COMMUNITY, c0200c 0000fde80000000100000002, ok, ok",
    "LARGE_COMMUNITY of 11 octets, c0200b 0000fde800000001000000, treat-as-withdraw,"
        + " treat-as-withdraw",
    "LARGE_COMMUNITY of no octets, c02000, treat-as-withdraw, treat-as-withdraw",
    "LARGE_COMMUNITY of 13 octets, c0200d 0000fde9000000010000000200, treat-as-withdraw,"
        + " treat-as-withdraw",
    "LARGE_COMMUNITY not transitive, 80200c 0000fde90000000100000002, treat-as-withdraw,"
        + " treat-as-withdraw",
    "LARGE_COMMUNITY twice the same (section 2), c02018 0000fde80000000100000002"
        + " 0000fde80000000100000002, ok, ok",
    "LARGE_COMMUNITY well-known, 40200c 0000fde80000000100000002, treat-as-withdraw,"
        + " treat-as-withdraw",
    // RFC 9234 section 5
    "ONLY_TO_CUSTOMER, c02304 0000fde8, ok, ok",
    "ONLY_TO_CUSTOMER of 3 octets, c02303 00fde8, treat-as-withdraw, treat-as-withdraw",
    "ONLY_TO_CUSTOMER of 5 octets, c02305 0000fde900, treat-as-withdraw, treat-as-withdraw",
    "ONLY_TO_CUSTOMER of no octets, c02300, treat-as-withdraw, treat-as-withdraw",
    "ONLY_TO_CUSTOMER not transitive, 802304 0000fde9, treat-as-withdraw, treat-as-withdraw",
    "ONLY_TO_CUSTOMER AS 0, c02304 00000000, treat-as-withdraw, treat-as-withdraw",
    // RFC 7311 sections 3.1 and 3.2
    "AIGP, 801a0b 01000b0000000000000001, ok, ok",
    "AIGP transitive, c01a0b 01000b0000000000000001, attribute-discard, attribute-discard",
    "AIGP of no octets, 801a00, attribute-discard, attribute-discard",
    "AIGP TLV of another length, 801a0b 0100050000000000000001, attribute-discard,"
        + " attribute-discard",
    "AIGP TLV cut off, 801a05 01000b0000, attribute-discard, attribute-discard",
    "AIGP with octets after its TLVs, 801a0d 01000b0000000000000000000a, attribute-discard,"
        + " attribute-discard",
    "AIGP twice in one attribute (only the first counts), 801a16 01000b0000000000000001"
        + " 01000b0000000000000002, ok, ok",
    "AIGP TLV length below its header, 801a03 090002, attribute-discard, attribute-discard",
    "AIGP with a TLV of another type, 801a0b 09000b0000000000000001, ok, ok",
    // RFC 7606 section 3 (c) for attributes that are only carried
    "PMSI_TUNNEL not transitive, 801609 00060000000a000002, treat-as-withdraw, treat-as-withdraw",
    "PMSI_TUNNEL, c01609 00060000000a000002, ok, ok",
    "Tunnel Encapsulation not transitive, 801704 00070000, treat-as-withdraw, treat-as-withdraw",
    "PMSI_TUNNEL of 4 octets, c01604 00060000, treat-as-withdraw, treat-as-withdraw",
    // RFC 6514 section 5: malformed by its tunnel type or identifier
    "PMSI_TUNNEL without tunnel information, c01605 0000000000, ok, ok",
    "PMSI_TUNNEL undefined type 8, c01609 00080000000a000002, treat-as-withdraw, treat-as-withdraw",
    "PMSI_TUNNEL undefined type 255, c01609 00ff0000000a000002, treat-as-withdraw,"
        + " treat-as-withdraw",
    "PMSI_TUNNEL endpoint of 5 octets, c0160a 00060000000a00000200, treat-as-withdraw,"
        + " treat-as-withdraw",
    "PMSI_TUNNEL endpoint over IPv6, c01615 0006000000 20010db8000000000000000000000001, ok, ok",
    "PMSI_TUNNEL PIM-SSM, c0160d 0003000000 0a000002 e8000001, ok, ok",
    "PMSI_TUNNEL PIM-SSM without group, c01609 0003000000 0a000002, treat-as-withdraw,"
        + " treat-as-withdraw",
    "PMSI_TUNNEL RSVP-TE, c01611 0001000000 0a000002 0000 0001 00000001, ok, ok",
    "PMSI_TUNNEL mLDP without FEC, c01605 0002000000, treat-as-withdraw, treat-as-withdraw",
    // RFC 6514 section 8
    "PE Distinguisher Labels, c01b07 0a000002 000101, ok, ok",
    "PE Distinguisher Labels of 8 octets, c01b08 0a000002 000101 00, treat-as-withdraw,"
        + " treat-as-withdraw",
    "PE Distinguisher Labels of no octets, c01b00, treat-as-withdraw, treat-as-withdraw",
    "PE Distinguisher Labels not transitive, 801b07 0a000002 000101, treat-as-withdraw,"
        + " treat-as-withdraw",
    "Tunnel Encapsulation, c01709 00070005 0403 aabbcc, ok, ok",
    "Tunnel Encapsulation with a long sub-TLV, c01709 00070005 80 0002 aabb, ok, ok",
    "Tunnel Encapsulation of 3 octets (RFC 9012 section 13), c01703 000700, treat-as-withdraw,"
        + " treat-as-withdraw",
    "Tunnel Encapsulation TLV cut off, c01705 0007000401, treat-as-withdraw, treat-as-withdraw",
    "Tunnel Encapsulation sub-TLV cut off, c01706 00070002 01ff, treat-as-withdraw,"
        + " treat-as-withdraw",
    "BGP Prefix-SID, c0280a 010007 00000000000001, ok, ok",
    "BGP Prefix-SID TLV cut off, c02806 0100ff000000, attribute-discard, attribute-discard",
    "BGP Prefix-SID header cut off, c02802 0100, attribute-discard, attribute-discard",
    "BGP Prefix-SID Label-Index of no octets, c02803 010000, attribute-discard, attribute-discard",
    "BGP-LS Attribute, 801d05 0400000100, ok, ok",
    "BGP-LS Attribute TLV cut off, 801d05 040000ff00, attribute-discard, attribute-discard",
    "BGP-LS Attribute header cut off, 801d02 0400, attribute-discard, attribute-discard",
    "Traffic Engineering (RFC 5543) transitive, c01804 00000000, treat-as-withdraw,"
        + " treat-as-withdraw",
    "Traffic Engineering (RFC 7606 section 7.13), 801804 00000000, ok, ok",
    "BGP Prefix-SID not transitive (RFC 8669 section 6), 802809 010007000000000001,"
        + " attribute-discard, attribute-discard",
    "BGP-LS Attribute transitive (RFC 9552), c01d05 0400000100, attribute-discard,"
        + " attribute-discard",
    // section 7.16
    "ATTR_SET, c08008 0000fde8 40010100, ok, ok",
    "ATTR_SET not transitive, 808008 0000fde8 40010100, treat-as-withdraw, treat-as-withdraw",
    "ATTR_SET of an AS number alone, c08004 0000fde8, ok, ok",
    "ATTR_SET of 3 octets, c08003 00fde8, treat-as-withdraw, treat-as-withdraw",
    "ATTR_SET with an attribute cut off, c08007 0000fde8 400102, treat-as-withdraw,"
        + " treat-as-withdraw",
    // RFC 6793 section 4.1: not between speakers of 4-octet AS numbers
    "AS4_PATH, c01106 02 01 0000fde8, attribute-discard, attribute-discard",
    "AS4_AGGREGATOR, c01208 0000fde8 c0000205, attribute-discard, attribute-discard",
    "AS4_PATH malformed, c01106 00 01 0000fde8, attribute-discard, attribute-discard",
    "AS4_AGGREGATOR of 7 octets, c01207 0000fde90a0000, attribute-discard, attribute-discard",
    "AS4_AGGREGATOR not transitive, 801208 0000fde8 c0000205, treat-as-withdraw, treat-as-withdraw",
    "AS4_PATH not transitive, 801106 02 01 0000fde8, treat-as-withdraw, treat-as-withdraw",
    // RFC 4271 sections 5 and 6.3
    "unknown optional transitive, c0f002 0102, ok, ok",
    "unknown optional non-transitive, 80f002 0102, ok, ok",
    "unknown well-known, 40f002 0102, notification, notification",
    "unknown with neither bit, 00f002 0102, notification, notification",
  })
  void attribute_inASoundUpdate_isJudged(
      String what, String attribute, String external, String internal) {
    assertKind(decode(EBGP, attribute), external);
    assertKind(decode(IBGP, attribute), internal);
  }

  @ParameterizedTest(name = "{0}: {2}")
  @DisplayName("From a peer with 2-octet AS numbers (RFC 6793 sections 4.2.3 and 6)")
  @CsvSource({
    "AS4_PATH, c01106 02 01 0000fde8, ok",
    "AS4_PATH of 5 octets, c01105 02 01 0000fd, attribute-discard",
    "AS4_PATH of no octets, c01100, attribute-discard",
    "AS4_PATH segment type 5, c01106 05 01 0000fde8, attribute-discard",
    "AS4_PATH with AS 0 (RFC 7607), c01106 02 01 00000000, attribute-discard",
    "AS4_AGGREGATOR, c01208 0000fde8 c0000205, ok",
    "AS4_AGGREGATOR of 6 octets, c01206 fde8 c0000205, attribute-discard",
    "AS4_AGGREGATOR AS 0, c01208 00000000 c0000205, attribute-discard",
    "AGGREGATOR, c00706 fde8 c0000205, ok",
    "AGGREGATOR of 8 octets, c00708 0000fde8 c0000205, attribute-discard",
    "AGGREGATOR AS 0, c00706 0000 c0000205, attribute-discard",
    "AS_PATH of 4-octet numbers, 400206 02 01 0000fde8, treat-as-withdraw",
  })
  void attribute_fromAnOldPeer_isJudged(String what, String attribute, String expected) {
    assertKind(decode(EBGP_OLD, attribute), expected);
  }

  private static AsPath merged(String asPath, String others) {
    Decoded decoded =
        MessageDecoder.decode(update("", ORIGIN + asPath + NEXT_HOP + others, NLRI), EBGP_OLD);
    return ((Update) decoded.message().orElseThrow()).attributes().path().asPath();
  }

  @Test
  @DisplayName("AS4_PATH is merged into AS_PATH (RFC 6793 section 4.2.3)")
  void as4Path_fromAnOldPeer_isMerged() {
    String path = "40 02 08 02 03 fde8 5ba0 fdea"; // 65000 AS_TRANS 65002
    assertThat(merged(path, "c0 11 0a 02 02 fa56ea00 0000fdea"))
        .isEqualTo(AsPath.sequence(65000L, 4200000000L, 65002L));
    // longer than AS_PATH: ignored
    assertThat(merged(path, "c0 11 12 02 04 00000001 00000002 00000003 00000004"))
        .isEqualTo(AsPath.sequence(65000L, 23456L, 65002L));
    // as long: stands alone
    assertThat(merged(path, "c0 11 0e 02 03 00000001 00000002 00000003"))
        .isEqualTo(AsPath.sequence(1L, 2L, 3L));
    // a set counts as one
    assertThat(
            merged("40 02 0c 02 01 fde8 01 03 0001 0002 0003", "c0 11 0a 01 02 fa56ea00 0000fdea"))
        .isEqualTo(
            new AsPath(
                List.of(
                    new AsPath.Segment(false, List.of(65000L)),
                    new AsPath.Segment(true, List.of(4200000000L, 65002L)))));
    // an AGGREGATOR of its own makes the AS4 attributes outdated
    assertThat(
            merged(
                path,
                "c0 07 06 fde8 c0000205"
                    + "c0 11 0a 02 02 fa56ea00 0000fdea"
                    + "c0 12 08 fa56ea00 c0000206"))
        .isEqualTo(AsPath.sequence(65000L, 23456L, 65002L));
  }

  @ParameterizedTest(name = "without {0}")
  @DisplayName("Missing well-known attributes withdraw (section 3 d)")
  @CsvSource({
    "ORIGIN, 40020602010000fde8 400304c0000201",
    "AS_PATH, 40010100 400304c0000201",
    "NEXT_HOP, 40010100 40020602010000fde8",
    "everything, ''",
  })
  void mandatory_missing_isTreatedAsWithdraw(String what, String attributes) {
    assertKind(MessageDecoder.decode(update("", attributes, NLRI), EBGP), "treat-as-withdraw");
  }

  @Test
  void localPref_missingFromAnInternalPeer_isTreatedAsWithdraw() {
    assertKind(
        MessageDecoder.decode(update("", ORIGIN + AS_PATH + NEXT_HOP, NLRI), IBGP),
        "treat-as-withdraw");
  }

  @Test
  @DisplayName("A second attribute of a type is dropped (section 3 g)")
  void attribute_twice_theFirstCounts() {
    Decoded decoded =
        MessageDecoder.decode(
            update("", attributes(EBGP, "") + "800404 00000001 800404 00000002", NLRI), EBGP);
    assertKind(decoded, "attribute-discard");
    assertThat(decoded.discarded()).containsExactly(4);
    assertThat(((Update) decoded.message().get()).attributes().path().med()).hasValue(1);
    assertKind(
        MessageDecoder.decode(update("", attributes(EBGP, "") + "c0f00101 c0f00102", NLRI), EBGP),
        "attribute-discard");
  }

  private static Notification answer(Decoded decoded) {
    assertThat(decoded.kind()).isEqualTo(Decoded.Kind.NOTIFICATION);
    return decoded.answer().orElseThrow();
  }

  @ParameterizedTest
  @DisplayName("MP_REACH_NLRI or MP_UNREACH_NLRI twice is 3/1 (section 3 g)")
  @ValueSource(strings = {MP_REACH_IPV6 + MP_REACH_IPV6, "800f03000201 800f03000201"})
  void multiprotocol_twice_resets(String attributes) {
    assertThat(answer(MessageDecoder.decode(update("", ORIGIN + AS_PATH + attributes, ""), EBGP)))
        .isEqualTo(new Notification(3, 1, Octets.EMPTY));
  }

  @Test
  @DisplayName("The strongest treatment wins (section 3 h)")
  void faults_several_strongestWins() {
    // discard and withdraw
    Decoded withdraw = decode(EBGP, "400504 00000064 c00800");
    assertKind(withdraw, "treat-as-withdraw");
    assertThat(withdraw.discarded()).containsExactly(5);
    // withdraw and reset, in both orders
    assertKind(decode(EBGP, "c00800 40f000"), "notification");
    assertKind(decode(EBGP, "40f000 c00800"), "notification");
    // discard and not eligible
    Decoded loop = decode(EBGP, "400206 02 01 0000fde9 400600 400601 00");
    assertKind(loop, "not-eligible");
    assertThat(loop.discarded()).containsExactly(6);
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("Lengths of the message's parts (RFC 4271 section 6.3): 3/1")
  @CsvSource({
    "withdrawn routes longer than the message, 0001 0000",
    "withdrawn routes up to the end, 0002 0000",
    "attributes longer than the message, 0000 0001",
    "attributes far longer, 0000 ffff",
  })
  void parts_longerThanTheMessage_reset(String what, String body) {
    assertThat(answer(MessageDecoder.decode(WireFixture.message(2, body), EBGP)))
        .isEqualTo(new Notification(3, 1, Octets.EMPTY));
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("Syntax of NLRI and withdrawn routes (sections 3 i and 5.3): 3/10")
  @CsvSource({
    "withdrawn length 33, 21 cb00710000, ''",
    "withdrawn cut off, 18 cb00, ''",
    "NLRI length 33, '', 21 cb00710000",
    "NLRI length 255, '', ff",
    "NLRI cut off, '', 20 cb0071",
  })
  void nlri_malformed_resets(String what, String withdrawn, String nlri) {
    Decoded decoded = MessageDecoder.decode(update(withdrawn, attributes(EBGP, ""), nlri), EBGP);
    assertThat(answer(decoded)).isEqualTo(new Notification(3, 10, Octets.EMPTY));
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("An attribute that does not fit its list withdraws (section 4)")
  @CsvSource({
    "a flags octet alone, c0",
    "flags and type alone, c008",
    "extended length cut off, d00800",
    "value longer than the list, c00805 fde80001",
  })
  void attributeList_endsWithinAnAttribute_isTreatedAsWithdraw(String what, String tail) {
    Decoded decoded = MessageDecoder.decode(update("", attributes(EBGP, "") + tail, NLRI), EBGP);
    assertKind(decoded, "treat-as-withdraw");
  }

  @ParameterizedTest(name = "{0}: {2}")
  @DisplayName("Without routes to withdraw, such errors reset (section 5.2)")
  @CsvSource({
    "wrong length, c00803 fde800, 3/5",
    "wrong flags, 800804 fde80001, 3/4",
    "undefined ORIGIN, 40010103, 3/6",
    "malformed AS_PATH, 40020201ff, 3/11",
    "cut off, c0, 3/1",
    "cut off after MP_UNREACH_NLRI, 800f03000201 c0, 3/1",
    "beside MP_UNREACH_NLRI, 800f04000201 00 c00803 fde800, 3/5",
    "beside MP_REACH_NLRI without NLRI, 800e15 0002 01 10 20010db8000000000000000000000001 00"
        + " c00800, 3/5",
  })
  void fault_withoutRoutes_resets(String what, String attributes, String code) {
    Decoded decoded = MessageDecoder.decode(update("", attributes, ""), EBGP);
    Notification answer = answer(decoded);
    assertThat(answer.code() + "/" + answer.subcode()).isEqualTo(code);
  }

  @Test
  @DisplayName("The data holds the attribute: type, length and value (RFC 4271 section 6.3)")
  void reset_byAnAttribute_carriesItAsData() {
    assertThat(answer(decode(EBGP, "40f002 0102")))
        .isEqualTo(new Notification(3, 2, Octets.ofHex("40f0020102")));
    assertThat(answer(MessageDecoder.decode(update("", "c00803 fde800", ""), EBGP)))
        .isEqualTo(new Notification(3, 5, Octets.ofHex("c00803fde800")));
  }

  @Test
  void reset_byALongAttribute_carriesWhatFits() {
    CodecContext extended = CodecContext.ebgp(65001, 65000).extendedMessages(true).build();
    Decoded decoded =
        MessageDecoder.decode(update("", "50 f0 2000" + "00".repeat(8192), ""), extended);
    assertThat(MessageEncoder.encode(answer(decoded))).hasSize(4096);
  }

  @Test
  void discard_withoutRoutes_isNoReset() {
    Decoded decoded = MessageDecoder.decode(update("08 0a", "400601 00", ""), EBGP);
    assertThat(decoded.kind()).isEqualTo(Decoded.Kind.ATTRIBUTE_DISCARD);
    assertThat(decoded.withdrawn()).containsExactly(IpPrefix.parse("10.0.0.0/8"));
  }

  @Test
  @DisplayName("Correct attributes without routes are a valid UPDATE (RFC 4271 section 6.3)")
  void attributes_withoutRoutes_areValid() {
    Decoded decoded = MessageDecoder.decode(update("", ORIGIN + AS_PATH, ""), EBGP);
    assertThat(decoded.kind()).as(decoded.reason()).isEqualTo(Decoded.Kind.OK);
    assertThat(((Update) decoded.message().orElseThrow()).reach()).isEmpty();
  }

  @Test
  @DisplayName("Wrong flags of MP_UNREACH_NLRI alone: it withdraws as it would")
  void mpUnreach_wrongFlags_withdraws() {
    Decoded decoded = MessageDecoder.decode(update("", "c00f05 0002 01 08 20", ""), EBGP);
    assertThat(decoded.kind()).isEqualTo(Decoded.Kind.TREAT_AS_WITHDRAW);
    assertThat(decoded.withdrawn()).containsExactly(IpPrefix.parse("2000::/8"));
  }

  @Test
  void treatAsWithdraw_allPartsOfTheMessage_areWithdrawn() {
    Decoded decoded =
        MessageDecoder.decode(
            update(
                "08 0a",
                ORIGIN + AS_PATH + NEXT_HOP + "c00800" + MP_REACH_IPV6 + "800f05 0002 01 08 30",
                NLRI),
            EBGP);
    assertThat(decoded.kind()).isEqualTo(Decoded.Kind.TREAT_AS_WITHDRAW);
    assertThat(decoded.withdrawn())
        .containsExactlyInAnyOrder(
            IpPrefix.parse("10.0.0.0/8"),
            IpPrefix.parse("3000::/8"),
            PREFIX,
            IpPrefix.parse("2001:db8::/32"));
  }

  private static Decoded decodeMp(String mpReach, CodecContext context) {
    return MessageDecoder.decode(update("", mpReach + ORIGIN + AS_PATH, ""), context);
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("MP_REACH_NLRI whose NLRI cannot be located resets with 3/9 (section 7.11)")
  @CsvSource({
    "shorter than 5 octets, 800e04 0002 01 00",
    "empty, 800e00",
    "next hop of 0 octets, 800e06 0002 01 00 00 00",
    "next hop of 4 octets for IPv6, 800e0a 0002 01 04 c0000201 00 00",
    "next hop of 15 octets, 800e15 0002 01 0f 20010db80000000000000000000000 00 00",
    "next hop of 24 octets, 800e1e 0002 01 18 20010db8000000000000000000000001 0000000000000000 00"
        + " 00",
    "next hop longer than the attribute, 800e14 0002 01 20 20010db8000000000000000000000001",
    "no reserved octet, 800e14 0002 01 10 20010db8000000000000000000000001",
    "IPv6 next hop for IPv4 without agreement, 800e1a 0001 01 10 20010db8000000000000000000000001"
        + " 00 20 14000a64",
    "prefix length 129, 800e27 0002 01 10 20010db8000000000000000000000001 00 81"
        + " 20010db8000000000000000000000001 00",
    "prefix cut off, 800e18 0002 01 10 20010db8000000000000000000000001 00 20 2001",
  })
  void mpReach_malformed_resets(String what, String mpReach) {
    Notification answer = answer(decodeMp(mpReach, EBGP));
    assertThat(answer).isEqualTo(new Notification(3, 9, octets(mpReach)));
  }

  @ParameterizedTest
  @DisplayName("MP_UNREACH_NLRI that cannot be read resets with 3/9 (section 7.12)")
  @ValueSource(strings = {"800f02 0002", "800f00", "800f04 0002 01 81", "800f05 0002 01 20 20"})
  void mpUnreach_malformed_resets(String mpUnreach) {
    Notification answer = answer(MessageDecoder.decode(update("", mpUnreach, ""), EBGP));
    assertThat(answer).isEqualTo(new Notification(3, 9, octets(mpUnreach)));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "well-known flags, 400e1a 0002 01 10 20010db8000000000000000000000001 00 20 20010db8",
    "next hop ::, 800e1a 0002 01 10 00000000000000000000000000000000 00 20 20010db8",
    "next hop ::1, 800e1a 0002 01 10 00000000000000000000000000000001 00 20 20010db8",
    "next hop multicast, 800e1a 0002 01 10 ff020000000000000000000000000001 00 20 20010db8",
  })
  void mpReach_faultyButReadable_isTreatedAsWithdraw(String what, String mpReach) {
    Decoded decoded = decodeMp(mpReach, EBGP);
    assertThat(decoded.kind()).as(decoded.reason()).isEqualTo(Decoded.Kind.TREAT_AS_WITHDRAW);
    assertThat(decoded.withdrawn()).containsExactly(IpPrefix.parse("2001:db8::/32"));
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("Families that were not agreed are passed over (RFC 4760 section 6)")
  @CsvSource({
    "IPv4 VPN, 800e0a 0001 80 04 c0000201 00 00",
    "unknown AFI, 800e0a ffff ff 04 c0000201 00 00",
    "unknown withdrawn, 800f05 0019 46 0000",
    "with an attribute fault, 800e0a 0001 80 04 c0000201 00 00 c00800",
  })
  void multiprotocol_familyNotAgreed_isIgnored(String what, String attributes) {
    Decoded decoded = decodeMp(attributes, EBGP);
    assertThat(decoded.kind()).as(decoded.reason()).isEqualTo(Decoded.Kind.IGNORE);
    assertThat(decoded.reason()).contains("not agreed");
  }

  @Test
  void classicNlri_ipv4NotAgreed_isIgnored() {
    CodecContext ipv6 =
        CodecContext.ebgp(65001, 65000).families(List.of(Family.IPV6_UNICAST)).build();
    Decoded decoded = MessageDecoder.decode(update("08 0a", attributes(EBGP, ""), NLRI), ipv6);
    assertThat(decoded.kind()).isEqualTo(Decoded.Kind.IGNORE);
    assertThat(decoded.reason()).contains("ipv4-unicast");
  }

  private static Update.Reach reach(Decoded decoded) {
    assertThat(decoded.kind()).as(decoded.reason()).isEqualTo(Decoded.Kind.OK);
    return ((Update) decoded.message().orElseThrow()).reach().get(0);
  }

  @Test
  @DisplayName("Next hops as peers really send them (RFC 2545, RFC 8950)")
  void mpReach_nextHops_areRead() {
    IpAddress linkLocal = IpAddress.parse("fe80::1");
    String ll = "fe800000000000000000000000000001";
    String none = "00".repeat(16);
    Update.Reach twice = reach(decodeMp("800e2a 0002 01 20" + ll + ll + "00 20 20010db8", EBGP));
    assertThat(twice.nextHop()).isEqualTo(linkLocal);
    assertThat(twice.linkLocal()).contains(linkLocal);
    Update.Reach onlyLinkLocal =
        reach(decodeMp("800e2a 0002 01 20" + none + ll + "00 20 20010db8", EBGP));
    assertThat(onlyLinkLocal.nextHop()).isEqualTo(linkLocal);
    Update.Reach single = reach(decodeMp("800e1a 0002 01 10" + ll + "00 20 20010db8", EBGP));
    assertThat(single.nextHop()).isEqualTo(linkLocal);
    assertThat(single.linkLocal()).isEqualTo(Optional.empty());
    Update.Reach ipv4 = reach(decodeMp("800e0e 0001 01 04 c0000201 00 20 14000a64", EBGP));
    assertThat(ipv4.nextHop()).isEqualTo(IpAddress.parse("192.0.2.1"));
    CodecContext rfc8950 =
        CodecContext.ebgp(65001, 65000).extendedNextHop(List.of(Family.IPV4_UNICAST)).build();
    assertThat(
            reach(decodeMp("800e2a 0001 01 20" + ll + ll + "00 20 14000a64", rfc8950)).prefixes())
        .containsExactly(IpPrefix.parse("20.0.10.100/32"));
  }

  @Test
  @DisplayName("An IPv4 next hop of IPv6 routes, only where the context names the family")
  void mpReach_ipv4NextHopOfIpv6_onlyWhereAgreed() {
    String mpReach = "800e0e 0002 01 04 c0000201 00 20 20010db8";
    assertThat(answer(decodeMp(mpReach, EBGP)).subcode()).isEqualTo(9);
    CodecContext agreed =
        CodecContext.ebgp(65001, 65000).extendedNextHop(List.of(Family.IPV6_UNICAST)).build();
    assertThat(reach(decodeMp(mpReach, agreed)).nextHop()).isEqualTo(IpAddress.parse("192.0.2.1"));
  }

  @Test
  @DisplayName("A NEXT_HOP beside MP_REACH_NLRI is ignored (RFC 4760 section 3)")
  void nextHop_besideMpReach_isIgnored() {
    Decoded decoded = decodeMp(MP_REACH_IPV6 + "400304 00000000", EBGP);
    assertThat(decoded.kind()).as(decoded.reason()).isEqualTo(Decoded.Kind.OK);
  }

  @Test
  @DisplayName("Our own AS in the path (RFC 4271 section 9.1.2)")
  void asPath_withOurAs_isNotEligible() {
    assertKind(decode(EBGP, "40020a 02 02 0000fde8 0000fde9"), "not-eligible");
  }

  @ParameterizedTest(name = "{0}: {1}")
  @DisplayName("Multicast prefixes are no unicast routes (RFC 4271 section 6.3)")
  @CsvSource({
    "04 e0, not-eligible",
    "20 e0000001, not-eligible",
    "20 e0000001 18 cb0071, ok",
    "00, ok",
  })
  void nlri_multicastOnly_isNotEligible(String nlri, String kind) {
    Decoded decoded = MessageDecoder.decode(update("", attributes(EBGP, ""), nlri), EBGP);
    assertThat(decoded.kind()).as(decoded.reason()).hasToString(kind);
  }

  @Test
  @DisplayName("First AS (RFC 4271 section 6.3), only where enforced")
  void asPath_notBeginningWithThePeer_isTreatedAsWithdrawWhereEnforced() {
    CodecContext enforced = CodecContext.ebgp(65001, 65000).enforceFirstAs(true).build();
    for (String path : List.of("400206 02 01 0000fdea", "400200", "400206 01 01 0000fde8")) {
      assertKind(decode(EBGP, path), "ok");
      assertKind(decode(enforced, path), "treat-as-withdraw");
    }
    assertKind(decode(enforced, AS_PATH), "ok");
    CodecContext anyPeer = CodecContext.ebgp(65001, 0).enforceFirstAs(true).build();
    assertKind(decode(anyPeer, "400206 02 01 0000fdea"), "ok");
    CodecContext old =
        CodecContext.ebgp(65001, 4200000000L).fourOctetAs(false).enforceFirstAs(true).build();
    assertKind(decode(old, "400204 02 01 5ba0"), "ok");
  }

  @Test
  void unknownTransitive_isKeptAndMarkedAsPartial() {
    Decoded decoded = decode(EBGP, "d0f00002 0102");
    assertThat(((Update) decoded.message().get()).attributes().others())
        .containsExactly(new UpdateAttributes.Raw(0xe0, 240, Octets.of(1, 2)));
  }

  @Test
  void defaultRouteFourTimes_isFourPrefixes() {
    Decoded decoded = MessageDecoder.decode(update("", attributes(EBGP, ""), "00 00 00 00"), EBGP);
    assertThat(reach(decoded).prefixes()).hasSize(4).containsOnly(IpPrefix.parse("0.0.0.0/0"));
  }
}
