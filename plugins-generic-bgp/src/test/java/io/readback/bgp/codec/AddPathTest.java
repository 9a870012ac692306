package io.readback.bgp.codec;

import static io.readback.bgp.codec.WireFixture.update;
import static org.assertj.core.api.Assertions.assertThat;

import io.readback.bgp.message.Family;
import io.readback.bgp.message.Octets;
import io.readback.bgp.message.Update;
import io.readback.spi.net.IpPrefix;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Path identifiers (RFC 7911)")
class AddPathTest {
  private static final String ATTRIBUTES =
      """
      40 01 01 00             # ORIGIN IGP
      40 02 06 02 01 0000fde8 # AS_PATH 65000
      40 03 04 c0000201       # NEXT_HOP 192.0.2.1
      """;
  private static final CodecContext IPV4 =
      CodecContext.ebgp(65001, 65000).addPathReceive(List.of(Family.IPV4_UNICAST)).build();
  private static final CodecContext BOTH =
      CodecContext.ebgp(65001, 65000)
          .addPathReceive(List.of(Family.IPV4_UNICAST, Family.IPV6_UNICAST))
          .build();

  private static Update read(byte[] message, CodecContext context) {
    Decoded decoded = MessageDecoder.decode(message, context);
    assertThat(decoded.kind()).as(decoded.reason()).isEqualTo(Decoded.Kind.OK);
    return (Update) decoded.message().orElseThrow();
  }

  private static List<IpPrefix> prefixes(String... text) {
    return java.util.Arrays.stream(text).map(IpPrefix::parse).toList();
  }

  @Test
  void classicFields_agreed_havePathIdentifiers() {
    byte[] message =
        update(
            """
            00000007 08 0a       # path 7: 10.0.0.0/8
            """,
            ATTRIBUTES,
            """
            00000001 20 cb007101 # path 1: 203.0.113.1/32
            ffffffff 20 cb007101 # path 4294967295: the same prefix
            00000000 00          # path 0: the default route
            """);
    Update update = read(message, IPV4);
    assertThat(update.unreach())
        .containsExactly(
            new Update.Unreach(Family.IPV4_UNICAST, prefixes("10.0.0.0/8"), List.of(7L)));
    assertThat(update.reach().get(0).prefixes())
        .isEqualTo(prefixes("203.0.113.1/32", "203.0.113.1/32", "0.0.0.0/0"));
    assertThat(update.reach().get(0).pathIds()).containsExactly(1L, 4294967295L, 0L);
    assertThat(Octets.of(MessageEncoder.encode(update, IPV4))).isEqualTo(Octets.of(message));
  }

  @Test
  void multiprotocolFields_agreed_havePathIdentifiers() {
    byte[] message =
        update(
            "",
            """
            80 0e 1e 0002 01                       # MP_REACH_NLRI IPv6 unicast
            10 20010db8000000000000000000000001 00 # next hop 2001:db8::1
            00000002 20 20010db8                   # path 2: 2001:db8::/32
            80 0f 09 0002 01                       # MP_UNREACH_NLRI IPv6 unicast
            00000003 08 20                         # path 3: 2000::/8
            40 01 01 00
            40 02 06 02 01 0000fde8
            """,
            "");
    Update update = read(message, BOTH);
    assertThat(update.reach().get(0).pathIds()).containsExactly(2L);
    assertThat(update.unreach().get(0).pathIds()).containsExactly(3L);
    assertThat(update.unreach().get(0).prefixes()).isEqualTo(prefixes("2000::/8"));
  }

  @Test
  void family_notAgreed_hasNone() {
    Update update =
        read(update("", ATTRIBUTES, "18 cb0071"), CodecContext.ebgp(65001, 65000).build());
    assertThat(update.reach().get(0).pathIds()).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "no identifier at all, 20 cb007101, ''",
    "identifier cut off, '', 000000",
    "identifier without a prefix, '', 00000001",
    "prefix cut off, '', 00000001 20 cb00",
    "length above 32, '', 00000001 21 cb00710180",
  })
  @DisplayName("Fields that cannot be read reset with 3/10 (RFC 7606 section 5.3)")
  void classicFields_malformed_reset(String what, String withdrawn, String nlri) {
    Decoded decoded = MessageDecoder.decode(update(withdrawn, ATTRIBUTES, nlri), IPV4);
    assertThat(decoded.answer().map(n -> n.code() + "/" + n.subcode())).contains("3/10");
  }

  @Test
  void endOfRib_withAddPath_isTheSame() {
    assertThat(read(update("", "", ""), BOTH).endOfRib()).contains(Family.IPV4_UNICAST);
    assertThat(read(update("", "80 0f 03 0002 01", ""), BOTH).endOfRib())
        .contains(Family.IPV6_UNICAST);
  }

  @Test
  void treatAsWithdraw_withAddPath_keepsTheIdentifiers() {
    Decoded decoded =
        MessageDecoder.decode(update("", ATTRIBUTES + "c00800", "00000005 18 cb0071"), IPV4);
    assertThat(decoded.kind()).isEqualTo(Decoded.Kind.TREAT_AS_WITHDRAW);
    assertThat(((Update) decoded.message().orElseThrow()).unreach().get(0).pathIds())
        .containsExactly(5L);
  }
}
