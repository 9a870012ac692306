package io.readback.frr.glass;

import static io.readback.frr.glass.Scene.RIB;
import static io.readback.frr.glass.Scene.SUMMARY;
import static io.readback.frr.glass.Scene.TABLE;
import static io.readback.frr.glass.Scene.at;
import static io.readback.frr.glass.Scene.onlyFinding;
import static io.readback.frr.glass.Scene.session;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.readback.frr.Samples;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.observe.Cause;
import io.readback.spi.observe.Finding;
import io.readback.spi.observe.RouterObservation;
import io.readback.spi.observe.SessionState;
import io.readback.spi.observe.Sighting;
import io.readback.spi.observe.Vantage;
import io.readback.spi.plugin.PluginException;
import io.readback.spi.plugin.PluginException.Kind;
import io.readback.spi.route.Community;
import io.readback.spi.route.LargeCommunity;
import io.readback.spi.route.PathAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A cause a test: the samples are answers of real routers in which it was made to happen. */
class FrrLookingGlassTest {
  private static final String N11 = "10.99.0.11";
  private static final String N12 = "10.99.0.12";
  private static final String N13 = "10.99.0.13";

  private static Scene healthy() {
    return new Scene()
        .threePeers()
        .sample(SUMMARY, "frr-8.4/bgp-summary.json")
        .sample(TABLE, "frr-8.4/bgp-longer-prefixes.json")
        .sample(RIB, "frr-8.4/route-longer-prefixes.json");
  }

  private static String neighbor(String peer) {
    return "show bgp neighbors " + peer + " json";
  }

  private static String adjIn(String peer, String which) {
    return "show bgp ipv4 unicast neighbors " + peer + " " + which + " json";
  }

  @Test
  void observe_everythingAsExpected_isOneCommandLineWithoutFindings() throws Exception {
    Scene scene = healthy().expect("192.0.2.1/32", N11, N12, N13);

    RouterObservation seen = scene.look();

    assertThat(seen.router()).isEqualTo("vm, FRRouting 8.4.4");
    assertThat(seen.covered())
        .containsExactlyInAnyOrder(Vantage.RECEIVED, Vantage.SELECTED, Vantage.INSTALLED);
    assertThat(seen.findings()).isEmpty();
    assertThat(at(seen, "192.0.2.1/32", Vantage.RECEIVED)).hasSize(3);
    assertThat(at(seen, "192.0.2.1/32", Vantage.SELECTED))
        .extracting(s -> s.peer().orElseThrow().toString())
        .containsExactlyInAnyOrder(N11, N12, N13);
    Sighting installed = at(seen, "192.0.2.1/32", Vantage.INSTALLED).get(0);
    assertThat(installed.nextHops())
        .containsExactly(IpAddress.parse(N11), IpAddress.parse(N12), IpAddress.parse(N13));
    assertThat(installed.stale()).isFalse();
    assertThat(session(seen, N11).state()).isEqualTo(SessionState.ESTABLISHED);
    assertThat(session(seen, N11).uptime()).contains(Duration.ofSeconds(35));
    assertThat(session(seen, N11).prefixesReceived()).isEqualTo(20);
    assertThat(session(seen, N11).problem()).isEmpty();
    assertThat(scene.shell.lines)
        .containsExactly(
            "vtysh -c 'show version' -c 'show bgp summary json' -c '"
                + TABLE
                + "' -c '"
                + RIB
                + "'");
    assertThat(scene.pauses).isEmpty();
  }

  @Test
  void observe_bothFamilies_asksForBothInOneLine() throws Exception {
    Scene scene =
        healthy()
            .covers("192.0.2.0/24", "2001:db8:f::/48")
            .peer(N11, AddressFamily.IPV4, AddressFamily.IPV6)
            .expect("2001:db8:f::1/128", "2001:db8:99::11", "2001:db8:99::12", "2001:db8:99::13")
            .sample(
                "show bgp ipv6 unicast 2001:db8:f::/48 longer-prefixes json",
                "frr-8.4/bgp-ipv6-unicast.json")
            .sample(
                "show ipv6 route 2001:db8:f::/48 longer-prefixes json",
                "frr-8.4/ipv6-route-bgp.json");

    RouterObservation seen = scene.look();

    assertThat(seen.findings()).isEmpty();
    assertThat(scene.shell.lines).hasSize(1);
    assertThat(at(seen, "2001:db8:f::1/128", Vantage.INSTALLED).get(0).nextHops())
        .extracting(IpAddress::toString)
        .containsExactly("2001:db8:99::11", "2001:db8:99::12", "2001:db8:99::13");
    assertThat(session(seen, N11).prefixesReceived()).isEqualTo(21);
  }

  @Test
  void observe_linkLocalNextHopInstalled_isNamedByItsGlobalOne() throws Exception {
    RouterObservation seen =
        new Scene()
            .peer(N11, AddressFamily.IPV6)
            .covers("2001:db8:f::/48")
            .expect("2001:db8:f::1/128", "2001:db8:99::11")
            .sample(SUMMARY, "frr-8.4/bgp-summary.json")
            .answers(
                "show bgp ipv6 unicast 2001:db8:f::/48 longer-prefixes json",
                "{\"tableVersion\":1,\"localAS\":64512,\"routes\":{\"2001:db8:f::1/128\":[{\"valid\":true,"
                    + "\"bestpath\":true,\"peerId\":\"10.99.0.11\",\"nexthops\":[{\"ip\":\"2001:db8:99::11\","
                    + "\"scope\":\"global\"},{\"ip\":\"fe80::1\",\"scope\":\"link-local\",\"used\":true}]}]}}")
            .answers(
                "show ipv6 route 2001:db8:f::/48 longer-prefixes json",
                "{\"2001:db8:f::1/128\":[{\"protocol\":\"bgp\",\"selected\":true,\"installed\":true,"
                    + "\"nexthops\":[{\"fib\":true,\"active\":true,\"ip\":\"fe80::1\"}]}]}")
            .look();

    assertThat(at(seen, "2001:db8:f::1/128", Vantage.INSTALLED).get(0).nextHops())
        .containsExactly(IpAddress.parse("2001:db8:99::11"));
    assertThat(seen.findings()).isEmpty();
  }

  @Test
  void observe_prefixThatShouldBeAbsentIsThere_isSightedAndNotDiagnosed() throws Exception {
    Scene scene = healthy().expect("192.0.2.1/32");

    RouterObservation seen = scene.look();

    assertThat(at(seen, "192.0.2.1/32", Vantage.INSTALLED)).hasSize(1);
    assertThat(seen.findings()).isEmpty();
    assertThat(scene.shell.lines).hasSize(1);
  }

