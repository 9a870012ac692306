package io.readback.bgp.rib;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.readback.bgp.codec.CodecContext;
import io.readback.bgp.codec.Decoded;
import io.readback.bgp.codec.MessageDecoder;
import io.readback.bgp.message.Family;
import io.readback.bgp.message.Octets;
import io.readback.bgp.message.RouteRefresh;
import io.readback.bgp.message.Update;
import io.readback.bgp.message.UpdateAttributes;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.route.AsPath;
import io.readback.spi.route.Community;
import io.readback.spi.route.LargeCommunity;
import io.readback.spi.route.NextHop;
import io.readback.spi.route.Path;
import io.readback.spi.route.PathAttributes;
import io.readback.spi.route.RouteTable;
import io.readback.spi.target.BgpRole;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What the peer makes of our octets is the version we mean. */
class AdjRibOutTest {
  private static final List<AddressFamily> BOTH = List.of(AddressFamily.IPV4, AddressFamily.IPV6);
  private static final IpAddress LOCAL = IpAddress.parse("192.0.2.10");
  private static final IpAddress LOCAL6 = IpAddress.parse("2001:db8::10");

  /** A peer that reads what it is sent. */
  private static final class Reader {
    final SortedMap<IpPrefix, PathAttributes> table = new TreeMap<>();
    final SortedMap<IpPrefix, IpAddress> nextHops = new TreeMap<>();
    final List<Family> endOfRib = new ArrayList<>();
    final CodecContext context;
    int messages;

    Reader(RouteEncoding encoding) {
      CodecContext.Builder b =
          encoding.internal()
              ? CodecContext.ibgp(encoding.localAsn())
              : CodecContext.ebgp(65000, encoding.localAsn());
      context =
          b.fourOctetAs(encoding.fourOctetAs())
              .extendedNextHop(encoding.ipv4OverIpv6() ? List.of(Family.IPV4_UNICAST) : List.of())
              .build();
    }

    void read(ByteBuf in) {
      byte[] bytes = new byte[in.readableBytes()];
      in.readBytes(bytes);
      int at = 0;
      while (at < bytes.length) {
        int length = (bytes[at + 16] & 0xff) << 8 | (bytes[at + 17] & 0xff);
        assertThat(length).isBetween(23, 4096);
        Decoded decoded = MessageDecoder.decode(bytes, at, length, context);
        assertThat(decoded.kind()).as(decoded.reason()).isEqualTo(Decoded.Kind.OK);
        apply((Update) decoded.message().orElseThrow());
        at += length;
        messages++;
      }
    }

    private void apply(Update update) {
      update.endOfRib().ifPresent(endOfRib::add);
      for (Update.Unreach u : update.unreach()) {
        u.prefixes().forEach(table::remove);
        u.prefixes().forEach(nextHops::remove);
      }
      for (Update.Reach r : update.reach()) {
        for (IpPrefix p : r.prefixes()) {
          table.put(p, update.attributes().path());
          nextHops.put(p, r.nextHop());
        }
      }
    }
  }

  private static SortedMap<IpPrefix, PathAttributes> expected(
      RouteTable version, RouteEncoding encoding) {
    SortedMap<IpPrefix, PathAttributes> expected = new TreeMap<>();
    for (Map.Entry<IpPrefix, Path> e : version.paths()) {
      PathAttributes own = e.getValue().attributes();
      PathAttributes.Builder b = own.toBuilder();
      if (encoding.internal()) {
        b.localPref(own.localPref().orElse(100));
      } else {
        List<Long> asns = new ArrayList<>(List.of(encoding.localAsn()));
        own.asPath().segments().forEach(s -> asns.addAll(s.asns()));
        b.localPref(java.util.Optional.empty()).asPath(AsPath.sequence(asns.toArray(Long[]::new)));
      }
      expected.put(e.getKey(), b.build());
    }
    return expected;
  }

