package io.readback.core.allocate;

import static io.readback.core.scenario.PoolDraft.pool;
import static io.readback.core.scenario.ServiceDraft.service;
import static io.readback.spi.net.AddressFamily.IPV4;
import static io.readback.spi.net.AddressFamily.IPV6;
import static org.assertj.core.api.Assertions.assertThat;

import io.readback.core.model.Service.IpFamilyPolicy;
import io.readback.core.model.ServiceRef;
import io.readback.core.scenario.ServiceDraft;
import io.readback.spi.net.IpAddress;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One short test for each rule of allocation; long because the rules are many. */
class AddressAllocatorTest {
  private final AllocationScenario scenario = new AllocationScenario();

  @Test
  void allocate_withoutAnyPool_saysNothing() {
    scenario.cluster.put(service("web/a"));
    scenario.apply();
    assertThat(scenario.vips("web/a")).isEqualTo("none");
    assertThat(scenario.last.pools()).isEmpty();
  }

  @Test
  void allocate_firstPoolArrives_servesOlderServicesFirst() {
    scenario.cluster.put(service("web/b").created("2026-01-01T00:00:00Z"));
    scenario.cluster.put(service("web/a").created("2026-01-02T00:00:00Z"));
    scenario.cluster.put(service("web/c"));
    scenario.apply();
    scenario.cluster.put(pool("p", "10.0.0.0/30"));
    scenario.apply();
    assertThat(scenario.vips("web/b")).isEqualTo("10.0.0.0");
    assertThat(scenario.vips("web/a")).isEqualTo("10.0.0.1");
    assertThat(scenario.vips("web/c")).isEqualTo("10.0.0.2");
    assertThat(scenario.condition("web/a")).isEqualTo("True satisfied");
    assertThat(scenario.last.holders(IpAddress.parse("10.0.0.1")))
        .containsExactly(ServiceRef.parse("web/a"));
    assertThat(scenario.usage("p")).isEqualTo("4/3/1");
  }

  @Test
  void allocate_rangeAndCidr_goesThroughBlocksInOrder() {
    scenario.cluster.put(pool("p", "172.16.90.2-172.16.90.3", "172.16.91.0/24"));
    for (String name : List.of("a", "b", "c")) {
      scenario.cluster.put(service("web/" + name));
    }
    scenario.apply();
    assertThat(scenario.vips("web/a")).isEqualTo("172.16.90.2");
    assertThat(scenario.vips("web/b")).isEqualTo("172.16.90.3");
    assertThat(scenario.vips("web/c")).isEqualTo("172.16.91.0");
    assertThat(scenario.usage("p")).isEqualTo("258/3/255");
  }

  @Test
  void allocate_afterHoles_fillsTheSmallestHoleFirst() {
    scenario.cluster.put(pool("p", "10.0.0.0/24"));
    for (int i = 0; i < 8; i++) {
      scenario.cluster.put(service("web/s" + i));
    }
    scenario.apply();
    scenario.cluster.removeService("web/s1").removeService("web/s2").removeService("web/s5");
    scenario.apply();
    scenario.cluster.put(service("web/x"));
    scenario.apply();
    assertThat(scenario.vips("web/x")).isEqualTo("10.0.0.5");
  }

  @Test
  void allocate_poolsOfDifferentAge_triesTheOlderFirst() {
    scenario.cluster.put(pool("a", "10.0.1.0/24").created("2026-01-02T00:00:00Z"));
    scenario.cluster.put(pool("b", "10.0.2.0/24").created("2026-01-01T00:00:00Z"));
    scenario.cluster.put(service("web/a"));
    scenario.apply();
    assertThat(scenario.vips("web/a")).isEqualTo("10.0.2.0");
  }

  @Test
  void allocate_statusShowsAddress_importsIt() {
    scenario.cluster.put(pool("p", "10.0.0.0/24"));
    scenario.cluster.put(service("web/a"));
    scenario.cluster.put(service("web/b").status("10.0.0.0"));
    scenario.apply();
    assertThat(scenario.vips("web/b")).isEqualTo("10.0.0.0");
    assertThat(scenario.vips("web/a")).isEqualTo("10.0.0.1");
  }

  @Test
  void allocate_manifestAppliedAgainWithoutStatus_keepsTheVip() {
    scenario.cluster.put(pool("p", "10.0.0.0/24")).put(service("web/a").status("10.0.0.9"));
    scenario.apply();
    scenario.cluster.put(service("web/a").label("new", "yes"));
    scenario.apply();
    assertThat(scenario.vips("web/a")).isEqualTo("10.0.0.9");
  }

  @Test
  void allocate_rememberedAssignment_beatsStatusAndOrder() {
    scenario.cluster.put(pool("p", "10.0.0.0/24"));
    scenario.cluster.put(service("web/a").status("10.0.0.3"));
    scenario.cluster.put(service("web/b"));
    TreeMap<ServiceRef, List<Vip>> remembered = new TreeMap<>();
    remembered.put(ServiceRef.parse("web/a"), List.of(new Vip(IpAddress.parse("10.0.0.7"), "p")));
    remembered.put(ServiceRef.parse("web/b"), List.of(new Vip(IpAddress.parse("10.0.0.3"), "p")));
    scenario.restart(remembered);
    assertThat(scenario.vips("web/a")).isEqualTo("10.0.0.7");
    assertThat(scenario.vips("web/b")).isEqualTo("10.0.0.3");
  }

