package io.readback.bgp.rib;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.readback.bgp.codec.CodecContext;
import io.readback.bgp.codec.Decoded;
import io.readback.bgp.codec.MessageDecoder;
import io.readback.bgp.message.Family;
import io.readback.bgp.message.Update;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.route.NextHop;
import io.readback.spi.route.Path;
import io.readback.spi.route.PathAttributes;
import io.readback.spi.route.RouteTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Several paths of a prefix (RFC 7911): what the peer makes of our octets is what we mean. */
class AddPathOutTest {
  private static final IpAddress LOCAL = IpAddress.parse("192.0.2.10");
  private static final IpPrefix VIP = IpPrefix.parse("198.51.100.1/32");

  private static RouteEncoding encoding(int maxLength) {
    return new RouteEncoding(
        65001,
        false,
        true,
        LOCAL,
        false,
        List.of(AddressFamily.IPV4, AddressFamily.IPV6),
        maxLength,
        false,
        Optional.empty(),
        List.of(AddressFamily.IPV4));
  }

  private record Key(IpPrefix prefix, long id) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      int c = prefix.compareTo(other.prefix);
      return c != 0 ? c : Long.compare(id, other.id);
    }
  }

  /** A peer that keeps each path; IPv6 prefixes have none to tell apart. */
  private static final class Reader {
    final SortedMap<Key, String> table = new TreeMap<>();
    final List<String> log = new ArrayList<>();
    private final CodecContext context =
        CodecContext.ebgp(65000, 65001).addPathReceive(List.of(Family.IPV4_UNICAST)).build();

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
      }
    }

    private void apply(Update update) {
      for (Update.Unreach u : update.unreach()) {
        for (int i = 0; i < u.prefixes().size(); i++) {
          Key key = key(u.prefixes().get(i), u.pathIds(), i);
          assertThat(table.remove(key)).as("withdrawn " + key).isNotNull();
          log.add("withdraw " + key.id());
        }
      }
      for (Update.Reach r : update.reach()) {
        for (int i = 0; i < r.prefixes().size(); i++) {
          Key key = key(r.prefixes().get(i), r.pathIds(), i);
          table.put(key, r.nextHop() + " " + update.attributes().path().med());
          log.add("announce " + key.id());
        }
      }
    }

    private static Key key(IpPrefix prefix, List<Long> ids, int index) {
      return new Key(prefix, prefix.isIpv6() ? 0 : ids.get(index));
    }
  }

  private static Path path(String hop, long med) {
    return new Path(
        List.of(hop.isEmpty() ? NextHop.SELF : new NextHop.Address(IpAddress.parse(hop))),
        PathAttributes.builder().med(med).build());
  }

  private static String[] tell(Reader reader, AdjRibOut out) {
    reader.log.clear();
    ByteBuf octets = Unpooled.buffer();
    assertThat(out.fill(octets, Integer.MAX_VALUE)).isTrue();
    reader.read(octets);
    return reader.log.toArray(String[]::new);
  }

  @Test
  void paths_keepTheirIds_andOnlyWhatChangedIsSent() {
    long one = IpAddress.parse("192.0.2.1").ipv4Value() & 0xffffffffL;
    long two = one + 1;
    EncodedTable table = new EncodedTable();
    AdjRibOut out = new AdjRibOut(encoding(4096), table);
    Reader reader = new Reader();
    Path both = path("192.0.2.1", 1).and(path("192.0.2.2", 2));
    table.advance(RouteTable.EMPTY.with(VIP, both));
    assertThat(tell(reader, out)).containsExactly("announce " + one, "announce " + two);

    table.advance(RouteTable.EMPTY.with(VIP, path("192.0.2.2", 2)));
    assertThat(tell(reader, out)).containsExactly("withdraw " + one);

    // The new path comes before the old one goes.
    table.advance(RouteTable.EMPTY.with(VIP, path("", 3)));
    assertThat(tell(reader, out)).containsExactly("announce 1", "withdraw " + two);

    // One next hop may have two paths.
    table.advance(RouteTable.EMPTY.with(VIP, path("", 3).and(path("", 4))));
    assertThat(tell(reader, out)).containsExactly("announce 2");
    assertThat(reader.table).hasSize(2);
    table.advance(RouteTable.EMPTY);
    assertThat(tell(reader, out)).containsExactlyInAnyOrder("withdraw 1", "withdraw 2");
  }

  @Test
  void aSessionWithoutIds_hasTheFirstPath() {
    EncodedTable table = new EncodedTable();
    table.advance(RouteTable.EMPTY.with(VIP, path("192.0.2.1", 1).and(path("192.0.2.2", 2))));
    AdjRibOut out =
        new AdjRibOut(
            new RouteEncoding(65001, false, true, LOCAL, false, List.of(AddressFamily.IPV4)),
            table);
    ByteBuf octets = Unpooled.buffer();
    out.fill(octets, Integer.MAX_VALUE);
    byte[] bytes = new byte[octets.readableBytes()];
    octets.readBytes(bytes);
    int length = (bytes[16] & 0xff) << 8 | (bytes[17] & 0xff);
    Update update =
        (Update)
            MessageDecoder.decode(bytes, 0, length, CodecContext.ebgp(65000, 65001).build())
                .message()
                .orElseThrow();
    assertThat(update.reach())
        .containsExactly(
            new Update.Reach(
                Family.IPV4_UNICAST, IpAddress.parse("192.0.2.1"), Optional.empty(), List.of(VIP)));
  }

  @Property(tries = 100)
  void fill_anySequenceOfVersions_leavesThePeerWithEveryPathOfTheLast(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 10) int versions) {
    Random random = new Random(seed);
    EncodedTable table = new EncodedTable();
    AdjRibOut out = new AdjRibOut(encoding(4096), table);
    Reader reader = new Reader();
    RouteTable version = RouteTable.EMPTY;
    for (int i = 0; i < versions; i++) {
      int changes = 1 + random.nextInt(i == 0 ? 2000 : 100);
      for (int c = 0; c < changes; c++) {
        boolean ipv6 = random.nextInt(8) == 0;
        IpPrefix prefix =
            ipv6
                ? IpPrefix.parse("2001:db8::" + Integer.toHexString(random.nextInt(50)) + "/128")
                : IpPrefix.of(IpAddress.ofIpv4(0x0a000000 + random.nextInt(1500)), 32);
        version =
            random.nextInt(4) == 0
                ? version.without(prefix)
                : version.with(prefix, any(random, ipv6));
      }
      out.offer(table.advance(version));
      ByteBuf some = Unpooled.buffer();
      out.fill(some, 1 + random.nextInt(8000));
      reader.read(some);
      if (random.nextInt(5) == 0) {
        out.refresh(AddressFamily.IPV4);
      }
    }
    tell(reader, out);

    SortedMap<Key, String> expected = new TreeMap<>();
    for (Map.Entry<IpPrefix, Path> e : version.paths()) {
      if (e.getKey().isIpv6()) {
        expected.put(
            new Key(e.getKey(), 0), "::ffff:192.0.2.10 " + e.getValue().attributes().med());
        continue;
      }
      PathIds.of(e.getValue())
          .forEach(
              (id, path) ->
                  expected.put(
                      new Key(e.getKey(), id),
                      (path.nextHops().get(0) instanceof NextHop.Address a ? a.address() : LOCAL)
                          + " "
                          + path.attributes().med()));
    }
    assertThat(reader.table).isEqualTo(expected);
    assertThat(out.sent()).isSameAs(version);
  }

  private static Path any(Random random, boolean ipv6) {
    Path path = path(ipv6 ? "" : hop(random), random.nextInt(3));
    for (int i = random.nextInt(4); i > 0; i--) {
      path = path.and(path(ipv6 ? "" : hop(random), random.nextInt(3)));
    }
    return path;
  }

  private static String hop(Random random) {
    return random.nextInt(4) == 0 ? "" : "192.0.2." + (1 + random.nextInt(4));
  }
}
