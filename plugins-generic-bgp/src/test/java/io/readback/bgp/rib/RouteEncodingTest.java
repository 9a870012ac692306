package io.readback.bgp.rib;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.readback.bgp.codec.CodecContext;
import io.readback.bgp.codec.MessageDecoder;
import io.readback.bgp.message.Family;
import io.readback.bgp.message.Update;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import io.readback.spi.route.NextHop;
import io.readback.spi.route.Path;
import io.readback.spi.route.PathAttributes;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Next hops on sessions between link-local addresses. */
class RouteEncodingTest {
  private static final IpAddress LINK_LOCAL = IpAddress.parse("fe80::11");
  private static final IpAddress GLOBAL = IpAddress.parse("2001:db8::11");
  private static final CodecContext CONTEXT =
      CodecContext.ebgp(65000, 65011).extendedNextHop(List.of(Family.IPV4_UNICAST)).build();

  private static Update.Reach announced(
      Optional<IpAddress> global, AddressFamily family, Path path) {
    RouteEncoding encoding =
        new RouteEncoding(
            65011,
            false,
            true,
            LINK_LOCAL,
            global,
            true,
            List.of(AddressFamily.values()),
            4096,
            false,
            Optional.empty(),
            List.of());
    RouteEncoding.Framed framed = (RouteEncoding.Framed) encoding.announce(family, path);
    ByteBuf out = Unpooled.buffer();
    int begin = framed.frame().begin(out);
    // the default route
    out.writeByte(0);
    framed.frame().end(out, begin);
    byte[] message = new byte[out.readableBytes()];
    out.readBytes(message);
    Update update = (Update) MessageDecoder.decode(message, CONTEXT).message().orElseThrow();
    return update.reach().get(0);
  }

  @ParameterizedTest
  @EnumSource
  void announce_globalAddressOnTheLink_bothGoOut(AddressFamily family) {
    Update.Reach reach = announced(Optional.of(GLOBAL), family, Path.self(PathAttributes.NONE));
    assertThat(reach.nextHop()).isEqualTo(GLOBAL);
    assertThat(reach.linkLocal()).contains(LINK_LOCAL);
  }

  @ParameterizedTest
  @EnumSource
  void announce_noGlobalAddress_theLinkLocalOneAlone(AddressFamily family) {
    Update.Reach reach = announced(Optional.empty(), family, Path.self(PathAttributes.NONE));
    assertThat(reach.nextHop()).isEqualTo(LINK_LOCAL);
    assertThat(reach.linkLocal()).isEmpty();
  }

  @Test
  void announce_anothersNextHop_standsAlone() {
    IpAddress other = IpAddress.parse("2001:db8::99");
    Path path = new Path(List.of(new NextHop.Address(other)), PathAttributes.NONE);
    Update.Reach reach = announced(Optional.of(GLOBAL), AddressFamily.IPV6, path);
    assertThat(reach.nextHop()).isEqualTo(other);
    assertThat(reach.linkLocal()).isEmpty();
  }
}
