package io.readback.core.allocate;

import static io.readback.core.scenario.MetallbPoolDraft.metallbPool;
import static io.readback.core.scenario.PoolDraft.pool;
import static io.readback.core.scenario.ServiceDraft.service;
import static io.readback.spi.net.AddressFamily.IPV6;
import static org.assertj.core.api.Assertions.assertThat;

import io.readback.core.model.ServiceRef;
import io.readback.core.scenario.MetallbPoolDraft;
import io.readback.core.scenario.PoolDraft;
import io.readback.core.scenario.ServiceDraft;
import io.readback.spi.net.IpAddress;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Pools of both dialects on one cluster: whose a Service is. */
class TwoDialectsTest {
  private final AllocationScenario scenario = new AllocationScenario();

  private void apply(Object... drafts) {
    for (Object draft : drafts) {
      if (draft instanceof MetallbPoolDraft metallb) {
        scenario.cluster.put(metallb);
      } else if (draft instanceof PoolDraft cilium) {
        scenario.cluster.put(cilium);
      } else {
        scenario.cluster.put((ServiceDraft) draft);
      }
    }
    scenario.apply();
  }

  private String conditions(String service) {
    return scenario.last.get(ServiceRef.parse(service)).orElseThrow().conditions().stream()
        .map(c -> c.type() + " " + c.status() + " " + c.reason())
        .toList()
        .toString();
  }

  @Test
  void service_thatBothCouldServe_isRefusedByBothAndToldHowToDecide() {
    apply(pool("c", "10.1.0.0/24"), metallbPool("m", "10.2.0.0/24"), service("web/a"));
    assertThat(scenario.vips("web/a")).isEmpty();
    assertThat(scenario.dialect("web/a")).isEqualTo("readback");
    assertThat(conditions("web/a")).isEqualTo("[readback.io/DialectConflict False ServedByBoth]");
    assertThat(scenario.message("web/a"))
        .contains("readback.io/dialect: cilium or metallb", "loadBalancerClass");
    apply(service("web/a").annotation("readback.io/dialect", "metallb"));
    assertThat(scenario.vips("web/a")).isEqualTo("10.2.0.0");
    assertThat(conditions("web/a")).isEqualTo("[metallb.io/IPAllocated True IPAllocated]");
  }

  @Test
  void service_withAnnotationsOfOneDialect_isOfThatDialect() {
    apply(
        pool("c", "10.1.0.0/24"),
        metallbPool("m", "10.2.0.0/24"),
        service("web/a").asks("10.1.0.7"),
        service("web/b").asksMetallb("10.2.0.7"),
        service("web/c").sharingKey("k"),
        service("web/d").annotation("metallb.universe.tf/allow-shared-ip", "k"),
        service("web/e").metallbPool("m").sharingKey("k"),
        service("web/f").annotation("metallb.io/ip-allocated-from-pool", "m"));
    assertThat(scenario.vips("web/a")).isEqualTo("10.1.0.7");
    assertThat(scenario.vips("web/b")).isEqualTo("10.2.0.7");
    assertThat(scenario.dialect("web/c")).isEqualTo("cilium");
    assertThat(scenario.dialect("web/d")).isEqualTo("metallb");
    assertThat(scenario.dialect("web/e")).as("both ask").isEqualTo("readback");
    assertThat(scenario.dialect("web/f")).as("written by MetalLB").isEqualTo("readback");
  }

  @Test
  void service_withAClass_isOfTheDialectOfTheClass() {
    scenario.metallbClass("metallb.example/lb");
    apply(
        pool("c", "10.1.0.0/24"),
        metallbPool("m", "10.2.0.0/24"),
        service("web/a").loadBalancerClass(CiliumService.BGP_CLASS).metallbPool("m"),
        service("web/b").loadBalancerClass("metallb.example/lb"),
        service("web/c"),
        service("web/d").loadBalancerClass("other"));
    assertThat(scenario.dialect("web/a")).isEqualTo("cilium");
    assertThat(scenario.dialect("web/b")).isEqualTo("metallb");
    assertThat(scenario.dialect("web/c")).as("MetalLB serves its class alone").isEqualTo("cilium");
    assertThat(scenario.vips("web/d")).isEqualTo("none");
  }

