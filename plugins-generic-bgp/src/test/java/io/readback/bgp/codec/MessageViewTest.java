package io.readback.bgp.codec;

import static io.readback.bgp.codec.WireFixture.bytes;
import static io.readback.bgp.codec.WireFixture.message;
import static io.readback.bgp.codec.WireFixture.update;
import static org.assertj.core.api.Assertions.assertThat;

import io.readback.bgp.message.Family;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@Label("Messages as a person reads them")
class MessageViewTest {
  private static final CodecContext CONTEXT = CodecContext.builder(true, 0, 0).build();

  private static Map<String, Object> view(byte[] message) {
    return MessageView.of(message, CONTEXT);
  }

  @Test
  void open_allCapabilities_areNamed() {
    Map<String, Object> open =
        view(
            message(
                1,
                """
                04 5ba0 00b4 0a000002   # AS_TRANS, hold time 180, 10.0.0.2
                45 02 43
                01 04 0002 00 01        # multiprotocol IPv6 unicast
                02 00                   # route refresh
                05 06 0001 0001 0002    # extended next hop
                06 00                   # extended message
                09 01 03                # role customer
                40 06 c078 0001 01 80   # graceful restart, R, N, 120 s, F
                41 04 fa56ea00          # AS 4200000000
                45 04 0001 01 03        # add-path both ways
                46 00                   # enhanced refresh
                47 07 0001 01 80 000e10 # long-lived graceful restart, 3600 s
                49 05 02 6231 01 78     # fqdn b1.x
                4b 03 02 6162           # software version ab
                63 01 aa                # code 99
                """));
    assertThat(open)
        .containsEntry("type", "OPEN")
        .containsEntry("version", 4)
        .containsEntry("as", 4200000000L)
        .containsEntry("myAutonomousSystem", 23456)
        .containsEntry("holdTime", 180)
        .containsEntry("identifier", "10.0.0.2")
        .doesNotContainKey("error");
    assertThat(open.get("capabilities").toString())
        .contains("{code=1, name=multiprotocol, family=ipv6-unicast}")
        .contains("{code=2, name=route-refresh}")
        .contains("families=[{family=ipv4-unicast, nextHopAfi=2}]")
        .contains("role=customer")
        .contains("restarting=true, notification=true, restartTime=120")
        .contains("{family=ipv4-unicast, forwarding=true}")
        .contains("asn=4200000000")
        .contains("{family=ipv4-unicast, receive=true, send=true}")
        .contains("staleTime=3600")
        .contains("host=b1, domain=x")
        .contains("name=software-version, version=ab")
        .contains("{code=99, name=capability 99, hex=aa}");
  }

  @Test
  void open_malformed_showsWhatCanBeRead() {
    assertThat(view(message(1, "04 fde8 005a 0a000002 04 02 02 01 04")))
        .containsEntry("as", 65000L)
        .extracting("capabilities")
        .asString()
        .contains("hex=0104, error=a capability is cut off");
    assertThat(view(message(1, "04 fde8 005a 0a000002 03 01 01 2a")))
        .extracting("otherParameters")
        .asString()
        .isEqualTo("[{parameter=1, hex=2a}]");
    assertThat(view(message(1, "04 fde8 005a 0a000002 ff ff 0005 02 0002 0200")))
        .extracting("capabilities")
        .asString()
        .isEqualTo("[{code=2, name=route-refresh}]");
  }

  @Test
  void update_everyPart_isShown() {
    Map<String, Object> update =
        view(
            update(
                "08 0a",
                """
                80 0e 1a 0002 01 10 20010db8000000000000000000000001 00 20 20010db8
                40 01 01 02
                40 02 0c 02 01 0000fde8 01 01 00000001
                40 03 04 c0000201
                80 04 04 00000007
                40 05 04 00000064
                40 06 00
                c0 07 08 0000fde8 c0000205
                c0 08 08 fde80001 ffffff01
                80 09 04 0a000009
                80 0a 04 0a000008
                c0 10 18 0002fde800000064 4004fde849742400 030b000000000001
                80 1a 0b 01 000b 0000000000000005
                c0 20 0c 0000fde80000000100000002
                c0 23 04 0000fde8
                e0 f0 02 0102
                """,
                "20 cb007101"));
    assertThat(update.get("withdrawn").toString())
        .isEqualTo("[{family=ipv4-unicast, prefix=10.0.0.0/8}]");
    assertThat(update.get("announced").toString())
        .isEqualTo(
            "[{family=ipv6-unicast, prefix=2001:db8::/32, nextHop=2001:db8::1},"
                + " {family=ipv4-unicast, prefix=203.0.113.1/32, nextHop=192.0.2.1}]");
    assertThat(update.get("attributes").toString())
        .contains("name=ORIGIN, flags=[well-known, transitive], length=1, value=incomplete")
        .contains("value=65000 {1}")
        .contains("name=MULTI_EXIT_DISC, flags=[optional, non-transitive], length=4, value=7")
        .contains("value={as=65000, address=192.0.2.5}")
        .contains("value=[65000:1, 65535:65281]")
        .contains("value=[target:65000:100, bandwidth:65000:1000000, 0x030b000000000001]")
        .contains("name=AIGP, flags=[optional, non-transitive], length=11, value=5")
        .contains("value=[65000:1:2]")
        .contains("name=ONLY_TO_CUSTOMER")
        .contains("name=attribute 240, flags=[optional, transitive, partial], length=2, hex=0102");
    assertThat(update).doesNotContainKey("endOfRib");
  }