  @Test
  void allocate_endsReserved_leavesThemOutAndCountsThemUsed() {
    scenario.cluster.put(pool("p", "10.0.0.0/30").endsReserved());
    for (String name : List.of("a", "b", "c")) {
      scenario.cluster.put(service("web/" + name));
    }
    scenario.apply();
    assertThat(scenario.vips("web/a")).isEqualTo("10.0.0.1");
    assertThat(scenario.vips("web/b")).isEqualTo("10.0.0.2");
    assertThat(scenario.condition("web/c")).isEqualTo("False out_of_ips");
    assertThat(scenario.usage("p")).isEqualTo("4/4/0");
  }

  @Test
  void allocate_endsReservedInTinyBlockOrRange_reservesNothing() {
    scenario.cluster.put(pool("p", "10.0.0.0/31", "10.0.1.0-10.0.1.3").endsReserved());
    for (int i = 0; i < 6; i++) {
      scenario.cluster.put(service("web/s" + i));
    }
    scenario.apply();
    assertThat(scenario.usage("p")).isEqualTo("6/6/0");
  }

  @Test
  void allocate_endsBecomeReserved_holdersKeepThem() {
    scenario.cluster.put(pool("p", "10.0.0.0/30")).put(service("web/a"));
    scenario.apply();
    scenario.cluster.put(pool("p", "10.0.0.0/30").endsReserved());
    scenario.apply();
    assertThat(scenario.vips("web/a")).isEqualTo("10.0.0.0");
    scenario.restart();
    assertThat(scenario.vips("web/a")).isEqualTo("10.0.0.0");
    scenario.cluster.put(service("web/b").asks("10.0.0.3"));
    scenario.apply();
    assertThat(scenario.condition("web/b")).isEqualTo("False already_allocated");
  }

  @Test
  void allocate_endsBecomeUsable_serveWhoWaitsForThem() {
    scenario.cluster.put(pool("p", "10.0.0.0/30", "fd00::/126").endsReserved());
    scenario.cluster.put(service("web/a").asks("10.0.0.0"));
    scenario.cluster.put(service("web/b").sharingKey("k").asks("fd00::3"));
    scenario.apply();
    assertThat(scenario.condition("web/a")).isEqualTo("False already_allocated");
    assertThat(scenario.message("web/a"))
        .isEqualTo("The IP '10.0.0.0' is already allocated to another service");
    assertThat(scenario.condition("web/b"))
        .isEqualTo("False already_allocated_incompatible_service");
    scenario.cluster.put(pool("p", "10.0.0.0/30", "fd00::/126"));
    scenario.apply();
    assertThat(scenario.vips("web/a")).isEqualTo("10.0.0.0");
    assertThat(scenario.vips("web/b")).isEqualTo("fd00::3");
    assertThat(scenario.usage("p")).isEqualTo("8/2/6");
  }

  @Test
  void allocate_poolEnabledAgain_servesWhoWaited() {
    scenario.cluster.put(pool("p", "10.0.0.0/24").disabled()).put(service("web/a"));
    scenario.apply();
    assertThat(scenario.condition("web/a")).isEqualTo("False no_pool");
    scenario.cluster.put(pool("p", "10.0.0.0/24"));
    scenario.apply();
    assertThat(scenario.vips("web/a")).isEqualTo("10.0.0.0");
    assertThat(scenario.condition("web/a")).isEqualTo("True satisfied");
  }

  @Test
  void allocate_poolDisabled_holdersKeepAndOthersGetNothing() {
    scenario.cluster.put(pool("p", "10.0.0.0/24")).put(service("web/a"));
    scenario.apply();
    scenario.cluster.put(pool("p", "10.0.0.0/24").disabled()).put(service("web/b"));
    scenario.apply();
    assertThat(scenario.vips("web/a")).isEqualTo("10.0.0.0");
    assertThat(scenario.vips("web/b")).isEmpty();
    assertThat(scenario.condition("web/b")).isEqualTo("False no_pool");
    scenario.restart();
    assertThat(scenario.vips("web/a")).isEqualTo("10.0.0.0");
    assertThat(scenario.vips("web/b")).isEmpty();
  }

  @Test
  void allocate_selectorByPseudoLabels_overridesRealOnes() {
    scenario.cluster.put(
        pool("p", "10.0.0.0/24").onlyFor("io.kubernetes.service.namespace", "web"));
    scenario.cluster.put(service("web/a"));
    scenario.cluster.put(service("db/b").label("io.kubernetes.service.namespace", "web"));
    scenario.apply();
    assertThat(scenario.vips("web/a")).isEqualTo("10.0.0.0");
    assertThat(scenario.condition("db/b")).isEqualTo("False no_pool");
    assertThat(scenario.message("db/b"))
        .isEqualTo("There are no enabled CiliumLoadBalancerIPPools that match this service");
  }

  @Test
  void allocate_selectorNoLongerMatches_revokesAndGivesFromAnotherPool() {
    scenario.cluster.put(pool("a", "10.0.0.0/24").onlyFor("tier", "gold"));
    scenario.cluster.put(pool("b", "10.1.0.0/24"));
    scenario.cluster.put(service("web/a").label("tier", "gold"));
    scenario.apply();
    assertThat(scenario.vips("web/a")).isEqualTo("10.0.0.0");
    scenario.cluster.put(service("web/a"));
    scenario.apply();
    assertThat(scenario.vips("web/a")).isEqualTo("10.1.0.0");
    assertThat(scenario.usage("a")).isEqualTo("256/0/256");
  }

