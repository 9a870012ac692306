package io.readback.bgp.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.route.Community;
import io.readback.spi.route.NextHop;
import io.readback.spi.route.Path;
import io.readback.spi.route.RouteTable;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RouteFileTest {
  @TempDir private java.nio.file.Path dir;

  private RouteTable read(String text) throws Exception {
    java.nio.file.Path file = dir.resolve("routes");
    Files.writeString(file, text);
    return new RouteFile().read(file);
  }

  @Test
  void read_linesWithAndWithoutCommunity_makesRoutesThatSharePaths() throws Exception {
    RouteTable table =
        read(
            """
            # a comment
            10.0.0.1/32 192.0.2.1
            10.0.0.2/32 192.0.2.1 65001:7
            2001:db8::1/128 2001:db8::9
            10.0.0.3/32 192.0.2.1
            """);
    assertThat(table.size()).isEqualTo(4);
    Path plain = table.get(IpPrefix.parse("10.0.0.1/32"));
    assertThat(plain).isSameAs(table.get(IpPrefix.parse("10.0.0.3/32")));
    assertThat(plain.nextHops()).containsExactly(new NextHop.Address(IpAddress.parse("192.0.2.1")));
    assertThat(table.get(IpPrefix.parse("10.0.0.2/32")).attributes().communities())
        .containsExactly(Community.of(65001, 7));
  }

  @Test
  void read_badLine_isNamedWithItsNumber() {
    assertThatThrownBy(() -> read("10.0.0.1/32 192.0.2.1\n10.0.0.2/33 192.0.2.1\n"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("routes line 2: ");
    assertThatThrownBy(() -> read("10.0.0.1/32\n"))
        .hasMessageContaining("line 1: a line is: prefix nexthop [attribute…]");
    assertThatThrownBy(() -> read("10.0.0.1/32 192.0.2.1 65536:1\n"))
        .hasMessageContaining("line 1: ");
  }
}
