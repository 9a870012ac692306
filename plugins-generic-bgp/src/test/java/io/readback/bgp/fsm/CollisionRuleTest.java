package io.readback.bgp.fsm;

import static io.readback.bgp.fsm.CollisionRule.Survivor.OURS;
import static io.readback.bgp.fsm.CollisionRule.Survivor.PEERS;
import static io.readback.spi.observe.SessionState.ESTABLISHED;
import static io.readback.spi.observe.SessionState.OPENCONFIRM;
import static org.assertj.core.api.Assertions.assertThat;

import io.readback.bgp.fsm.CollisionRule.Survivor;
import io.readback.spi.net.IpAddress;
import io.readback.spi.observe.SessionState;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** RFC 4271 section 6.8, RFC 6286 section 2.3. */
class CollisionRuleTest {
  private static Survivor resolve(
      String local, long localAsn, String peer, long peerAsn, SessionState ours, SessionState p) {
    return CollisionRule.resolve(
        IpAddress.parse(local), localAsn, IpAddress.parse(peer), peerAsn, ours, p);
  }

  @Test
  void resolve_differentIdentifiers_keepsTheConnectionOfTheHigherOne() {
    assertThat(resolve("10.0.0.2", 1, "10.0.0.1", 2, OPENCONFIRM, OPENCONFIRM)).isEqualTo(OURS);
    assertThat(resolve("10.0.0.1", 2, "10.0.0.2", 1, OPENCONFIRM, OPENCONFIRM)).isEqualTo(PEERS);
  }

  @Test
  void resolve_identifierAbove127_comparesUnsigned() {
    assertThat(resolve("200.0.0.1", 1, "10.0.0.1", 2, OPENCONFIRM, OPENCONFIRM)).isEqualTo(OURS);
  }

  @Test
  void resolve_equalIdentifiers_keepsTheConnectionOfTheHigherAs() {
    assertThat(resolve("10.0.0.1", 65002, "10.0.0.1", 65001, OPENCONFIRM, OPENCONFIRM))
        .isEqualTo(OURS);
    assertThat(resolve("10.0.0.1", 65001, "10.0.0.1", 4200000000L, OPENCONFIRM, OPENCONFIRM))
        .isEqualTo(PEERS);
  }

  @Test
  void resolve_oneEstablished_keepsIt() {
    assertThat(resolve("10.0.0.1", 1, "10.0.0.2", 2, ESTABLISHED, OPENCONFIRM)).isEqualTo(OURS);
    assertThat(resolve("10.0.0.2", 1, "10.0.0.1", 2, OPENCONFIRM, ESTABLISHED)).isEqualTo(PEERS);
  }

  @Test
  void applies_otherConnection_onlyWhenItHasHadAnOpen() {
    assertThat(SessionState.values())
        .filteredOn(CollisionRule::applies)
        .containsExactly(OPENCONFIRM, ESTABLISHED);
  }

  @Property
  void resolve_seenFromBothEnds_isTheSameConnection(
      @ForAll int a,
      @ForAll int b,
      @ForAll @IntRange(min = 1) int asA,
      @ForAll @IntRange(min = 1) int asB,
      @ForAll boolean established) {
    net.jqwik.api.Assume.that(a != b || asA != asB);
    SessionState ofA = established ? ESTABLISHED : OPENCONFIRM;
    Survivor atA =
        CollisionRule.resolve(IpAddress.ofIpv4(a), asA, IpAddress.ofIpv4(b), asB, ofA, OPENCONFIRM);
    Survivor atB =
        CollisionRule.resolve(IpAddress.ofIpv4(b), asB, IpAddress.ofIpv4(a), asA, OPENCONFIRM, ofA);
    assertThat(atA == OURS).isEqualTo(atB == PEERS);
  }
}
