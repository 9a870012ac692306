package io.readback.bgp.codec;

import static io.readback.bgp.codec.WireFixture.octets;
import static io.readback.bgp.codec.WireFixture.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.readback.bgp.message.Family;
import io.readback.bgp.message.Octets;
import io.readback.bgp.message.Update;
import io.readback.bgp.message.UpdateAttributes;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.route.AsPath;
import io.readback.spi.route.Community;
import io.readback.spi.route.ExtendedCommunity;
import io.readback.spi.route.Ipv6ExtendedCommunity;
import io.readback.spi.route.LargeCommunity;
import io.readback.spi.route.Origin;
import io.readback.spi.route.PathAttributes;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("UPDATE and its path attributes, both ways")
class UpdateCodecTest {
  private static final CodecContext IBGP = CodecContext.ibgp(65001).build();
  private static final CodecContext IBGP_2_OCTETS =
      CodecContext.ibgp(65001).fourOctetAs(false).build();
  private static final CodecContext IBGP_EXTENDED_NEXT_HOP =
      CodecContext.ibgp(65001).extendedNextHop(List.of(Family.IPV4_UNICAST)).build();

  private static final IpAddress HOP = IpAddress.parse("192.0.2.1");
  private static final IpPrefix PREFIX = IpPrefix.parse("203.0.113.0/24");

  private static void assertBothWays(byte[] octets, Update value, CodecContext context) {
    Decoded decoded = MessageDecoder.decode(octets, context);
    assertThat(decoded.message()).as(decoded.reason()).contains(value);
    assertThat(decoded.kind()).isEqualTo(Decoded.Kind.OK);
    assertThat(Octets.of(MessageEncoder.encode(value, context))).isEqualTo(Octets.of(octets));
  }

  private static PathAttributes.Builder path() {
    return PathAttributes.builder().asPath(AsPath.sequence(65010L)).localPref(100);
  }

  private static UpdateAttributes with(
      boolean atomic,
      UpdateAttributes.Aggregator aggregator,
      IpAddress originator,
      List<IpAddress> clusters,
      List<UpdateAttributes.Raw> others) {
    return new UpdateAttributes(
        path().build(),
        atomic,
        Optional.ofNullable(aggregator),
        Optional.ofNullable(originator),
        clusters,
        others);
  }

