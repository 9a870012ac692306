package io.readback.spi.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.readback.spi.net.IpAddress;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BgpSessionTest {
  private static final BgpInstance INSTANCE =
      new BgpInstance("node", 65001, IpAddress.parse("10.0.0.1"), OptionalInt.empty());

  private static BgpSession.Builder builder() {
    return BgpSession.builder(INSTANCE, "peer", IpAddress.parse("192.0.2.1"));
  }

  @ParameterizedTest(name = "peer AS {0}, {1}: internal {2}, external {3}")
  @CsvSource({
    "65001, ANY, true, false",
    "65002, ANY, false, true",
    "65002, INTERNAL, false, true",
    "0, ANY, false, false",
    "0, INTERNAL, true, false",
    "0, EXTERNAL, false, true",
  })
  void peer_byNumberOrType_isInternalOrExternal(
      long asn, BgpSession.PeerType type, boolean internal, boolean external) {
    BgpSession session = builder().peerAsn(asn).peerType(type).build();
    assertThat(session.internal()).isEqualTo(internal);
    assertThat(session.external()).isEqualTo(external);
  }

  @Test
  void localAsn_ofTheSession_standsInForTheInstances() {
    assertThat(builder().build().localAsn()).isEqualTo(65001);
    BgpSession session = builder().localAsn(65010).peerAsn(65010).build();
    assertThat(session.localAsn()).isEqualTo(65010);
    assertThat(session.internal()).isTrue();
    assertThat(session).isNotEqualTo(builder().peerAsn(65010).build());
  }

  @Test
  void builder_impossibleValues_areRefused() {
    assertThatThrownBy(() -> builder().localAsn(0)).hasMessageContaining("local ASN");
    assertThatThrownBy(() -> builder().ttlSecurityHops(255)).hasMessageContaining("254");
    assertThatThrownBy(() -> builder().delayOpen(java.time.Duration.ofSeconds(-1)))
        .hasMessageContaining("negative");
  }

  @Test
  void role_opposite_isMutual() {
    for (BgpRole role : BgpRole.values()) {
      assertThat(role.opposite().opposite()).isEqualTo(role);
      assertThat(BgpRole.of(role.value())).contains(role);
      assertThat(BgpRole.named(role.toString())).contains(role);
    }
    assertThat(BgpRole.of(5)).isEmpty();
    assertThat(BgpRole.named("friend")).isEmpty();
  }
}