  @Test
  void observe_bgpRouteNotAskedAbout_isReportedFromTheForwardingTableAlone() throws Exception {
    RouterObservation seen = healthy().expect("192.0.2.1/32", N11, N12, N13).look();

    assertThat(at(seen, "192.0.2.2/32", Vantage.INSTALLED)).hasSize(1);
    assertThat(seen.sightings())
        .filteredOn(s -> !s.prefix().equals(IpPrefix.parse("192.0.2.1/32")))
        .hasSize(20)
        .allMatch(s -> s.vantage() == Vantage.INSTALLED && !s.nextHops().isEmpty());
  }

  @Test
  void observe_routesNotAskedAboutThatAreNotBgpsOrForwardNowhere_areNotReported() throws Exception {
    RouterObservation seen =
        healthy()
            .covers("192.0.2.0/25")
            .sample(
                "show bgp ipv4 unicast 192.0.2.0/25 longer-prefixes json",
                "frr-8.4/bgp-longer-prefixes.json")
            .answers(
                "show ip route 192.0.2.0/25 longer-prefixes json",
                "{\"192.0.2.0/25\":[{\"protocol\":\"bgp\",\"selected\":true,\"installed\":true,"
                    + "\"nexthops\":[{\"fib\":true,\"active\":true,\"blackhole\":true}]}],"
                    + "\"192.0.2.7/32\":[{\"protocol\":\"static\",\"selected\":true,\"installed\":true,"
                    + "\"nexthops\":[{\"fib\":true,\"active\":true,\"ip\":\"10.99.0.7\"}]}],"
                    + "\"192.0.2.8/32\":[{\"protocol\":\"bgp\","
                    + "\"nexthops\":[{\"fib\":true,\"active\":true,\"ip\":\"10.99.0.8\"}]}]}")
            .look();

    assertThat(seen.sightings()).isEmpty();
  }

  @Test
  void observe_attributesDeclared_areReadOfEachPathInALineOfTheirOwn() throws Exception {
    Scene scene =
        healthy()
            .expect("192.0.2.1/32", N11, N12, N13)
            .declare(
                "192.0.2.1/32",
                PathAttributes.builder().community(Community.of(64513, 100)).build())
            .sample(
                "show bgp ipv4 unicast 192.0.2.1/32 json", "frr-8.4/bgp-ipv4-prefix-ecmp3.json");

    RouterObservation seen = scene.look();

    assertThat(scene.shell.lines).hasSize(2);
    assertThat(at(seen, "192.0.2.1/32", Vantage.RECEIVED))
        .hasSize(3)
        .allSatisfy(
            s -> {
              PathAttributes shown = s.attributes().orElseThrow();
              assertThat(shown.communities()).containsExactly(Community.of(64513, 100));
              assertThat(shown.largeCommunities().contains(new LargeCommunity(64513, 1, 1)))
                  .isEqualTo(s.peer().orElseThrow().toString().equals(N11));
            });
  }

  @Test
  void observe_attributesNotAnswered_areLeftOutAndTheLookStands() throws Exception {
    Scene scene =
        healthy()
            .expect("192.0.2.1/32", N11, N12, N13)
            .declare(
                "192.0.2.1/32",
                PathAttributes.builder().community(Community.of(64513, 100)).build());

    RouterObservation seen = scene.look();

    assertThat(at(seen, "192.0.2.1/32", Vantage.RECEIVED))
        .hasSize(3)
        .allMatch(s -> s.attributes().isEmpty());
    assertThat(seen.findings()).isEmpty();
  }

  @Test
  void observe_pathGoneFromBgpAndStillInstalled_isLookedAtOnceMore() throws Exception {
    String without = Samples.text("frr-8.4/requires-policy-table.json");
    Scene scene =
        new Scene()
            .threePeers()
            .sample(SUMMARY, "frr-8.4/bgp-summary.json")
            .answers(TABLE, without)
            .sample(TABLE, "frr-8.4/bgp-longer-prefixes.json")
            .sample(RIB, "frr-8.4/route-longer-prefixes.json")
            .expect("192.0.2.1/32", N11, N12, N13);

    RouterObservation seen = scene.look();

    assertThat(scene.pauses).containsExactly(FrrLookingGlass.SECOND_LOOK_AFTER);
    assertThat(scene.shell.lines).hasSize(2);
    assertThat(seen.findings()).isEmpty();
  }

  @Test
  void observe_refusedByPolicyWithSoftReconfiguration_isFiltered() throws Exception {
    Scene scene =
        healthy()
            .covers("192.0.2.0/24", "172.20.0.0/16")
            .expect("172.20.5.5/32", N13)
            .sample(
                "show bgp ipv4 unicast 172.20.0.0/16 longer-prefixes json",
                "frr-8.4/requires-policy-table.json")
            .answers("show ip route 172.20.0.0/16 longer-prefixes json", "{\n}\n")
            .sample(neighbor(N13), "frr-8.4/neighbor.json")
            .sample(adjIn(N13, "filtered-routes"), "frr-8.4/neighbor-filtered-routes.json")
            .sample(adjIn(N13, "received-routes"), "frr-8.4/neighbor-received-routes.json")
            .sample("show route-map json", "frr-8.4/route-map.json")
            .sample("show ip prefix-list json", "frr-8.4/ip-prefix-list.json");

    RouterObservation seen = scene.look();

    Finding finding = onlyFinding(seen);
    assertThat(finding.cause()).isEqualTo(Cause.FILTERED);
    assertThat(finding.prefix()).contains(IpPrefix.parse("172.20.5.5/32"));
    assertThat(finding.peer()).contains(IpAddress.parse(N13));
    assertThat(finding.evidence())
        .isEqualTo(
            "received and refused by inbound route-map NODES-IN: prefix-list VIPS"
                + " has no line that matches for 172.20.5.5/32");
    assertThat(finding.command())
        .isEqualTo("vtysh -c 'show bgp ipv4 unicast neighbors 10.99.0.13 filtered-routes'");
    assertThat(at(seen, "172.20.5.5/32", Vantage.RECEIVED))
        .as("it came, and the router keeps what came")
        .hasSize(1);
    assertThat(at(seen, "172.20.5.5/32", Vantage.SELECTED)).isEmpty();
  }