  @Test
  void update_malformedParts_areShownAsHex() {
    Map<String, Object> update =
        view(
            update(
                "",
                "40 01 02 0000 40 02 06 05 01 0000fde8 40 02 03 02 02 00 80 0e 04 0002 01 00 40 05 09",
                "21 cb"));
    assertThat(update.get("attributes").toString())
        .contains("name=ORIGIN, flags=[well-known, transitive], length=2, hex=0000")
        .contains("[{segment=type 5, asns=[65000]}]")
        .contains("hex=020200")
        .contains("name=MP_REACH_NLRI")
        .contains("error=shorter than 5 octets")
        .contains("error=longer than the attribute list");
    assertThat(update.get("announced").toString()).contains("hex=21cb");
  }

  @Test
  void update_addPath_showsPathIdentifiers() {
    CodecContext addPath =
        CodecContext.ebgp(65001, 65000).addPathReceive(List.of(Family.IPV4_UNICAST)).build();
    assertThat(MessageView.of(update("00000007 08 0a", "", ""), addPath).get("withdrawn"))
        .asString()
        .isEqualTo("[{family=ipv4-unicast, prefix=10.0.0.0/8, pathId=7}]");
  }

  @Test
  void update_endOfRib_isNamed() {
    assertThat(view(update("", "", ""))).containsEntry("endOfRib", "ipv4-unicast");
    assertThat(view(update("", "90 0f 0003 0002 01", "")))
        .containsEntry("endOfRib", "ipv6-unicast");
  }

  @Test
  @DisplayName("Shutdown messages (RFC 9003) and hard resets (RFC 8538)")
  void notification_isNamedAndItsTextSanitised() {
    assertThat(view(message(3, "06 02 05 68 69 1b 5b 0a")))
        .containsEntry("code", 6)
        .containsEntry("codeName", "Cease")
        .containsEntry("subcodeName", "Administrative Shutdown")
        .containsEntry("data", "0568691b5b0a")
        .containsEntry("shutdownMessage", "hi\ufffd[\ufffd");
    assertThat(view(message(3, "06 09 06 02 02 68 69")).get("enclosed").toString())
        .contains("subcodeName=Administrative Shutdown")
        .contains("shutdownMessage=hi");
    assertThat(view(message(3, "63 01")))
        .containsEntry("codeName", "unknown error")
        .containsEntry("data", "");
  }

  @Test
  void routeRefreshAndOthers_areNamed() {
    assertThat(view(message(5, "0001 02 01")).toString())
        .isEqualTo(
            "{type=ROUTE-REFRESH, length=23, family=ipv4-unicast, subtype=2,"
                + " subtypeName=end of refresh (EoRR)}");
    assertThat(view(message(4, ""))).hasToString("{type=KEEPALIVE, length=19}");
    assertThat(view(message(9, "aabb"))).hasToString("{type=type 9, length=21, hex=aabb}");
    assertThat(view(bytes("ffff"))).containsEntry("hex", "ffff").containsKey("error");
  }

  @Property(tries = 2000)
  void anyBody_ofAnyType_isShown(@ForAll @Size(max = 80) byte[] body, @ForAll byte type) {
    byte[] whole = message(Byte.toUnsignedInt(type) % 7, "");
    byte[] octets = java.util.Arrays.copyOf(whole, whole.length + body.length);
    System.arraycopy(body, 0, octets, whole.length, body.length);
    for (CodecContext context :
        List.of(
            CONTEXT,
            CodecContext.ebgp(1, 2)
                .fourOctetAs(false)
                .addPathReceive(List.of(Family.IPV4_UNICAST, Family.IPV6_UNICAST))
                .build())) {
      assertThat(MessageView.of(octets, context)).containsKey("type");
    }
  }
}
