package io.readback.core.allocate;

import static io.readback.core.model.Service.IpFamilyPolicy.PREFER_DUAL_STACK;
import static io.readback.core.model.Service.IpFamilyPolicy.REQUIRE_DUAL_STACK;
import static io.readback.core.scenario.MetallbPoolDraft.metallbPool;
import static io.readback.core.scenario.ServiceDraft.service;
import static io.readback.spi.net.AddressFamily.IPV4;
import static io.readback.spi.net.AddressFamily.IPV6;
import static org.assertj.core.api.Assertions.assertThat;

import io.readback.core.model.Labels;
import io.readback.core.model.Namespace;
import io.readback.core.model.Origin;
import io.readback.core.model.ServiceRef;
import io.readback.core.scenario.MetallbPoolDraft;
import io.readback.core.scenario.ServiceDraft;
import io.readback.spi.net.IpAddress;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One short test for each rule of MetalLB's allocation; long because the rules are many. */
class MetallbAllocationTest {
  private static final String ALLOCATED = "True IPAllocated";
  private static final String FAILED = "False AllocationFailed";

  private final AllocationScenario scenario = new AllocationScenario();

  private void apply(Object... drafts) {
    for (Object draft : drafts) {
      if (draft instanceof MetallbPoolDraft pool) {
        scenario.cluster.put(pool);
      } else {
        scenario.cluster.put((ServiceDraft) draft);
      }
    }
    scenario.apply();
  }

  private void namespace(String name, String key, String value) {
    scenario.cluster.put(new Namespace(name, Labels.of(Map.of(key, value)), Origin.UNKNOWN));
  }

  private String conditions(String service) {
    return scenario.last.get(ServiceRef.parse(service)).orElseThrow().conditions().toString();
  }

  @Test
  void allocate_fresh_goesUpThroughTheAddressesInTheOrderWritten() {
    apply(metallbPool("p", "192.168.10.8-192.168.10.9", "192.168.9.0/30"));
    for (String name : List.of("a", "b", "c")) {
      apply(service("web/" + name));
    }
    assertThat(scenario.vips("web/a")).isEqualTo("192.168.10.8");
    assertThat(scenario.vips("web/b")).isEqualTo("192.168.10.9");
    assertThat(scenario.vips("web/c")).isEqualTo("192.168.9.0");
    assertThat(scenario.condition("web/a")).isEqualTo(ALLOCATED);
    assertThat(scenario.message("web/a")).isEqualTo("Assigned IP [\"192.168.10.8\"]");
    assertThat(scenario.usage("p")).isEqualTo("6/3/3");
    assertThat(scenario.last.pools().get("p").dialect()).hasToString("metallb");
    assertThat(scenario.dialect("web/a")).isEqualTo("metallb");
  }

  @Test
  void allocate_afterHoles_takesTheLowestFreeAddress() {
    apply(metallbPool("p", "10.0.0.0/24"));
    for (int i = 0; i < 6; i++) {
      apply(service("web/s" + i));
    }
    scenario.cluster.removeService("web/s1").removeService("web/s2").removeService("web/s4");
    apply(service("web/x"));
    assertThat(scenario.vips("web/x")).isEqualTo("10.0.0.1");
  }

  @Test
  void allocate_severalPools_goesByName() {
    apply(
        metallbPool("b", "10.0.2.0/32").created("2026-01-01T00:00:00Z"),
        metallbPool("a", "10.0.1.0/32"),
        service("web/a"),
        service("web/b"),
        service("web/c"));
    assertThat(scenario.vips("web/a")).isEqualTo("10.0.1.0");
    assertThat(scenario.vips("web/b")).isEqualTo("10.0.2.0");
    assertThat(scenario.condition("web/c")).isEqualTo(FAILED);
    assertThat(scenario.message("web/c"))
        .isEqualTo("Failed to allocate IP for \"web/c\": no available IPs");
  }

  @Test
  void allocate_addressFreed_isGivenToTheOneThatWaits() {
    apply(metallbPool("p", "10.0.0.1/32"), service("web/a"), service("web/b"));
    assertThat(scenario.vips("web/b")).isEmpty();
    scenario.cluster.removeService("web/a");
    apply();
    assertThat(scenario.vips("web/b")).isEqualTo("10.0.0.1");
    assertThat(scenario.condition("web/b")).isEqualTo(ALLOCATED);
  }

