package io.readback.bgp.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.readback.spi.route.AsPath;
import io.readback.spi.route.NextHop;
import io.readback.spi.route.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PathTextTest {
  @Test
  void parse_everyAttribute_isTaken() {
    Path path =
        PathText.parse(
            "self 65000:1 65000:1:2 target:65000:7 bandwidth:65000:125000000"
                + " target:[2001:db8::1]:7 med=10 local-pref=200 as-path=65010,65010");
    assertThat(path.nextHops()).containsExactly(NextHop.SELF);
    assertThat(path.attributes().asPath()).isEqualTo(AsPath.sequence(65010L, 65010L));
    assertThat(path.attributes())
        .hasToString(
            "origin IGP, as-path 65010 65010, med 10, local-pref 200, communities [65000:1],"
                + " large-communities [65000:1:2], extended-communities [target:65000:7,"
                + " bandwidth:65000:125000000], ipv6-extended-communities"
                + " [target:[2001:db8::1]:7]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "router",
        "192.0.2.1 med=",
        "192.0.2.1 med=4294967296",
        "192.0.2.1 as-path=",
        "192.0.2.1 1:2:3:4",
        "192.0.2.1 70000:1",
        "192.0.2.1 1:2:4294967296",
        "192.0.2.1 target:1"
      })
  void parse_whatSaysNothing_isRefused(String text) {
    assertThatThrownBy(() -> PathText.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @FuzzTest(maxDuration = "60s")
  void parse(FuzzedDataProvider data) {
    try {
      assertThat(PathText.parse(data.consumeRemainingAsString()).nextHops()).hasSize(1);
    } catch (IllegalArgumentException e) {
      assertThat(e).hasMessageMatching("(?s).+");
    }
  }
}