  private static final List<Path> PATHS =
      List.of(
          Path.self(PathAttributes.NONE),
          Path.self(PathAttributes.builder().community(Community.of(65000, 1)).build()),
          Path.self(
              PathAttributes.builder()
                  .largeCommunity(new LargeCommunity(4200000000L, 1, 2))
                  .med(4294967295L)
                  .localPref(200)
                  .build()),
          Path.self(PathAttributes.builder().asPath(AsPath.sequence(4200000001L)).build()));

  @Property(tries = 150)
  void fill_anySequenceOfVersions_leavesThePeerWithTheLast(
      @ForAll long seed,
      @ForAll boolean internal,
      @ForAll boolean fourOctetAs,
      @ForAll @IntRange(min = 1, max = 12) int versions) {
    RouteEncoding encoding = new RouteEncoding(65001, internal, fourOctetAs, LOCAL, false, BOTH);
    Random random = new Random(seed);
    EncodedTable table = new EncodedTable();
    AdjRibOut out = new AdjRibOut(encoding, table);
    Reader reader = new Reader(encoding);
    RouteTable version = RouteTable.EMPTY;
    for (int i = 0; i < versions; i++) {
      version = mutate(version, random, 1 + random.nextInt(i == 0 ? 3000 : 200));
      out.offer(table.advance(version));
      // A slow peer takes a little of a version before the next one is there.
      ByteBuf some = Unpooled.buffer();
      out.fill(some, 1 + random.nextInt(8000));
      reader.read(some);
      if (random.nextInt(5) == 0) {
        out.refresh(random.nextBoolean() ? AddressFamily.IPV4 : AddressFamily.IPV6);
      }
    }
    ByteBuf rest = Unpooled.buffer();
    assertThat(out.fill(rest, Integer.MAX_VALUE)).isTrue();
    reader.read(rest);

    assertThat(reader.table).isEqualTo(expected(version, encoding));
    assertThat(reader.endOfRib).containsExactly(Family.IPV4_UNICAST, Family.IPV6_UNICAST);
    assertThat(out.sent()).isSameAs(version);
    reader.nextHops.forEach(
        (prefix, hop) ->
            assertThat(hop)
                .isEqualTo(prefix.isIpv6() ? IpAddress.parse("::ffff:192.0.2.10") : LOCAL));
    ByteBuf nothing = Unpooled.buffer();
    assertThat(out.fill(nothing, 1)).isTrue();
    assertThat(nothing.isReadable()).isFalse();
  }

  private static RouteTable mutate(RouteTable from, Random random, int changes) {
    RouteTable table = from;
    for (int i = 0; i < changes; i++) {
      IpPrefix prefix =
          random.nextInt(3) == 0
              ? IpPrefix.containing(
                  IpAddress.ofBits(
                      AddressFamily.IPV6, 0x20010db800000000L | random.nextInt(900), 0),
                  64 + 32 * random.nextInt(3))
              : IpPrefix.containing(
                  IpAddress.ofIpv4(0x0a000000 | random.nextInt(2500)), 24 + random.nextInt(9));
      table =
          random.nextInt(3) == 0
              ? table.without(prefix)
              : table.with(prefix, PATHS.get(random.nextInt(PATHS.size())));
    }
    return table;
  }

  private static ByteBuf all(AdjRibOut out) {
    ByteBuf bytes = Unpooled.buffer();
    assertThat(out.fill(bytes, Integer.MAX_VALUE)).isTrue();
    return bytes;
  }

  private static RouteEncoding external(IpAddress local, boolean ipv4OverIpv6) {
    return new RouteEncoding(65001, false, true, local, ipv4OverIpv6, BOTH);
  }

  @Test
  void fill_emptyTable_sendsEndOfRibOfEachAgreedFamily() {
    Reader reader = new Reader(external(LOCAL, false));
    reader.read(all(new AdjRibOut(external(LOCAL, false), new EncodedTable())));
    assertThat(reader.endOfRib).containsExactly(Family.IPV4_UNICAST, Family.IPV6_UNICAST);
    assertThat(reader.messages).isEqualTo(2);
  }