  @Test
  void autoAssignOff_servesOnlyThoseThatAskForThePoolOrItsAddress() {
    apply(
        metallbPool("p", "10.0.0.0/24").onlyWhenAsked(),
        service("web/a"),
        service("web/b").metallbPool("p"),
        service("web/c").asksMetallb("10.0.0.9"));
    assertThat(scenario.condition("web/a")).isEqualTo(FAILED);
    assertThat(scenario.vips("web/b")).isEqualTo("10.0.0.0");
    assertThat(scenario.vips("web/c")).isEqualTo("10.0.0.9");
  }

  @Test
  void autoAssignTurnedOff_holdersStay() {
    apply(metallbPool("p", "10.0.0.0/24"), service("web/a"));
    apply(metallbPool("p", "10.0.0.0/24").onlyWhenAsked(), service("web/b"));
    assertThat(scenario.vips("web/a")).isEqualTo("10.0.0.0");
    assertThat(scenario.vips("web/b")).isEmpty();
  }

  @Test
  void avoidBuggyIps_skipsThemAndCountsWithoutThem() {
    apply(metallbPool("p", "10.0.0.0/23", "10.0.4.255-10.0.5.1").avoidingBuggyIps());
    apply(service("web/a"));
    assertThat(scenario.vips("web/a")).isEqualTo("10.0.0.1");
    assertThat(scenario.usage("p")).isEqualTo("509/1/508");
    for (int i = 0; i < 254; i++) {
      scenario.cluster.put(service("web/s" + i));
    }
    apply();
    assertThat(scenario.last.holders(IpAddress.parse("10.0.1.1"))).hasSize(1);
    assertThat(scenario.last.holders(IpAddress.parse("10.0.0.255"))).isEmpty();
    assertThat(scenario.last.holders(IpAddress.parse("10.0.1.0"))).isEmpty();
  }

  @Test
  void avoidBuggyIps_turnedOn_movesTheHolderOfOne() {
    apply(metallbPool("p", "10.0.0.0/24"), service("web/a"), service("web/b"));
    apply(metallbPool("p", "10.0.0.0/24").avoidingBuggyIps());
    assertThat(scenario.vips("web/a")).isEqualTo("10.0.0.2");
    assertThat(scenario.vips("web/b")).isEqualTo("10.0.0.1");
    apply(service("web/c").asksMetallb("10.0.0.255"));
    assertThat(scenario.message("web/c")).endsWith("[\"10.0.0.255\"] is not allowed in config");
  }

  @ParameterizedTest
  @ValueSource(strings = {"metallb.io/loadBalancerIPs", "metallb.universe.tf/loadBalancerIPs"})
  void askedAddress_byAnnotation_isGiven(String annotation) {
    apply(
        metallbPool("p", "10.0.0.0/24", "fd00::/120"),
        service("web/a").annotation(annotation, "10.0.0.7"),
        service("web/b").dualStack(REQUIRE_DUAL_STACK).annotation(annotation, "fd00::9, 10.0.0.8"));
    assertThat(scenario.vips("web/a")).isEqualTo("10.0.0.7");
    assertThat(scenario.vips("web/b")).isEqualTo("10.0.0.8 fd00::9");
  }

  @Test
  void askedAddress_bySpec_isGiven() {
    apply(metallbPool("p", "10.0.0.0/24"), service("web/a").loadBalancerIp("10.0.0.7"));
    assertThat(scenario.vips("web/a")).isEqualTo("10.0.0.7");
  }

  @Test
  void askedAddress_bySpecAndAnnotation_isRefusedEvenWhereTheyAgree() {
    apply(
        metallbPool("p", "10.0.0.0/24"),
        service("web/a").loadBalancerIp("10.0.0.7").asksMetallb("10.0.0.7"));
    assertThat(scenario.vips("web/a")).isEmpty();
    assertThat(scenario.condition("web/a")).isEqualTo(FAILED);
    assertThat(scenario.message("web/a"))
        .endsWith(
            "service can not have both metallb.io/loadBalancerIPs and svc.Spec.LoadBalancerIP");
  }