  @Test
  void allocate_poolShrinks_keepsLegalVipsForTheirHolders() {
    scenario.cluster.put(pool("p", "10.0.0.0-10.0.0.3"));
    for (String name : List.of("a", "b", "c", "d")) {
      scenario.cluster.put(service("web/" + name));
    }
    scenario.apply();
    scenario.cluster.put(pool("p", "10.0.0.2-10.0.0.3", "10.0.5.0/32"));
    scenario.apply();
    assertThat(scenario.vips("web/c")).isEqualTo("10.0.0.2");
    assertThat(scenario.vips("web/d")).isEqualTo("10.0.0.3");
    assertThat(scenario.vips("web/a")).isEqualTo("10.0.5.0");
    assertThat(scenario.condition("web/b")).isEqualTo("False out_of_ips");
  }

  @Test
  void allocate_poolWidens_waitingServicesDoNotTakeFromHolders() {
    scenario.cluster.put(pool("p", "10.0.0.4/31"));
    scenario.cluster.put(service("web/x").created("2026-01-01T00:00:00Z").asks("10.0.0.4"));
    scenario.cluster.put(service("web/b")).put(service("web/a"));
    scenario.apply();
    assertThat(scenario.condition("web/b")).isEqualTo("False out_of_ips");
    scenario.cluster.put(pool("p", "10.0.0.0/29"));
    scenario.apply();
    assertThat(scenario.vips("web/x")).isEqualTo("10.0.0.4");
    assertThat(scenario.vips("web/a")).isEqualTo("10.0.0.5");
    assertThat(scenario.vips("web/b")).isEqualTo("10.0.0.6");
  }

  @Test
  void allocate_poolDeleted_isServedFromOthersInTheSamePass() {
    scenario.cluster.put(pool("a", "10.0.0.0/24")).put(pool("b", "10.1.0.0/24"));
    scenario.cluster.put(service("web/a"));
    scenario.apply();
    scenario.cluster.removePool("a");
    scenario.apply();
    assertThat(scenario.vips("web/a")).isEqualTo("10.1.0.0");
    assertThat(scenario.last.changed()).containsExactly(ServiceRef.parse("web/a"));
  }

  @Test
  void allocate_lastPoolRemoved_saysNoPoolAndSleeps() {
    scenario.cluster.put(pool("p", "10.0.0.0/24")).put(service("web/a"));
    scenario.apply();
    scenario.cluster.removePool("p");
    scenario.apply();
    assertThat(scenario.vips("web/a")).isEmpty();
    assertThat(scenario.condition("web/a")).isEqualTo("False no_pool");
    scenario.cluster.put(service("web/b"));
    scenario.apply();
    assertThat(scenario.vips("web/b")).isEqualTo("none");
    scenario.cluster.removeService("web/a");
    scenario.apply();
    assertThat(scenario.vips("web/a")).isEqualTo("none");
  }

  @Test
  void allocate_poolsOverlap_newerConflictsWhateverWasSeenFirst() {
    scenario.cluster.put(pool("new", "10.0.0.0/24", "10.9.0.0/24").created("2026-02-01T00:00:00Z"));
    scenario.cluster.put(service("web/a"));
    scenario.apply();
    assertThat(scenario.conflict("new")).isEqualTo("False resolved");
    scenario.cluster.put(pool("old", "10.0.0.0/25").created("2026-01-01T00:00:00Z"));
    scenario.cluster.put(service("web/b"));
    scenario.apply();
    assertThat(scenario.conflict("new")).isEqualTo("True cidr_overlap");
    assertThat(scenario.conflict("old")).isEqualTo("False resolved");
    assertThat(scenario.last.pools().get("new").conditions().get(0).message())
        .isEqualTo(
            "Pool conflicts since range '10.0.0.0 - 10.0.0.255' overlaps range '10.0.0.0 -"
                + " 10.0.0.127' from IP Pool 'old'");
    assertThat(scenario.vips("web/a")).isEqualTo("10.0.0.0");
    assertThat(scenario.last.get(ServiceRef.parse("web/a")).orElseThrow().vips().get(0).pool())
        .isEqualTo("new");
    assertThat(scenario.vips("web/b")).isEqualTo("10.0.0.1");
    scenario.cluster.removePool("old");
    scenario.apply();
    assertThat(scenario.conflict("new")).isEqualTo("False resolved");
    assertThat(scenario.vips("web/b")).isEqualTo("10.0.0.1");
  }

  @Test
  void allocate_poolOverlapsItself_conflictsUntilItIsMended() {
    scenario.cluster.put(pool("p", "10.0.0.0/24", "10.0.0.128/25")).put(service("web/a"));
    scenario.apply();
    assertThat(scenario.conflict("p")).isEqualTo("True cidr_overlap");
    assertThat(scenario.condition("web/a")).isEqualTo("False no_pool");
    scenario.cluster.put(pool("p", "10.0.0.0/24"));
    scenario.apply();
    assertThat(scenario.conflict("p")).isEqualTo("False resolved");
    assertThat(scenario.vips("web/a")).isEqualTo("10.0.0.0");
  }

