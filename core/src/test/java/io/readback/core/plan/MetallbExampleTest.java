package io.readback.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.readback.core.allocate.Vip;
import io.readback.core.model.ServiceRef;
import io.readback.spi.target.BgpSession;
import org.junit.jupiter.api.Test;

/** The example of MetalLB's manifests, and the table in its README. */
class MetallbExampleTest {
  private final PlanScenario example = PlanScenario.example("metallb");

  private String vips(String service) {
    return example.allocations.get(ServiceRef.parse(service)).orElseThrow().vips().stream()
        .map(Vip::toString)
        .toList()
        .toString();
  }

  @Test
  void plan_example_isReadWithoutProblems() {
    assertThat(example.manifestProblems()).isEmpty();
    assertThat(example.plan.problems()).isEmpty();
  }

  @Test
  void allocate_example_givesTheVipsOfTheTable() {
    assertThat(vips("web/shop")).isEqualTo("[172.16.90.1 (public)]");
    assertThat(vips("web/shop-quic")).isEqualTo("[172.16.91.10 (public)]");
    assertThat(vips("data/orders")).isEqualTo("[172.16.92.0 (databases)]");
    assertThat(example.allocations.pools().get("public").total()).isEqualTo(254 + 41);
  }

  @Test
  void expectedAt_router_isTheTable() {
    assertThat(example.expectedAt("172.16.10.1"))
        .containsExactly(
            "172.16.90.1/32: 172.16.10.11 172.16.10.12",
            "172.16.91.10/32: 172.16.10.12",
            "172.16.92.0/26: 172.16.10.11 172.16.10.12");
  }

  @Test
  void plan_example_sessionsAndAttributesAreAsWritten() {
    BgpSession session = example.session("berlin-1");
    assertThat(session.instance().localAsn()).isEqualTo(65001);
    assertThat(session.peerAsn()).isEqualTo(65000);
    assertThat(session.timers().hold()).isEqualTo(30);
    assertThat(session.timers().keepalive()).isEqualTo(10);
    assertThat(example.routes("berlin-1"))
        .containsExactly("tor-rack-1 172.16.90.1/32", "tor-rack-1 172.16.92.0/26 65000:100");
    assertThat(example.routes("berlin-3")).as("excluded from load balancing").isEmpty();
  }
}