  @Test
  void askedAddress_contradictionComesLater_vipStays() {
    apply(metallbPool("p", "10.0.0.0/24"), service("web/a").loadBalancerIp("10.0.0.7"));
    apply(service("web/a").loadBalancerIp("10.0.0.7").asksMetallb("10.0.0.8"));
    assertThat(scenario.vips("web/a")).isEqualTo("10.0.0.7");
    assertThat(scenario.condition("web/a")).isEqualTo("False LoadBalancerFailed");
    assertThat(scenario.message("web/a"))
        .startsWith("invalid requested loadbalancer IPs: service can not have both");
    apply(metallbPool("q", "10.0.1.0/24"));
    assertThat(scenario.vips("web/a")).isEqualTo("10.0.0.7");
    scenario.restart();
    assertThat(scenario.vips("web/a")).isEqualTo("10.0.0.7");
  }

  @Test
  void askedAddress_cannotBeHadLater_losesTheVip() {
    apply(metallbPool("p", "10.0.0.0/24"), service("web/a"), service("web/b"));
    apply(service("web/b").asksMetallb("10.0.0.0"));
    assertThat(scenario.vips("web/a")).isEqualTo("10.0.0.0");
    assertThat(scenario.vips("web/b")).isEmpty();
    assertThat(scenario.condition("web/b")).isEqualTo(FAILED);
    scenario.cluster.removeService("web/a");
    apply();
    assertThat(scenario.vips("web/b")).isEqualTo("10.0.0.0");
  }

  @Test
  void askedAddress_changes_movesTheService() {
    apply(metallbPool("p", "10.0.0.0/24"), service("web/a"));
    apply(service("web/a").asksMetallb("10.0.0.5"));
    assertThat(scenario.vips("web/a")).isEqualTo("10.0.0.5");
    apply(service("web/a"));
    assertThat(scenario.vips("web/a")).as("no longer asked for").isEqualTo("10.0.0.5");
  }

  @Test
  void askedAddress_senseless_isRefusedWithTheReason() {
    apply(
        metallbPool("p", "10.0.0.0/24", "fd00::/120"),
        service("web/a").asksMetallb("10.0.0"),
        service("web/b").asksMetallb("10.0.0.1,10.0.0.2"),
        service("web/c").asksMetallb("fd00::1"),
        service("web/d").asksMetallb("172.16.0.1"),
        service("web/e").dualStack(PREFER_DUAL_STACK).asksMetallb("10.0.0.1"));
    assertThat(scenario.message("web/a"))
        .endsWith("invalid metallb.io/loadBalancerIPs: \"10.0.0\"");
    assertThat(scenario.message("web/b")).endsWith("has more than one address of a family");
    assertThat(scenario.message("web/c"))
        .endsWith(
            "requested loadBalancer IP(s) [\"fd00::1\"] does not match the ipFamily of the"
                + " service");
    assertThat(scenario.message("web/d")).endsWith("[\"172.16.0.1\"] is not allowed in config");
    assertThat(scenario.message("web/e")).contains("does not match the ipFamily");
    assertThat(scenario.usage("p")).isEqualTo("512/0/512");
  }