  @Test
  void allocate_oneBlockOverlaps_noBlockOfThePoolAllocates() {
    scenario.cluster.put(pool("a", "10.0.0.0/24"));
    scenario.cluster.put(pool("b", "10.0.0.0/24", "fd00::/48"));
    scenario.cluster.put(service("web/a").families(IPV6));
    scenario.apply();
    assertThat(scenario.conflict("a")).isEqualTo("False resolved");
    assertThat(scenario.conflict("b")).isEqualTo("True cidr_overlap");
    assertThat(scenario.condition("web/a")).isEqualTo("False no_pool");
    scenario.cluster.put(pool("b", "fd00::/48"));
    scenario.apply();
    assertThat(scenario.conflict("b")).isEqualTo("False resolved");
    assertThat(scenario.vips("web/a")).isEqualTo("fd00::");
  }

  @Test
  void allocate_counts_areConditionsWithTheNumberAsMessage() {
    scenario.cluster.put(pool("p", "10.0.0.0/30", "fd00::/64")).put(service("web/a"));
    scenario.apply();
    assertThat(scenario.last.pools().get("p").conditions())
        .extracting(Condition::toString)
        .containsExactly(
            "cilium.io/PoolConflict=False resolved",
            "cilium.io/IPsTotal=Unknown noreason: 18446744073709551620",
            "cilium.io/IPsAvailable=Unknown noreason: 18446744073709551619",
            "cilium.io/IPsUsed=Unknown noreason: 1");
  }

  @Test
  void allocate_poolSelectorChanges_takesTheVipsOfWhomItNoLongerSelects() {
    scenario.cluster.put(pool("p", "10.0.0.0/24").onlyFor("color", "red"));
    scenario.cluster.put(service("web/a").label("color", "red"));
    scenario.apply();
    assertThat(scenario.vips("web/a")).isEqualTo("10.0.0.0");
    scenario.cluster.put(pool("p", "10.0.0.0/24").onlyFor("color", "green"));
    scenario.apply();
    assertThat(scenario.vips("web/a")).isEmpty();
    assertThat(scenario.condition("web/a")).isEqualTo("False no_pool");
    assertThat(scenario.usage("p")).isEqualTo("256/0/256");
  }

  @Test
  void allocate_blockAddedThenTheFirstRemoved_movesOnlyThen() {
    scenario.cluster.put(pool("p", "10.0.0.0/24")).put(service("web/a"));
    scenario.apply();
    scenario.cluster.put(pool("p", "10.0.0.0/24", "10.1.0.0/24"));
    scenario.apply();
    assertThat(scenario.last.changed()).isEmpty();
    scenario.cluster.put(pool("p", "10.1.0.0/24"));
    scenario.apply();
    assertThat(scenario.vips("web/a")).isEqualTo("10.1.0.0");
  }

  @Test
  void allocate_statusShowsAddressOfNoPool_givesAnotherInstead() {
    scenario.cluster.put(pool("p", "10.0.0.0/24"));
    scenario.cluster.put(service("web/a").status("192.168.1.12"));
    scenario.apply();
    assertThat(scenario.vips("web/a")).isEqualTo("10.0.0.0");
    assertThat(scenario.condition("web/a")).isEqualTo("True satisfied");
  }

  @Test
  void allocate_statusShowsAddressOfADisabledPool_keepsIt() {
    scenario.cluster.put(pool("p", "10.0.0.0/24").disabled()).put(pool("q", "10.1.0.0/24"));
    scenario.cluster.put(service("web/a").status("10.0.0.3"));
    scenario.apply();
    assertThat(scenario.vips("web/a")).isEqualTo("10.0.0.3");
  }

  @Test
  void allocate_addressesAsked_areGivenOneByOne() {
    scenario.cluster.put(pool("p", "10.0.0.0/24")).put(service("web/x").asks("10.0.0.5"));
    scenario.apply();
    scenario.cluster.put(service("web/a").asks("10.0.0.4, 10.0.0.5").loadBalancerIp("10.0.0.6"));
    scenario.apply();
    assertThat(scenario.vips("web/a")).isEqualTo("10.0.0.6 10.0.0.4");
    assertThat(scenario.condition("web/a")).isEqualTo("False already_allocated");
    assertThat(scenario.message("web/a"))
        .isEqualTo("The IP '10.0.0.5' is already allocated to another service");
    scenario.cluster.removeService("web/x");
    scenario.apply();
    assertThat(scenario.vips("web/a")).isEqualTo("10.0.0.6 10.0.0.4 10.0.0.5");
    assertThat(scenario.condition("web/a")).isEqualTo("True satisfied");
  }

  @Test
  void allocate_severalAddressesCannotBeHad_tellsOfTheLast() {
    scenario.cluster.put(pool("p", "10.0.0.0/24")).put(service("web/x").asks("10.0.0.5"));
    scenario.apply();
    scenario.cluster.put(service("web/a").asks("10.9.0.1,10.0.0.5,10.0.0.6,10.8.0.1"));
    scenario.apply();
    assertThat(scenario.vips("web/a")).isEqualTo("10.0.0.6");
    assertThat(scenario.condition("web/a")).isEqualTo("False no_pool");
    assertThat(scenario.message("web/a"))
        .isEqualTo("No pool exists with a CIDR containing '10.8.0.1'");
  }

  @Test
  void allocate_olderAnnotation_countsOnlyWithoutTheNewOne() {
    scenario.cluster.put(pool("p", "10.0.0.0/24"));
    scenario.cluster.put(
        service("web/a").asks("10.0.0.5").annotation("io.cilium/lb-ipam-ips", "10.0.0.6"));
    scenario.cluster.put(service("web/b").asks("").annotation("io.cilium/lb-ipam-ips", "10.0.0.7"));
    scenario.cluster.put(service("web/c").annotation("io.cilium/lb-ipam-ips", "10.0.0.8"));
    scenario.apply();
    assertThat(scenario.vips("web/a")).isEqualTo("10.0.0.5");
    assertThat(scenario.vips("web/b")).isEqualTo("10.0.0.0");
    assertThat(scenario.vips("web/c")).isEqualTo("10.0.0.8");
  }