  @Test
  void observe_refusedByPolicyWithoutSoftReconfiguration_isFilteredByReasoning() throws Exception {
    Scene scene =
        healthy()
            .covers("192.0.2.0/24", "172.20.0.0/16")
            .expect("172.20.5.5/32", N13)
            .sample(
                "show bgp ipv4 unicast 172.20.0.0/16 longer-prefixes json",
                "frr-8.4/requires-policy-table.json")
            .answers("show ip route 172.20.0.0/16 longer-prefixes json", "{}")
            .sample(neighbor(N13), "frr-8.4/neighbor.json")
            .sample(adjIn(N13, "filtered-routes"), "frr-8.4/no-soft-reconfig-filtered.json")
            .sample(adjIn(N13, "received-routes"), "frr-8.4/no-soft-reconfig-received.json")
            .sample("show route-map json", "frr-8.4/route-map.json")
            .sample("show ip prefix-list json", "frr-8.4/ip-prefix-list.json");

    RouterObservation seen = scene.look();

    Finding finding = onlyFinding(seen);
    assertThat(finding.cause()).isEqualTo(Cause.FILTERED);
    assertThat(finding.evidence())
        .contains("prefix-list VIPS has no line that matches")
        .contains("worked out");
    assertThat(finding.command()).isEqualTo("vtysh -c 'show ip prefix-list'");
    assertThat(at(seen, "172.20.5.5/32", Vantage.RECEIVED)).isEmpty();
  }

  @Test
  void observe_policyLetsItPassAndItIsMissing_hasNoFinding() throws Exception {
    Scene scene =
        healthy()
            .expect("192.0.2.99/32", N13)
            .sample(neighbor(N13), "frr-8.4/neighbor.json")
            .sample(adjIn(N13, "filtered-routes"), "frr-8.4/no-soft-reconfig-filtered.json")
            .sample(adjIn(N13, "received-routes"), "frr-8.4/no-soft-reconfig-received.json")
            .sample("show route-map json", "frr-8.4/route-map.json")
            .sample("show ip prefix-list json", "frr-8.4/ip-prefix-list.json");

    RouterObservation seen = scene.look();

    assertThat(seen.findings()).isEmpty();
    assertThat(at(seen, "192.0.2.99/32", Vantage.RECEIVED)).isEmpty();
  }

  @Test
  void observe_prefixListOfFrr10_isFilteredWithTheLineThatDenies() throws Exception {
    RouterObservation seen =
        new Scene()
            .threePeers()
            .sample(SUMMARY, "frr-10.3/summary.json")
            .sample(TABLE, "frr-10.3/table.json")
            .sample(RIB, "frr-10.3/rib.json")
            .expect("192.0.2.5/32", N13)
            .sample(neighbor(N13), "frr-10.3/neighbor.json")
            .sample(adjIn(N13, "filtered-routes"), "frr-10.3/filtered.json")
            .sample(adjIn(N13, "received-routes"), "frr-10.3/received.json")
            .sample("show route-map json", "frr-10.3/route-map.json")
            .sample("show ip prefix-list json", "frr-10.3/prefix-list.json")
            .look();

    Finding finding = onlyFinding(seen);
    assertThat(finding.cause()).isEqualTo(Cause.FILTERED);
    assertThat(finding.evidence()).contains("prefix-list VIPS seq 3 deny 192.0.2.5/32");
  }

  @Test
  void observe_ownAsInPath_isAsLoop() throws Exception {
    RouterObservation seen =
        new Scene()
            .threePeers()
            .sample(SUMMARY, "frr-10.3/summary.json")
            .sample(TABLE, "frr-10.3/table.json")
            .sample(RIB, "frr-10.3/rib.json")
            .expect("192.0.2.68/32", N13)
            .sample(neighbor(N13), "frr-10.3/neighbor.json")
            .sample(adjIn(N13, "filtered-routes"), "frr-10.3/filtered.json")
            .sample(adjIn(N13, "received-routes"), "frr-10.3/received.json")
            .look();

    Finding finding = onlyFinding(seen);
    assertThat(finding.cause()).isEqualTo(Cause.AS_LOOP);
    assertThat(finding.evidence()).contains("AS path 64513 64512").contains("own AS 64512");
    assertThat(finding.command()).endsWith("neighbors 10.99.0.13 received-routes'");
  }

  @Test
  void observe_externalSessionWithoutPolicy_isNoPolicyOncePerPeer() throws Exception {
    RouterObservation seen =
        new Scene()
            .threePeers()
            .answers(SUMMARY, Samples.summaryOf("frr-8.4/requires-policy-summary.json"))
            .sample(TABLE, "frr-8.4/requires-policy-table.json")
            .answers(RIB, "{}")
            .expect("192.0.2.1/32", N13)
            .expect("192.0.2.2/32", N13)
            .answers(
                neighbor(N11),
                Samples.text("frr-8.4/requires-policy-neighbor.json").replace(N13, N11))
            .answers(
                neighbor(N12),
                Samples.text("frr-8.4/requires-policy-neighbor.json").replace(N13, N12))
            .sample(neighbor(N13), "frr-8.4/requires-policy-neighbor.json")
            .sample(adjIn(N13, "filtered-routes"), "frr-8.4/requires-policy-filtered.json")
            .sample(adjIn(N13, "received-routes"), "frr-8.4/neighbor-received-routes.json")
            .look();

    assertThat(session(seen, N13).state()).isEqualTo(SessionState.ESTABLISHED);
    assertThat(session(seen, N13).problem()).contains(Cause.NO_POLICY);
    assertThat(seen.findings())
        .extracting(Finding::cause)
        .containsExactly(Cause.NO_POLICY, Cause.NO_POLICY, Cause.NO_POLICY);
    Finding finding = seen.findings().get(2);
    assertThat(finding.peer()).contains(IpAddress.parse(N13));
    assertThat(finding.prefix()).isEmpty();
    assertThat(finding.evidence()).contains("Inbound updates discarded due to missing policy");
  }

  @Test
  void observe_onlyTheOutboundPolicyIsMissing_isFine() throws Exception {
    Scene scene = healthy().expect("192.0.2.1/32", N11, N12, N13);
    scene.shell.replace(
        SUMMARY, Samples.text("frr-8.4/bgp-summary.json").replace("\"OK\"", "\"Policy\""));

    RouterObservation seen = scene.look();

    assertThat(seen.findings()).isEmpty();
    assertThat(seen.sessions()).allMatch(s -> s.problem().isEmpty());
    assertThat(scene.shell.lines).hasSize(1);
  }

