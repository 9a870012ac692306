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
import java.util.List;
import org.junit.jupiter.api.Test;

class EncodedTableTest {
  private static final List<AddressFamily> BOTH = List.of(AddressFamily.IPV4, AddressFamily.IPV6);
  private static final RouteTable ROUTES =
      RouteTable.EMPTY
          .with(IpPrefix.parse("192.0.2.1/32"), Path.self(PathAttributes.NONE))
          .with(IpPrefix.parse("192.0.2.0/24"), Path.self(PathAttributes.builder().med(3).build()))
          .with(IpPrefix.parse("2001:db8::1/128"), Path.self(PathAttributes.NONE));

  private final EncodedTable table = new EncodedTable();

  private static byte[] octets(Transfer transfer) {
    ByteBuf out = Unpooled.buffer();
    RouteForms forms =
        new RouteForms(
            new RouteEncoding(65001, false, true, IpAddress.parse("192.0.2.9"), false, BOTH));
    new TransferCursor(forms, transfer).fill(out, Integer.MAX_VALUE);
    return ByteBufUtil.getBytes(out);
  }

  @Test
  void advance_toNothing_withdrawsEveryPrefixOnce() {
    table.advance(ROUTES);
    RouteDelta delta = table.advance(RouteTable.EMPTY);
    assertThat(delta.from()).isSameAs(ROUTES);
    assertThat(delta.octets()).isEqualTo(5 + 4 + 17);
    for (AddressFamily family : BOTH) {
      assertThat(table.paths(family)).isEmpty();
    }
    List<String> gone =
        delta.transfer().pieces().stream()
            .map(Transfer.Withdraw.class::cast)
            .flatMap(
                piece ->
                    piece.nlri().stream()
                        .map(
                            slice ->
                                io.readback.bgp.codec.Nlri.read(slice.bytes(), 0, piece.family())
                                    .toString()))
            .toList();
    assertThat(gone).containsExactlyInAnyOrder("192.0.2.1/32", "192.0.2.0/24", "2001:db8::1/128");
  }

  @Test
  void advance_fromNothingAgain_isAsTheFirstTime() {
    byte[] first = octets(table.advance(ROUTES).transfer());
    table.advance(RouteTable.EMPTY);
    assertThat(octets(table.advance(ROUTES).transfer())).isEqualTo(first);
    assertThat(octets(table.full(BOTH, false))).isEqualTo(first);
  }

  @Test
  void advance_emptyToEmpty_hasNothingToSay() {
    assertThat(table.advance(RouteTable.EMPTY).isEmpty()).isTrue();
  }
}