  @Test
  void allocate_addressAskedTwiceOrUnreadable_isGivenOnce() {
    scenario.cluster.put(pool("p", "10.0.0.0/24"));
    scenario.cluster.put(
        service("web/a").asks("10.0.0.5, nonsense,10.0.0.5").loadBalancerIp("10.0.0.5"));
    scenario.cluster.put(service("web/b").asks("nonsense"));
    scenario.apply();
    assertThat(scenario.vips("web/a")).isEqualTo("10.0.0.5");
    assertThat(scenario.condition("web/a")).isEqualTo("True satisfied");
    assertThat(scenario.vips("web/b")).isEqualTo("10.0.0.0");
  }

  @Test
  void allocate_addressAskedInDisabledPool_isInNoPool() {
    scenario.cluster.put(pool("p", "10.0.0.0/24").disabled());
    scenario.cluster.put(service("web/a").asks("10.0.0.5"));
    scenario.apply();
    assertThat(scenario.condition("web/a")).isEqualTo("False no_pool");
    assertThat(scenario.message("web/a"))
        .isEqualTo("No pool exists with a CIDR containing '10.0.0.5'");
  }

  @Test
  void allocate_addressAskedOfAFamilyNotAsked_isGiven() {
    scenario.cluster.put(pool("p", "10.0.0.0/24", "fd00::/120"));
    scenario.cluster.put(service("web/a").families(IPV4).asks("fd00::7"));
    scenario.apply();
    assertThat(scenario.vips("web/a")).isEqualTo("fd00::7");
    assertThat(scenario.condition("web/a")).isEqualTo("True satisfied");
  }

  @Test
  void allocate_requestDropped_keepsTheVips() {
    scenario.cluster.put(pool("p", "10.0.0.0/24")).put(service("web/a").asks("10.0.0.8"));
    scenario.apply();
    scenario.cluster.put(service("web/a"));
    scenario.apply();
    assertThat(scenario.vips("web/a")).isEqualTo("10.0.0.8");
  }

  @Test
  void allocate_severalRequestsDropped_keepsAllAlsoOverARestartByStatusAlone() {
    scenario.cluster.put(pool("p", "10.0.0.0/24")).put(service("web/a").asks("10.0.0.8,10.0.0.9"));
    scenario.apply();
    scenario.cluster.put(service("web/a"));
    scenario.apply();
    assertThat(scenario.vips("web/a")).isEqualTo("10.0.0.8 10.0.0.9");
    scenario.cluster.put(service("web/a").status("10.0.0.8", "10.0.0.9"));
    scenario.restart(new TreeMap<>());
    assertThat(scenario.vips("web/a")).isEqualTo("10.0.0.8 10.0.0.9");
    assertThat(scenario.usage("p")).isEqualTo("256/2/254");
  }

  @Test
  void allocate_oneOfSeveralRequestsDropped_givesBackThatOne() {
    scenario.cluster.put(pool("p", "10.0.0.0/24"));
    scenario.cluster.put(service("web/a").asks("10.0.0.8,10.0.0.9").loadBalancerIp("10.0.0.7"));
    scenario.apply();
    assertThat(scenario.vips("web/a")).isEqualTo("10.0.0.7 10.0.0.8 10.0.0.9");
    scenario.cluster.put(service("web/a").asks("10.0.0.8").loadBalancerIp("10.0.0.7"));
    scenario.apply();
    assertThat(scenario.vips("web/a")).isEqualTo("10.0.0.7 10.0.0.8");
    assertThat(scenario.usage("p")).isEqualTo("256/2/254");
  }

  @Test
  void allocate_otherAddressAsked_moves() {
    scenario.cluster.put(pool("p", "10.0.0.0/24")).put(service("web/a"));
    scenario.apply();
    scenario.cluster.put(service("web/a").annotation("io.cilium/lb-ipam-ips", "10.0.0.8"));
    scenario.apply();
    assertThat(scenario.vips("web/a")).isEqualTo("10.0.0.8");
    assertThat(scenario.usage("p")).isEqualTo("256/1/255");
  }

  @Test
  void allocate_addressAskedOutsideEveryPool_saysNoPool() {
    scenario.cluster.put(pool("p", "10.0.0.0/24").onlyFor("a", "b"));
    scenario.cluster.put(service("web/a").asks("10.3.0.1")).put(service("web/b").asks("10.0.0.1"));
    scenario.apply();
    assertThat(scenario.condition("web/a")).isEqualTo("False no_pool");
    assertThat(scenario.message("web/a"))
        .isEqualTo("No pool exists with a CIDR containing '10.3.0.1'");
    assertThat(scenario.condition("web/b")).isEqualTo("False pool_selector_mismatch");
    assertThat(scenario.message("web/b"))
        .isEqualTo("The pool with the CIDR containing '10.0.0.1', doesn't select this service");
  }