  @Test
  void observe_outboundPolicyMissingAndNothingTaken_isNotNoPolicy() throws Exception {
    Scene scene =
        new Scene()
            .peer(N13)
            .answers(SUMMARY, Samples.summaryOf("frr-8.4/requires-policy-summary.json"))
            .sample(TABLE, "frr-8.4/requires-policy-table.json")
            .answers(RIB, "{}")
            .covers("192.0.2.0/24")
            .expect("192.0.2.1/32", N13)
            .answers(
                neighbor(N13),
                Samples.text("frr-8.4/requires-policy-neighbor.json")
                    .replace("inboundEbgpRequiresPolicy", "inboundOther"))
            .sample(adjIn(N13, "filtered-routes"), "frr-8.4/neighbor-received-routes.json")
            .sample(adjIn(N13, "received-routes"), "frr-8.4/neighbor-received-routes.json");

    RouterObservation seen = scene.look();

    assertThat(session(seen, N13).problem()).isEmpty();
    assertThat(onlyFinding(seen).cause()).isEqualTo(Cause.FILTERED);
  }

  @Test
  void observe_noPolicyInOneOfTwoFamilies_isAFindingOfThatFamilysPrefixes() throws Exception {
    String v6 = Samples.text("frr-8.4/bgp-summary.json");
    String summary =
        "{\"ipv4Unicast\":"
            + Samples.text("frr-8.4/requires-policy-summary.json")
            + ","
            + v6.substring(v6.indexOf("\"ipv6Unicast\""));
    RouterObservation seen =
        new Scene()
            .peer(N13, AddressFamily.IPV4, AddressFamily.IPV6)
            .answers(SUMMARY, summary)
            .sample(TABLE, "frr-8.4/requires-policy-table.json")
            .answers(RIB, "{}")
            .expect("192.0.2.1/32", N13)
            .sample(neighbor(N13), "frr-8.4/requires-policy-neighbor.json")
            .sample(adjIn(N13, "filtered-routes"), "frr-8.4/requires-policy-filtered.json")
            .sample(adjIn(N13, "received-routes"), "frr-8.4/neighbor-received-routes.json")
            .look();

    assertThat(session(seen, N13).problem()).isEmpty();
    Finding finding = onlyFinding(seen);
    assertThat(finding.cause()).isEqualTo(Cause.NO_POLICY);
    assertThat(finding.prefix()).contains(IpPrefix.parse("192.0.2.1/32"));
  }

  @Test
  void observe_neighbourNotConfigured_isAFindingAndNoSession() throws Exception {
    RouterObservation seen =
        healthy()
            .peer("10.99.0.99")
            .answers(neighbor("10.99.0.99"), "{\n  \"bgpNoSuchNeighbor\":true\n}\n")
            .answers("show bgp peer-group json", "{\n}\n")
            .look();

    assertThat(seen.sessions()).extracting(s -> s.peer().toString()).doesNotContain("10.99.0.99");
    Finding finding = onlyFinding(seen);
    assertThat(finding.cause()).isEqualTo(Cause.NOT_CONFIGURED);
    assertThat(finding.peer()).contains(IpAddress.parse("10.99.0.99"));
    assertThat(finding.command()).isEqualTo("vtysh -c 'show bgp summary'");
  }

  @Test
  void observe_neighbourInAnotherVrf_saysWhichOne() throws Exception {
    RouterObservation seen =
        healthy()
            .peer("10.99.0.99")
            .answers(neighbor("10.99.0.99"), "{\n  \"bgpNoSuchNeighbor\":true\n}\n")
            .answers("show bgp peer-group json", "{\n}\n")
            .answers(
                "show bgp vrf all summary json",
                "{\n\"default\":"
                    + Samples.text("frr-8.4/bgp-summary.json")
                    + ",\n\"RED\":{\n\"ipv4Unicast\":{\"peers\":{\"10.99.0.99\":{\"state\":\"Idle\"}}}}\n}\n")
            .look();

    Finding finding = onlyFinding(seen);
    assertThat(finding.cause()).isEqualTo(Cause.NOT_CONFIGURED);
    assertThat(finding.evidence())
        .isEqualTo(
            "the router has no neighbour 10.99.0.99 in the default VRF and has one in VRF RED: the"
                + " looking glass's settings.vrf says which is read");
    assertThat(finding.command()).isEqualTo("vtysh -c 'show bgp vrf all summary'");
  }

  @Test
  void observe_inAVrf_asksEverythingThere() throws Exception {
    Scene scene =
        new Scene()
            .vrf("RED")
            .threePeers()
            .sample("show bgp vrf RED summary json", "frr-8.4/bgp-summary.json")
            .sample(
                "show bgp vrf RED ipv4 unicast 192.0.2.0/24 longer-prefixes json",
                "frr-8.4/bgp-longer-prefixes.json")
            .sample(
                "show ip route vrf RED 192.0.2.0/24 longer-prefixes json",
                "frr-8.4/route-longer-prefixes.json")
            .expect("192.0.2.1/32", N11, N12, N13)
            .expect("192.0.2.99/32", N13);

    RouterObservation seen = scene.look();

    assertThat(at(seen, "192.0.2.1/32", Vantage.INSTALLED)).hasSize(1);
    assertThat(scene.shell.lines.get(1))
        .contains("show bgp vrf RED neighbors 10.99.0.13 json")
        .contains("show bgp vrf RED ipv4 unicast neighbors 10.99.0.13 filtered-routes json");
  }

  @Test
  void observe_noSuchVrf_isNoObservation() {
    Scene scene =
        new Scene()
            .vrf("BLUE")
            .threePeers()
            .answers("show bgp vrf BLUE summary json", "{}\n")
            .answers(
                "show bgp vrf BLUE ipv4 unicast 192.0.2.0/24 longer-prefixes json",
                "{\n  \"warning\":\"View\\/Vrf is unknown\"\n}\n")
            .answers("show ip route vrf BLUE 192.0.2.0/24 longer-prefixes json", "{}\n");

    PluginException e = catchThrowableOfType(PluginException.class, scene::look);

    assertThat(e.kind()).isEqualTo(Kind.PROTOCOL);
    assertThat(e).hasMessageContaining("View/Vrf is unknown");
  }

  @Test
  void observe_linkLocalSpeakerAndNeighboursByInterface_isNotTakenAsNotConfigured()
      throws Exception {
    RouterObservation seen =
        new Scene()
            .sample(TABLE, "frr-8.4/bgp-longer-prefixes.json")
            .sample(RIB, "frr-8.4/route-longer-prefixes.json")
            .answers(
                SUMMARY, "{\"ipv4Unicast\":{\"peers\":{\"eth1\":{\"state\":\"Established\"}}}}")
            .peer("fe80::1")
            .look();

    assertThat(seen.findings()).extracting(Finding::cause).doesNotContain(Cause.NOT_CONFIGURED);
  }

