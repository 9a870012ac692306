package io.readback.bgp.codec;

import static io.readback.bgp.codec.WireFixture.message;
import static io.readback.bgp.codec.WireFixture.update;
import static org.assertj.core.api.Assertions.assertThat;

import io.readback.bgp.message.ErrorCode;
import io.readback.bgp.message.Notification;
import io.readback.spi.target.BgpRole;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Roles and ONLY_TO_CUSTOMER (RFC 9234)")
class RoleTest {
  private static CodecContext.Builder external(BgpRole role) {
    return CodecContext.ebgp(65001, 65000).role(role);
  }

  /** An OPEN of AS 65000 with the capabilities given. */
  private static byte[] open(String capabilities) {
    int octets = capabilities.replace(" ", "").length() / 2;
    String parameters =
        octets == 0 ? "00" : String.format("%02x 02 %02x", octets + 2, octets) + capabilities;
    return message(1, "04 fde8 005a 0a000002" + parameters);
  }

  @ParameterizedTest(name = "we {0}, peer {1}: {2}")
  @DisplayName("Pairs of section 4.2")
  @CsvSource({
    "PROVIDER, 03, ok",
    "CUSTOMER, 00, ok",
    "ROUTE_SERVER, 02, ok",
    "ROUTE_SERVER_CLIENT, 01, ok",
    "PEER, 04, ok",
    "PROVIDER, 00, 2/11",
    "PROVIDER, 01, 2/11",
    "PROVIDER, 02, 2/11",
    "PROVIDER, 04, 2/11",
    "CUSTOMER, 03, 2/11",
    "CUSTOMER, 04, 2/11",
    "ROUTE_SERVER, 01, 2/11",
    "ROUTE_SERVER_CLIENT, 02, 2/11",
    "PEER, 00, 2/11",
    "PEER, 05, 2/11",
    "PEER, ff, 2/11",
  })
  void open_roles_mustFit(BgpRole ours, String theirs, String expected) {
    Decoded decoded = MessageDecoder.decode(open("09 01" + theirs), external(ours).build());
    assertThat(decoded.answer().map(n -> n.code() + "/" + n.subcode()).orElse("ok"))
        .as(decoded.reason())
        .isEqualTo(expected);
  }

  @Test
  void open_withoutRole_isRefusedInStrictModeOnly() {
    assertThat(MessageDecoder.decode(open(""), external(BgpRole.PEER).build()).kind())
        .isEqualTo(Decoded.Kind.OK);
    assertThat(
            MessageDecoder.decode(open(""), external(BgpRole.PEER).roleStrict(true).build())
                .answer())
        .contains(Notification.of(ErrorCode.ROLE_MISMATCH));
  }

  @Test
  @DisplayName("Several role capabilities: only with one value (section 4.2)")
  void open_severalRoles_mustBeTheSame() {
    CodecContext context = external(BgpRole.CUSTOMER).build();
    assertThat(MessageDecoder.decode(open("09 01 00 09 01 00"), context).kind())
        .isEqualTo(Decoded.Kind.OK);
    assertThat(MessageDecoder.decode(open("09 01 00 09 01 03"), context).answer())
        .contains(Notification.of(ErrorCode.ROLE_MISMATCH));
  }

  @Test
  void open_internalPeerOrNoRoleOfOurs_isNotJudged() {
    CodecContext internal = CodecContext.ibgp(65000).role(BgpRole.PEER).roleStrict(true).build();
    assertThat(MessageDecoder.decode(open("09 01 00"), internal).kind()).isEqualTo(Decoded.Kind.OK);
    assertThat(
            MessageDecoder.decode(open("09 01 00"), CodecContext.ebgp(65001, 65000).build()).kind())
        .isEqualTo(Decoded.Kind.OK);
  }

  @ParameterizedTest(name = "we {0}, ONLY_TO_CUSTOMER {1}: {2}")
  @DisplayName("Ingress procedure of section 5")
  @CsvSource({
    "PROVIDER, 65000, not-eligible", // from a customer: a leak whatever it says
    "ROUTE_SERVER, 65000, not-eligible",
    "PEER, 65000, ok", // from a peer: its own number only
    "PEER, 65010, not-eligible",
    "CUSTOMER, 65010, ok",
    "ROUTE_SERVER_CLIENT, 65010, ok",
  })
  void update_onlyToCustomer_showsLeaks(BgpRole ours, long asn, String kind) {
    byte[] message =
        update(
            "",
            "400101 00 400206 02 01 0000fde8 400304 c0000201" + String.format("c02304 %08x", asn),
            "18 cb0071");
    Decoded decoded = MessageDecoder.decode(message, external(ours).build());
    assertThat(decoded.kind()).as(decoded.reason()).hasToString(kind);
    assertThat(decoded.reason().contains("leak")).isEqualTo(kind.equals("not-eligible"));
    CodecContext internal =
        CodecContext.ibgp(65001).role(ours).localId(WireFixture.identifier()).build();
    assertThat(
            MessageDecoder.decode(
                    update(
                        "",
                        "400101 00 400200 400304 c0000201 400504 00000064"
                            + String.format("c02304 %08x", asn),
                        "18 cb0071"),
                    internal)
                .kind())
        .isEqualTo(Decoded.Kind.OK);
    assertThat(decoded.answer()).isEqualTo(Optional.empty());
  }
}