  @Test
  void fill_hundredThousandHostRoutes_fillsMessagesToTheBrim() {
    EncodedTable table = new EncodedTable();
    RouteTable routes = RouteTable.EMPTY;
    for (int i = 0; i < 100_000; i++) {
      routes =
          routes.with(
              IpPrefix.of(IpAddress.ofIpv4(0xac100000 + i), 32), Path.self(PathAttributes.NONE));
    }
    table.advance(routes);
    RouteEncoding ipv4Only =
        new RouteEncoding(65001, false, true, LOCAL, false, List.of(AddressFamily.IPV4));
    ByteBuf bytes = all(new AdjRibOut(ipv4Only, table));
    assertThat(bytes.readableBytes()).isEqualTo(505_355);
    Reader reader = new Reader(ipv4Only);
    reader.read(bytes);
    assertThat(reader.messages).isEqualTo(125);
    assertThat(reader.table).hasSize(100_000);
  }

  @Test
  void fill_ipv4OverIpv6_needsTheCapability() {
    EncodedTable table = new EncodedTable();
    IpPrefix vip = IpPrefix.parse("198.51.100.1/32");
    table.advance(RouteTable.EMPTY.with(vip, Path.self(PathAttributes.NONE)));

    Reader agreed = new Reader(external(LOCAL6, true));
    agreed.read(all(new AdjRibOut(external(LOCAL6, true), table)));
    assertThat(agreed.nextHops).containsEntry(vip, LOCAL6);

    AdjRibOut refused = new AdjRibOut(external(LOCAL6, false), table);
    Reader none = new Reader(external(LOCAL6, false));
    none.read(all(refused));
    assertThat(none.table).isEmpty();
    assertThat(refused.rejected()).containsOnlyKeys(vip);
    assertThat(refused.rejected().get(vip)).contains("RFC 8950");
    assertThat(refused.advertised(refused.sent(), refused.rejected()).size()).isZero();
  }

  @Test
  void fill_pathBecomesImpossible_withdrawsTheRoute() {
    RouteEncoding encoding = external(LOCAL, false);
    EncodedTable table = new EncodedTable();
    IpPrefix vip = IpPrefix.parse("198.51.100.1/32");
    AdjRibOut out = new AdjRibOut(encoding, table);
    Reader reader = new Reader(encoding);
    table.advance(RouteTable.EMPTY.with(vip, Path.self(PathAttributes.NONE)));
    reader.read(all(out));
    assertThat(reader.table).containsOnlyKeys(vip);

    Path ipv6Hop = new Path(List.of(new NextHop.Address(LOCAL6)), PathAttributes.NONE);
    out.offer(table.advance(table.version().with(vip, ipv6Hop)));
    reader.read(all(out));
    assertThat(reader.table).isEmpty();
  }

  @Test
  void fill_attributesThatFillAMessage_rejectsTheRoute() {
    PathAttributes.Builder many = PathAttributes.builder();
    for (int i = 0; i < 1100; i++) {
      many.community(new Community(i));
    }
    EncodedTable table = new EncodedTable();
    IpPrefix vip = IpPrefix.parse("198.51.100.1/32");
    table.advance(RouteTable.EMPTY.with(vip, Path.self(many.build())));
    AdjRibOut out = new AdjRibOut(external(LOCAL, false), table);
    Reader reader = new Reader(external(LOCAL, false));
    reader.read(all(out));
    assertThat(reader.table).isEmpty();
    assertThat(out.rejected().get(vip)).contains("no room for a prefix");
  }

  private static RouteEncoding capable(int maxLength, boolean enhanced, BgpRole role) {
    return new RouteEncoding(
        65001,
        false,
        true,
        LOCAL,
        false,
        List.of(AddressFamily.IPV4),
        maxLength,
        enhanced,
        java.util.Optional.ofNullable(role),
        List.of());
  }

