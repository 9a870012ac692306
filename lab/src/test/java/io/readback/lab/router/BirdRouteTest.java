package io.readback.lab.router;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class BirdRouteTest {
  @Test
  void parse_twoPathsOfOnePrefixAndAnotherPrefix_areThreeRoutes() {
    List<BirdRoute> routes =
        BirdRoute.parse(
            """
            Table master4:
            192.0.2.1/32         unicast [p0 21:00:00.000] * (100) [AS65001i]
            \tvia 172.16.10.11 on eth0
            \tType: BGP univ
            \tBGP.origin: IGP
            \tBGP.as_path: 65001
            \tBGP.community: (65000,1) (65535,65281)
                                 unicast [p1 21:00:01.000] (100) [AS65001i]
            \tvia 172.16.10.12 on eth0
            \tBGP.as_path:\s
            2001:db8::/48        unreachable [p0 21:00:01.000 from fe80::1] * (100/-) [AS65001i]
            \tBGP.next_hop: 2001:db8::11 fe80::11
            """);

    assertThat(routes)
        .extracting(BirdRoute::prefix)
        .containsExactly("192.0.2.1/32", "192.0.2.1/32", "2001:db8::/48");
    assertThat(routes.get(0).attribute("BGP.community")).isEqualTo("(65000,1) (65535,65281)");
    assertThat(routes.get(1).attribute("BGP.as_path")).isEmpty();
    assertThat(routes.get(2).attribute("BGP.next_hop")).isEqualTo("2001:db8::11 fe80::11");
  }

  @Test
  void parse_emptyTable_isNoRoute() {
    assertThat(BirdRoute.parse("Table master4:\n")).isEmpty();
    assertThat(BirdRoute.parse("")).isEmpty();
  }
}
