package io.readback.layer2.respond;

import static org.assertj.core.api.Assertions.assertThat;

import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class CoversTest {
  @Test
  void of_fewVips_areTheVipsThemselves() {
    assertThat(Covers.of(List.of(IpAddress.parse("192.0.2.9")), AddressFamily.IPV4, 32))
        .containsExactly(IpPrefix.parse("192.0.2.9/32"));
  }

  @Test
  void of_aBlock_isItsPrefix() {
    List<IpAddress> vips = new ArrayList<>();
    for (int i = 0; i < 256; i++) {
      vips.add(IpAddress.ofIpv4(0xc0000200 + i));
    }
    assertThat(Covers.of(vips, AddressFamily.IPV4, 1))
        .containsExactly(IpPrefix.parse("192.0.2.0/24"));
  }

  @Property(tries = 200)
  void of_anyVips_areHeldByFewPrefixes(
      @ForAll @Size(max = 200) List<Integer> values,
      @ForAll @IntRange(min = 1, max = 32) int limit) {
    List<IpAddress> vips = values.stream().map(IpAddress::ofIpv4).toList();
    List<IpPrefix> covers = Covers.of(vips, AddressFamily.IPV4, limit);
    assertThat(covers.size()).isLessThanOrEqualTo(limit);
    assertThat(vips)
        .allSatisfy(v -> assertThat(covers.stream().anyMatch(c -> c.contains(v))).isTrue());
  }

  @Property(tries = 100)
  void of_anyIpv6Vips_areHeldByFewPrefixes(@ForAll @Size(max = 100) List<Long> values) {
    List<IpAddress> vips =
        values.stream()
            .map(v -> IpAddress.ofBits(AddressFamily.IPV6, 0x20010db800000000L, v))
            .toList();
    List<IpPrefix> covers = Covers.of(vips, AddressFamily.IPV6, 8);
    assertThat(covers.size()).isLessThanOrEqualTo(8);
    assertThat(vips)
        .allSatisfy(v -> assertThat(covers.stream().anyMatch(c -> c.contains(v))).isTrue());
  }
}
