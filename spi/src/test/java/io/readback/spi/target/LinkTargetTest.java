package io.readback.spi.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.readback.spi.net.IpAddress;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class LinkTargetTest {
  @Test
  void interfaces_nothingNamed_areAll() {
    assertThat(LinkInterfaces.ALL.selects("eth0")).isTrue();
  }

  @Test
  void interfaces_names_areExactAndPatternsAreFoundAnywhere() {
    LinkInterfaces named =
        new LinkInterfaces(new TreeSet<>(List.of("eth0")), new TreeSet<>(List.of("^bond[0-9]")));
    assertThat(named.selects("eth0")).isTrue();
    assertThat(named.selects("eth01")).isFalse();
    assertThat(named.selects("bond1.100")).isTrue();
    assertThat(named.selects("mybond1")).isFalse();
  }

  @Test
  void target_withoutItsOwnNode_isRefused() {
    TreeMap<String, LinkMember> members = new TreeMap<>();
    members.put("b", new LinkMember("b", List.of(IpAddress.parse("10.0.0.2")), 0));
    assertThatThrownBy(() -> new LinkTarget("metallb", "lan", "a", LinkInterfaces.ALL, members))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a must be among");
  }

  @Test
  void member_withoutAddress_isRefused() {
    assertThatThrownBy(() -> new LinkMember("a", List.of(), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("needs an address");
  }
}
