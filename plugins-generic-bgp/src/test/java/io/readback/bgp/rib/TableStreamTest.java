package io.readback.bgp.rib;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.route.Path;
import io.readback.spi.route.PathAttributes;
import io.readback.spi.route.RouteTable;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableStreamTest {
  private static final RouteEncoding ENCODING =
      new RouteEncoding(
          65001,
          false,
          true,
          IpAddress.parse("192.0.2.1"),
          false,
          List.of(AddressFamily.IPV4, AddressFamily.IPV6));
  private static final Path SELF = Path.self(PathAttributes.NONE);

  private final EncodedTable table = new EncodedTable();
  private RouteTable routes = RouteTable.EMPTY;

  TableStreamTest() {
    for (int i = 0; i < 100_000; i++) {
      routes = routes.with(host(i), SELF);
    }
    table.advance(routes);
  }

  private static IpPrefix host(int i) {
    return IpPrefix.of(IpAddress.ofIpv4(0x0a000000 + i), 32);
  }

  /** All that a session is sent, shared and its own. */
  private static byte[] drain(AdjRibOut session) {
    ByteBuf all = Unpooled.buffer();
    boolean upToDate = false;
    while (!upToDate) {
      ByteBuf shared = session.share();
      if (shared != null) {
        all.writeBytes(shared);
        shared.release();
      } else {
        upToDate = session.fill(all, all.readableBytes() + 4096);
      }
    }
    return ByteBufUtil.getBytes(all);
  }

  private static byte[] alone(EncodedTable table) {
    ByteBuf all = Unpooled.buffer();
    new AdjRibOut(ENCODING, table).fill(all, Integer.MAX_VALUE);
    return ByteBufUtil.getBytes(all);
  }

  @Test
  void share_twoSessions_takeTheSameMemoryAndWhatOneAloneWouldBeSent() {
    AdjRibOut one = new AdjRibOut(ENCODING, table);
    AdjRibOut other = new AdjRibOut(ENCODING, table);
    List<ByteBuf> ofOne = new ArrayList<>();
    for (ByteBuf piece = one.share(); piece != null; piece = one.share()) {
      ByteBuf same = other.share();
      assertThat(same.memoryAddress()).isEqualTo(piece.memoryAddress());
      same.release();
      ofOne.add(piece);
    }
    assertThat(ofOne).hasSizeGreaterThan(3);
    ByteBuf all = Unpooled.wrappedBuffer(ofOne.toArray(ByteBuf[]::new));
    assertThat(ByteBufUtil.getBytes(all)).isEqualTo(alone(table));
    assertThat(one.sent()).isSameAs(routes);
    assertThat(all.release()).isTrue();
    ofOne.forEach(piece -> assertThat(piece.refCnt()).as("given back").isZero());
  }

  @Test
  void share_tableMovesUnderWay_goesOnAloneAndEndsWithTheNewVersion() {
    AdjRibOut session = new AdjRibOut(ENCODING, table);
    ByteBuf first = session.share();
    byte[] begun = ByteBufUtil.getBytes(first);
    byte[] whole = alone(table);
    table.advance(routes.without(host(7)));
    assertThat(first.refCnt()).as("kept for the reader alone").isEqualTo(1);
    first.release();

    assertThat(session.share()).isNull();
    byte[] rest = drain(session);
    byte[] withdrawal = withdrawalOf(host(7));
    assertThat(Unpooled.wrappedBuffer(begun, rest))
        .isEqualTo(Unpooled.wrappedBuffer(whole, withdrawal));
    assertThat(session.sent().paths().size()).isEqualTo(99_999);
  }

  private static byte[] withdrawalOf(IpPrefix prefix) {
    ByteBuf out = Unpooled.buffer();
    RouteTable one = RouteTable.EMPTY.with(prefix, SELF);
    new TransferCursor(
            new RouteForms(ENCODING), RouteDelta.between(one, RouteTable.EMPTY).transfer())
        .fill(out, Integer.MAX_VALUE);
    return ByteBufUtil.getBytes(out);
  }

  @Test
  void close_lastReaderUnderWay_givesAllBack() {
    AdjRibOut one = new AdjRibOut(ENCODING, table);
    AdjRibOut other = new AdjRibOut(ENCODING, table);
    ByteBuf first = one.share();
    other.share().release();
    one.close();
    assertThat(first.refCnt()).as("ours, and the stream's for the other").isEqualTo(2);
    other.close();
    assertThat(first.refCnt()).isEqualTo(1);
    first.release();
    assertThat(drain(new AdjRibOut(ENCODING, table))).isEqualTo(alone(table));
  }

  @Test
  void share_emptyTable_isTheEndOfRibOfEachFamily() {
    assertThat(drain(new AdjRibOut(ENCODING, new EncodedTable())))
        .isEqualTo(alone(new EncodedTable()));
  }
}
