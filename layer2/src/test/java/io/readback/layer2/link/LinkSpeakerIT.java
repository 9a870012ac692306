package io.readback.layer2.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.readback.lab.ExecResult;
import io.readback.lab.Lab;
import io.readback.lab.LabNode;
import io.readback.lab.LabTest;
import io.readback.layer2.frame.MacAddress;
import io.readback.layer2.own.Liveness;
import io.readback.layer2.probe.LinkProbe;
import io.readback.linux.call.NetworkNamespace;
import io.readback.spi.net.IpAddress;
import io.readback.spi.route.Path;
import io.readback.spi.route.PathAttributes;
import io.readback.spi.route.RouteTable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nodes on a bridge, asked by arping, ndisc6 and ping. */
@LabTest
@SuppressWarnings("NullAway.Init")
class LinkSpeakerIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String VIP = "192.0.2.99";
  private static final String VIP6 = "2001:db8::99";

  private Lab lab;
  private LabNode client;
  private final Map<String, LabNode> nodes = new TreeMap<>();
  private final Map<String, String> members = new TreeMap<>();
  private final Map<String, LinkSpeaker> speakers = new TreeMap<>();

  @BeforeEach
  void start(Lab given) throws Exception {
    lab = given;
    client = lab.node("client", "192.0.2.254/24", "2001:db8::fe/64");
    start("a", 1);
    start("b", 2);
  }

  private void start(String name, int number) throws Exception {
    LabNode node =
        lab.node(name, "192.0.2.%d/24".formatted(number), "2001:db8::%d/64".formatted(number));
    // the node itself takes what comes for the VIP; the kernel leaves answering to us
    node.sysctl("net.ipv4.conf.all.arp_ignore", "1").sysctl("net.ipv4.conf.all.arp_announce", "2");
    node.network("ip", "addr", "add", VIP + "/32", "dev", "lo").orFail();
    node.network("ip", "addr", "add", VIP6 + "/128", "dev", "lo").orFail();
    nodes.put(name, node);
    members.put(name, "192.0.2." + number);
    speakers.put(
        name,
        new NetworkNamespace(node.networkNamespace())
            .call(
                () ->
                    LinkSpeaker.start(
                        name,
                        LinkSpeaker.Options.DEFAULT,
                        System.getLogger("test"),
                        changed -> Liveness.ASSUMED,
                        () -> {})));
  }

  @AfterEach
  void stop() {
    speakers.values().forEach(LinkSpeaker::close);
  }

  private void desire(List<String> vips) {
    speakers.forEach((name, speaker) -> speaker.desire(LinkTargets.of(name, members, vips)));
  }

  private String mac(String node) {
    String link = nodes.get(node).network("ip", "-o", "link", "show", "eth0").orFail().out();
    return link.replaceAll("(?s).*link/ether ([0-9a-f:]+) .*", "$1");
  }

  private String owner(String vip) {
    String[] found = {""};
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              for (Map.Entry<String, LinkSpeaker> e : speakers.entrySet()) {
                boolean holds =
                    e.getValue().status().stream()
                        .anyMatch(s -> s.advertised().get(IpAddress.parse(vip).toPrefix()) != null);
                if (holds) {
                  found[0] = e.getKey();
                }
              }
              return !found[0].isEmpty();
            });
    return found[0];
  }

  private ExecResult arping(String vip) {
    return client.network("arping", "-c", "2", "-w", "2", "-I", "eth0", vip);
  }

  @Test
  void arpAndNeighbourDiscovery_areAnsweredByTheOwnerAlone_andPingWorks() {
    desire(List.of(VIP, VIP6));
    String owner4 = owner(VIP);
    String owner6 = owner(VIP6);
    String other4 = owner4.equals("a") ? "b" : "a";
    assertThat(arping(VIP).out()).contains(mac(owner4)).doesNotContain(mac(other4));
    assertThat(client.network("ndisc6", "-m", "-r", "1", VIP6, "eth0").out().toLowerCase())
        .contains(mac(owner6))
        .doesNotContain(mac(owner6.equals("a") ? "b" : "a"));
    assertThat(client.network("ping", "-c", "2", "-W", "5", VIP).exit()).isZero();
    assertThat(client.network("ping", "-6", "-c", "2", "-W", "5", VIP6).exit()).isZero();
  }

  private SortedMap<IpAddress, SortedSet<MacAddress>> probe(String... addresses) throws Exception {
    return new NetworkNamespace(client.networkNamespace())
        .call(
            () ->
                LinkProbe.ask(
                    "eth0",
                    Stream.of(addresses).map(IpAddress::parse).toList(),
                    Duration.ofMillis(900)));
  }

  @Test
  void probe_namesTheOwner_nobodyForOthers_andBothOfTwoOwners() throws Exception {
    desire(List.of(VIP, VIP6));
    MacAddress owner = MacAddress.parse(mac(owner(VIP)));
    MacAddress owner6 = MacAddress.parse(mac(owner(VIP6)));
    SortedMap<IpAddress, SortedSet<MacAddress>> seen = probe(VIP, VIP6, "192.0.2.98");
    assertThat(seen.get(IpAddress.parse(VIP))).containsExactly(owner);
    assertThat(seen.get(IpAddress.parse(VIP6))).containsExactly(owner6);
    assertThat(seen.get(IpAddress.parse("192.0.2.98"))).isEmpty();
    // a stranger has the VIP too
    LabNode stranger = lab.node("stranger", "192.0.2.77/24", VIP + "/24", VIP6 + "/64");
    String link = stranger.network("ip", "-o", "link", "show", "eth0").orFail().out();
    MacAddress second = MacAddress.parse(link.replaceAll("(?s).*link/ether ([0-9a-f:]+) .*", "$1"));
    assertThat(probe(VIP).get(IpAddress.parse(VIP))).containsExactlyInAnyOrder(owner, second);
    assertThat(probe(VIP6).get(IpAddress.parse(VIP6))).contains(owner6, second);
  }

  @Test
  void vip_takenFromTheOwner_movesToTheOther_andTheClientLearnsOfIt() {
    desire(List.of(VIP));
    String before = owner(VIP);
    String after = before.equals("a") ? "b" : "a";
    assertThat(client.network("ping", "-c", "1", "-W", "5", VIP).exit()).isZero();
    members.remove(before);
    speakers.get(before).desire(new TreeMap<>());
    speakers.get(after).desire(LinkTargets.of(after, members, List.of(VIP)));
    await()
        .atMost(PATIENCE)
        .until(() -> client.network("ip", "neigh", "show", VIP).out().contains(mac(after)));
    assertThat(client.network("ping", "-c", "1", "-W", "5", VIP).exit()).isZero();
  }

  @Test
  void interface_goesAndReturns_isAnsweredOnAgain() {
    desire(List.of(VIP));
    String owner = owner(VIP);
    LabNode node = nodes.get(owner);
    node.network("ip", "link", "set", "eth0", "down").orFail();
    await().atMost(PATIENCE).until(() -> arping(VIP).exit() != 0);
    node.network("ip", "link", "set", "eth0", "up").orFail();
    await().atMost(PATIENCE).until(() -> arping(VIP).out().contains(mac(owner)));
  }

  @Test
  void interface_appearingLater_isAnsweredOnWhereTheManifestsNameIt() {
    for (String name : List.of("a", "b")) {
      speakers.get(name).desire(LinkTargets.of(name, members, List.of(VIP), "lan7"));
    }
    assertThat(arping(VIP).exit()).isNotZero();
    for (String name : List.of("a", "b")) {
      LabNode node = nodes.get(name);
      node.network("ip", "link", "add", "link", "eth0", "name", "lan7", "type", "macvlan").orFail();
      node.network("ip", "link", "set", "lan7", "up").orFail();
    }
    await().atMost(PATIENCE).until(() -> arping(VIP).exit() == 0);
  }

  @Test
  void interface_deletedAndMadeAgain_isAnsweredOnUnderItsNewNumber() {
    members.remove("b");
    speakers.get("a").desire(LinkTargets.of("a", members, List.of(VIP), "lan7"));
    String before = macvlan();
    await().atMost(PATIENCE).until(() -> arping(VIP).exit() == 0);
    nodes.get("a").network("ip", "link", "del", "lan7").orFail();
    await().atMost(PATIENCE).until(() -> arping(VIP).exit() != 0);
    // takes the number that a new interface would be given otherwise
    nodes.get("a").network("ip", "link", "add", "other7", "type", "bridge").orFail();
    assertThat(macvlan()).isNotEqualTo(before);
    await().atMost(PATIENCE).until(() -> arping(VIP).exit() == 0);
  }

  /** Makes lan7 on a; its number. */
  private String macvlan() {
    LabNode node = nodes.get("a");
    node.network("ip", "link", "add", "link", "eth0", "name", "lan7", "type", "macvlan").orFail();
    node.network("ip", "link", "set", "lan7", "up").orFail();
    return node.network("ip", "-o", "link", "show", "lan7")
        .orFail()
        .out()
        .replaceAll("(?s):.*", "");
  }

  @Test
  void portOfABridge_isLeftToTheBridge() {
    LabNode node = nodes.get("a");
    node.network("ip", "link", "add", "br7", "type", "bridge", "forward_delay", "0").orFail();
    node.network("ip", "link", "set", "eth0", "master", "br7").orFail();
    node.network("ip", "link", "set", "br7", "up").orFail();
    members.remove("b");
    speakers.get("a").desire(LinkTargets.of("a", members, List.of(VIP)));
    String link = node.network("ip", "-o", "link", "show", "br7").orFail().out();
    String mac = link.replaceAll("(?s).*link/ether ([0-9a-f:]+) .*", "$1");
    await().atMost(PATIENCE).until(() -> arping(VIP).out().contains(mac));
  }

  @Test
  void tenThousandVips_areAnsweredFor() {
    RouteTable routes = RouteTable.EMPTY;
    IpAddress vip = IpAddress.parse("198.18.0.0");
    for (int i = 0; i < 10_000; i++) {
      routes = routes.with(vip.toPrefix(), Path.self(PathAttributes.NONE));
      vip = vip.next();
    }
    RouteTable all = routes;
    speakers.forEach((name, speaker) -> speaker.desire(LinkTargets.of(name, members, all)));
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              int held = 0;
              for (LinkSpeaker speaker : speakers.values()) {
                held += speaker.status().stream().mapToInt(s -> s.advertised().size()).sum();
              }
              return held == 10_000;
            });
    client.network("ip", "route", "add", "198.18.0.0/15", "dev", "eth0").orFail();
    for (String one : List.of("198.18.0.0", "198.18.19.136", "198.18.39.15")) {
      await().atMost(PATIENCE).until(() -> arping(one).exit() == 0);
    }
  }
}
