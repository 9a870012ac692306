package io.readback.frr.glass;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.readback.lab.Lab;
import io.readback.lab.LabNode;
import io.readback.lab.LabTest;
import io.readback.lab.PortForward;
import io.readback.lab.router.BgpPeer;
import io.readback.lab.router.BirdRouter;
import io.readback.lab.router.FrrRouter;
import io.readback.spi.Secret;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.net.PrefixMap;
import io.readback.spi.observe.Cause;
import io.readback.spi.observe.Finding;
import io.readback.spi.observe.Interest;
import io.readback.spi.observe.RouterObservation;
import io.readback.spi.observe.RouterSession;
import io.readback.spi.observe.SessionState;
import io.readback.spi.observe.Sighting;
import io.readback.spi.observe.Vantage;
import io.readback.spi.plugin.LookingGlass;
import io.readback.spi.plugin.PluginException;
import io.readback.spi.plugin.PluginException.Kind;
import io.readback.spi.plugin.RouterRef;
import io.readback.spi.plugin.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** FRR with OpenSSH before it and three BIRD nodes, read through the factory as an agent does. */
@LabTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FrrLookingGlassIT {
  private static final String VIP = "192.0.2.1/32";
  private static final String OTHER = "192.0.2.2/32";
  private static final String VIP6 = "2001:db8:f::1/128";
  private static final List<String> NODES = List.of("10.99.0.11", "10.99.0.12", "10.99.0.13");
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  // No outbound policy: FRR then says "Policy" of sessions from which it takes every route.
  private static final String CONFIG =
      """
      frr defaults traditional
      router bgp 64512
       bgp router-id 10.99.0.1
       no bgp default ipv4-unicast
       neighbor NODES peer-group
       neighbor NODES remote-as 64513
       neighbor NODES timers 3 9
       neighbor NODES timers connect 2
       neighbor 10.99.0.11 peer-group NODES
       neighbor 10.99.0.12 peer-group NODES
       neighbor 10.99.0.13 peer-group NODES
       address-family ipv4 unicast
        neighbor NODES activate
        neighbor NODES route-map IN in
        maximum-paths 8
       exit-address-family
       address-family ipv6 unicast
        neighbor NODES activate
        neighbor NODES route-map IN6 in
        maximum-paths 8
       exit-address-family
      exit
      ip prefix-list VIPS seq 10 permit 192.0.2.0/24 le 32
      ipv6 prefix-list VIPS6 seq 10 permit 2001:db8:f::/48 le 128
      route-map IN permit 10
       match ip address prefix-list VIPS
      exit
      route-map IN6 permit 10
       match ipv6 address prefix-list VIPS6
      exit
      """;

  private final FrrRouter frr;
  private final List<BirdRouter> birds = new ArrayList<>();
  private final String birdConfig13;
  private final String configured;
  private final PortForward ssh;
  private final List<LookingGlass> open = new ArrayList<>();

  FrrLookingGlassIT(Lab lab) {
    LabNode router = lab.router("tor", "10.99.0.1/24", "2001:db8:99::1/64");
    frr = FrrRouter.on(router).config(CONFIG).ssh().start();
    String config = "";
    for (int i = 1; i <= 3; i++) {
      BirdRouter.Builder bird =
          BirdRouter.on(
                  lab.node("n" + i, "10.99.0.1" + i + "/24", "2001:db8:99::1" + i + "/64"),
                  64513,
                  "10.99.0.1" + i)
              .peer(
                  BgpPeer.to("10.99.0.1", 64512)
                      .families(BgpPeer.Family.IPV4, BgpPeer.Family.IPV6)
                      .holdTime(9)
                      .restartTime(8)
                      .build())
              .announce(VIP, OTHER, VIP6);
      config = bird.config();
      birds.add(bird.start());
    }
    birdConfig13 = config;
    ssh = lab.forward(router, "127.0.0.1", 22);
    configured = frr.vtysh("show running-config");
    NODES.forEach(frr::awaitEstablished);
  }

  @AfterEach
  void leaveAsFound() {
    open.forEach(LookingGlass::stop);
    open.clear();
    if (!frr.vtysh("show running-config").equals(configured)) {
      frr.restart();
    }
  }

  private LookingGlass glass() throws Exception {
    return glass(
        frr.ssh().hostKeyFingerprint(),
        Map.of("ssh-privatekey", Secret.ofText(frr.ssh().privateKey())),
        "10s");
  }

  private LookingGlass glass(String hostKey, Map<String, Secret> secret, String timeout)
      throws Exception {
    FrrLookingGlassFactory factory = new FrrLookingGlassFactory();
    SortedMap<String, String> texts = new TreeMap<>();
    texts.put("ssh.port", Integer.toString(ssh.port()));
    texts.put("ssh.hostKey", hostKey);
    texts.put("ssh.timeout", timeout);
    texts.put("ssh.connectTimeout", timeout);
    SortedMap<String, Map<String, Secret>> secrets = new TreeMap<>(Map.of("ssh.secretRef", secret));
    Settings.Result parsed = Settings.parse(factory.configKeys(), new Settings.Raw(texts, secrets));
    assertThat(parsed.problems()).isEmpty();
    LookingGlass glass =
        factory.create(
            new Scene.Context(),
            new RouterRef("tor", List.of(IpAddress.parse("127.0.0.1"))),
            factory.configure(parsed.settings()));
    glass.start();
    open.add(glass);
    return glass;
  }

  private static Interest interest() {
    SortedMap<IpPrefix, SortedSet<IpAddress>> prefixes = new TreeMap<>();
    SortedMap<IpAddress, Interest.ExpectedPeer> peers = new TreeMap<>();
    SortedSet<IpAddress> hops = new TreeSet<>();
    SortedSet<IpAddress> hops6 = new TreeSet<>();
    for (int i = 1; i <= 3; i++) {
      IpAddress node = IpAddress.parse("10.99.0.1" + i);
      hops.add(node);
      hops6.add(IpAddress.parse("2001:db8:99::1" + i));
      peers.put(
          node,
          new Interest.ExpectedPeer(
              "n" + i, 64513, List.of(AddressFamily.IPV4, AddressFamily.IPV6)));
    }
    prefixes.put(IpPrefix.parse(VIP), hops);
    prefixes.put(IpPrefix.parse(OTHER), hops);
    prefixes.put(IpPrefix.parse(VIP6), hops6);
    return new Interest(
        PrefixMap.of(prefixes),
        new TreeSet<>(List.of(IpPrefix.parse("192.0.2.0/24"), IpPrefix.parse("2001:db8:f::/48"))),
        peers);
  }

  private static RouterObservation awaitLook(
      LookingGlass glass, String what, Predicate<RouterObservation> condition) {
    RouterObservation[] last = new RouterObservation[1];
    try {
      await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(300))
          .until(
              () -> {
                last[0] = glass.observe(interest());
                return condition.test(last[0]);
              });
    } catch (org.awaitility.core.ConditionTimeoutException e) {
      throw new AssertionError("never seen: " + what + "; last: " + last[0], e);
    }
    return last[0];
  }

  private static boolean verified(RouterObservation seen) {
    return seen.findings().isEmpty()
        && seen.sessions().size() == 3
        && seen.sightings().stream()
                .filter(s -> s.vantage() == Vantage.INSTALLED && !s.stale())
                .filter(s -> s.nextHops().size() == 3)
                .count()
            == 3;
  }

  private static Optional<Finding> finding(RouterObservation seen, Cause cause, String prefix) {
    return seen.findings().stream()
        .filter(f -> f.cause() == cause)
        .filter(f -> f.prefix().map(p -> p.toString().equals(prefix)).orElse(false))
        .findFirst();
  }

  private static Optional<RouterSession> session(RouterObservation seen, String peer) {
    return seen.sessions().stream().filter(s -> s.peer().equals(IpAddress.parse(peer))).findFirst();
  }

  private RouterObservation awaitFinding(LookingGlass glass, Cause cause, String prefix) {
    return awaitLook(glass, cause + " of " + prefix, s -> finding(s, cause, prefix).isPresent());
  }

  private RouterObservation awaitProblem(LookingGlass glass, Cause cause, String peer) {
    return awaitLook(
        glass,
        cause + " of " + peer,
        s -> session(s, peer).flatMap(RouterSession::problem).equals(Optional.of(cause)));
  }

  @Test
  void observe_threeNodes_isTheVerifiedPictureOfBothFamilies() throws Exception {
    RouterObservation seen =
        awaitLook(glass(), "the verified picture", FrrLookingGlassIT::verified);

    assertThat(seen.router()).startsWith("tor").contains("FRRouting 8.4");
    assertThat(seen.sessions()).allMatch(s -> s.state() == SessionState.ESTABLISHED);
    assertThat(seen.sightings().stream().filter(s -> s.vantage() == Vantage.RECEIVED)).hasSize(9);
    assertThat(seen.sightings().stream().filter(s -> s.vantage() == Vantage.SELECTED)).hasSize(9);
    Sighting six =
        seen.sightings().stream()
            .filter(s -> s.prefix().isIpv6() && s.vantage() == Vantage.INSTALLED)
            .findFirst()
            .orElseThrow();
    assertThat(six.nextHops())
        .extracting(IpAddress::toString)
        .containsExactly("2001:db8:99::11", "2001:db8:99::12", "2001:db8:99::13");
  }

  @Test
  void observe_prefixListDenies_isFilteredWithAndWithoutSoftReconfiguration() throws Exception {
    LookingGlass glass = glass();
    awaitLook(glass, "the verified picture", FrrLookingGlassIT::verified);
    frr.configure("ip prefix-list VIPS seq 5 deny 192.0.2.1/32");
    RouterObservation worked =
        awaitLook(
            glass,
            "FILTERED once for each node",
            s -> s.findings().stream().filter(f -> f.cause() == Cause.FILTERED).count() == 3);
    assertThat(finding(worked, Cause.FILTERED, VIP).orElseThrow().evidence())
        .contains("prefix-list VIPS seq 5 deny 192.0.2.1/32")
        .contains("worked out");
    assertThat(worked.findings()).hasSize(3);

    frr.configure(
        "router bgp 64512",
        "address-family ipv4 unicast",
        "neighbor NODES soft-reconfiguration inbound");
    RouterObservation kept =
        awaitLook(
            glass,
            "FILTERED from what was received",
            s ->
                finding(s, Cause.FILTERED, VIP)
                    .filter(f -> f.evidence().startsWith("received and refused"))
                    .isPresent());
    Finding finding = finding(kept, Cause.FILTERED, VIP).orElseThrow();
    assertThat(finding.command())
        .isEqualTo(
            "vtysh -c 'show bgp ipv4 unicast neighbors "
                + finding.peer().orElseThrow()
                + " filtered-routes'");
    assertThat(kept.sightings().stream().filter(s -> s.prefix().toString().equals(VIP)))
        .isNotEmpty()
        .allMatch(s -> s.vantage() == Vantage.RECEIVED);
    String typed = finding.command().substring("vtysh -c '".length()).replace("'", "");
    assertThat(frr.vtysh(typed)).as("the command shows it").contains("192.0.2.1/32");

    frr.configure("no ip prefix-list VIPS seq 5 deny 192.0.2.1/32");
    frr.configure(
        "router bgp 64512",
        "address-family ipv4 unicast",
        "no neighbor NODES soft-reconfiguration inbound");
    awaitLook(glass, "the verified picture again", FrrLookingGlassIT::verified);
  }

  @Test
  void observe_noInboundPolicy_isNoPolicyOfTheFamilyThatLacksIt() throws Exception {
    LookingGlass glass = glass();
    frr.configure(
        "router bgp 64512", "address-family ipv4 unicast", "no neighbor NODES route-map IN in");
    frr.vtysh("clear bgp *");

    RouterObservation seen = awaitFinding(glass, Cause.NO_POLICY, VIP);

    assertThat(finding(seen, Cause.NO_POLICY, VIP).orElseThrow().evidence())
        .contains("due to missing policy");
    awaitLook(
        glass,
        "a session without a problem: IPv6 goes on",
        s -> session(s, "10.99.0.11").filter(found -> found.problem().isEmpty()).isPresent());
    frr.configure(
        "router bgp 64512", "address-family ipv4 unicast", "neighbor NODES route-map IN in");
    frr.vtysh("clear bgp *");
    awaitLook(glass, "the verified picture again", FrrLookingGlassIT::verified);
  }

  @Test
  void observe_staticRouteWins_isOtherProtocol() throws Exception {
    LookingGlass glass = glass();
    frr.configure("ip route 192.0.2.1/32 10.99.0.200");

    RouterObservation seen = awaitFinding(glass, Cause.OTHER_PROTOCOL, VIP);

    assertThat(finding(seen, Cause.OTHER_PROTOCOL, VIP).orElseThrow().evidence())
        .contains("static route (distance 1, via 10.99.0.200)");
    frr.configure("no ip route 192.0.2.1/32 10.99.0.200");
    awaitLook(glass, "the verified picture again", FrrLookingGlassIT::verified);
  }

  @Test
  void observe_zebraRouteMapDenies_isFibFiltered() throws Exception {
    LookingGlass glass = glass();
    frr.configure(
        "ip prefix-list NOT seq 5 permit 192.0.2.1/32",
        "route-map FIB deny 10",
        "match ip address prefix-list NOT",
        "exit",
        "route-map FIB permit 20",
        "exit",
        "ip protocol bgp route-map FIB");

    RouterObservation seen = awaitFinding(glass, Cause.FIB_FILTERED, VIP);

    assertThat(finding(seen, Cause.FIB_FILTERED, OTHER)).isEmpty();
    frr.configure("no ip protocol bgp route-map FIB");
    awaitLook(glass, "the verified picture again", FrrLookingGlassIT::verified);
  }

  @Test
  void observe_maximumPathsOne_isMultipathLimit() throws Exception {
    LookingGlass glass = glass();
    frr.configure("router bgp 64512", "address-family ipv4 unicast", "maximum-paths 1");

    RouterObservation seen = awaitFinding(glass, Cause.MULTIPATH_LIMIT, VIP);

    assertThat(
            seen.findings().stream()
                .filter(f -> f.cause() == Cause.MULTIPATH_LIMIT)
                .filter(f -> f.prefix().map(p -> p.toString().equals(VIP)).orElse(false)))
        .hasSize(2);
    frr.configure("router bgp 64512", "address-family ipv4 unicast", "maximum-paths 8");
    awaitLook(glass, "the verified picture again", FrrLookingGlassIT::verified);
  }

  @Test
  void observe_neighbourShutDownAndTooManyPrefixes_haveTheirCauses() throws Exception {
    LookingGlass glass = glass();
    frr.configure("router bgp 64512", "neighbor 10.99.0.11 shutdown");
    RouterObservation shut = awaitProblem(glass, Cause.ADMIN_SHUTDOWN, "10.99.0.11");
    assertThat(session(shut, "10.99.0.11").orElseThrow().state()).isEqualTo(SessionState.IDLE);
    assertThat(shut.findings())
        .as("the session says it all")
        .extracting(Finding::cause)
        .containsExactly(Cause.ADMIN_SHUTDOWN);
    frr.configure("router bgp 64512", "no neighbor 10.99.0.11 shutdown");

    frr.configure(
        "router bgp 64512", "address-family ipv4 unicast", "neighbor 10.99.0.12 maximum-prefix 1");
    awaitProblem(glass, Cause.MAX_PREFIX, "10.99.0.12");
    frr.configure(
        "router bgp 64512",
        "address-family ipv4 unicast",
        "no neighbor 10.99.0.12 maximum-prefix 1");
    frr.vtysh("clear bgp 10.99.0.12");

    awaitLook(glass, "the verified picture again", FrrLookingGlassIT::verified);
  }

  @Test
  void observe_neighbourRemovedOrOfAnotherAs_isNotConfiguredOrWrongAs() throws Exception {
    LookingGlass glass = glass();
    frr.configure("router bgp 64512", "no neighbor 10.99.0.11");
    RouterObservation gone =
        awaitLook(
            glass,
            "NOT_CONFIGURED",
            s -> s.findings().stream().anyMatch(f -> f.cause() == Cause.NOT_CONFIGURED));
    assertThat(session(gone, "10.99.0.11")).isEmpty();

    frr.configure(
        "router bgp 64512",
        "neighbor 10.99.0.11 remote-as 65099",
        "address-family ipv4 unicast",
        "neighbor 10.99.0.11 activate");
    RouterObservation wrong = awaitProblem(glass, Cause.WRONG_AS, "10.99.0.11");
    assertThat(session(wrong, "10.99.0.11").orElseThrow().detail())
        .contains("expects AS 65099 there, our speaker is AS 64513");

    frr.configure("router bgp 64512", "no neighbor 10.99.0.11");
    frr.configure("router bgp 64512", "bgp listen range 10.99.0.8/29 peer-group NODES");
    awaitLook(glass, "the verified picture through a listen range", FrrLookingGlassIT::verified);
    frr.configure("router bgp 64512", "no bgp listen range 10.99.0.8/29 peer-group NODES");
    frr.configure("router bgp 64512", "neighbor 10.99.0.11 peer-group NODES");
    awaitLook(glass, "the verified picture again", FrrLookingGlassIT::verified);
  }

  @Test
  void observe_nextHopUnreachableAndAsLoop_haveTheirCauses() throws Exception {
    LookingGlass glass = glass();
    BirdRouter third = birds.get(2);
    String export = "export where source = RTS_STATIC;";
    assertThat(birdConfig13).contains(export);
    third.configure(
        birdConfig13.replace(
            export,
            "export filter { if source != RTS_STATIC then reject;"
                + " if net ~ [ 192.0.2.1/32 ] then bgp_next_hop = 172.31.255.1; accept; };"));
    RouterObservation seen = awaitFinding(glass, Cause.NEXTHOP_UNREACHABLE, VIP);
    assertThat(finding(seen, Cause.NEXTHOP_UNREACHABLE, VIP).orElseThrow().evidence())
        .contains("172.31.255.1: invalid, Must be Connected");

    frr.configure(
        "router bgp 64512",
        "address-family ipv4 unicast",
        "neighbor NODES soft-reconfiguration inbound");
    third.configure(
        birdConfig13.replace(
            export,
            "export filter { if source != RTS_STATIC then reject;"
                + " if net ~ [ 192.0.2.1/32 ] then bgp_path.prepend(64512); accept; };"));
    RouterObservation loop = awaitFinding(glass, Cause.AS_LOOP, VIP);
    assertThat(finding(loop, Cause.AS_LOOP, VIP).orElseThrow().peer())
        .contains(IpAddress.parse("10.99.0.13"));

    third.configure(birdConfig13);
    frr.configure(
        "router bgp 64512",
        "address-family ipv4 unicast",
        "no neighbor NODES soft-reconfiguration inbound");
    awaitLook(glass, "the verified picture again", FrrLookingGlassIT::verified);
  }

  @Test
  void observe_nodeDies_isStaleUnderGracefulRestartAndThenGone() throws Exception {
    LookingGlass glass = glass();
    awaitLook(glass, "the verified picture", FrrLookingGlassIT::verified);
    birds.get(1).process().kill();

    RouterObservation stale = awaitProblem(glass, Cause.STALE, "10.99.0.12");
    assertThat(stale.sightings().stream().filter(Sighting::stale))
        .isNotEmpty()
        .allMatch(s -> s.peer().equals(Optional.of(IpAddress.parse("10.99.0.12"))));

    awaitLook(
        glass,
        "two next hops",
        s ->
            s.sightings().stream()
                .anyMatch(
                    x ->
                        x.vantage() == Vantage.INSTALLED
                            && x.prefix().toString().equals(VIP)
                            && x.nextHops().size() == 2));
    birds.get(1).restart();
    awaitLook(glass, "the verified picture again", FrrLookingGlassIT::verified);
  }

  @Test
  void observe_userModeAndPassword_areEnough() throws Exception {
    Map<String, Secret> password =
        Map.of(
            "username", Secret.ofText(frr.ssh().user()),
            "password", Secret.ofText(frr.ssh().password()));

    assertThat(
            awaitLook(
                glass(frr.ssh().hostKeyLine(), password, "10s"),
                "the verified picture",
                FrrLookingGlassIT::verified))
        .isNotNull();
  }

  @Test
  void observe_credentialsOrKeyWrong_isThatAndNoObservation() throws Exception {
    Map<String, Secret> stranger = Map.of("ssh-privatekey", Secret.ofText(frr.ssh().strangerKey()));
    Map<String, Secret> right = Map.of("ssh-privatekey", Secret.ofText(frr.ssh().privateKey()));

    assertThat(failure(glass(frr.ssh().hostKeyFingerprint(), stranger, "10s")).kind())
        .isEqualTo(Kind.AUTHENTICATION);
    PluginException key = failure(glass(frr.ssh().otherFingerprint(), right, "10s"));
    assertThat(key.kind()).isEqualTo(Kind.HOST_KEY);
    assertThat(key)
        .hasMessageContaining(frr.ssh().hostKeyFingerprint())
        .hasMessageContaining(frr.ssh().otherFingerprint());
  }

  @Test
  void observe_sshServerPausedAndBack_isTimeoutAndThenFine() throws Exception {
    LookingGlass glass =
        glass(
            frr.ssh().hostKeyFingerprint(),
            Map.of("ssh-privatekey", Secret.ofText(frr.ssh().privateKey())),
            "1s");
    frr.ssh().process().signal("STOP");
    try {
      assertThat(failure(glass).kind()).isEqualTo(Kind.TIMEOUT);
    } finally {
      frr.ssh().process().signal("CONT");
    }
    awaitAnswer(glass);
  }

  @Test
  void observe_bgpdStopped_isAFailureAndNeverAnAbsence() throws Exception {
    LookingGlass glass = glass();
    awaitLook(glass, "the verified picture", FrrLookingGlassIT::verified);
    frr.daemon("bgpd").stop();
    try {
      PluginException e = failure(glass);
      assertThat(e.kind()).isEqualTo(Kind.PROTOCOL);
      assertThat(e).hasMessageContaining("bgpd is not running");
    } finally {
      frr.restart();
    }
    awaitLook(glass, "the verified picture again", FrrLookingGlassIT::verified);
  }

  private static PluginException failure(LookingGlass glass) {
    return catchThrowableOfType(PluginException.class, () -> glass.observe(interest()));
  }

  private static void awaitAnswer(LookingGlass glass) {
    await()
        .atMost(PATIENCE)
        .ignoreExceptionsInstanceOf(PluginException.class)
        .until(() -> !glass.observe(interest()).sessions().isEmpty());
  }
}