  static Stream<Arguments> attributes() {
    return Stream.of(
        arguments(
            "ORIGIN EGP (RFC 4271 section 4.3 a)",
            """
            40 01 01 01             # ORIGIN EGP
            40 02 06 02 01 0000fdf2 # AS_PATH 65010
            40 03 04 c0000201       # NEXT_HOP 192.0.2.1
            40 05 04 00000064       # LOCAL_PREF 100
            """,
            UpdateAttributes.of(path().origin(Origin.EGP).build())),
        arguments(
            "ORIGIN INCOMPLETE (RFC 4271 section 4.3 a)",
            """
            40 01 01 02             # ORIGIN INCOMPLETE
            40 02 06 02 01 0000fdf2 # AS_PATH 65010
            40 03 04 c0000201       # NEXT_HOP 192.0.2.1
            40 05 04 00000064       # LOCAL_PREF 100
            """,
            UpdateAttributes.of(path().origin(Origin.INCOMPLETE).build())),
        arguments(
            "AS_PATH empty (RFC 4271 section 5.1.2)",
            """
            40 01 01 00             # ORIGIN IGP
            40 02 00                # AS_PATH, empty
            40 03 04 c0000201       # NEXT_HOP 192.0.2.1
            40 05 04 00000064       # LOCAL_PREF 100
            """,
            UpdateAttributes.of(path().asPath(AsPath.EMPTY).build())),
        arguments(
            "AS_PATH with a set (RFC 4271 section 4.3 b)",
            """
            40 01 01 00             # ORIGIN IGP
            40 02 14                # AS_PATH of 20 octets
              02 02 0000fdf2 fa56ea00 # AS_SEQUENCE 65010 4200000000
              01 02 0000fdf3 0000fdf4 # AS_SET {65011, 65012}
            40 03 04 c0000201       # NEXT_HOP 192.0.2.1
            40 05 04 00000064       # LOCAL_PREF 100
            """,
            UpdateAttributes.of(
                path()
                    .asPath(
                        new AsPath(
                            List.of(
                                new AsPath.Segment(false, List.of(65010L, 4200000000L)),
                                new AsPath.Segment(true, List.of(65011L, 65012L)))))
                    .build())),
        arguments(
            "MULTI_EXIT_DISC (RFC 4271 section 4.3 d) and LOCAL_PREF (e)",
            """
            40 01 01 00             # ORIGIN IGP
            40 02 06 02 01 0000fdf2 # AS_PATH 65010
            40 03 04 c0000201       # NEXT_HOP 192.0.2.1
            80 04 04 ffffffff       # MULTI_EXIT_DISC 4294967295
            40 05 04 00000000       # LOCAL_PREF 0
            """,
            UpdateAttributes.of(path().med(4294967295L).localPref(0).build())),
        arguments(
            "ATOMIC_AGGREGATE (RFC 4271 section 4.3 f) and AGGREGATOR (g, RFC 6793)",
            """
            40 01 01 00             # ORIGIN IGP
            40 02 06 02 01 0000fdf2 # AS_PATH 65010
            40 03 04 c0000201       # NEXT_HOP 192.0.2.1
            40 05 04 00000064       # LOCAL_PREF 100
            40 06 00                # ATOMIC_AGGREGATE
            c0 07 08 0000fdf2 c0000205 # AGGREGATOR AS 65010, 192.0.2.5
            """,
            with(
                true,
                new UpdateAttributes.Aggregator(65010, IpAddress.parse("192.0.2.5")),
                null,
                List.of(),
                List.of())),
        arguments(
            "COMMUNITIES (RFC 1997)",
            """
            40 01 01 00             # ORIGIN IGP
            40 02 06 02 01 0000fdf2 # AS_PATH 65010
            40 03 04 c0000201       # NEXT_HOP 192.0.2.1
            40 05 04 00000064       # LOCAL_PREF 100
            c0 08 08                # COMMUNITIES
              fde80063              # 65000:99
              ffffff01              # NO_EXPORT
            """,
            UpdateAttributes.of(
                path()
                    .community(Community.of(65000, 99))
                    .community(Community.of(65535, 65281))
                    .build())),
        arguments(
            "ORIGINATOR_ID and CLUSTER_LIST (RFC 4456 section 8)",
            """
            40 01 01 00             # ORIGIN IGP
            40 02 06 02 01 0000fdf2 # AS_PATH 65010
            40 03 04 c0000201       # NEXT_HOP 192.0.2.1
            40 05 04 00000064       # LOCAL_PREF 100
            80 09 04 0a000009       # ORIGINATOR_ID 10.0.0.9
            80 0a 08 0a000001 0a000002 # CLUSTER_LIST 10.0.0.1 10.0.0.2
            """,
            with(
                false,
                null,
                IpAddress.parse("10.0.0.9"),
                List.of(IpAddress.parse("10.0.0.1"), IpAddress.parse("10.0.0.2")),
                List.of())),
        arguments(
            "EXTENDED COMMUNITIES (RFC 4360) and an unknown attribute, marked as partial",
            """
            40 01 01 00             # ORIGIN IGP
            40 02 06 02 01 0000fdf2 # AS_PATH 65010
            40 03 04 c0000201       # NEXT_HOP 192.0.2.1
            40 05 04 00000064       # LOCAL_PREF 100
            c0 10 10 0002fde800000064 # route target 65000:100
                     4004fde84cee6b28 # link bandwidth of 125,000,000 octets/s, not transitive
            e0 f0 02 0102           # type 240, optional transitive partial
            """,
            new UpdateAttributes(
                path()
                    .extendedCommunity(ExtendedCommunity.parse("target:65000:100").orElseThrow())
                    .extendedCommunity(ExtendedCommunity.linkBandwidth(65000, 125e6f, false))
                    .build(),
                false,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(new UpdateAttributes.Raw(0xe0, 240, Octets.of(1, 2))))),
        arguments(
            "IPv6 extended communities (RFC 5701) and ONLY_TO_CUSTOMER (RFC 9234)",
            """
            40 01 01 00             # ORIGIN IGP
            40 02 06 02 01 0000fdf2 # AS_PATH 65010
            40 03 04 c0000201       # NEXT_HOP 192.0.2.1
            40 05 04 00000064       # LOCAL_PREF 100
            c0 19 14 0002 20010db8000000000000000000000001 0064
            c0 23 04 0000fdf2       # ONLY_TO_CUSTOMER 65010
            """,
            new UpdateAttributes(
                path()
                    .ipv6ExtendedCommunity(
                        Ipv6ExtendedCommunity.parse("target:[2001:db8::1]:100").orElseThrow())
                    .build(),
                false,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(new UpdateAttributes.Raw(0xc0, 35, Octets.ofHex("0000fdf2"))))),
        arguments(
            "LARGE_COMMUNITY (RFC 8092)",
            """
            40 01 01 00             # ORIGIN IGP
            40 02 06 02 01 0000fdf2 # AS_PATH 65010
            40 03 04 c0000201       # NEXT_HOP 192.0.2.1
            40 05 04 00000064       # LOCAL_PREF 100
            c0 20 0c fa56ea00 00000001 ffffffff # 4200000000:1:4294967295
            """,
            UpdateAttributes.of(
                path().largeCommunity(new LargeCommunity(4200000000L, 1, 4294967295L)).build())));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("attributes")
  void attribute_bothWays(String source, String annotated, UpdateAttributes value) {
    assertBothWays(
        update("", annotated, "18 cb0071 # 203.0.113.0/24"),
        new Update(
            List.of(new Update.Reach(Family.IPV4_UNICAST, HOP, Optional.empty(), List.of(PREFIX))),
            List.of(),
            value),
        IBGP);
  }

  @Test
  @DisplayName("More than 255 octets need the Extended Length bit (RFC 4271 section 4.3)")
  void longAttribute_bothWays() {
    PathAttributes.Builder many = path();
    StringBuilder hex = new StringBuilder("d0 08 0140 # COMMUNITIES of 320 octets\n");
    for (int i = 0; i < 80; i++) {
      many.community(new Community(i));
      hex.append(String.format("%08x", i));
    }
    assertBothWays(
        update(
            "",
            """
            40 01 01 00             # ORIGIN IGP
            40 02 06 02 01 0000fdf2 # AS_PATH 65010
            40 03 04 c0000201       # NEXT_HOP 192.0.2.1
            40 05 04 00000064       # LOCAL_PREF 100
            """
                + hex,
            "18 cb0071"),
        new Update(
            List.of(new Update.Reach(Family.IPV4_UNICAST, HOP, Optional.empty(), List.of(PREFIX))),
            List.of(),
            UpdateAttributes.of(many.build())),
        IBGP);
  }

  @Test
  @DisplayName("NLRI of every length shape (RFC 4271 section 4.3)")
  void nlri_bothWays() {
    assertBothWays(
        update(
            """
            00                      # 0.0.0.0/0
            08 0a                   # 10.0.0.0/8
            """,
            """
            40 01 01 00             # ORIGIN IGP
            40 02 06 02 01 0000fdf2 # AS_PATH 65010
            40 03 04 c0000201       # NEXT_HOP 192.0.2.1
            40 05 04 00000064       # LOCAL_PREF 100
            """,
            """
            01 80                   # 128.0.0.0/1
            09 0a80                 # 10.128.0.0/9
            11 0a0080               # 10.0.128.0/17
            19 0a000080             # 10.0.0.128/25
            20 14000a64             # 20.0.10.100/32
            """),
        new Update(
            List.of(
                new Update.Reach(
                    Family.IPV4_UNICAST,
                    HOP,
                    Optional.empty(),
                    prefixes(
                        "128.0.0.0/1",
                        "10.128.0.0/9",
                        "10.0.128.0/17",
                        "10.0.0.128/25",
                        "20.0.10.100/32"))),
            List.of(new Update.Unreach(Family.IPV4_UNICAST, prefixes("0.0.0.0/0", "10.0.0.0/8"))),
            UpdateAttributes.of(path().build())),
        IBGP);
  }

  private static List<IpPrefix> prefixes(String... texts) {
    return Stream.of(texts).map(IpPrefix::parse).toList();
  }

  @Test
  void decode_hostBitsSet_areCleared() {
    Decoded decoded =
        MessageDecoder.decode(
            update("09 0aff # 10.255/9", "", ""), CodecContext.ebgp(65001, 65000).build());
    assertThat(decoded.withdrawn()).isEqualTo(prefixes("10.128.0.0/9"));
  }

  @Test
  @DisplayName("MP_REACH_NLRI and MP_UNREACH_NLRI (RFC 4760), global and link-local (RFC 2545)")
  void multiprotocol_bothWays() {
    assertBothWays(
        update(
            "",
            """
            80 0e 3a                # MP_REACH_NLRI, 58 octets
              0002 01               # IPv6 unicast
              20                    # next hop of 32 octets
              20010db8000000000000000000000001
              fe800000000000000000000000000001
              00                    # reserved
              00                    # ::/0
              80 20010db8000000000000000000000064 # 2001:db8::64/128
              10 2001               # 2001::/16
            80 0f 07                # MP_UNREACH_NLRI
              0002 01               # IPv6 unicast
              18 200120             # 2001:2000::/24
            40 01 01 00             # ORIGIN IGP
            40 02 06 02 01 0000fdf2 # AS_PATH 65010
            40 05 04 00000064       # LOCAL_PREF 100
            """,
            ""),
        new Update(
            List.of(
                new Update.Reach(
                    Family.IPV6_UNICAST,
                    IpAddress.parse("2001:db8::1"),
                    Optional.of(IpAddress.parse("fe80::1")),
                    prefixes("::/0", "2001:db8::64/128", "2001::/16"))),
            List.of(new Update.Unreach(Family.IPV6_UNICAST, prefixes("2001:2000::/24"))),
            UpdateAttributes.of(path().build())),
        IBGP);
  }

  @Test
  @DisplayName("IPv4 with an IPv6 next hop (RFC 8950)")
  void extendedNextHop_bothWays() {
    assertBothWays(
        update(
            "",
            """
            80 0e 1a                # MP_REACH_NLRI, 26 octets
              0001 01               # IPv4 unicast
              10                    # next hop of 16 octets
              20010db8000000000000000000000001
              00                    # reserved
              20 14000a64           # 20.0.10.100/32
            40 01 01 00             # ORIGIN IGP
            40 02 06 02 01 0000fdf2 # AS_PATH 65010
            40 05 04 00000064       # LOCAL_PREF 100
            """,
            ""),
        new Update(
            List.of(
                new Update.Reach(
                    Family.IPV4_UNICAST,
                    IpAddress.parse("2001:db8::1"),
                    Optional.empty(),
                    prefixes("20.0.10.100/32"))),
            List.of(),
            UpdateAttributes.of(path().build())),
        IBGP_EXTENDED_NEXT_HOP);
  }

  @Test
  @DisplayName("To and from a peer with 2-octet AS numbers (RFC 6793 section 4.2)")
  void oldSpeaker_bothWays() {
    assertBothWays(
        update(
            "",
            """
            40 01 01 00             # ORIGIN IGP
            40 02 06 02 02 fdf2 5ba0 # AS_PATH 65010 AS_TRANS
            40 03 04 c0000201       # NEXT_HOP 192.0.2.1
            40 05 04 00000064       # LOCAL_PREF 100
            c0 07 06 5ba0 c0000205  # AGGREGATOR AS_TRANS, 192.0.2.5
            c0 11 0a 02 02 0000fdf2 fa56ea00 # AS4_PATH 65010 4200000000
            c0 12 08 fa56ea00 c0000205 # AS4_AGGREGATOR 4200000000, 192.0.2.5
            """,
            "18 cb0071"),
        new Update(
            List.of(new Update.Reach(Family.IPV4_UNICAST, HOP, Optional.empty(), List.of(PREFIX))),
            List.of(),
            new UpdateAttributes(
                path().asPath(AsPath.sequence(65010L, 4200000000L)).build(),
                false,
                Optional.of(
                    new UpdateAttributes.Aggregator(4200000000L, IpAddress.parse("192.0.2.5"))),
                Optional.empty(),
                List.of(),
                List.of())),
        IBGP_2_OCTETS);
  }

  @Test
  @DisplayName("End-of-RIB (RFC 4724 section 2)")
  void endOfRib_bothWays() {
    assertBothWays(update("", "", ""), Update.endOfRib(Family.IPV4_UNICAST), IBGP);
    byte[] ipv6 = update("", "80 0f 03 0002 01 # MP_UNREACH_NLRI, IPv6 unicast, no NLRI", "");
    assertBothWays(ipv6, Update.endOfRib(Family.IPV6_UNICAST), IBGP);
    assertThat(MessageDecoder.decode(update("08 0a", "", ""), IBGP).message())
        .hasValueSatisfying(m -> assertThat(((Update) m).endOfRib()).isEmpty());
  }

  private static Octets block(PathAttributes attributes, CodecContext context) {
    return Octets.of(
        AttributeBlock.encode(Family.IPV4_UNICAST, attributes, HOP, Optional.empty(), context)
            .attributes());
  }

  @Test
  @DisplayName("Own routes to an external peer: our AS, no LOCAL_PREF (RFC 4271 section 5.1)")
  void ownRoute_external_hasOurAsAndNoLocalPref() {
    PathAttributes attributes =
        PathAttributes.builder()
            .asPath(new AsPath(List.of(new AsPath.Segment(true, List.of(1L, 2L)))))
            .localPref(200)
            .med(7)
            .build();
    assertThat(block(attributes, CodecContext.ebgp(4200000000L, 65000).build()))
        .isEqualTo(
            octets(
                """
                40 01 01 00             # ORIGIN IGP
                40 02 10                # AS_PATH
                  02 01 fa56ea00        # AS_SEQUENCE 4200000000
                  01 02 00000001 00000002 # AS_SET {1, 2}
                40 03 04 c0000201       # NEXT_HOP 192.0.2.1
                80 04 04 00000007       # MULTI_EXIT_DISC 7
                """));
  }

  @Test
  void ownRoute_externalPathOf255_beginsANewSegment() {
    Long[] full = Stream.iterate(1L, a -> a + 1).limit(255).toArray(Long[]::new);
    Octets block =
        block(
            PathAttributes.builder().asPath(AsPath.sequence(full)).build(),
            CodecContext.ebgp(65001, 65000).build());
    assertThat(block.toString()).startsWith("40010100" + "50020404" + "02010000fde9" + "02ff");
  }

  @Test
  @DisplayName("Own routes to an internal peer: empty AS_PATH, LOCAL_PREF 100 unless set")
  void ownRoute_internal_hasLocalPref() {
    assertThat(block(PathAttributes.NONE, IBGP))
        .isEqualTo(
            octets(
                """
                40 01 01 00        # ORIGIN IGP
                40 02 00           # AS_PATH, empty
                40 03 04 c0000201  # NEXT_HOP 192.0.2.1
                40 05 04 00000064  # LOCAL_PREF 100
                """));
    assertThat(block(PathAttributes.builder().localPref(0).build(), IBGP).toString())
        .endsWith("40050400000000");
  }

  @Test
  @DisplayName("Own routes to an old external peer (RFC 6793 section 4.2.2)")
  void ownRoute_oldPeer_hasAs4Path() {
    assertThat(
            block(
                PathAttributes.NONE,
                CodecContext.ebgp(4200000000L, 65000).fourOctetAs(false).build()))
        .isEqualTo(
            octets(
                """
                40 01 01 00             # ORIGIN IGP
                40 02 04 02 01 5ba0     # AS_PATH AS_TRANS
                40 03 04 c0000201       # NEXT_HOP 192.0.2.1
                c0 11 06 02 01 fa56ea00 # AS4_PATH 4200000000
                """));
    assertThat(
            block(PathAttributes.NONE, CodecContext.ebgp(65001, 65000).fourOctetAs(false).build()))
        .isEqualTo(octets("40010100 4002040201fde9 400304c0000201"));
  }
}
