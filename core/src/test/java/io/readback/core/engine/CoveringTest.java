package io.readback.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.readback.core.model.AddressBlock;
import io.readback.core.model.AddressPool;
import io.readback.core.model.ClusterEdit;
import io.readback.core.model.ClusterState;
import io.readback.core.model.Dialect;
import io.readback.core.model.Origin;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.net.PrefixMap;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import org.junit.jupiter.api.Test;

class CoveringTest {
  private static ClusterState pools(AddressBlock... blocks) {
    ClusterEdit edit = new ClusterEdit(ClusterState.EMPTY);
    edit.put(
        new AddressPool(
            "p",
            Dialect.CILIUM,
            List.of(blocks),
            Optional.empty(),
            false,
            true,
            Optional.empty(),
            Origin.UNKNOWN));
    return edit.state();
  }

  private static PrefixMap<Boolean> prefixes(String... texts) {
    PrefixMap<Boolean> out = PrefixMap.empty();
    for (String text : texts) {
      out = out.with(IpPrefix.parse(text), true);
    }
    return out;
  }

  private static SortedSet<IpPrefix> covering(PrefixMap<Boolean> prefixes, ClusterState state) {
    SortedSet<IpPrefix> covering = Covering.of(prefixes, state);
    for (IpPrefix prefix : prefixes.keys()) {
      assertThat(covering).anyMatch(c -> c.covers(prefix));
    }
    return covering;
  }

  @Test
  void of_vipsOfAPool_isThePoolsBlock() {
    assertThat(
            covering(
                prefixes("20.0.10.0/32", "20.0.10.7/32", "10.0.1.0/24"),
                pools(AddressBlock.of(IpPrefix.parse("20.0.10.0/24")))))
        .containsExactly(IpPrefix.parse("10.0.1.0/24"), IpPrefix.parse("20.0.10.0/24"));
  }

  @Test
  void of_range_isThePrefixAroundIt() {
    assertThat(
            covering(
                prefixes("20.0.20.100/32", "2001:db8::5/128"),
                pools(
                    AddressBlock.of(
                        IpAddress.parse("20.0.20.100"), IpAddress.parse("20.0.20.200")))))
        .containsExactly(IpPrefix.parse("20.0.20.0/24"), IpPrefix.parse("2001:db8::5/128"));
  }

  @Test
  void of_manyOutsideOfPools_areJoined() {
    PrefixMap<Boolean> many = PrefixMap.empty();
    for (int i = 0; i < 200; i++) {
      many = many.with(IpPrefix.parse("10.1." + i + ".0/24"), true);
    }
    assertThat(covering(many, ClusterState.EMPTY)).containsExactly(IpPrefix.parse("10.1.0.0/16"));
  }

  @Test
  void of_poolOfHalfTheWorld_isNotAskedFor() {
    assertThat(
            covering(prefixes("20.0.10.1/32"), pools(AddressBlock.of(IpPrefix.parse("0.0.0.0/1")))))
        .containsExactly(IpPrefix.parse("20.0.10.1/32"));
  }
}