  @Test
  void service_thatPoolsOfOneDialectSelect_isOfThatDialect() {
    apply(
        pool("c", "10.1.0.0/24").onlyFor("tier", "gold"),
        metallbPool("m", "10.2.0.0/24").servicesWith("tier", "silver"),
        service("web/a").label("tier", "gold"),
        service("web/b").label("tier", "silver"),
        service("web/c"));
    assertThat(scenario.vips("web/a")).isEqualTo("10.1.0.0");
    assertThat(scenario.vips("web/b")).isEqualTo("10.2.0.0");
    assertThat(conditions("web/c"))
        .isEqualTo("[readback.io/DialectConflict False ServedByNeither]");
  }

  @Test
  void service_ofAFamilyThatOneDialectHas_isOfThatDialect() {
    apply(
        pool("c", "10.1.0.0/24"),
        metallbPool("m", "fd00::/120"),
        service("web/a"),
        service("web/b").families(IPV6));
    assertThat(scenario.dialect("web/a")).isEqualTo("cilium");
    assertThat(scenario.dialect("web/b")).isEqualTo("metallb");
  }

  @Test
  void service_thatAsksForAnAddressInItsSpec_isOfTheDialectThatHasIt() {
    apply(
        pool("c", "10.1.0.0/24"),
        metallbPool("m", "10.2.0.0/24").onlyWhenAsked(),
        metallbPool("n", "10.3.0.0/24"),
        service("web/a").loadBalancerIp("10.2.0.9"),
        service("web/b").loadBalancerIp("10.1.0.9"));
    assertThat(scenario.vips("web/a")).isEqualTo("10.2.0.9");
    assertThat(scenario.vips("web/b")).isEqualTo("10.1.0.9");
  }

  @Test
  void holder_claimedByTheOtherDialectLater_keepsItsVip() {
    apply(pool("c", "10.1.0.0/24"), service("web/a"));
    Allocations before = scenario.last;
    apply(metallbPool("m", "10.2.0.0/24"), service("web/b"));
    assertThat(scenario.vips("web/a")).isEqualTo("10.1.0.0");
    assertThat(scenario.last.assignments()).isEqualTo(before.assignments());
    assertThat(conditions("web/a"))
        .isEqualTo(
            "[cilium.io/IPAMRequestSatisfied True satisfied, readback.io/DialectConflict True"
                + " Kept]");
    assertThat(scenario.vips("web/b")).isEmpty();
    apply(service("web/a").metallbPool("m"));
    assertThat(scenario.vips("web/a")).isEqualTo("10.1.0.0");
    scenario.cluster.removeMetallbPool("m");
    apply();
    assertThat(conditions("web/a")).isEqualTo("[cilium.io/IPAMRequestSatisfied True satisfied]");
    assertThat(scenario.vips("web/b")).isEqualTo("10.1.0.1");
  }

  @Test
  void holderOfMetallb_claimedByCiliumLater_keepsItsVip() {
    apply(metallbPool("m", "10.2.0.0/24"), service("web/a"));
    apply(pool("c", "10.1.0.0/24"));
    assertThat(scenario.vips("web/a")).isEqualTo("10.2.0.0");
    assertThat(scenario.dialect("web/a")).isEqualTo("metallb");
    apply(service("web/a").annotation("readback.io/dialect", "cilium"));
    assertThat(scenario.vips("web/a")).as("decided").isEqualTo("10.1.0.0");
    assertThat(scenario.usage("m")).isEqualTo("256/0/256");
  }

  @Test
  void holder_whosePoolGoes_isServedByTheOtherDialect() {
    apply(pool("c", "10.1.0.0/24"), service("web/a"));
    apply(metallbPool("m", "10.2.0.0/24"));
    scenario.cluster.removePool("c");
    apply();
    assertThat(scenario.vips("web/a")).isEqualTo("10.2.0.0");
    assertThat(scenario.last.changed()).containsExactly(ServiceRef.parse("web/a"));
  }