  @Test
  void observe_neighbourInAListenRange_isAnIdleSessionAndNotUnconfigured() throws Exception {
    RouterObservation seen =
        healthy()
            .peer("10.99.0.9")
            .answers(neighbor("10.99.0.9"), "{\n  \"bgpNoSuchNeighbor\":true\n}\n")
            .sample("show bgp peer-group json", "frr-8.4/peer-group.json")
            .look();

    assertThat(session(seen, "10.99.0.9").problem()).contains(Cause.NO_ANSWER);
    assertThat(session(seen, "10.99.0.9").detail()).contains("10.99.0.0/28").contains("NODES");
    assertThat(seen.findings()).extracting(Finding::cause).doesNotContain(Cause.NOT_CONFIGURED);
  }

  @Test
  void observe_dynamicNeighbour_isASession() throws Exception {
    RouterObservation seen =
        new Scene()
            .threePeers()
            .answers(SUMMARY, Samples.summaryOf("frr-8.4/dynamic-neighbor-summary.json"))
            .sample(TABLE, "frr-8.4/bgp-longer-prefixes.json")
            .sample(RIB, "frr-8.4/route-longer-prefixes.json")
            .look();

    assertThat(session(seen, N11).state()).isEqualTo(SessionState.ESTABLISHED);
    assertThat(seen.findings()).isEmpty();
  }

  @Test
  void observe_noBgpInstance_saysSoOfEveryPeer() throws Exception {
    RouterObservation seen =
        new Scene()
            .threePeers()
            .answers(SUMMARY, "{}\n")
            .answers(TABLE, "{\n  \"warning\":\"Default BGP instance not found\"\n}\n")
            .answers(RIB, "{\n}\n")
            .expect("192.0.2.1/32", N11)
            .look();

    assertThat(seen.sessions()).isEmpty();
    assertThat(seen.findings())
        .hasSize(3)
        .allMatch(f -> f.cause() == Cause.NOT_CONFIGURED)
        .allMatch(f -> f.evidence().equals("Default BGP instance not found"));
  }

  @ParameterizedTest
  @CsvSource({
    "10.99.0.77, 65001, never-up-neighbor.json,    NO_ANSWER,      active, nothing was ever heard",
    "10.99.0.15, 64513, md5-mismatch-neighbor.json, AUTHENTICATION, connect, probably the passwords differ",
    "10.99.0.14, 64513, wrong-as-neighbor.json,     WRONG_AS,       active, 'expects AS 65000 there, our speaker is AS 64513'",
  })
  void observe_sessionThatNeverCameUp_hasItsCause(
      String peer, long asn, String sample, Cause cause, String state, String words)
      throws Exception {
    RouterObservation seen =
        new Scene()
            .peer(peer, asn)
            .answers(SUMMARY, Samples.summaryOf("frr-8.4/session-failures-summary.json"))
            .sample(TABLE, "frr-8.4/bgp-longer-prefixes.json")
            .sample(RIB, "frr-8.4/route-longer-prefixes.json")
            .answers(neighbor(peer), Samples.text("frr-8.4/" + sample).replace(N13, peer))
            .look();

    assertThat(session(seen, peer).problem()).contains(cause);
    assertThat(session(seen, peer).state()).hasToString(state);
    assertThat(session(seen, peer).detail()).contains(words);
    assertThat(onlyFinding(seen).cause()).isEqualTo(cause);
  }

  @ParameterizedTest
  @CsvSource({
    "frr-8.4/shutdown-neighbor.json, 10.99.0.12",
    "frr-10.3/neighbor-shutdown.json, 10.99.0.11"
  })
  void observe_shutDownByAdministrator_isNotTakenForBfd(String sample, String peer)
      throws Exception {
    String shown = Samples.text("frr-10.3/summary-shutdown.json");
    String summary =
        peer.equals(N11)
            ? shown
            : shown.replace(peer, "10.99.0.111").replace(N11 + "\"", peer + "\"");
    RouterObservation seen =
        new Scene()
            .peer(peer)
            .answers(SUMMARY, summary)
            .sample(TABLE, "frr-10.3/table.json")
            .sample(RIB, "frr-10.3/rib.json")
            .sample(neighbor(peer), sample)
            .look();

    assertThat(session(seen, peer).problem()).contains(Cause.ADMIN_SHUTDOWN);
    assertThat(session(seen, peer).state()).isEqualTo(SessionState.IDLE);
    assertThat(onlyFinding(seen).command()).isEqualTo("vtysh -c 'show bgp neighbors " + peer + "'");
  }

  @Test
  void observe_tooManyPrefixes_isMaxPrefixWithTheLimitAndNotBfd() throws Exception {
    RouterObservation seen =
        new Scene()
            .threePeers()
            .answers(SUMMARY, Samples.summaryOf("frr-8.4/maximum-prefix-summary.json"))
            .sample(TABLE, "frr-8.4/bgp-longer-prefixes.json")
            .sample(RIB, "frr-8.4/route-longer-prefixes.json")
            .sample(neighbor(N13), "frr-8.4/maximum-prefix-neighbor.json")
            .look();

    assertThat(session(seen, N13).problem()).contains(Cause.MAX_PREFIX);
    assertThat(session(seen, N13).detail()).contains("5 of IPV4").contains("clear bgp");
  }

  @Test
  void observe_tooManyPrefixesOnFrr10_isMaxPrefix() throws Exception {
    RouterObservation seen =
        new Scene()
            .peer(N13)
            .sample(SUMMARY, "frr-10.3/summary-maxpfx.json")
            .sample(TABLE, "frr-10.3/table.json")
            .sample(RIB, "frr-10.3/rib.json")
            .sample(neighbor(N13), "frr-10.3/neighbor-maxpfx.json")
            .look();

    assertThat(session(seen, N13).problem()).contains(Cause.MAX_PREFIX);
  }

  @ParameterizedTest
  @CsvSource({"Down, 14, BFD_DOWN, BFD is Down", "Up, 24, BFD_DOWN, BFD down received"})
  void observe_bfdDown_isBfd(String status, int code, Cause cause, String words) throws Exception {
    String neighbor =
        "{\"10.99.0.77\":{\"remoteAs\":65001,\"bgpState\":\"Active\",\"lastResetDueTo\":\"BFD down"
            + " received\",\"lastResetCode\":"
            + code
            + ",\"peerBfdInfo\":{\"status\":\""
            + status
            + "\"}}}";
    RouterObservation seen = down(neighbor);

    assertThat(session(seen, "10.99.0.77").problem()).contains(cause);
    assertThat(session(seen, "10.99.0.77").detail()).contains(words);
  }

