package io.readback.layer2.announcer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.readback.lab.Lab;
import io.readback.lab.LabNode;
import io.readback.lab.LabProcess;
import io.readback.lab.LabTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nodes as processes of their own that watch each other by BFD, and lose each other. */
@LabTest
@SuppressWarnings("NullAway.Init")
class TakeoverIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String VIP = "192.0.2.99";

  private Lab lab;
  private LabNode client;
  private final Map<String, LabNode> nodes = new TreeMap<>();
  private final Map<String, LabProcess> agents = new TreeMap<>();

  @BeforeEach
  void start(Lab given) {
    lab = given;
    client = lab.node("client", "192.0.2.254/24");
    for (int i = 1; i <= 2; i++) {
      String name = "n" + i;
      LabNode node = lab.node(name, "192.0.2." + i + "/24");
      node.sysctl("net.ipv4.conf.all.arp_ignore", "1")
          .sysctl("net.ipv4.conf.all.arp_announce", "2");
      node.network("ip", "addr", "add", VIP + "/32", "dev", "lo").orFail();
      nodes.put(name, node);
    }
    nodes.keySet().forEach(this::startAgent);
    await().atMost(PATIENCE).until(() -> answering().size() == 1);
  }

  private void startAgent(String name) {
    agents.put(
        name,
        nodes
            .get(name)
            .java(
                "agent", LinkNodeMain.class.getName(), name, VIP, "n1=192.0.2.1", "n2=192.0.2.2"));
  }

  private static boolean answers(LabProcess agent) {
    List<String> lines = agent.out().lines().filter(l -> l.startsWith("answers")).toList();
    return agent.isAlive() && !lines.isEmpty() && lines.get(lines.size() - 1).contains(VIP);
  }

  /** The nodes whose agents answer, by their own word. */
  private List<String> answering() {
    return agents.keySet().stream().filter(n -> answers(agents.get(n))).toList();
  }

  private String owner() {
    return answering().get(0);
  }

  private static String other(String node) {
    return node.equals("n1") ? "n2" : "n1";
  }

  private String mac(String node) {
    String link = nodes.get(node).network("ip", "-o", "link", "show", "eth0").orFail().out();
    return link.replaceAll("(?s).*link/ether ([0-9a-f:]+) .*", "$1");
  }

  /** The nodes that answer a question of the client. */
  private List<String> answered() {
    String out = client.network("arping", "-c", "2", "-w", "2", "-I", "eth0", VIP).out();
    List<String> found = new ArrayList<>();
    nodes.keySet().stream().filter(n -> out.contains(mac(n))).forEach(found::add);
    return found;
  }

  /** The longest time without an answer in a run of ping -D, in milliseconds. */
  private static long gap(LabProcess ping) {
    double before = 0;
    double longest = 0;
    for (String line : ping.out().lines().filter(l -> l.contains("bytes from")).toList()) {
      double at = Double.parseDouble(line.substring(1, line.indexOf(']')));
      longest = before == 0 ? longest : Math.max(longest, at - before);
      before = at;
    }
    return Math.round(longest * 1000);
  }

  private LabProcess ping() {
    LabProcess ping = client.start("ping", "ping", "-D", "-i", "0.01", VIP);
    ping.await("answers", PATIENCE, () -> ping.out().lines().count() > 20);
    return ping;
  }

  @Test
  void kill9_ofTheOwnersAgent_anotherNodeAnswers_andTheFirstTakesItBack() {
    String first = owner();
    LabProcess ping = ping();
    agents.get(first).kill();
    await().atMost(PATIENCE).until(() -> answering().equals(List.of(other(first))));
    await()
        .atMost(PATIENCE)
        .until(() -> client.network("ip", "neigh", "show", VIP).out().contains(mac(other(first))));
    assertThat(answered()).containsExactly(other(first));
    System.out.println("kill -9 of the agent: longest gap of ping " + gap(ping) + " ms");
    startAgent(first);
    await().atMost(PATIENCE).until(() -> answering().equals(List.of(first)));
    await().atMost(PATIENCE).until(() -> answered().equals(List.of(first)));
  }

  @Test
  void partition_andHeal_endsWithOneOwnerWhomTheClientKnows() {
    String first = owner();
    LabProcess ping = ping();
    lab.isolate(nodes.get(first));
    await().atMost(PATIENCE).until(() -> answering().size() == 2);
    int seen = ping.out().length();
    ping.await("answers of the other node", PATIENCE, () -> ping.out().length() > seen + 2000);
    System.out.println("cut off: longest gap of ping " + gap(ping) + " ms");
    assertThat(answered()).containsExactly(other(first));
    lab.rejoin(nodes.get(first));
    await().atMost(PATIENCE).until(() -> answering().equals(List.of(first)));
    await()
        .atMost(PATIENCE)
        .until(() -> client.network("ip", "neigh", "show", VIP).out().contains(mac(first)));
    assertThat(answered()).containsExactly(first);
  }

  /** Who said on the wire that the VIP is there, one name for each frame, in order. */
  private List<String> said(LabProcess capture) {
    Map<String, String> senders = new TreeMap<>();
    nodes.keySet().forEach(node -> senders.put(" " + mac(node) + " > ", node));
    List<String> out = new ArrayList<>();
    for (String line : capture.out().lines().toList()) {
      senders.forEach(
          (sender, node) -> {
            if (line.contains(sender)) {
              out.add(node);
            }
          });
    }
    return out;
  }

  /** Captures all frames that say that the VIP is at their sender, and asks 50 times a second. */
  private LabProcess capture() {
    LabProcess capture =
        client.start(
            "tcpdump",
            "tcpdump",
            "--immediate-mode",
            "-Z",
            "root",
            "-l",
            "-n",
            "-e",
            "-tt",
            "-i",
            "eth0",
            "arp and arp[14:4] = 0xc0000263");
    capture.awaitLog("listening on", PATIENCE);
    client.start("asking", "arping", "-q", "-W", "0.02", "-i", "eth0", VIP);
    return capture;
  }

  @Test
  void handover_onTheWire_theLoserIsSilentBeforeTheWinnerSpeaks() {
    String first = owner();
    String second = other(first);
    agents.get(first).kill();
    await().atMost(PATIENCE).until(() -> answering().equals(List.of(second)));
    LabProcess capture = capture();
    capture.await("answers of the stand-in", PATIENCE, () -> said(capture).contains(second));
    startAgent(first);
    capture.await(
        "answers of the first",
        PATIENCE,
        () -> said(capture).stream().filter(first::equals).count() > 50);
    List<String> all = said(capture);
    assertThat(all.lastIndexOf(second)).isLessThan(all.indexOf(first));
  }

  @Test
  void heal_onTheWire_endsWithTheFirstAlone() {
    String first = owner();
    String second = other(first);
    lab.isolate(nodes.get(first));
    await().atMost(PATIENCE).until(() -> answering().size() == 2);
    LabProcess capture = capture();
    capture.await("answers of the stand-in", PATIENCE, () -> said(capture).contains(second));
    lab.rejoin(nodes.get(first));
    // both hold until BFD is up again; then one stops for good
    await().atMost(PATIENCE).until(() -> answering().equals(List.of(first)));
    int settled = said(capture).size();
    capture.await("answers after the heal", PATIENCE, () -> said(capture).size() > settled + 150);
    List<String> all = said(capture);
    int both = Math.max(0, all.lastIndexOf(second) + 1 - all.indexOf(first));
    System.out.println("healed: frames until one stopped: " + both);
    // the capture may be late by some frames
    assertThat(all.subList(all.size() - 50, all.size())).containsOnly(first);
  }

  /** Two owners provoked: each takes the other for dead, and both are on one link. */
  @Test
  void bfdBlocked_onAWholeLink_oneOwnerStays() {
    String first = owner();
    nodes
        .get("n1")
        .nft(
            "table inet cut { chain in { type filter hook input priority 0; udp dport 3784 drop; };"
                + " chain out { type filter hook output priority 0; udp dport 3784 drop; }; }");
    await()
        .during(Duration.ofSeconds(3))
        .atMost(PATIENCE)
        .until(() -> answered().size() == 1 && answering().equals(List.of(first)));
  }
}