  @Test
  void pools_exchangedForThoseOfTheOtherDialect_holdersKeepTheirAddresses() {
    apply(metallbPool("p", "10.1.0.0/24"));
    apply(service("web/b"));
    apply(service("web/a"));
    scenario.cluster.removeMetallbPool("p");
    apply(pool("p", "10.1.0.0/24"));
    assertThat(scenario.vips("web/a")).isEqualTo("10.1.0.1");
    assertThat(scenario.vips("web/b")).isEqualTo("10.1.0.0");
    assertThat(scenario.dialect("web/a")).isEqualTo("cilium");
    scenario.cluster.removePool("p");
    apply(metallbPool("q", "10.1.0.0/24"));
    assertThat(scenario.vips("web/a")).isEqualTo("10.1.0.1");
    assertThat(scenario.dialect("web/a")).isEqualTo("metallb");
  }

  @Test
  void poolsOfBothDialects_thatOverlap_giveNothingNewAndKeepTheirHolders() {
    apply(pool("c", "10.1.0.0/24"), service("web/a"));
    apply(
        metallbPool("m", "10.1.0.0/25"),
        service("web/b").metallbPool("m"),
        service("web/c").asks("10.1.0.200"),
        service("web/d").annotation("readback.io/dialect", "cilium"));
    assertThat(scenario.vips("web/a")).isEqualTo("10.1.0.0");
    assertThat(scenario.vips("web/b")).isEmpty();
    assertThat(scenario.vips("web/c")).isEmpty();
    assertThat(scenario.vips("web/d")).isEmpty();
    assertThat(scenario.conflict("c")).isEqualTo("True cidr_overlap");
    assertThat(scenario.conflict("m")).isEqualTo("True overlap");
  }

  @Test
  void poolsOfBothDialects_withOneName_areBothListed() {
    apply(pool("p", "10.1.0.0/24"), metallbPool("p", "10.2.0.0/25"));
    assertThat(scenario.usage("p")).isEqualTo("256/0/256");
    assertThat(scenario.usage("metallb/p")).isEqualTo("128/0/128");
  }

  @Test
  void restart_withRememberedOrShownAddresses_keepsTheOwners() {
    apply(pool("c", "10.1.0.0/24"), service("web/a"));
    apply(metallbPool("m", "10.2.0.0/24"), service("web/b").metallbPool("m"));
    apply(service("web/b"));
    Allocations before = scenario.last;
    assertThat(scenario.dialect("web/b")).isEqualTo("metallb");
    scenario.restart();
    assertThat(new TreeMap<>(scenario.last.services())).isEqualTo(new TreeMap<>(before.services()));
    scenario.cluster.put(service("web/a").status("10.1.0.0"));
    scenario.cluster.put(service("web/b").status("10.2.0.0"));
    scenario.restart(new TreeMap<>());
    assertThat(scenario.last.assignments()).isEqualTo(before.assignments());
  }

  @Test
  void contestedService_thatIsRemoved_leavesNothing() {
    apply(pool("c", "10.1.0.0/24"), metallbPool("m", "10.2.0.0/24"), service("web/a"));
    scenario.cluster.removeService("web/a");
    apply();
    assertThat(scenario.vips("web/a")).isEqualTo("none");
    apply(service("web/b"));
    apply(service("web/b").type("ClusterIP"));
    assertThat(scenario.vips("web/b")).isEqualTo("none");
  }

  @Test
  void oneDialectAlone_isNotTouchedByTheOther() {
    apply(metallbPool("m", "10.2.0.0/24"), service("web/a").asks("10.9.0.1").sharingKey("k"));
    assertThat(scenario.vips("web/a")).isEqualTo("10.2.0.0");
    assertThat(scenario.last.holders(IpAddress.parse("10.2.0.0")))
        .isEqualTo(new java.util.TreeSet<>(List.of(ServiceRef.parse("web/a"))));
  }
}