  @ParameterizedTest
  @CsvSource({
    "BGP Notification send, Hold Timer Expired, HOLD_TIMER_EXPIRED",
    "BGP Notification received, OPEN Message Error/Bad Peer AS, WRONG_AS",
    "BGP Notification received, OPEN Message Error/Bad BGP Identifier, BAD_IDENTIFIER",
    "BGP Notification received, OPEN Message Error/Unacceptable Hold Time, OPEN_REFUSED",
    "BGP Notification received, Cease/Administrative Shutdown, CEASE",
    "BGP Notification send, UPDATE Message Error/Invalid NEXT_HOP Attribute, PROTOCOL_ERROR",
    "Peer closed the session, '', CONNECTION_LOST",
    "Waiting for peer OPEN, '', NO_ANSWER",
  })
  void observe_lastResetSaysWhy_isThatCause(String reset, String notification, Cause cause)
      throws Exception {
    RouterObservation seen =
        down(
            "{\"10.99.0.77\":{\"remoteAs\":65001,\"bgpState\":\"Active\",\"messageStats\":{\"opensRecv\":1},\"lastNotificationReason\":\""
                + notification
                + "\",\"lastResetDueTo\":\""
                + reset
                + "\",\"lastResetCode\":14}}");

    assertThat(session(seen, "10.99.0.77").problem()).contains(cause);
  }

  private static RouterObservation down(String neighbor) throws Exception {
    return new Scene()
        .peer("10.99.0.77", 65001)
        .answers(SUMMARY, Samples.summaryOf("frr-8.4/session-failures-summary.json"))
        .sample(TABLE, "frr-8.4/bgp-longer-prefixes.json")
        .sample(RIB, "frr-8.4/route-longer-prefixes.json")
        .answers(neighbor("10.99.0.77"), neighbor)
        .look();
  }

  @Test
  void observe_familyNotActivated_isThatWhereNoOtherFamilyWorks() throws Exception {
    RouterObservation seen =
        new Scene()
            .peer("10.99.0.77", 65001, AddressFamily.IPV6)
            .answers(SUMMARY, Samples.text("frr-8.4/bgp-summary.json"))
            .sample(TABLE, "frr-10.3/table.json")
            .sample(RIB, "frr-10.3/rib.json")
            .answers(
                neighbor("10.99.0.77"),
                "{\"10.99.0.77\":{\"remoteAs\":65001,\"bgpState\":\"Idle\",\"lastResetDueTo\":\"No"
                    + " AFI\\/SAFI activated for peer\",\"lastResetCode\":30}}")
            .answers("show bgp peer-group json", "{}")
            .look();

    assertThat(session(seen, "10.99.0.77").problem()).contains(Cause.FAMILY_NOT_ACTIVATED);
  }

  @Test
  void observe_familyMissingOnAnEstablishedSession_isAFindingOfItsPrefixes() throws Exception {
    RouterObservation seen =
        new Scene()
            .peer(N13, AddressFamily.IPV4, AddressFamily.IPV6)
            .sample(SUMMARY, "frr-10.3/summary.json")
            .covers("2001:db8:f::/48")
            .answers(
                "show bgp ipv6 unicast 2001:db8:f::/48 longer-prefixes json",
                "{\"tableVersion\":0,\"localAS\":64512,\"routes\":{ } }")
            .answers("show ipv6 route 2001:db8:f::/48 longer-prefixes json", "{}")
            .expect("2001:db8:f::1/128", "2001:db8:99::13")
            .sample(neighbor(N13), "frr-10.3/neighbor.json")
            .look();

    assertThat(session(seen, N13).problem()).isEmpty();
    Finding finding = onlyFinding(seen);
    assertThat(finding.cause()).isEqualTo(Cause.FAMILY_NOT_ACTIVATED);
    assertThat(finding.prefix()).contains(IpPrefix.parse("2001:db8:f::1/128"));
    assertThat(finding.evidence()).contains("IPv6");
  }

  @Test
  void observe_nextHopUnreachable_isInvalidWithTheRoutersReason() throws Exception {
    RouterObservation seen =
        new Scene()
            .threePeers()
            .covers("203.0.113.0/24")
            .sample(SUMMARY, "frr-8.4/bgp-summary.json")
            .answers(
                "show bgp ipv4 unicast 203.0.113.0/24 longer-prefixes json",
                Samples.tableOf(
                    "203.0.113.67/32", "frr-8.4/bgp-ipv4-prefix-nexthop-unreachable.json"))
            .answers("show ip route 203.0.113.0/24 longer-prefixes json", "{}")
            .expect("203.0.113.67/32", N13)
            .sample("show bgp nexthop", "frr-8.4/bgp-nexthop.txt")
            .look();

    Finding finding = onlyFinding(seen);
    assertThat(finding.cause()).isEqualTo(Cause.NEXTHOP_UNREACHABLE);
    assertThat(finding.evidence()).isEqualTo("next hop 172.31.255.1: invalid, Must be Connected");
    assertThat(finding.command()).isEqualTo("vtysh -c 'show bgp nexthop'");
    assertThat(at(seen, "203.0.113.67/32", Vantage.RECEIVED)).hasSize(1);
    assertThat(at(seen, "203.0.113.67/32", Vantage.SELECTED)).isEmpty();
  }

  @Test
  void observe_invalidPathThatStillSaysMultipath_isNotSelected() throws Exception {
    RouterObservation seen =
        new Scene()
            .threePeers()
            .sample(SUMMARY, "frr-10.3/summary.json")
            .sample(TABLE, "frr-10.3/table.json")
            .sample(RIB, "frr-10.3/rib.json")
            .expect("192.0.2.67/32", N13)
            .sample("show bgp nexthop", "frr-10.3/nexthop.txt")
            .look();

    assertThat(at(seen, "192.0.2.67/32", Vantage.SELECTED)).isEmpty();
    assertThat(onlyFinding(seen).cause()).isEqualTo(Cause.NEXTHOP_UNREACHABLE);
    assertThat(onlyFinding(seen).evidence()).contains("Must be Connected");
  }

  @Test
  void observe_staticRouteWins_isOtherProtocolThoughNextHopsClaimTheForwardingTable()
      throws Exception {
    RouterObservation seen =
        new Scene()
            .threePeers()
            .sample(SUMMARY, "frr-8.4/bgp-summary.json")
            .answers(TABLE, Samples.tableOf("192.0.2.7/32", "frr-8.4/static-wins-bgp.json"))
            .sample(RIB, "frr-8.4/static-wins-route.json")
            .expect("192.0.2.7/32", N11, N12, N13)
            .look();

    Finding finding = onlyFinding(seen);
    assertThat(finding.cause()).isEqualTo(Cause.OTHER_PROTOCOL);
    assertThat(finding.evidence())
        .contains("static route (distance 1, via 10.99.0.200)")
        .contains("not the bgp route (distance 20)");
    assertThat(finding.command()).isEqualTo("vtysh -c 'show ip route 192.0.2.7/32'");
    assertThat(at(seen, "192.0.2.7/32", Vantage.INSTALLED).get(0).nextHops())
        .containsExactly(IpAddress.parse("10.99.0.200"));
    assertThat(at(seen, "192.0.2.7/32", Vantage.SELECTED)).hasSize(3);
  }