  private static EncodedTable hostRoutes(int count) {
    RouteTable version = RouteTable.EMPTY;
    for (int i = 0; i < count; i++) {
      version =
          version.with(
              IpPrefix.of(IpAddress.ofIpv4(0x0a000000 + i), 32), Path.self(PathAttributes.NONE));
    }
    EncodedTable table = new EncodedTable();
    table.advance(version);
    return table;
  }

  private static List<byte[]> messages(AdjRibOut out) {
    ByteBuf buffer = Unpooled.buffer();
    assertThat(out.fill(buffer, Integer.MAX_VALUE)).isTrue();
    List<byte[]> messages = new ArrayList<>();
    while (buffer.isReadable()) {
      byte[] one = new byte[buffer.getUnsignedShort(buffer.readerIndex() + 16)];
      buffer.readBytes(one);
      messages.add(one);
    }
    return messages;
  }

  @Test
  @DisplayName("Extended messages hold sixteen times as much (RFC 8654)")
  void fill_extendedMessages_areFilled() {
    List<byte[]> messages =
        messages(new AdjRibOut(capable(65535, false, null), hostRoutes(30_000)));
    // 13099 entries of 5 octets fit behind 23 octets and 20 of attributes; then the End-of-RIB
    assertThat(messages).hasSize(4);
    assertThat(messages.get(0).length).isBetween(65531, 65535);
    CodecContext extended = CodecContext.ebgp(65000, 65001).extendedMessages(true).build();
    int routes = 0;
    for (byte[] message : messages) {
      Decoded decoded = MessageDecoder.decode(message, extended);
      assertThat(decoded.kind()).as(decoded.reason()).isEqualTo(Decoded.Kind.OK);
      Update update = (Update) decoded.message().orElseThrow();
      routes += update.reach().stream().mapToInt(r -> r.prefixes().size()).sum();
    }
    assertThat(routes).isEqualTo(30_000);
  }

  @Test
  @DisplayName("A refresh is framed by BoRR and EoRR, also of nothing (RFC 7313)")
  void refresh_enhanced_isFramed() {
    for (int count : List.of(0, 1000)) {
      AdjRibOut out = new AdjRibOut(capable(4096, true, null), hostRoutes(count));
      messages(out);
      out.refresh(AddressFamily.IPV4);
      List<byte[]> messages = messages(out);
      CodecContext enhanced = CodecContext.ebgp(65000, 65001).enhancedRefresh(true).build();
      assertThat(MessageDecoder.decode(messages.get(0), enhanced).message())
          .contains(new RouteRefresh(Family.IPV4_UNICAST, RouteRefresh.BEGIN));
      assertThat(MessageDecoder.decode(messages.get(messages.size() - 1), enhanced).message())
          .contains(new RouteRefresh(Family.IPV4_UNICAST, RouteRefresh.END));
      assertThat(messages).hasSize(count == 0 ? 2 : 4);
    }
  }

  @Test
  @DisplayName("ONLY_TO_CUSTOMER goes to customers and peers (RFC 9234 section 5)")
  void announce_withRole_addsOnlyToCustomer() {
    for (BgpRole role : BgpRole.values()) {
      byte[] first = messages(new AdjRibOut(capable(4096, false, role), hostRoutes(1))).get(0);
      Update update =
          (Update)
              MessageDecoder.decode(first, CodecContext.ebgp(65000, 65001).build())
                  .message()
                  .orElseThrow();
      boolean expected =
          role == BgpRole.PROVIDER || role == BgpRole.PEER || role == BgpRole.ROUTE_SERVER;
      assertThat(update.attributes().others())
          .as(role.toString())
          .isEqualTo(
              expected
                  ? List.of(new UpdateAttributes.Raw(0xc0, 35, Octets.ofHex("0000fde9")))
                  : List.of());
    }
  }
}
