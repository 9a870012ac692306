package io.readback.bgp.rib;

import static org.assertj.core.api.Assertions.assertThat;

import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import io.readback.spi.route.Community;
import io.readback.spi.route.Path;
import io.readback.spi.route.PathAttributes;
import java.util.List;
import org.junit.jupiter.api.Test;

class RouteFormsTest {
  private final EncodedTable table = new EncodedTable();

  private static RouteEncoding encoding(String local) {
    return new RouteEncoding(
        65001, false, true, IpAddress.parse(local), false, List.of(AddressFamily.IPV4));
  }

  private static Path path(int community) {
    return Path.self(PathAttributes.builder().community(Community.of(65000, community)).build());
  }

  @Test
  void forms_sessionsEncodedAlike_shareOneFrameAPath() {
    RouteForms one = table.forms(encoding("192.0.2.1"));
    RouteForms other = table.forms(encoding("192.0.2.1"));
    assertThat(one.announce(AddressFamily.IPV4, path(1)))
        .isSameAs(other.announce(AddressFamily.IPV4, path(1)));
  }

  @Test
  void forms_anotherLocalAddress_hasFramesOfItsOwn() {
    assertThat(table.forms(encoding("192.0.2.1"))).isNotSameAs(table.forms(encoding("192.0.2.2")));
  }

  @Test
  void announce_morePathsThanAreRemembered_stillGivesEachItsOwn() {
    RouteForms forms = table.forms(encoding("192.0.2.1"));
    for (int i = 0; i < 5_000; i++) {
      assertThat(forms.announce(AddressFamily.IPV4, path(i)))
          .usingRecursiveComparison()
          .isEqualTo(encoding("192.0.2.1").announce(AddressFamily.IPV4, path(i)));
    }
  }
}