  @Test
  void allocate_addressAskedInVain_saysWhyItIsRefusedNow() {
    scenario.cluster.put(pool("p", "10.0.0.0/24"));
    scenario.cluster.put(service("web/b").sharingKey("k").ports("TCP/80").asks("10.0.0.5"));
    scenario.apply();
    scenario.cluster.put(service("web/c").sharingKey("k").ports("TCP/80").asks("10.0.0.5"));
    scenario.apply();
    assertThat(scenario.message("web/c")).endsWith("Reason: same port and protocol");
    scenario.cluster.put(
        service("far/a")
            .sharingKey("k")
            .annotation("lbipam.cilium.io/sharing-cross-namespace", "web")
            .ports("TCP/81")
            .asks("10.0.0.5"));
    scenario.cluster.put(
        service("web/b")
            .sharingKey("k")
            .annotation("lbipam.cilium.io/sharing-cross-namespace", "far")
            .ports("TCP/80")
            .asks("10.0.0.5"));
    scenario.apply();
    assertThat(scenario.vips("far/a")).isEqualTo("10.0.0.5");
    assertThat(scenario.message("web/c"))
        .as("the first holder by name keeps it out too, though it came after web/c had its turn")
        .endsWith("Reason: different and not permitted namespace");
  }

  @Test
  void allocate_poolsOverlapAndOneHasNoTime_theOtherPoolIsTheNewer() {
    scenario.cluster.put(pool("a", "10.0.10.0/24"));
    scenario.cluster.put(pool("b", "10.0.10.0/24", "ff::/48").created("2022-10-16T13:30:00Z"));
    scenario.cluster.put(service("web/a"));
    scenario.apply();
    assertThat(scenario.vips("web/a")).isEqualTo("10.0.10.0");
    assertThat(scenario.conflict("b")).isEqualTo("True cidr_overlap");
    assertThat(scenario.conflict("a")).isEqualTo("False resolved");
  }

  @Test
  void allocate_sameSharingKey_sharesWherePortsDiffer() {
    scenario.cluster.put(pool("p", "10.0.0.0/24"));
    scenario.cluster.put(service("web/a").sharingKey("k").ports("TCP/80"));
    scenario.cluster.put(service("web/b").sharingKey("k").ports("UDP/80"));
    scenario.cluster.put(service("web/c").sharingKey("k").ports("TCP/80"));
    scenario.apply();
    assertThat(scenario.vips("web/a")).isEqualTo("10.0.0.0");
    assertThat(scenario.vips("web/b")).isEqualTo("10.0.0.0");
    assertThat(scenario.vips("web/c")).isEqualTo("10.0.0.1");
    assertThat(scenario.usage("p")).isEqualTo("256/2/254");
    scenario.cluster.removeService("web/a");
    scenario.apply();
    assertThat(scenario.vips("web/b")).isEqualTo("10.0.0.0");
    assertThat(scenario.usage("p")).isEqualTo("256/2/254");
  }

  @Test
  void allocate_sharingAcrossNamespaces_needsBothToPermit() {
    scenario.cluster.put(pool("p", "10.0.0.0/24"));
    scenario.cluster.put(service("a/one").sharingKey("k").sharingWith("b").ports("TCP/1"));
    scenario.cluster.put(service("b/two").sharingKey("k").sharingWith("*").ports("TCP/2"));
    scenario.cluster.put(
        service("c/three").sharingKey("k").sharingWith("a,b").ports("TCP/3").asks("10.0.0.0"));
    scenario.apply();
    assertThat(scenario.vips("a/one")).isEqualTo("10.0.0.0");
    assertThat(scenario.vips("b/two")).isEqualTo("10.0.0.0");
    assertThat(scenario.condition("c/three"))
        .isEqualTo("False already_allocated_incompatible_service");
    assertThat(scenario.message("c/three"))
        .isEqualTo(
            "The IP '10.0.0.0' is already allocated to an incompatible service. Reason: different"
                + " and not permitted namespace");
  }

  @Test
  void allocate_sharingWithLocalPolicy_needsEqualSelectors() {
    scenario.cluster.put(pool("p", "10.0.0.0/24"));
    scenario.cluster.put(
        service("web/a").sharingKey("k").local().selector("app", "x").ports("TCP/1"));
    scenario.cluster.put(
        service("web/b").sharingKey("k").local().selector("app", "x").ports("TCP/2"));
    scenario.cluster.put(
        service("web/c").sharingKey("k").local().selector("app", "y").ports("TCP/3"));
    scenario.cluster.put(service("web/d").sharingKey("k").ports("TCP/4").asks("10.0.0.0"));
    scenario.apply();
    assertThat(scenario.vips("web/b")).isEqualTo("10.0.0.0");
    assertThat(scenario.vips("web/c")).isEqualTo("10.0.0.1");
    assertThat(scenario.message("web/d")).endsWith("Reason: different ExternalTrafficPolicy");
  }

  @ParameterizedTest
  @CsvSource({
    "other, web, TCP/2, false, x, different sharing key",
    "k, db, TCP/2, false, x, different and not permitted namespace",
    "k, web, TCP/1, false, x, same port and protocol",
    "k, web, TCP/2, true, x, different ExternalTrafficPolicy"
  })
  void allocate_askedAddressOfAnIncompatibleService_saysWhy(
      String key, String namespace, String port, boolean local, String app, String reason) {
    scenario.cluster.put(pool("p", "10.0.0.0/24"));
    scenario.cluster.put(service("web/a").sharingKey("k").ports("TCP/1").selector("app", "x"));
    scenario.apply();
    ServiceDraft second =
        service(namespace + "/b").sharingKey(key).ports(port).selector("app", app).asks("10.0.0.0");
    scenario.cluster.put(local ? second.local() : second);
    scenario.apply();
    assertThat(scenario.condition(namespace + "/b"))
        .isEqualTo("False already_allocated_incompatible_service");
    assertThat(scenario.message(namespace + "/b"))
        .isEqualTo(
            "The IP '10.0.0.0' is already allocated to an incompatible service. Reason: " + reason);
  }

