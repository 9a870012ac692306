package io.readback.bgp.codec;

import static io.readback.bgp.codec.WireFixture.MARKER;
import static io.readback.bgp.codec.WireFixture.bytes;
import static io.readback.bgp.codec.WireFixture.message;
import static org.assertj.core.api.Assertions.assertThat;

import io.readback.bgp.message.Capability;
import io.readback.bgp.message.ErrorCode;
import io.readback.bgp.message.Family;
import io.readback.bgp.message.Keepalive;
import io.readback.bgp.message.Message;
import io.readback.bgp.message.Notification;
import io.readback.bgp.message.Octets;
import io.readback.bgp.message.Open;
import io.readback.bgp.message.RouteRefresh;
import io.readback.spi.net.IpAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageCodecTest {
  private static final CodecContext CONTEXT =
      CodecContext.ebgp(65001, 65000).localId(IpAddress.parse("10.0.0.1")).build();
  private static final CodecContext IBGP =
      CodecContext.ibgp(65000).localId(IpAddress.parse("10.0.0.1")).build();
  private static final CodecContext ENHANCED =
      CodecContext.ebgp(65001, 65000).enhancedRefresh(true).build();

  private static void assertBothWays(byte[] octets, Message value) {
    Decoded decoded = MessageDecoder.decode(octets, CONTEXT);
    assertThat(decoded.message()).as(decoded.reason()).contains(value);
    assertThat(decoded.kind()).isEqualTo(Decoded.Kind.OK);
    assertThat(Octets.of(MessageEncoder.encode(value))).isEqualTo(Octets.of(octets));
  }

  private static void assertAnswer(byte[] octets, CodecContext context, Notification answer) {
    Decoded decoded = MessageDecoder.decode(octets, context);
    assertThat(decoded.kind()).isEqualTo(Decoded.Kind.NOTIFICATION);
    assertThat(decoded.answer()).contains(answer);
    assertThat(decoded.message()).isEmpty();
    assertThat(decoded.reason()).isNotBlank();
  }

  private static void assertAnswer(byte[] octets, ErrorCode error) {
    assertAnswer(octets, CONTEXT, Notification.of(error));
  }

  @Nested
  @DisplayName("Header (RFC 4271 sections 4.1 and 6.1)")
  class Header {
    @Test
    void messageLength_lessThanAHeader_asksForMore() throws WireException {
      byte[] part = bytes(MARKER + "0013");
      assertThat(Framing.messageLength(part, 0, part.length, false)).isZero();
    }

    @Test
    void messageLength_headerOfALongerMessage_isItsLength() throws WireException {
      byte[] header = bytes("00" + MARKER + "1000 02");
      assertThat(Framing.messageLength(header, 1, 19, false)).isEqualTo(4096);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 7, 15})
    void decode_markerNotAllOnes_is1over1(int at) {
      byte[] octets = message(4, "");
      octets[at] = 0x7f;
      assertAnswer(octets, ErrorCode.CONNECTION_NOT_SYNCHRONIZED);
    }

    @ParameterizedTest(name = "type {1}, length {0}")
    @CsvSource({
      "0012, 04", // below the header
      "0000, 02",
      "1001, 02", // above 4096
      "ffff, 02",
      "001c, 01", // OPEN needs 29
      "0016, 02", // UPDATE needs 23
      "0014, 03", // NOTIFICATION needs 21
      "0014, 04", // KEEPALIVE has 19
    })
    void decode_impossibleLength_is1over2WithTheLength(String length, String type) {
      byte[] octets = bytes(MARKER + length + type + "00".repeat(20));
      assertAnswer(
          octets, CONTEXT, Notification.of(ErrorCode.BAD_MESSAGE_LENGTH, Octets.ofHex(length)));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 6, 255})
    void decode_unknownType_is1over3WithTheType(int type) {
      assertAnswer(
          message(type, "0000 0000"),
          CONTEXT,
          Notification.of(ErrorCode.BAD_MESSAGE_TYPE, Octets.of(type)));
    }

    @Test
    @DisplayName("RFC 8654: 65535 octets, but not for OPEN and KEEPALIVE")
    void messageLength_extendedMessages_onlyForSomeTypes() throws WireException {
      byte[] update = bytes(MARKER + "ffff 02");
      assertThat(Framing.messageLength(update, 0, 19, true)).isEqualTo(65535);
      CodecContext extended = CodecContext.ebgp(65001, 65000).extendedMessages(true).build();
      Octets length = Octets.of(0x10, 0x01);
      for (String type : List.of("01", "04")) {
        assertAnswer(
            bytes(MARKER + "1001" + type),
            extended,
            Notification.of(ErrorCode.BAD_MESSAGE_LENGTH, length));
      }
    }

    @ParameterizedTest(name = "{0} octets, extended messages {1}: {2}")
    @CsvSource({
      "4096, false, ok",
      "4097, false, notification",
      "4096, true, ok",
      "4097, true, ok",
      "65535, true, ok",
    })
    @DisplayName("The longest message (RFC 4271 section 4.1, RFC 8654)")
    void decode_updateAtTheLimit_isReadUpToIt(int length, boolean extended, String kind) {
      // Four octets an UPDATE without routes, then one unknown optional attribute.
      int value = length - 19 - 4 - 4;
      byte[] octets =
          message(2, String.format("0000 %04x d0 f0 %04x", value + 4, value) + "ab".repeat(value));
      CodecContext context = CodecContext.ebgp(65001, 65000).extendedMessages(extended).build();
      Decoded decoded = MessageDecoder.decode(octets, context);
      assertThat(octets).hasSize(length);
      assertThat(decoded.kind()).as(decoded.reason()).hasToString(kind);
      if (kind.equals("notification")) {
        assertThat(decoded.answer())
            .contains(
                Notification.of(
                    ErrorCode.BAD_MESSAGE_LENGTH, Octets.of(length >>> 8, length & 0xff)));
      }
    }

    @Test
    void decode_lengthFieldUnlikeTheOctets_is1over2() {
      assertAnswer(
          bytes(MARKER + "0017 02 0000 0000 00"),
          CONTEXT,
          Notification.of(ErrorCode.BAD_MESSAGE_LENGTH, Octets.of(0, 0x17)));
    }

    @Test
    void decode_partOfAHeader_isIgnored() {
      assertThat(MessageDecoder.decode(bytes("ffff"), CONTEXT).kind())
          .isEqualTo(Decoded.Kind.IGNORE);
    }
  }

  @Nested
  @DisplayName("OPEN (RFC 4271 sections 4.2 and 6.2)")
  class OpenMessage {
    private static final String FIXED =
        """
        04        # version
        fde8      # My Autonomous System 65000
        005a      # hold time 90
        0a000002  # BGP Identifier 10.0.0.2
        """;

    private byte[] open(String parameters) {
      return message(1, FIXED + parameters);
    }

    @Test
    void open_withoutParameters_bothWays() {
      assertBothWays(open("00"), new Open(4, 65000, 90, IpAddress.parse("10.0.0.2"), List.of()));
    }

    @Test
    @DisplayName("RFC 5492: capabilities in one parameter")
    void open_withCapabilities_bothWays() {
      assertBothWays(
          open(
              """
              14                # 20 octets of optional parameters
              02 12             # capabilities, 18 octets
              01 04 0001 00 01  # multiprotocol IPv4 unicast
              02 00             # route refresh
              41 04 0000fde8    # 4-octet AS 65000
              40 02 0078        # graceful restart, 120 s, no families
              """),
          new Open(
              4,
              65000,
              90,
              IpAddress.parse("10.0.0.2"),
              List.of(
                  new Capability.Multiprotocol(Family.IPV4_UNICAST),
                  new Capability.RouteRefresh(),
                  new Capability.FourOctetAs(65000),
                  new Capability.GracefulRestart(false, false, 120, List.of()))));
    }

    @Test
    @DisplayName("RFC 6793: AS_TRANS stands for a 4-octet AS number")
    void open_fourOctetAs_bothWays() {
      byte[] octets =
          message(
              1,
              """
              04 5ba0 00b4 0a000002  # My Autonomous System 23456, hold time 180
              08 02 06               # one parameter with capabilities
              41 04 fa56ea00         # 4-octet AS 4200000000
              """);
      Open value =
          new Open(
              4,
              4200000000L,
              180,
              IpAddress.parse("10.0.0.2"),
              List.of(new Capability.FourOctetAs(4200000000L)));
      CodecContext context = CodecContext.ebgp(65001, 4200000000L).build();
      assertThat(MessageDecoder.decode(octets, context).message()).contains(value);
      assertThat(Octets.of(MessageEncoder.encode(value))).isEqualTo(Octets.of(octets));
    }

    @Test
    @DisplayName("RFC 5492: one parameter a capability, repeated and unknown codes")
    void decode_manyParameters_keepsOrder() {
      Decoded decoded =
          MessageDecoder.decode(
              open(
                  """
                  18               # 24 octets
                  02 06 01 04 0002 00 01  # multiprotocol IPv6 unicast
                  02 02 80 00             # code 128
                  02 06 01 04 0001 00 01  # multiprotocol IPv4 unicast
                  02 02 02 00             # route refresh
                  """),
              CONTEXT);
      Open open = (Open) decoded.message().orElseThrow();
      assertThat(open.capabilities())
          .containsExactly(
              new Capability.Multiprotocol(Family.IPV6_UNICAST),
              new Capability.Unknown(128, Octets.EMPTY),
              new Capability.Multiprotocol(Family.IPV4_UNICAST),
              new Capability.RouteRefresh());
      assertThat(open.families()).containsExactly(Family.IPV4_UNICAST, Family.IPV6_UNICAST);
    }

    @Test
    @DisplayName("RFC 9072: extended optional parameters")
    void open_manyCapabilities_usesExtendedLengths() {
      List<Capability> many = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        many.add(new Capability.Unknown(200, Octets.of(i, 0)));
      }
      Open value = new Open(4, 65000, 90, IpAddress.parse("10.0.0.2"), many);
      byte[] octets = MessageEncoder.encode(value);
      assertThat(Octets.of(octets, 28, 7))
          .isEqualTo(
              WireFixture.octets(
                  """
                  ff    # not a length
                  ff    # extended form
                  0193  # 403 octets
                  02    # capabilities
                  0190  # 400 octets
                  """));
      assertThat(MessageDecoder.decode(octets, CONTEXT).message()).contains(value);
    }

    @Test
    @DisplayName("RFC 9072: the extended form is accepted for few parameters, whatever the length")
    void decode_extendedFormForLittle_isRead() {
      Open plain = new Open(4, 65000, 90, IpAddress.parse("10.0.0.2"), List.of());
      assertThat(MessageDecoder.decode(open("ff ff 0000"), CONTEXT).message()).contains(plain);
      assertThat(MessageDecoder.decode(open("03 ff 0000"), CONTEXT).message()).contains(plain);
    }

    @Test
    void decode_otherVersion_is2over1WithOurs() {
      assertAnswer(
          message(1, "03 fde8 005a 0a000002 00"),
          CONTEXT,
          Notification.of(ErrorCode.UNSUPPORTED_VERSION_NUMBER, Octets.of(0, 4)));
    }

    @ParameterizedTest(name = "My AS {0}, parameters {1}")
    @CsvSource({
      "fde9, 00", // 65001, expected 65000
      "0000, 00", // RFC 7607
      "5ba0, 00", // AS_TRANS alone
      "fde8, 08020641040000fde9", // the capability says 65001
      "fde8, 080206410400000000", // RFC 7607
      "5ba0, 080206410400005ba0", // AS_TRANS as 4-octet AS
      "0000, 08020641040000fde8",
    })
    void decode_wrongAs_is2over2(String as, String parameters) {
      assertAnswer(message(1, "04" + as + "005a 0a000002" + parameters), ErrorCode.BAD_PEER_AS);
    }

    @Test
    void decode_anyPeerAsWelcome_isOk() {
      CodecContext any = CodecContext.ebgp(65001, 0).build();
      assertThat(MessageDecoder.decode(open("00"), any).kind()).isEqualTo(Decoded.Kind.OK);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0001", "0002"})
    void decode_holdTimeOf1Or2_is2over6(String holdTime) {
      assertAnswer(
          message(1, "04 fde8" + holdTime + "0a000002 00"), ErrorCode.UNACCEPTABLE_HOLD_TIME);
    }

    @ParameterizedTest
    @CsvSource({"0000, 0", "0003, 3", "ffff, 65535"})
    void decode_otherHoldTimes_areAccepted(String wire, int seconds) {
      Decoded decoded =
          MessageDecoder.decode(message(1, "04 fde8" + wire + "0a000002 00"), CONTEXT);
      assertThat(((Open) decoded.message().orElseThrow()).holdTime()).isEqualTo(seconds);
    }

    @Test
    @DisplayName("RFC 6286: zero is no identifier; our own is refused to an internal peer only")
    void decode_badIdentifier_is2over3() {
      assertAnswer(message(1, "04 fde8 005a 00000000 00"), ErrorCode.BAD_BGP_IDENTIFIER);
      byte[] own = message(1, "04 fde8 005a 0a000001 00");
      assertAnswer(own, IBGP, Notification.of(ErrorCode.BAD_BGP_IDENTIFIER));
      assertThat(MessageDecoder.decode(own, CONTEXT).kind()).isEqualTo(Decoded.Kind.OK);
      assertThat(MessageDecoder.decode(message(1, "04 fde8 005a e0000001 00"), CONTEXT).kind())
          .isEqualTo(Decoded.Kind.OK);
    }

    @Test
    @DisplayName("RFC 6286: a peer of any AS turns out internal by its OPEN")
    void decode_ownIdentifierFromAnyPeer_isRefusedWhereItIsInternal() {
      CodecContext any =
          CodecContext.builder(true, 65001, 0).localId(IpAddress.parse("10.0.0.1")).build();
      assertAnswer(
          message(1, "04 fde9 005a 0a000001 00"),
          any,
          Notification.of(ErrorCode.BAD_BGP_IDENTIFIER));
      assertThat(MessageDecoder.decode(message(1, "04 fde8 005a 0a000001 00"), any).kind())
          .isEqualTo(Decoded.Kind.OK);
    }

    @Test
    void decode_unknownParameter_is2over4() {
      assertAnswer(open("03 01 01 00"), ErrorCode.UNSUPPORTED_OPTIONAL_PARAMETER);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "01", // parameters stated, none there
          "00 02", // octets after the parameters
          "01 02", // half a parameter header
          "03 02 02 01", // parameter longer than the message
          "03 02 01 01", // capability without length
          "04 02 02 01 04", // capability longer than its parameter
          "07 02 05 01 03 0001 01", // multiprotocol of 3 octets
          "05 02 03 41 01 00", // 4-octet AS of 1 octet
          "05 02 03 40 01 00", // graceful restart of 1 octet
          "07 02 05 40 03 0078 00", // graceful restart with half a family
          "05 02 03 05 01 00", // extended next hop of 1 octet
          "05 02 03 45 01 00", // add-path of 1 octet
          "05 02 03 47 01 00", // long-lived graceful restart of 1 octet
          "04 02 02 09 00", // role without a value
          "04 02 02 03 00", // outbound route filtering without an entry (RFC 5291)
          "06 02 04 03 02 0001", // outbound route filtering with half an entry
          "ff ff 00", // extended length cut off
          "ff ff 0001", // extended parameters stated, none there
          "ff ff 0002 0200", // half an extended parameter header
        })
    void decode_malformedParameters_is2over0(String parameters) {
      assertAnswer(open(parameters), ErrorCode.OPEN_UNSPECIFIC);
    }
  }

  @Nested
  @DisplayName("KEEPALIVE (RFC 4271 section 4.4)")
  class KeepaliveMessage {
    @Test
    void keepalive_bothWays() {
      assertBothWays(bytes(MARKER + "0013 04"), Keepalive.INSTANCE);
    }
  }

  @Nested
  @DisplayName("NOTIFICATION (RFC 4271 section 4.5)")
  class NotificationMessage {
    @Test
    void notification_withData_bothWays() {
      assertBothWays(
          bytes(
              MARKER
                  + """
                  0017 03  # length 23, NOTIFICATION
                  01 02    # Message Header Error, Bad Message Length
                  0012     # the length
                  """),
          Notification.of(ErrorCode.BAD_MESSAGE_LENGTH, Octets.of(0, 0x12)));
    }

    @Test
    void notification_withoutData_bothWays() {
      assertBothWays(message(3, "04 00"), Notification.of(ErrorCode.HOLD_TIMER_EXPIRED));
    }

    @Test
    @DisplayName("RFC 9003: shutdown communication")
    void cease_withMessage_bothWays() {
      byte[] octets =
          message(
              3,
              """
              06 02                # Cease, Administrative Shutdown
              05                   # 5 octets of text
              67 72 c3 bc c3       # the last octet is half a character
              """);
      Decoded decoded = MessageDecoder.decode(octets, CONTEXT);
      Notification n = (Notification) decoded.message().orElseThrow();
      assertThat(n.shutdownMessage()).contains("gr\u00fc\ufffd");
      assertThat(
              MessageDecoder.decode(
                      MessageEncoder.encode(
                          Notification.cease(ErrorCode.ADMINISTRATIVE_RESET, "grün")),
                      CONTEXT)
                  .message()
                  .map(m -> ((Notification) m).describe()))
          .contains("6/4 Administrative Reset: \"grün\"");
    }
  }

  @Nested
  @DisplayName("ROUTE-REFRESH (RFC 2918 section 3, RFC 7313)")
  class RouteRefreshMessage {
    @Test
    void request_bothWays() {
      assertBothWays(
          bytes(
              MARKER
                  + """
                  0017 05  # length 23, ROUTE-REFRESH
                  0002     # AFI IPv6
                  00       # reserved
                  01       # SAFI unicast
                  """),
          RouteRefresh.request(Family.IPV6_UNICAST));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void markers_withEnhancedRefresh_bothWays(int subtype) {
      byte[] octets = message(5, "0001 0" + subtype + " 01");
      RouteRefresh value = new RouteRefresh(Family.IPV4_UNICAST, subtype);
      assertThat(MessageDecoder.decode(octets, ENHANCED).message()).contains(value);
      assertThat(Octets.of(MessageEncoder.encode(value))).isEqualTo(Octets.of(octets));
    }

    @Test
    void decode_reservedOctetWithoutEnhancedRefresh_isARequest() {
      assertThat(MessageDecoder.decode(message(5, "0001 02 01"), CONTEXT).message())
          .contains(RouteRefresh.request(Family.IPV4_UNICAST));
    }

    @Test
    void decode_unknownSubtype_isIgnored() {
      assertThat(MessageDecoder.decode(message(5, "0001 03 01"), ENHANCED).kind())
          .isEqualTo(Decoded.Kind.IGNORE);
    }

    @Test
    void decode_familyNotAgreed_isIgnored() {
      Decoded decoded = MessageDecoder.decode(message(5, "0001 00 80"), CONTEXT);
      assertThat(decoded.kind()).isEqualTo(Decoded.Kind.IGNORE);
      assertThat(decoded.reason()).contains("afi-1-safi-128");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0001 01", "0001 01 01 00", "0001 02 01 0000"})
    @DisplayName("RFC 7313 section 5: wrong length of a marker is 7/1 with the message")
    void decode_markerOfWrongLength_is7over1(String body) {
      byte[] octets = message(5, body);
      assertAnswer(
          octets,
          ENHANCED,
          Notification.of(ErrorCode.ROUTE_REFRESH_INVALID_LENGTH, Octets.of(octets)));
    }

    @ParameterizedTest
    @CsvSource({"'', 0013", "00, 0014", "0001 00, 0016"})
    void decode_tooShort_is1over2(String body, String length) {
      assertAnswer(
          message(5, body),
          CONTEXT,
          Notification.of(ErrorCode.BAD_MESSAGE_LENGTH, Octets.ofHex(length)));
    }
  }
}