  @Test
  void observe_staticRouteLoses_isFine() throws Exception {
    RouterObservation seen =
        new Scene()
            .threePeers()
            .sample(SUMMARY, "frr-8.4/bgp-summary.json")
            .answers(TABLE, Samples.tableOf("192.0.2.8/32", "frr-8.4/static-wins-bgp.json"))
            .sample(RIB, "frr-8.4/static-loses-route.json")
            .expect("192.0.2.8/32", N11, N12, N13)
            .look();

    assertThat(seen.findings()).isEmpty();
    assertThat(at(seen, "192.0.2.8/32", Vantage.INSTALLED).get(0).nextHops()).hasSize(3);
  }

  @Test
  void observe_zebraFilters_isFibFilteredAfterASecondLook() throws Exception {
    Scene scene =
        new Scene()
            .threePeers()
            .sample(SUMMARY, "frr-8.4/bgp-summary.json")
            .answers(TABLE, Samples.tableOf("192.0.2.9/32", "frr-8.4/zebra-filter-bgp.json"))
            .sample(RIB, "frr-8.4/zebra-filter-route.json")
            .expect("192.0.2.9/32", N11, N12, N13);

    RouterObservation seen = scene.look();

    assertThat(onlyFinding(seen).cause()).isEqualTo(Cause.FIB_FILTERED);
    assertThat(at(seen, "192.0.2.9/32", Vantage.INSTALLED)).isEmpty();
    assertThat(scene.pauses).containsExactly(FrrLookingGlass.SECOND_LOOK_AFTER);
  }

  @Test
  void observe_kernelRefused_isFibRefusedWithoutASecondLook() throws Exception {
    Scene scene =
        healthy()
            .expect("192.0.2.1/32", N11, N12, N13)
            .covers("192.0.2.1/32")
            .sample(
                "show bgp ipv4 unicast 192.0.2.1/32 longer-prefixes json",
                "frr-8.4/bgp-longer-prefixes.json")
            .answers(
                "show ip route 192.0.2.1/32 longer-prefixes json",
                Samples.text("frr-8.4/ip-route-prefix.json")
                    .replace("\"installed\":true", "\"failed\":true"));

    RouterObservation seen = scene.look();

    assertThat(onlyFinding(seen).cause()).isEqualTo(Cause.FIB_REFUSED);
    assertThat(onlyFinding(seen).evidence()).contains("10.99.0.11, 10.99.0.12, 10.99.0.13");
    assertThat(scene.pauses).isEmpty();
  }

  @Test
  void observe_forwardingTableHasFewerNextHops_isMultipathLimit() throws Exception {
    String one =
        Samples.text("frr-8.4/ip-route-prefix.json")
            .replaceAll(
                "(?s),\\s*\\{\\s*\"flags\":3,\\s*\"fib\":true,\\s*\"ip\":\"10.99.0.1[23]\".*?\\}",
                "");
    RouterObservation seen =
        new Scene()
            .threePeers()
            .sample(SUMMARY, "frr-8.4/bgp-summary.json")
            .sample(TABLE, "frr-8.4/bgp-longer-prefixes.json")
            .answers(RIB, one)
            .expect("192.0.2.1/32", N11, N12, N13)
            .look();

    assertThat(onlyFinding(seen).cause()).isEqualTo(Cause.MULTIPATH_LIMIT);
    assertThat(onlyFinding(seen).evidence()).contains("the forwarding table has 10.99.0.11");
    assertThat(at(seen, "192.0.2.1/32", Vantage.INSTALLED).get(0).nextHops()).hasSize(1);
  }

  @Test
  void observe_installedAtTheSecondLook_isFine() throws Exception {
    Scene scene =
        new Scene()
            .threePeers()
            .sample(SUMMARY, "frr-8.4/bgp-summary.json")
            .sample(TABLE, "frr-8.4/bgp-longer-prefixes.json")
            .answers(RIB, "{}")
            .sample(RIB, "frr-8.4/route-longer-prefixes.json")
            .expect("192.0.2.1/32", N11, N12, N13);

    RouterObservation seen = scene.look();

    assertThat(seen.findings()).isEmpty();
    assertThat(scene.pauses).containsExactly(Duration.ofMillis(200));
    assertThat(scene.shell.lines).hasSize(2);
  }

  @Test
  void observe_longerAsPath_isNotSelectedWithTheAttribute() throws Exception {
    RouterObservation seen =
        new Scene()
            .threePeers()
            .sample(SUMMARY, "frr-10.3/summary.json")
            .sample(TABLE, "frr-10.3/table.json")
            .sample(RIB, "frr-10.3/rib.json")
            .expect("192.0.2.2/32", N11, N12, N13)
            .look();

    Finding finding = onlyFinding(seen);
    assertThat(finding.cause()).isEqualTo(Cause.NOT_SELECTED);
    assertThat(finding.peer()).contains(IpAddress.parse(N13));
    assertThat(finding.evidence()).startsWith("AS path length 2 against 1");
    assertThat(finding.command()).isEqualTo("vtysh -c 'show bgp ipv4 unicast 192.0.2.2/32'");
  }

  @Test
  void observe_equalPathNotUsed_isMultipathLimit() throws Exception {
    RouterObservation seen =
        new Scene()
            .threePeers()
            .sample(SUMMARY, "frr-10.3/summary.json")
            .answers(TABLE, Samples.text("frr-10.3/table.json").replace("\"multipath\":true,", ""))
            .answers(RIB, Samples.text("frr-10.3/rib.json"))
            .expect("192.0.2.1/32", N11, N12)
            .look();

    Finding finding = onlyFinding(seen);
    assertThat(finding.cause()).isEqualTo(Cause.MULTIPATH_LIMIT);
    assertThat(finding.evidence()).contains("uses 1 of 3").contains("maximum-paths");
  }

  @Test
  void observe_damped_isDamped() throws Exception {
    RouterObservation seen =
        new Scene()
            .threePeers()
            .sample(SUMMARY, "frr-10.3/summary.json")
            .answers(
                TABLE,
                "{\"tableVersion\":4,\"localAS\":64512,\"routes\":{\"192.0.2.1/32\":[{\"damped\":true,\"peerId\":\"10.99.0.11\",\"path\":\"64513\",\"nexthops\":[{\"ip\":\"10.99.0.11\"}]}]}}")
            .answers(RIB, "{}")
            .expect("192.0.2.1/32", N11)
            .answers("show bgp nexthop", "Current BGP nexthop cache:\n")
            .look();

    assertThat(onlyFinding(seen).cause()).isEqualTo(Cause.DAMPED);
  }