  @Test
  void allocate_sharingLocalServices_needsPodSelectorsThatAreEqualAndNotEmpty() {
    scenario.cluster.put(pool("p", "10.0.0.0/24", "10.1.0.0/24"));
    scenario.cluster.put(service("web/a").sharingKey("k").local().ports("TCP/1"));
    scenario.cluster.put(service("web/b").sharingKey("k").local().ports("TCP/2").asks("10.0.0.0"));
    scenario.cluster.put(
        service("web/c")
            .sharingKey("m")
            .local()
            .selector("app", "x")
            .ports("TCP/1")
            .asks("10.1.0.0"));
    scenario.cluster.put(
        service("web/d")
            .sharingKey("m")
            .local()
            .selector("app", "y")
            .ports("TCP/2")
            .asks("10.1.0.0"));
    scenario.apply();
    for (String name : List.of("web/b", "web/d")) {
      assertThat(scenario.message(name))
          .endsWith(
              "Reason: compatible ExternalTrafficPolicy local but selecting different set of pods");
    }
  }

  @Test
  void allocate_sharingKeyChanges_leavesTheSharedAddress() {
    scenario.cluster.put(pool("p", "10.0.0.0/24"));
    scenario.cluster.put(service("web/a").sharingKey("k").ports("TCP/80"));
    scenario.cluster.put(service("web/b").sharingKey("k").ports("TCP/81"));
    scenario.apply();
    scenario.cluster.put(service("web/b").sharingKey("m").ports("TCP/81"));
    scenario.apply();
    assertThat(scenario.vips("web/a")).isEqualTo("10.0.0.0");
    assertThat(scenario.vips("web/b")).isEqualTo("10.0.0.1");
    scenario.cluster.put(service("web/c").sharingKey("m").ports("TCP/82"));
    scenario.apply();
    assertThat(scenario.vips("web/c")).isEqualTo("10.0.0.1");
  }

  @Test
  void allocate_loneHolderChangesItsSharingKey_keepsItsAddress() {
    scenario.cluster.put(pool("p", "10.0.0.0/24"));
    scenario.cluster.put(service("web/a").sharingKey("k"));
    scenario.apply();
    scenario.cluster.put(service("web/b").asks("10.0.0.1"));
    scenario.cluster.put(service("web/a").sharingKey("m"));
    scenario.apply();
    assertThat(scenario.vips("web/a")).isEqualTo("10.0.0.0");
    scenario.cluster.put(service("web/c").sharingKey("m").ports("TCP/82"));
    scenario.apply();
    assertThat(scenario.vips("web/c")).isEqualTo("10.0.0.0");
  }

  @Test
  void allocate_sharersInStatus_areImportedTogether() {
    scenario.cluster.put(pool("p", "10.0.0.0/24"));
    scenario.cluster.put(service("web/a").sharingKey("k").ports("TCP/1").status("10.0.0.9"));
    scenario.cluster.put(service("web/b").sharingKey("k").ports("TCP/2").status("10.0.0.9"));
    scenario.apply();
    assertThat(scenario.vips("web/a")).isEqualTo("10.0.0.9");
    assertThat(scenario.vips("web/b")).isEqualTo("10.0.0.9");
    assertThat(scenario.usage("p")).isEqualTo("256/1/255");
  }

  @Test
  void allocate_sharersOfBothFamilies_shareEachFamilysAddress() {
    scenario.cluster.put(pool("p", "10.0.0.0/24", "fd00::/120"));
    scenario.cluster.put(
        service("web/a")
            .sharingKey("k")
            .familyPolicy(IpFamilyPolicy.REQUIRE_DUAL_STACK)
            .ports("TCP/1"));
    scenario.cluster.put(
        service("web/b")
            .sharingKey("k")
            .familyPolicy(IpFamilyPolicy.REQUIRE_DUAL_STACK)
            .ports("TCP/2"));
    scenario.apply();
    assertThat(scenario.vips("web/a")).isEqualTo("10.0.0.0 fd00::");
    assertThat(scenario.vips("web/b")).isEqualTo("10.0.0.0 fd00::");
  }

  @Test
  void allocate_sharerChangesItsPortsToConflict_losesTheAddress() {
    scenario.cluster.put(pool("p", "10.0.0.0/24"));
    scenario.cluster.put(service("web/a").sharingKey("k").ports("TCP/1"));
    scenario.cluster.put(service("web/b").sharingKey("k").ports("TCP/2"));
    scenario.apply();
    scenario.cluster.put(service("web/b").sharingKey("k").ports("TCP/1"));
    scenario.apply();
    assertThat(scenario.vips("web/a")).isEqualTo("10.0.0.0");
    assertThat(scenario.vips("web/b")).isEqualTo("10.0.0.1");
  }

  @Test
  void allocate_holderChangesItsPorts_letsAWaitingSharerIn() {
    scenario.cluster.put(pool("p", "10.0.0.0/24"));
    scenario.cluster.put(service("web/a").sharingKey("k").ports("TCP/1"));
    scenario.cluster.put(service("web/b").sharingKey("k").ports("TCP/1").asks("10.0.0.0"));
    scenario.apply();
    assertThat(scenario.condition("web/b"))
        .isEqualTo("False already_allocated_incompatible_service");
    scenario.cluster.put(service("web/a").sharingKey("k").ports("TCP/2"));
    scenario.apply();
    assertThat(scenario.vips("web/b")).isEqualTo("10.0.0.0");
  }

