package io.readback.frr.show;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.readback.frr.Samples;
import io.readback.router.json.JsonDocuments;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.plugin.PluginException;
import io.readback.spi.plugin.PluginException.Kind;
import io.readback.spi.route.Community;
import io.readback.spi.route.LargeCommunity;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReadersTest {
  private static final IpPrefix VIP = IpPrefix.parse("192.0.2.1/32");
  private static final IpAddress N11 = IpAddress.parse("10.99.0.11");
  private static final IpAddress N12 = IpAddress.parse("10.99.0.12");
  private static final IpAddress N13 = IpAddress.parse("10.99.0.13");

  private static JsonDocuments json(String text) {
    return JsonDocuments.of(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void summary_twoFamilies_hasPeersOfBoth() throws Exception {
    BgpSummary summary = BgpSummary.read(Samples.documents("frr-8.4/bgp-summary.json"));

    assertThat(summary.families()).containsOnlyKeys(AddressFamily.IPV4, AddressFamily.IPV6);
    BgpSummary.Peer peer = summary.peer(AddressFamily.IPV4, N13).orElseThrow();
    assertThat(peer)
        .isEqualTo(
            new BgpSummary.Peer(
                64513, "Established", "OK", Optional.of(Duration.ofSeconds(36)), 22, false));
  }

  @Test
  void summary_dynamicPeer_isMarked() throws Exception {
    BgpSummary summary =
        BgpSummary.read(json(Samples.summaryOf("frr-8.4/dynamic-neighbor-summary.json")));

    assertThat(summary.peer(AddressFamily.IPV4, N11).orElseThrow().dynamic()).isTrue();
    assertThat(summary.peer(AddressFamily.IPV4, N12).orElseThrow().dynamic()).isFalse();
  }

  @Test
  void summary_withoutInstance_isEmpty() throws Exception {
    assertThat(BgpSummary.read(json("{}")).families()).isEmpty();
  }

  @Test
  void summary_familyWithoutPeers_isEmptyFamily() throws Exception {
    BgpSummary summary =
        BgpSummary.read(json("{\"ipv6Unicast\":{\"peerCount\":0,\"totalPeers\":0}}"));

    assertThat(summary.families().get(AddressFamily.IPV6).peers()).isEmpty();
  }

  @Test
  void summary_unnumberedPeer_isKeptByName() throws Exception {
    BgpSummary summary =
        BgpSummary.read(
            json("{\"ipv4Unicast\":{\"peers\":{\"eth1\":{\"state\":\"Established\"}}}}"));

    assertThat(summary.families().get(AddressFamily.IPV4).unnumbered()).containsExactly("eth1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"ipv4Unicast\":{\"peerCount\":3}}",
        "{\"ipv4Unicast\":{\"peers\":{\"10.0.0.1\":{\"remoteAs\":1}}}}",
        "{\"warning\":\"no\"}",
        "[]",
        "7",
        "",
      })
  void summary_withoutWhatIsNeeded_isRefused(String text) {
    assertThat(
            catchThrowableOfType(PluginException.class, () -> BgpSummary.read(json(text))).kind())
        .isEqualTo(Kind.PROTOCOL);
  }

  @ParameterizedTest
  @ValueSource(strings = {"frr-8.4/bgp-longer-prefixes.json", "frr-8.4/bgp-ipv4-unicast.json"})
  void table_ofEcmp_hasBestAndMultipathMembers(String sample) throws Exception {
    BgpTable table = BgpTable.read(Samples.documents(sample), VIP::equals);

    assertThat(table.routes()).containsOnlyKeys(VIP);
    List<BgpPath> paths = table.routes().get(VIP);
    assertThat(paths).hasSize(3).allMatch(BgpPath::selected);
    assertThat(paths.stream().filter(p -> p.has(BgpPath.Mark.BEST)).toList())
        .singleElement()
        .satisfies(
            best -> {
              assertThat(best.peer()).contains(N12);
              assertThat(best.selectionReason()).isEqualTo("Older Path");
              assertThat(best.has(BgpPath.Mark.MULTIPATH)).isFalse();
            });
  }

  @Test
  void table_wholeTable_hasEveryPrefix() throws Exception {
    assertThat(
            BgpTable.read(Samples.documents("frr-8.4/bgp-ipv4-unicast.json"), p -> true).routes())
        .hasSize(22);
  }

  @Test
  void table_viewOfOnePrefix_saysTheSame() throws Exception {
    BgpTable table =
        BgpTable.read(
            json(Samples.tableOf("192.0.2.1/32", "frr-8.4/bgp-ipv4-prefix-ecmp3.json")), p -> true);

    List<BgpPath> paths = table.routes().get(VIP);
    assertThat(paths).hasSize(3).allMatch(BgpPath::selected);
    assertThat(paths.stream().filter(p -> p.has(BgpPath.Mark.BEST)))
        .extracting(p -> p.peer().orElseThrow(), BgpPath::selectionReason)
        .containsExactly(org.assertj.core.groups.Tuple.tuple(N12, "Older Path"));
    assertThat(paths.get(0).ranking().asPathLength()).isEqualTo(1);
  }

  @Test
  void table_invalidPath_isNotSelectedThoughItsNextHopIsUsed() throws Exception {
    BgpTable table =
        BgpTable.read(
            json(
                Samples.tableOf(
                    "203.0.113.67/32", "frr-8.4/bgp-ipv4-prefix-nexthop-unreachable.json")),
            p -> true);

    BgpPath path = table.routes().get(IpPrefix.parse("203.0.113.67/32")).get(0);
    assertThat(path.has(BgpPath.Mark.VALID)).isFalse();
    assertThat(path.selected()).isFalse();
    assertThat(path.nextHops()).containsExactly(IpAddress.parse("172.31.255.1"));
  }

  @Test
  void table_stalePath_isMarked() throws Exception {
    List<BgpPath> paths =
        BgpTable.read(Samples.documents("frr-8.4/stale-table.json"), VIP::equals).routes().get(VIP);

    assertThat(paths.stream().filter(p -> p.has(BgpPath.Mark.STALE)).map(p -> p.peer()))
        .containsExactly(Optional.of(N12));
    assertThat(paths).allMatch(BgpPath::selected);
  }

  @Test
  void table_ofIpv6WithLinkLocal_hasTheGlobalNextHopFirst() throws Exception {
    BgpTable table =
        BgpTable.read(
            json(
                "{\"tableVersion\":1,\"routes\":{\"2001:db8::1/128\":[{\"valid\":true,\"peerId\":\"eth1\",\"nexthops\":["
                    + "{\"ip\":\"fe80::1\",\"scope\":\"link-local\"},{\"ip\":\"2001:db8::9\",\"scope\":\"global\"}]}]}}"),
            p -> true);

    BgpPath path = table.routes().get(IpPrefix.parse("2001:db8::1/128")).get(0);
    assertThat(path.nextHops())
        .containsExactly(IpAddress.parse("2001:db8::9"), IpAddress.parse("fe80::1"));
    assertThat(path.peer()).isEmpty();
  }

  @Test
  void table_empty_isEmptyAndNotAbsent() throws Exception {
    BgpTable table =
        BgpTable.read(Samples.documents("frr-8.4/requires-policy-table.json"), p -> true);

    assertThat(table.routes()).isEmpty();
    assertThat(table.absence()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"routes\":{}}",
        "{\"warning\":\"View x is unknown\"}",
        "{\"tableVersion\":1,\"routes\":{\"192.0.2.1/32\":7}}",
        "{\"tableVersion\":1,\"routes\":{\"nonsense\":[]}}",
      })
  void table_withoutWhatIsNeeded_isRefusedAndNotEmpty(String text) {
    assertThat(
            catchThrowableOfType(PluginException.class, () -> BgpTable.read(json(text), p -> true))
                .kind())
        .isEqualTo(Kind.PROTOCOL);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "frr-8.4/ip-route-prefix.json",
        "frr-8.4/ip-route.json",
        "frr-8.4/ip-route-bgp.json",
        "frr-8.4/route-longer-prefixes.json",
        "frr-8.4/stale-route.json",
        "frr-10.3/rib.json"
      })
  void rib_installedEcmp_hasThreeNextHops(String sample) throws Exception {
    RibRoute route = RibTable.read(Samples.documents(sample), VIP::equals).routes().get(VIP).get(0);

    assertThat(route.protocol()).isEqualTo("bgp");
    assertThat(route.inForwardingTable()).isTrue();
    assertThat(route.nextHops()).containsExactly(N11, N12, N13);
  }

  @Test
  void rib_staticWins_hasBgpNotInTheForwardingTable() throws Exception {
    List<RibRoute> routes =
        RibTable.read(Samples.documents("frr-8.4/static-wins-route.json"), p -> true)
            .routes()
            .get(IpPrefix.parse("192.0.2.7/32"));

    assertThat(
            routes.stream()
                .collect(Collectors.toMap(RibRoute::protocol, RibRoute::inForwardingTable)))
        .containsEntry("bgp", false)
        .containsEntry("static", true);
  }

  @Test
  void rib_filteredByZebra_isOfferedAndHasNoActiveHop() throws Exception {
    RibRoute route =
        RibTable.read(Samples.documents("frr-8.4/zebra-filter-route.json"), p -> true)
            .routes()
            .get(IpPrefix.parse("192.0.2.9/32"))
            .get(0);

    assertThat(route.offered()).isTrue();
    assertThat(route.selected()).isFalse();
    assertThat(route.hasActiveHop()).isFalse();
    assertThat(route.nextHops()).isEmpty();
  }

  @Test
  void rib_recursiveNextHop_countsAsTheProtocolGaveIt() throws Exception {
    RibRoute route =
        RibTable.read(
                json(
                    "{\"192.0.2.1/32\":[{\"protocol\":\"bgp\",\"selected\":true,\"installed\":true,\"nexthops\":["
                        + "{\"ip\":\"10.9.9.9\",\"active\":true,\"recursive\":true},"
                        + "{\"fib\":true,\"ip\":\"10.99.0.11\",\"active\":true,\"resolver\":true}]}]}"),
                p -> true)
            .routes()
            .get(VIP)
            .get(0);

    assertThat(route.nextHops()).containsExactly(IpAddress.parse("10.9.9.9"));
  }

  @Test
  void rib_empty_isEmpty() throws Exception {
    assertThat(
            RibTable.read(Samples.documents("frr-8.4/ip-route-prefix-absent.json"), p -> true)
                .routes())
        .isEmpty();
  }

  @Test
  void neighbor_established_hasFiltersAndSoftReconfiguration() throws Exception {
    Neighbor neighbor =
        Neighbor.read(Samples.documents("frr-8.4/neighbor.json"), N13).orElseThrow();

    Neighbor.Family family = neighbor.families().get(AddressFamily.IPV4);
    assertThat(family.softReconfiguration()).isTrue();
    assertThat(family.filters()).isEqualTo(new Neighbor.InboundFilters("", "NODES-IN", ""));
    assertThat(neighbor.bfdStatus()).isEqualTo("Up");
    assertThat(neighbor.asn()).isEqualTo(64513);
  }

  @Test
  void neighbor_unknown_isEmpty() throws Exception {
    assertThat(Neighbor.read(json("{\"bgpNoSuchNeighbor\":true}"), N13)).isEmpty();
  }

  @Test
  void neighbor_answerAboutAnother_isRefused() {
    assertThat(
            catchThrowableOfType(
                    PluginException.class,
                    () -> Neighbor.read(Samples.documents("frr-8.4/neighbor.json"), N12))
                .kind())
        .isEqualTo(Kind.PROTOCOL);
  }

  @Test
  void neighbor_staleAndMd5_haveTheirSigns() throws Exception {
    Neighbor stale =
        Neighbor.read(Samples.documents("frr-8.4/stale-neighbor.json"), N12).orElseThrow();
    assertThat(stale.helper()).isTrue();
    assertThat(stale.restartSecondsLeft()).contains(108L);

    Neighbor md5 =
        Neighbor.read(
                Samples.documents("frr-8.4/md5-mismatch-neighbor.json"),
                IpAddress.parse("10.99.0.15"))
            .orElseThrow();
    assertThat(md5.authentication()).isTrue();
    assertThat(
            Neighbor.read(
                    Samples.documents("frr-10.3/neighbor-md5.json"), IpAddress.parse("10.99.0.77"))
                .orElseThrow()
                .authentication())
        .isTrue();
  }

  @Test
  void adjRibIn_received_hasEveryRouteWithItsPath() throws Exception {
    AdjRibIn in =
        AdjRibIn.read(Samples.documents("frr-8.4/neighbor-received-routes.json"), p -> true);

    assertThat(in.localAsn()).isEqualTo(64512);
    assertThat(in.routes()).hasSize(24);
    assertThat(in.routes().get(VIP))
        .isEqualTo(new AdjRibIn.Received(Optional.of(N13), List.of(64513L)));
    assertThat(in.unavailable()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "frr-8.4/no-soft-reconfig-received.json",
        "frr-8.4/no-soft-reconfig-filtered.json",
        "frr-8.4/neighbor-unknown.json"
      })
  void adjRibIn_notKept_saysSo(String sample) throws Exception {
    assertThat(AdjRibIn.read(Samples.documents(sample), p -> true).unavailable()).isPresent();
  }

  @ParameterizedTest
  @CsvSource({
    "frr-8.4/ip-prefix-list.json,  192.0.2.1/32,   true,  seq 5 permit 192.0.2.0/24 le 32",
    "frr-8.4/ip-prefix-list.json,  172.20.5.5/32,  false, ",
    "frr-10.3/prefix-list.json,    192.0.2.5/32,   false, seq 3 deny 192.0.2.5/32",
    "frr-10.3/prefix-list.json,    192.0.2.0/25,   true,  seq 5 permit 192.0.2.0/24 le 32",
    "frr-10.3/prefix-list.json,    198.51.100.0/25, false, ",
    "frr-10.3/prefix-list.json,    198.51.100.0/26, true, seq 7 permit 198.51.100.0/24 ge 26 le 30",
    "frr-10.3/prefix-list.json,    198.51.100.0/31, false, ",
  })
  void prefixList_asked_answersWithTheLine(
      String sample, String prefix, boolean permit, String line) throws Exception {
    PrefixLists.Answer answer =
        PrefixLists.read(Samples.documents(sample))
            .ask("VIPS", IpPrefix.parse(prefix))
            .orElseThrow();

    assertThat(answer.permit()).isEqualTo(permit);
    assertThat(answer.entry().map(Object::toString)).isEqualTo(Optional.ofNullable(line));
  }

  @ParameterizedTest
  @CsvSource({
    "permit, Exit routemap, '',   192.0.2.5/32, inbound route-map IN: prefix-list VIPS seq 3 deny 192.0.2.5/32",
    "permit, Exit routemap, '',   192.0.2.1/32, ",
    "deny,   Exit routemap, '',   192.0.2.1/32, inbound route-map IN deny 10",
    "permit, Continue to next entry, '', 192.0.2.1/32, ",
    "permit, Exit routemap, 'community X', 192.0.2.5/32, ",
  })
  void policy_routeMap_isWorkedOutOnlyWhereItCanBe(
      String type, String action, String other, String prefix, String refusal) throws Exception {
    RouteMaps maps =
        RouteMaps.read(
            json(
                "{\"BGP\":{\"IN\":{\"rules\":[{\"sequenceNumber\":10,\"type\":\""
                    + type
                    + "\",\"matchClauses\":["
                    + (other.isEmpty() ? "" : "\"" + other + "\",")
                    + "\"ip address prefix-list VIPS\"],\"action\":\""
                    + action
                    + "\"}]}}}"));
    InboundPolicy policy =
        new InboundPolicy(
            PrefixLists.read(Samples.documents("frr-10.3/prefix-list.json")), Optional.of(maps));

    assertThat(policy.refusal(new Neighbor.InboundFilters("", "IN", ""), IpPrefix.parse(prefix)))
        .isEqualTo(Optional.ofNullable(refusal));
  }

  @Test
  void policy_missingListOrMap_saysNothing() throws Exception {
    InboundPolicy policy =
        new InboundPolicy(
            PrefixLists.read(Samples.documents("frr-10.3/prefix-list.json")),
            Optional.of(RouteMaps.read(Samples.documents("frr-10.3/route-map.json"))));

    assertThat(policy.refusal(new Neighbor.InboundFilters("NO", "NO", "NO"), VIP)).isEmpty();
    assertThat(
            policy.refusal(
                new Neighbor.InboundFilters("VIPS", "", ""), IpPrefix.parse("192.0.2.5/32")))
        .contains("inbound prefix-list VIPS seq 3 deny 192.0.2.5/32");
  }

  @Test
  void policy_routeMapNotShown_takesOnlyALineThatDeniesForARefusal() throws Exception {
    InboundPolicy policy =
        new InboundPolicy(
            PrefixLists.read(Samples.documents("frr-10.3/prefix-list.json")), Optional.empty());
    Neighbor.InboundFilters filters = new Neighbor.InboundFilters("", "IN", "");

    assertThat(policy.refusal(filters, IpPrefix.parse("192.0.2.5/32")))
        .contains(
            "inbound route-map IN, which this user is not shown, perhaps with prefix-list VIPS seq"
                + " 3 deny 192.0.2.5/32");
    assertThat(policy.refusal(filters, IpPrefix.parse("203.0.113.1/32"))).isEmpty();
    assertThat(policy.refusal(filters, VIP)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"frr-8.4/bgp-nexthop.txt", "frr-10.3/nexthop.txt"})
  void nextHops_invalidOne_hasItsReason(String sample) {
    assertThat(NextHopCache.read(Samples.text(sample)).invalid())
        .containsOnly(
            org.assertj.core.api.Assertions.entry(
                IpAddress.parse("172.31.255.1"), "invalid, Must be Connected"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"frr-8.4/peer-group.json", "frr-10.3/peer-group.json"})
  void listenRanges_ofPeerGroup_holdAddresses(String sample) throws Exception {
    ListenRanges ranges = ListenRanges.read(Samples.documents(sample));

    assertThat(ranges.ranges()).hasSize(1).containsValue("NODES");
    assertThat(ranges.holding(IpAddress.parse("10.99.1.1"))).isEmpty();
  }

  @Test
  void pathDetails_ofEachPeer_haveCommunitiesOfBothSorts() throws Exception {
    PathDetails details =
        PathDetails.read(Samples.documents("frr-8.4/bgp-ipv4-prefix-ecmp3.json"), VIP);

    assertThat(details.byPeer()).containsOnlyKeys(N11, N12, N13);
    assertThat(details.byPeer().get(N11).communities()).containsExactly(Community.of(64513, 100));
    assertThat(details.byPeer().get(N11).largeCommunities())
        .containsExactly(new LargeCommunity(64513, 1, 1));
  }

  @ParameterizedTest
  @CsvSource({
    "noExport, 65535:65281",
    "no-export, 65535:65281",
    "gracefulShutdown, 65535:0",
    "localAs, 65535:65283",
    "blackhole, 65535:666",
    "acceptown, 65535:1",
    "acceptOwn, 65535:1",
    "64513:100, 64513:100",
    "my-alias, ",
    "65536:1, ",
    "١:٢, ",
  })
  void pathDetails_communityInWords_isItsNumberOrNothingIsSaid(String word, String number)
      throws Exception {
    PathDetails details =
        PathDetails.read(
            json(
                "{\"prefix\":\"192.0.2.1/32\",\"paths\":[{\"community\":{\"list\":[\""
                    + word
                    + "\"]},\"metric\":7,\"peer\":{\"peerId\":\"10.99.0.11\"}}]}"),
            VIP);

    assertThat(Optional.ofNullable(details.byPeer().get(N11)).map(a -> a.communities().toString()))
        .isEqualTo(Optional.ofNullable(number).map(n -> "[" + n + "]"));
    assertThat(details.byPeer().values()).allMatch(a -> a.med().orElse(0) == 7);
  }

  @Test
  void pathDetails_prefixGoneMeanwhile_isEmpty() throws Exception {
    assertThat(
            PathDetails.read(Samples.documents("frr-8.4/bgp-ipv4-prefix-absent.json"), VIP)
                .byPeer())
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"prefix\":\"192.0.2.2/32\",\"paths\":[]}",
        "{\"prefix\":\"192.0.2.1/32\"}",
        "{\"warning\":\"no\"}"
      })
  void pathDetails_anotherDocument_isRefused(String text) {
    assertThat(
            catchThrowableOfType(PluginException.class, () -> PathDetails.read(json(text), VIP))
                .kind())
        .isEqualTo(Kind.PROTOCOL);
  }

  @Test
  void version_firstLine_isRead() {
    assertThat(FrrVersion.read(Samples.text("frr-8.4/version.txt")))
        .contains(new FrrVersion("8.4.4", "vm"));
    assertThat(FrrVersion.read(Samples.text("frr-10.3/version.txt")))
        .contains(new FrrVersion("10.3", "vm"));
    assertThat(FrrVersion.read("BIRD 2.0.12\n")).isEmpty();
  }
}