  @Test
  void observe_keptByGracefulRestart_isStaleThoughInstalled() throws Exception {
    RouterObservation seen =
        new Scene()
            .threePeers()
            .answers(SUMMARY, Samples.summaryOf("frr-8.4/stale-summary.json"))
            .sample(TABLE, "frr-8.4/stale-table.json")
            .sample(RIB, "frr-8.4/stale-route.json")
            .expect("192.0.2.1/32", N11, N12, N13)
            .sample(neighbor(N12), "frr-8.4/stale-neighbor.json")
            .look();

    assertThat(session(seen, N12).problem()).contains(Cause.STALE);
    assertThat(session(seen, N12).detail()).contains("for another 108 s");
    Finding finding = onlyFinding(seen);
    assertThat(finding.cause()).isEqualTo(Cause.STALE);
    assertThat(finding.peer()).contains(IpAddress.parse(N12));
    assertThat(at(seen, "192.0.2.1/32", Vantage.RECEIVED))
        .filteredOn(Sighting::stale)
        .extracting(Sighting::peer)
        .containsExactly(Optional.of(IpAddress.parse(N12)));
    assertThat(at(seen, "192.0.2.1/32", Vantage.INSTALLED).get(0).stale())
        .as("two fresh paths keep it too")
        .isFalse();
  }

  @Test
  void observe_causeQuestionNotUnderstood_keepsTheLook() throws Exception {
    RouterObservation seen = healthy().expect("192.0.2.99/32", N13).look();

    assertThat(seen.findings()).isEmpty();
    assertThat(seen.sessions()).hasSize(3);
  }

  @Test
  void observe_routerLostWhileAskingForACause_keepsTheCompleteTables() throws Exception {
    Scene scene = healthy().expect("192.0.2.99/32", N13);
    scene.shell.failAfter(1, new PluginException(Kind.TIMEOUT, "did not answer in time"));

    RouterObservation seen = scene.look();

    assertThat(seen.sessions()).hasSize(3);
    assertThat(scene.shell.lines).hasSizeGreaterThan(1);
  }

  @Test
  void observe_nextHopOfAnotherFamily_findsThePeerByOtherPrefixes() throws Exception {
    Scene scene =
        healthy()
            .covers("2001:db8:f::/48")
            .peer(N11, AddressFamily.IPV6)
            .peer(N12, AddressFamily.IPV6)
            .peer(N13, AddressFamily.IPV6)
            .expect("2001:db8:f::2/128", "2001:db8:99::13")
            .sample(
                "show bgp ipv6 unicast 2001:db8:f::/48 longer-prefixes json",
                "frr-8.4/bgp-ipv6-unicast.json")
            .sample(
                "show ipv6 route 2001:db8:f::/48 longer-prefixes json",
                "frr-8.4/ipv6-route-bgp.json")
            .expect("2001:db8:f::1/128", "2001:db8:99::13");

    scene.look();

    assertThat(scene.shell.lines.get(1))
        .contains("show bgp ipv6 unicast neighbors 10.99.0.13 filtered-routes json")
        .doesNotContain(N11)
        .doesNotContain(N12);
  }

  @Test
  void observe_unknownCommandInTheLook_isUnsupportedAndNoObservation() {
    Scene scene = new Scene().sample(SUMMARY, "frr-8.4/bgp-summary.json");

    PluginException e = catchThrowableOfType(PluginException.class, scene::look);

    assertThat(e.kind()).isEqualTo(Kind.UNSUPPORTED);
    assertThat(e).hasMessageContaining("% Unknown command: " + TABLE);
  }

  @Test
  void observe_summaryAndTableContradict_isNoObservation() {
    Scene scene =
        new Scene()
            .sample(SUMMARY, "frr-8.4/bgp-summary.json")
            .answers(TABLE, "{\"warning\":\"Default BGP instance not found\"}")
            .answers(RIB, "{}");

    assertThat(catchThrowableOfType(PluginException.class, scene::look).kind())
        .isEqualTo(Kind.PROTOCOL);
  }

  @Test
  void observe_poolAmongTooManyRoutes_asksForEachPrefixAloneFromThenOn() throws Exception {
    Scene scene =
        healthy()
            .expect("192.0.2.1/32", N11, N12, N13)
            .answers(
                "show bgp ipv4 unicast 192.0.2.1/32 longer-prefixes json",
                Samples.text("frr-8.4/bgp-longer-prefixes.json"))
            .answers(
                "show ip route 192.0.2.1/32 longer-prefixes json",
                Samples.text("frr-8.4/ip-route-prefix.json"));
    scene.shell.tooLong(TABLE);

    scene.at(
        glass -> {
          for (int look = 0; look < 2; look++) {
            RouterObservation seen = glass.observe(scene.interest());
            assertThat(at(seen, "192.0.2.1/32", Vantage.INSTALLED).get(0).nextHops()).hasSize(3);
            assertThat(seen.sessions()).hasSize(3);
          }
        });

    assertThat(scene.shell.lines).hasSize(3);
    assertThat(scene.shell.lines.subList(1, 3)).noneMatch(l -> l.contains("192.0.2.0/24"));
  }

  @Test
  void observe_noCoveringPrefixes_asksForSessionsOnly() throws Exception {
    Scene scene = healthy().covers();

    RouterObservation seen = scene.look();

    assertThat(scene.shell.lines)
        .containsExactly("vtysh -c 'show version' -c 'show bgp summary json'");
    assertThat(seen.sessions()).hasSize(3);
    assertThat(seen.findings()).isEmpty();
  }

  @Test
  void looks_manyCoveringPrefixes_areSplitOverLines() {
    java.util.SortedSet<IpPrefix> covers = new java.util.TreeSet<>();
    for (int i = 0; i < 700; i++) {
      covers.add(IpPrefix.of(IpAddress.ofIpv4(0x0a000000 + (i << 8)), 24));
    }

    List<FrrCommands.Look> looks =
        new FrrCommands(VtyshProgram.DEFAULT, java.util.Optional.empty()).looks(covers);

    assertThat(looks).hasSize(3);
    assertThat(looks).allMatch(l -> l.line().line().length() < 128 << 10);
    assertThat(looks).extracting(FrrCommands.Look::withSummary).containsExactly(true, false, false);
    assertThat(looks.stream().flatMap(l -> l.covers().stream())).containsExactlyElementsOf(covers);
  }
}