  @Test
  void allocate_familyPolicies_giveTheFamiliesAskedFor() {
    scenario.cluster.put(pool("p", "10.0.0.0/24", "fd00::/120"));
    scenario.cluster.put(service("web/single").families(IPV6, IPV4));
    scenario.cluster.put(
        service("web/prefer").families(IPV6).familyPolicy(IpFamilyPolicy.PREFER_DUAL_STACK));
    scenario.cluster.put(
        service("web/require").families(IPV4).familyPolicy(IpFamilyPolicy.REQUIRE_DUAL_STACK));
    scenario.apply();
    assertThat(scenario.vips("web/single")).isEqualTo("fd00::2");
    assertThat(scenario.vips("web/prefer")).isEqualTo("fd00::");
    assertThat(scenario.vips("web/require")).isEqualTo("10.0.0.0 fd00::1");
    scenario.cluster.put(service("web/require").families(IPV6));
    scenario.apply();
    assertThat(scenario.vips("web/require")).isEqualTo("fd00::1");
  }

  @Test
  void allocate_familyPolicyChanges_addsAndTakesFamilies() {
    scenario.cluster.put(pool("p", "10.0.0.0/24", "fd00::/120"));
    scenario.cluster.put(service("web/a").families(IPV4));
    scenario.apply();
    assertThat(scenario.vips("web/a")).isEqualTo("10.0.0.0");
    scenario.cluster.put(
        service("web/a").families(IPV4, IPV6).familyPolicy(IpFamilyPolicy.PREFER_DUAL_STACK));
    scenario.apply();
    assertThat(scenario.vips("web/a")).isEqualTo("10.0.0.0 fd00::");
    scenario.cluster.put(
        service("web/a").families(IPV6, IPV4).familyPolicy(IpFamilyPolicy.REQUIRE_DUAL_STACK));
    scenario.apply();
    assertThat(scenario.last.changed()).isEmpty();
    scenario.cluster.put(service("web/a").families(IPV6).familyPolicy(IpFamilyPolicy.SINGLE_STACK));
    scenario.apply();
    assertThat(scenario.vips("web/a")).isEqualTo("fd00::");
    assertThat(scenario.condition("web/a")).isEqualTo("True satisfied");
  }

  @Test
  void allocate_dualStackWithOnePoolFamily_isPartlySatisfied() {
    scenario.cluster.put(pool("p", "10.0.0.0/24"));
    scenario.cluster.put(service("web/a").familyPolicy(IpFamilyPolicy.REQUIRE_DUAL_STACK));
    scenario.apply();
    assertThat(scenario.vips("web/a")).isEqualTo("10.0.0.0");
    assertThat(scenario.condition("web/a")).isEqualTo("False no_pool");
  }

  @Test
  void allocate_classes_servesItsOwnAndClearsWhatLeaves() {
    scenario.cluster.put(pool("p", "10.0.0.0/24"));
    scenario.cluster.put(service("web/a").loadBalancerClass("io.cilium/bgp-control-plane"));
    scenario.cluster.put(service("web/b").loadBalancerClass("example.com/other"));
    scenario.cluster.put(service("web/c").type("ClusterIP"));
    scenario.apply();
    assertThat(scenario.vips("web/a")).isEqualTo("10.0.0.0");
    assertThat(scenario.vips("web/b")).isEqualTo("none");
    assertThat(scenario.vips("web/c")).isEqualTo("none");
    scenario.cluster.put(service("web/a").loadBalancerClass("example.com/other"));
    scenario.apply();
    assertThat(scenario.vips("web/a")).isEqualTo("none");
    assertThat(scenario.usage("p")).isEqualTo("256/0/256");
    scenario.cluster.put(service("web/a"));
    scenario.apply();
    assertThat(scenario.vips("web/a")).isEqualTo("10.0.0.0");
  }

  @Test
  void allocate_addressFreed_goesToTheLongestWaiting() {
    scenario.cluster.put(pool("p", "10.0.0.0/32")).put(service("web/a"));
    scenario.apply();
    scenario.cluster.put(service("web/c").created("2026-01-01T00:00:00Z"));
    scenario.cluster.put(service("web/b").created("2026-01-02T00:00:00Z"));
    scenario.apply();
    assertThat(scenario.message("web/b"))
        .isEqualTo(
            "All enabled CiliumLoadBalancerIPPools that match this service ran out of allocatable"
                + " IPs");
    scenario.cluster.removeService("web/a");
    scenario.apply();
    assertThat(scenario.vips("web/c")).isEqualTo("10.0.0.0");
    assertThat(scenario.vips("web/b")).isEmpty();
    assertThat(scenario.last.changed())
        .containsExactly(ServiceRef.parse("web/a"), ServiceRef.parse("web/c"));
  }

  @Test
  void allocate_nothingChanged_keepsEveryObject() {
    scenario.cluster.put(pool("p", "10.0.0.0/24")).put(service("web/a"));
    scenario.apply();
    Allocations before = scenario.last;
    scenario.apply();
    assertThat(scenario.last.changed()).isEmpty();
    assertThat(scenario.last.services()).isSameAs(before.services());
    assertThat(scenario.last.version()).isEqualTo(before.version() + 1);
  }
}
