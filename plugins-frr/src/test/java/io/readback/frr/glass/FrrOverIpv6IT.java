package io.readback.frr.glass;

import static org.assertj.core.api.Assertions.assertThat;
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
import io.readback.spi.observe.Interest;
import io.readback.spi.observe.RouterObservation;
import io.readback.spi.observe.SessionState;
import io.readback.spi.observe.Sighting;
import io.readback.spi.observe.Vantage;
import io.readback.spi.plugin.LookingGlass;
import io.readback.spi.plugin.RouterRef;
import io.readback.spi.plugin.Settings;
import io.readback.spi.route.PathAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Both families over IPv6 sessions: the IPv4 prefixes have IPv6 next hops (RFC 8950). */
@LabTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FrrOverIpv6IT {
  private static final String VIP = "192.0.2.1/32";
  private static final String VIP6 = "2001:db8:f::1/128";
  private static final String STRANGE = "192.0.2.77/32";
  private static final List<String> NODES = List.of("2001:db8:99::11", "2001:db8:99::12");
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final FrrRouter frr;
  private final PortForward ssh;

  FrrOverIpv6IT(Lab lab) {
    LabNode router = lab.router("tor", "10.99.0.1/24", "2001:db8:99::1/64");
    frr =
        FrrRouter.on(router)
            .config(
                """
                frr defaults traditional
                router bgp 64512
                 bgp router-id 10.99.0.1
                 no bgp ebgp-requires-policy
                 neighbor NODES peer-group
                 neighbor NODES remote-as 64513
                 neighbor NODES timers connect 1
                 neighbor NODES capability extended-nexthop
                 neighbor 2001:db8:99::11 peer-group NODES
                 neighbor 2001:db8:99::12 peer-group NODES
                 neighbor 2001:db8:99::13 peer-group NODES
                 address-family ipv4 unicast
                  neighbor NODES activate
                  neighbor NODES soft-reconfiguration inbound
                  neighbor NODES route-map IN in
                  maximum-paths 8
                 exit-address-family
                 address-family ipv6 unicast
                  neighbor NODES activate
                  maximum-paths 8
                 exit-address-family
                exit
                ip prefix-list VIPS seq 10 permit 192.0.2.0/24 le 32
                route-map IN permit 10
                 match ip address prefix-list VIPS
                exit
                """)
            .ssh()
            .start();
    for (int i = 1; i <= 3; i++) {
      BirdRouter.Builder bird =
          BirdRouter.on(
                  lab.node("n" + i, "10.99.0.1" + i + "/24", "2001:db8:99::1" + i + "/64"),
                  64513,
                  "10.99.0.1" + i)
              .peer(
                  BgpPeer.to("2001:db8:99::1", 64512)
                      .families(BgpPeer.Family.IPV4, BgpPeer.Family.IPV6)
                      .extendedNextHop()
                      .build());
      (i == 3 ? bird.announce(STRANGE) : bird.announce(VIP, VIP6)).start();
    }
    ssh = lab.forward(router, "127.0.0.1", 22);
    NODES.forEach(frr::awaitEstablished);
  }

  private LookingGlass glass() throws Exception {
    FrrLookingGlassFactory factory = new FrrLookingGlassFactory();
    SortedMap<String, String> texts = new TreeMap<>();
    texts.put("ssh.port", Integer.toString(ssh.port()));
    texts.put("ssh.hostKey", frr.ssh().hostKeyFingerprint());
    SortedMap<String, Map<String, Secret>> secrets =
        new TreeMap<>(
            Map.of(
                "ssh.secretRef", Map.of("ssh-privatekey", Secret.ofText(frr.ssh().privateKey()))));
    LookingGlass glass =
        factory.create(
            new Scene.Context(),
            new RouterRef("tor", List.of(IpAddress.parse("127.0.0.1"))),
            factory.configure(
                Settings.parse(factory.configKeys(), new Settings.Raw(texts, secrets)).settings()));
    glass.start();
    return glass;
  }

  private static Interest interest() {
    SortedMap<IpPrefix, SortedSet<IpAddress>> prefixes = new TreeMap<>();
    SortedMap<IpAddress, Interest.ExpectedPeer> peers = new TreeMap<>();
    SortedSet<IpAddress> hops = new TreeSet<>();
    for (String node : NODES) {
      hops.add(IpAddress.parse(node));
      peers.put(
          IpAddress.parse(node),
          new Interest.ExpectedPeer(node, 64513, List.of(AddressFamily.IPV4, AddressFamily.IPV6)));
    }
    prefixes.put(IpPrefix.parse(VIP), hops);
    prefixes.put(IpPrefix.parse(VIP6), hops);
    return new Interest(
        PrefixMap.of(prefixes),
        new TreeSet<>(List.of(IpPrefix.parse("192.0.2.0/24"), IpPrefix.parse("2001:db8:f::/48"))),
        peers,
        PrefixMap.<PathAttributes>empty()
            .with(IpPrefix.parse(VIP), PathAttributes.builder().med(1).build()));
  }

  private static List<Sighting> installed(RouterObservation seen, String prefix) {
    return seen.sightings().stream()
        .filter(s -> s.vantage() == Vantage.INSTALLED && s.prefix().equals(IpPrefix.parse(prefix)))
        .toList();
  }

  @Test
  void observe_ipv4OverIpv6_nextHopsAreTheNodesGlobalAddresses() throws Exception {
    LookingGlass glass = glass();
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              RouterObservation seen = glass.observe(interest());
              assertThat(seen.findings()).isEmpty();
              assertThat(seen.sessions())
                  .hasSize(2)
                  .allMatch(s -> s.state() == SessionState.ESTABLISHED);
              for (String prefix : List.of(VIP, VIP6)) {
                assertThat(installed(seen, prefix))
                    .as("%s in %s", prefix, seen)
                    .singleElement()
                    .satisfies(
                        s ->
                            assertThat(s.nextHops())
                                .extracting(IpAddress::toString)
                                .containsExactlyElementsOf(NODES));
              }
              assertThat(seen.sightings())
                  .filteredOn(s -> s.prefix().toString().equals(VIP))
                  .filteredOn(s -> s.vantage() == Vantage.RECEIVED)
                  .hasSize(2)
                  .allMatch(s -> s.attributes().isPresent());
              assertThat(installed(seen, STRANGE)).as("nobody asked for it").hasSize(1);
            });
    glass.stop();
  }

  @Test
  void observe_ipv4OverIpv6Denied_isFilteredFromWhatWasReceived() throws Exception {
    LookingGlass glass = glass();
    frr.configure("ip prefix-list VIPS seq 5 deny " + VIP);
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(glass.observe(interest()).findings())
                    .hasSize(2)
                    .allMatch(f -> f.cause() == Cause.FILTERED)
                    .allMatch(f -> f.evidence().startsWith("received and refused by inbound")));
    frr.configure("no ip prefix-list VIPS seq 5 deny " + VIP);
    glass.stop();
  }
}