  @Test
  void askedAddress_bySpecAndUnreadable_isRefusedAndAHolderKeepsItsVip() {
    apply(
        metallbPool("p", "10.0.0.0/24"), service("web/a"), service("web/b").asksUnreadably("any"));
    assertThat(scenario.vips("web/b")).isEmpty();
    assertThat(scenario.message("web/b")).endsWith("invalid spec.loadBalancerIP \"any\"");
    apply(service("web/a").asksUnreadably("any"));
    assertThat(scenario.vips("web/a")).isEqualTo("10.0.0.0");
    assertThat(scenario.message("web/a"))
        .isEqualTo("invalid requested loadbalancer IPs: invalid spec.loadBalancerIP \"any\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"metallb.io/address-pool", "metallb.universe.tf/address-pool"})
  void askedPool_isTaken(String annotation) {
    apply(
        metallbPool("a", "10.0.1.0/24"),
        metallbPool("b", "10.0.2.0/24"),
        service("web/a").annotation(annotation, "b"),
        service("web/b").annotation(annotation, "c"));
    assertThat(scenario.vips("web/a")).isEqualTo("10.0.2.0");
    assertThat(scenario.message("web/b")).endsWith("unknown pool \"c\"");
  }

  @Test
  void askedPool_changes_movesTheService() {
    apply(metallbPool("a", "10.0.1.0/24"), metallbPool("b", "10.0.2.0/24"), service("web/a"));
    apply(service("web/a").metallbPool("b"));
    assertThat(scenario.vips("web/a")).isEqualTo("10.0.2.0");
    assertThat(scenario.pools("web/a")).isEqualTo("b");
  }

  @Test
  void askedPool_full_doesNotTakeAnother() {
    apply(
        metallbPool("a", "10.0.1.0/32"),
        metallbPool("b", "10.0.2.0/24"),
        service("web/a").metallbPool("a"),
        service("web/b").metallbPool("a"));
    assertThat(scenario.message("web/b")).endsWith("no available IPs in pool a");
  }

  @Test
  void askedPoolAndAddress_thatDisagree_areRefused() {
    apply(
        metallbPool("a", "10.0.1.0/24"),
        metallbPool("b", "10.0.2.0/24"),
        service("web/a").metallbPool("a").asksMetallb("10.0.2.7"));
    assertThat(scenario.message("web/a"))
        .endsWith(
            "requested loadBalancer IP(s) [\"10.0.2.7\"] is not compatible with requested address"
                + " pool a");
    assertThat(scenario.usage("b")).isEqualTo("256/0/256");
  }

  @Test
  void pinnedPool_byNamespace_isForThatNamespaceAlone() {
    apply(
        metallbPool("a", "10.0.1.0/24").namespaces("web"),
        service("web/a"),
        service("db/a"),
        service("db/b").metallbPool("a"),
        service("db/c").asksMetallb("10.0.1.9"));
    assertThat(scenario.vips("web/a")).isEqualTo("10.0.1.0");
    assertThat(scenario.message("db/a")).endsWith("no available IPs");
    assertThat(scenario.message("db/b")).endsWith("pool a not compatible for ip assignment");
    assertThat(scenario.message("db/c")).endsWith("pool a not compatible for ip assignment");
  }

  @Test
  void pinnedPool_byLabelsOfTheNamespace_followsThem() {
    namespace("web", "team", "blue");
    namespace("db", "team", "red");
    apply(
        metallbPool("a", "10.0.1.0/24").namespacesWith("team", "blue"),
        metallbPool("z", "10.0.9.0/24"),
        service("web/a"),
        service("db/a"));
    assertThat(scenario.vips("web/a")).isEqualTo("10.0.1.0");
    assertThat(scenario.vips("db/a")).isEqualTo("10.0.9.0");
    namespace("web", "team", "green");
    apply();
    assertThat(scenario.vips("web/a")).isEqualTo("10.0.9.1");
  }

  @Test
  void pinnedPool_byNamespacesAndLabels_unitesThem() {
    namespace("web", "team", "blue");
    apply(
        metallbPool("a", "10.0.1.0/24").namespaces("db").namespacesWith("team", "blue"),
        service("web/a"),
        service("db/a"),
        service("etc/a"));
    assertThat(scenario.vips("web/a")).isNotEmpty();
    assertThat(scenario.vips("db/a")).isNotEmpty();
    assertThat(scenario.vips("etc/a")).isEmpty();
  }

  @Test
  void pinnedPool_byNamespaceAndService_needsBoth() {
    apply(
        metallbPool("a", "10.0.1.0/24").namespaces("web").servicesWith("tier", "gold"),
        service("web/a").label("tier", "gold"),
        service("web/b"),
        service("db/a").label("tier", "gold"));
    assertThat(scenario.vips("web/a")).isEqualTo("10.0.1.0");
    assertThat(scenario.vips("web/b")).isEmpty();
    assertThat(scenario.vips("db/a")).isEmpty();
  }

  @Test
  void pinnedPools_goByPriority_unsetLast_thenTheOthers() {
    apply(
        metallbPool("a", "10.0.1.0/32").pinned(0).servicesWith("tier", "gold"),
        metallbPool("b", "10.0.2.0/32").pinned(20).servicesWith("tier", "gold"),
        metallbPool("c", "10.0.3.0/32").pinned(10).servicesWith("tier", "gold"),
        metallbPool("d", "10.0.4.0/32"),
        metallbPool("e", "10.0.5.0/32").pinned(20).servicesWith("tier", "gold"));
    StringBuilder order = new StringBuilder();
    for (int i = 0; i < 5; i++) {
      apply(service("web/s" + i).label("tier", "gold"));
      order.append(scenario.pools("web/s" + i));
    }
    assertThat(order).hasToString("cbead");
  }

  @Test
  void pinnedPool_withNothingButAPriority_isForEverybody() {
    apply(
        metallbPool("a", "10.0.1.0/24"),
        metallbPool("z", "10.0.9.0/24").pinned(5),
        service("web/a"));
    assertThat(scenario.vips("web/a")).isEqualTo("10.0.9.0");
  }

  @Test
  void pinnedPool_autoAssignOff_isNotTakenUnasked() {
    apply(metallbPool("a", "10.0.1.0/24").namespaces("web").onlyWhenAsked(), service("web/a"));
    assertThat(scenario.vips("web/a")).isEmpty();
  }

  @Test
  void pinnedPool_noLongerForTheService_takesTheVip() {
    apply(
        metallbPool("a", "10.0.1.0/24").namespaces("web"),
        metallbPool("z", "10.0.9.0/24"),
        service("web/a"));
    apply(metallbPool("a", "10.0.1.0/24").namespaces("db"));
    assertThat(scenario.vips("web/a")).isEqualTo("10.0.9.0");
  }

  @Test
  void sharing_sameKeyAndOtherPorts_joinsOnlyWhereNoLowerAddressIsFree() {
    apply(
        metallbPool("p", "10.0.0.0/31"),
        service("web/a").metallbSharingKey("k").ports("TCP/80"),
        service("db/b").metallbSharingKey("k").ports("UDP/80"),
        service("etc/c").metallbSharingKey("k").ports("TCP/443"));
    assertThat(scenario.vips("db/b")).isEqualTo("10.0.0.0");
    assertThat(scenario.vips("etc/c")).isEqualTo("10.0.0.0");
    scenario.cluster.removeService("db/b").removeService("etc/c").removeService("web/a");
    apply();
    apply(service("web/x"), service("web/y").metallbSharingKey("k").ports("TCP/80"));
    scenario.cluster.removeService("web/x");
    apply();
    apply(service("web/z").metallbSharingKey("k").ports("TCP/81"));
    assertThat(scenario.vips("web/y")).isEqualTo("10.0.0.1");
    assertThat(scenario.vips("web/z")).as("first fit").isEqualTo("10.0.0.0");
  }

  @Test
  void sharing_samePort_isRefused() {
    apply(
        metallbPool("p", "10.0.0.0/32"),
        service("web/a").metallbSharingKey("k"),
        service("web/b").metallbSharingKey("k").asksMetallb("10.0.0.0"),
        service("web/c").metallbSharingKey("k"));
    assertThat(scenario.message("web/b")).endsWith("port TCP/80 is already in use on \"10.0.0.0\"");
    assertThat(scenario.message("web/c")).endsWith("no available IPs");
  }

  @Test
  void sharing_otherKeyOrNone_isRefused() {
    apply(
        metallbPool("p", "10.0.0.0/32"),
        service("web/a").metallbSharingKey("k").ports("TCP/1"),
        service("web/b").metallbSharingKey("l").asksMetallb("10.0.0.0").ports("TCP/2"),
        service("web/c").asksMetallb("10.0.0.0").ports("TCP/3"));
    assertThat(scenario.message("web/b"))
        .endsWith("can't change sharing key for \"web/b\", address also in use by web/a");
    assertThat(scenario.condition("web/c")).isEqualTo(FAILED);
  }

  @Test
  void sharing_trafficPolicies_needTheSameBackends() {
    apply(
        metallbPool("p", "10.0.0.0/32"),
        service("web/a").metallbSharingKey("k").ports("TCP/1").local().selector("app", "x"),
        service("web/b").metallbSharingKey("k").ports("TCP/2").selector("app", "x"),
        service("web/c").metallbSharingKey("k").ports("TCP/3").local().selector("app", "y"),
        service("web/d").metallbSharingKey("k").ports("TCP/4").local().selector("app", "x"));
    assertThat(scenario.vips("web/b")).as("Cluster beside Local").isEmpty();
    assertThat(scenario.vips("web/c")).as("other pods").isEmpty();
    assertThat(scenario.vips("web/d")).as("same pods").isEqualTo("10.0.0.0");
  }

  @Test
  void sharing_localWithoutSelector_sharesWithCluster() {
    apply(
        metallbPool("p", "10.0.0.0/32"),
        service("web/a").metallbSharingKey("k").ports("TCP/1").local(),
        service("web/b").metallbSharingKey("k").ports("TCP/2").selector("app", "x"));
    assertThat(scenario.vips("web/b")).isEqualTo("10.0.0.0");
  }

  @Test
  void sharing_loneHolder_changesItsKeyInPlace() {
    apply(metallbPool("p", "10.0.0.0/24"), service("web/0"), service("web/a"));
    scenario.cluster.removeService("web/0");
    apply(service("web/a").metallbSharingKey("k"));
    assertThat(scenario.vips("web/a")).isEqualTo("10.0.0.1");
  }

  @Test
  void sharing_oneOfTwoChangesItsKey_movesAway() {
    apply(
        metallbPool("p", "10.0.0.0/32"),
        service("web/a").metallbSharingKey("k").ports("TCP/1"),
        service("web/b").metallbSharingKey("k").ports("TCP/2"));
    apply(metallbPool("p", "10.0.0.0/31"));
    apply(service("web/b").metallbSharingKey("l").ports("TCP/2"));
    assertThat(scenario.vips("web/a")).isEqualTo("10.0.0.0");
    assertThat(scenario.vips("web/b")).isEqualTo("10.0.0.1");
  }

  @Test
  void sharing_deprecatedAnnotation_counts() {
    apply(
        metallbPool("p", "10.0.0.0/32"),
        service("web/a").annotation("metallb.universe.tf/allow-shared-ip", "k").ports("TCP/1"),
        service("web/b").metallbSharingKey("k").ports("TCP/2"));
    assertThat(scenario.vips("web/b")).isEqualTo("10.0.0.0");
  }

  @Test
  void singleStack_takesTheFamilyOfItsClusterAddress() {
    apply(
        metallbPool("p", "10.0.0.0/24", "fd00::/120"),
        service("web/a").clusterIps("fd00:96::1"),
        service("web/b").families(IPV6),
        service("web/c"));
    assertThat(scenario.vips("web/a")).isEqualTo("fd00::");
    assertThat(scenario.vips("web/b")).isEqualTo("fd00::1");
    assertThat(scenario.vips("web/c")).isEqualTo("10.0.0.0");
  }

  @Test
  void requireDualStack_needsBothInOnePool() {
    apply(
        metallbPool("a", "10.0.1.0/24"),
        metallbPool("b", "fd00:1::/120"),
        service("web/a").dualStack(REQUIRE_DUAL_STACK));
    assertThat(scenario.condition("web/a")).isEqualTo(FAILED);
    apply(metallbPool("c", "10.0.3.0/24", "fd00:3::/120"));
    assertThat(scenario.vips("web/a")).isEqualTo("10.0.3.0 fd00:3::");
    assertThat(scenario.pools("web/a")).isEqualTo("c");
  }

  @Test
  void requireDualStack_withOneClusterAddress_isRefused() {
    apply(
        metallbPool("c", "10.0.3.0/24", "fd00:3::/120"),
        service("web/a").clusterIps("10.96.0.1").familyPolicy(REQUIRE_DUAL_STACK));
    assertThat(scenario.condition("web/a")).isEqualTo("False ClearAssignment");
    assertThat(scenario.message("web/a"))
        .isEqualTo("Service requires dual stack but not enough clusterips [10.96.0.1]");
  }

  @Test
  void preferDualStack_takesAPoolWithBothFirst() {
    apply(
        metallbPool("a", "10.0.1.0/24"),
        metallbPool("b", "fd00:2::/120"),
        metallbPool("c", "10.0.3.0/24", "fd00:3::/120"),
        service("web/a").dualStack(PREFER_DUAL_STACK));
    assertThat(scenario.vips("web/a")).isEqualTo("10.0.3.0 fd00:3::");
  }

  @Test
  void preferDualStack_withoutSuchAPool_takesThePrimaryFamily() {
    apply(
        metallbPool("a", "fd00:1::/120"),
        metallbPool("b", "10.0.2.0/24"),
        service("web/a").dualStack(PREFER_DUAL_STACK),
        service("web/b").dualStack(PREFER_DUAL_STACK).families(IPV6, IPV4));
    assertThat(scenario.vips("web/a")).isEqualTo("10.0.2.0");
    assertThat(scenario.vips("web/b")).isEqualTo("fd00:1::");
    assertThat(conditions("web/a"))
        .contains("metallb.io/IPAllocated=True IPAllocated: Assigned IP [\"10.0.2.0\"]")
        .contains(
            "metallb.io/AdditionalIPAssigned=False AdditionalAssignFailed: cannot assign additional"
                + " IP in PreferDualStack");
  }

  @Test
  void preferDualStack_onlyTheOtherFamilyLeft_takesThat() {
    apply(metallbPool("a", "fd00:1::/120"), service("web/a").dualStack(PREFER_DUAL_STACK));
    assertThat(scenario.vips("web/a")).isEqualTo("fd00:1::");
  }

  @Test
  void preferDualStack_poolGainsTheMissingFamily_addsIt() {
    apply(metallbPool("a", "10.0.1.0/24"), service("web/a").dualStack(PREFER_DUAL_STACK));
    apply(metallbPool("a", "10.0.1.0/24", "fd00:1::/120"));
    assertThat(scenario.vips("web/a")).isEqualTo("10.0.1.0 fd00:1::");
    assertThat(conditions("web/a")).doesNotContain("AdditionalAssignFailed");
  }

  @Test
  void preferDualStack_anotherPoolHasBoth_doesNotJump() {
    apply(metallbPool("a", "10.0.1.0/24"), service("web/a").dualStack(PREFER_DUAL_STACK));
    apply(metallbPool("b", "10.0.2.0/24", "fd00:2::/120"));
    assertThat(scenario.vips("web/a")).isEqualTo("10.0.1.0");
  }

  @Test
  void preferDualStack_addressOfTheMissingFamilyIsFreed_addsIt() {
    apply(
        metallbPool("a", "10.0.1.0/24", "fd00:1::/128"),
        service("web/a").clusterIps("fd00:96::1"),
        service("web/b").dualStack(PREFER_DUAL_STACK));
    assertThat(scenario.vips("web/b")).isEqualTo("10.0.1.0");
    scenario.cluster.removeService("web/a");
    apply();
    assertThat(scenario.vips("web/b")).isEqualTo("10.0.1.0 fd00:1::");
  }

  @Test
  void preferDualStack_becomesSingleAndBack_keepsTheAddressItMayKeep() {
    apply(
        metallbPool("a", "10.0.1.0/24", "fd00:1::/120"),
        service("web/0"),
        service("web/a").dualStack(PREFER_DUAL_STACK));
    scenario.cluster.removeService("web/0");
    apply(service("web/a").clusterIps("10.96.0.10"));
    assertThat(scenario.vips("web/a")).isEqualTo("10.0.1.1");
    apply(service("web/a").dualStack(PREFER_DUAL_STACK));
    assertThat(scenario.vips("web/a")).isEqualTo("10.0.1.1 fd00:1::");
  }

  @Test
  void preferDualStack_poolLosesOneFamily_keepsTheOther() {
    apply(
        metallbPool("a", "10.0.1.0/24", "fd00:1::/120"),
        service("web/a").dualStack(PREFER_DUAL_STACK));
    apply(metallbPool("a", "10.0.1.0/24"));
    assertThat(scenario.vips("web/a")).isEqualTo("10.0.1.0");
  }

  @Test
  void restart_keepsEverything() {
    apply(metallbPool("p", "10.0.0.0/24"), service("web/b"), service("web/a"), service("web/c"));
    scenario.cluster.removeService("web/a");
    apply();
    Allocations before = scenario.last;
    scenario.restart();
    assertThat(scenario.last.assignments()).isEqualTo(before.assignments());
    assertThat(new TreeMap<>(scenario.last.services())).isEqualTo(new TreeMap<>(before.services()));
  }

  @Test
  void status_showsAnAddress_isImportedBeforeAnythingIsGiven() {
    apply(metallbPool("p", "10.0.0.0/24"), service("web/a"), service("web/b").status("10.0.0.0"));
    assertThat(scenario.vips("web/b")).isEqualTo("10.0.0.0");
    assertThat(scenario.vips("web/a")).isEqualTo("10.0.0.1");
  }

  @Test
  void status_outsideEveryPool_isReplaced() {
    apply(metallbPool("p", "10.0.0.0/24"), service("web/a").status("172.16.0.9"));
    assertThat(scenario.vips("web/a")).isEqualTo("10.0.0.0");
  }

  @Test
  void poolDeleted_servicesGoElsewhereOrWait() {
    apply(
        metallbPool("a", "10.0.1.0/24"),
        service("web/a"),
        service("web/b"),
        metallbPool("b", "10.0.2.0/32"));
    scenario.cluster.removeMetallbPool("a");
    apply();
    assertThat(scenario.vips("web/a")).isEqualTo("10.0.2.0");
    assertThat(scenario.vips("web/b")).isEmpty();
    assertThat(scenario.condition("web/b")).isEqualTo(FAILED);
    apply(metallbPool("c", "10.0.3.0/24"));
    assertThat(scenario.vips("web/b")).isEqualTo("10.0.3.0");
  }

  @Test
  void poolDeleted_theLastOne_takesAllVipsAndGivesThemBackLater() {
    apply(metallbPool("a", "10.0.1.0/24"), service("web/a"));
    scenario.cluster.removeMetallbPool("a");
    apply();
    assertThat(scenario.vips("web/a")).isEmpty();
    assertThat(scenario.condition("web/a")).isEqualTo("False ClearAssignment");
    assertThat(scenario.last.pools()).isEmpty();
    apply(metallbPool("b", "10.0.1.0/24"));
    assertThat(scenario.vips("web/a")).isEqualTo("10.0.1.0");
  }

  @Test
  void poolRenamedInOneStep_holdersKeepTheirAddresses() {
    apply(metallbPool("a", "10.0.1.0/24"), service("web/0"), service("web/a"));
    scenario.cluster.removeService("web/0");
    apply();
    scenario.cluster.removeMetallbPool("a");
    apply(metallbPool("b", "10.0.1.0/24"));
    assertThat(scenario.vips("web/a")).isEqualTo("10.0.1.1");
    assertThat(scenario.pools("web/a")).isEqualTo("b");
  }

  @Test
  void poolEdited_addressesStayLegal_nothingChanges() {
    apply(metallbPool("a", "10.0.1.0/24"), service("web/a"), service("web/b"));
    Allocations before = scenario.last;
    apply(metallbPool("a", "10.0.1.0/30", "10.0.7.0/24"));
    assertThat(scenario.last.changed()).isEmpty();
    assertThat(scenario.last.assignments()).isEqualTo(before.assignments());
  }

  @Test
  void poolsOverlap_theLaterOneGivesNothing_holdersStay() {
    apply(metallbPool("a", "10.0.1.0/31").created("2026-01-02T00:00:00Z"), service("web/a"));
    apply(
        metallbPool("b", "10.0.1.0/24").created("2026-01-01T00:00:00Z"),
        service("web/b").metallbPool("a"),
        service("web/c"));
    assertThat(scenario.vips("web/a")).isEqualTo("10.0.1.0");
    assertThat(scenario.message("web/b")).endsWith("no available IPs in pool a");
    assertThat(scenario.vips("web/c")).isEqualTo("10.0.1.1");
    assertThat(scenario.last.pools().get("a").conditions())
        .hasToString(
            "[metallb.io/PoolConflict=True overlap: 10.0.1.0/31 overlaps 10.0.1.0/24 of"
                + " IPAddressPool b]");
  }

  @Test
  void loadBalancerClass_withoutOneOfOurOwn_isLeftToOthers() {
    apply(metallbPool("a", "10.0.1.0/24"), service("web/a").loadBalancerClass("other.io/lb"));
    assertThat(scenario.vips("web/a")).isEqualTo("none");
  }

  @Test
  void loadBalancerClass_ofOurOwn_isServedAlone() {
    scenario.metallbClass("metallb.example/lb");
    apply(
        metallbPool("a", "10.0.1.0/24"),
        service("web/a").loadBalancerClass("metallb.example/lb"),
        service("web/b"));
    assertThat(scenario.vips("web/a")).isEqualTo("10.0.1.0");
    assertThat(scenario.vips("web/b")).isEqualTo("none");
  }

  @Test
  void serviceIsNoLoadBalancerAnyMore_isForgotten() {
    apply(metallbPool("a", "10.0.1.0/24"), service("web/a"));
    apply(service("web/a").type("ClusterIP"));
    assertThat(scenario.vips("web/a")).isEqualTo("none");
    assertThat(scenario.usage("a")).isEqualTo("256/0/256");
  }

  @Test
  void usage_ofAHugeIpv6Pool_isCounted() {
    apply(metallbPool("a", "fd00::/64"), service("web/a").families(IPV6));
    assertThat(scenario.usage("a")).isEqualTo("18446744073709551616/1/18446744073709551615");
  }

  @Test
  void allocate_tenThousandServices_eachHasItsOwnAddressAndOneChangeTouchesOne() {
    scenario.cluster.put(metallbPool("p", "10.0.0.0/18"));
    for (int i = 0; i < 10_000; i++) {
      scenario.cluster.put(service("web/s" + i));
    }
    apply();
    assertThat(scenario.usage("p")).isEqualTo("16384/10000/6384");
    scenario.cluster.removeService("web/s77");
    apply(service("web/new"));
    assertThat(scenario.last.changed()).hasSize(2);
    assertThat(scenario.usage("p")).isEqualTo("16384/10000/6384");
  }
}
