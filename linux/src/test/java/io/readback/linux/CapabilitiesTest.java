package io.readback.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.readback.linux.Capabilities.Capability;
import java.util.List;
import org.junit.jupiter.api.Test;

class CapabilitiesTest {
  @Test
  void parse_statusWithNetAdminOnly_missesNetRaw() {
    Capabilities c = Capabilities.parse(List.of("Name:\tjava", "CapEff:\t0000000000001000"));
    assertThat(c.has(Capability.CAP_NET_ADMIN)).isTrue();
    assertThat(c.missing(Capability.CAP_NET_ADMIN, Capability.CAP_NET_RAW))
        .containsExactly(Capability.CAP_NET_RAW);
  }

  @Test
  void parse_allBits_missesNothing() {
    assertThat(
            Capabilities.parse(List.of("CapEff:\tffffffffffffffff")).missing(Capability.values()))
        .isEmpty();
  }

  @Test
  void parse_statusWithoutTheLine_saysSo() {
    assertThatThrownBy(() -> Capabilities.parse(List.of("Name:\tjava")))
        .hasMessageContaining("CapEff");
  }

  @Test
  void read_thisProcess_answers() throws LinuxException {
    assertThat(Capabilities.read()).isEqualTo(Capabilities.read());
  }
}
