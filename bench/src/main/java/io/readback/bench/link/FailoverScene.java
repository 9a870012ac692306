package io.readback.bench.link;

import io.readback.bench.measure.Clock;
import io.readback.lab.Lab;
import io.readback.lab.LabNode;
import io.readback.lab.LabProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Three nodes, of which one answers for a VIP, and a client. */
final class FailoverScene implements AutoCloseable {
  static final String VIP = "192.0.2.100";
  private static final int NODES = 3;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Lab lab;
  private final TakerKind kind;
  private final Path distribution;
  private final LabNode client;
  private final Map<String, LabNode> nodes = new TreeMap<>();
  private final Map<String, String> namesByMac = new TreeMap<>();
  private final Map<String, LabProcess> takers = new TreeMap<>();
  private final LabProcess announcements;

  FailoverScene(Lab lab, TakerKind kind, Path distribution) throws IOException {
    this.lab = lab;
    this.kind = kind;
    this.distribution = distribution;
    client = lab.node("client", "192.0.2.254/24");
    for (int i = 1; i <= NODES; i++) {
      String name = "n" + i;
      LabNode node = lab.node(name, "192.0.2." + i + "/24");
      String shown = node.network("ip", "-o", "link", "show", "eth0").orFail().out();
      namesByMac.put(shown.replaceAll("(?s).*link/ether ([0-9a-f:]+) .*", "$1"), name);
      nodes.put(name, node);
      if (kind == TakerKind.READBACK) {
        // the node takes what comes for the VIP, and its kernel leaves answering to the agent
        node.sysctl("net.ipv4.conf.all.arp_ignore", "1")
            .sysctl("net.ipv4.conf.all.arp_announce", "2");
        node.addLoopback(VIP + "/32");
      }
    }
    // what says that the VIP is at the frame's sender
    announcements =
        client.start(
            "announcements",
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
            "arp and arp[14:4] = 0xc0000264");
    announcements.awaitLog("listening on", PATIENCE);
    for (String name : nodes.keySet()) {
      start(name);
    }
  }

  /** The names of the nodes. */
  List<String> nodes() {
    return List.copyOf(nodes.keySet());
  }

  void start(String name) throws IOException {
    LabNode node = node(name);
    takers.put(
        name,
        switch (kind) {
          case READBACK ->
              node.start(
                  "agent",
                  distribution.resolve("bin/readback").toString(),
                  "run",
                  "--config",
                  manifests(node).toString(),
                  "--node",
                  name);
          case KEEPALIVED -> keepalived(node, name);
        });
  }

  private static Path manifests(LabNode node) throws IOException {
    Path folder = Files.createDirectories(node.dir().resolve("manifests"));
    Files.writeString(folder.resolve("link.yaml"), LINK);
    StringBuilder cluster = new StringBuilder();
    for (int i = 1; i <= NODES; i++) {
      cluster.append(
          """
          ---
          apiVersion: v1
          kind: Node
          metadata: {name: n%1$d}
          status: {addresses: [{type: InternalIP, address: 192.0.2.%1$d}]}
          """
              .formatted(i));
    }
    Files.writeString(folder.resolve("nodes.yaml"), cluster);
    return folder;
  }

  private static LabProcess keepalived(LabNode node, String name) throws IOException {
    Path config = node.dir().resolve("keepalived.conf");
    Files.writeString(
        config,
        """
        global_defs {
          router_id %1$s
          vrrp_version 3
        }
        vrrp_instance vip {
          state BACKUP
          interface eth0
          virtual_router_id 51
          priority %2$s
          advert_int 0.1
          virtual_ipaddress {
            %3$s/24
          }
        }
        """
            .formatted(name, 200 - 10 * Integer.parseInt(name.substring(1)), VIP));
    return node.start(
        "keepalived",
        "keepalived",
        "--dont-fork",
        "--log-console",
        "--vrrp",
        "--use-file=" + config,
        "--pid=" + node.dir().resolve("keepalived.pid"),
        "--vrrp_pid=" + node.dir().resolve("vrrp.pid"));
  }

  /** The nodes that answer the client now. */
  List<String> owners() {
    String said = client.network("arping", "-c", "1", "-w", "1", "-I", "eth0", VIP).out();
    List<String> out = new ArrayList<>();
    namesByMac.forEach(
        (mac, name) -> {
          if (said.contains(mac)) {
            out.add(name);
          }
        });
    return out;
  }

  /** The one node that answers, once it is one that may be. */
  String awaitOwner(List<String> among) throws IOException, InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    List<String> seen = List.of();
    while (System.nanoTime() < end) {
      seen = owners();
      if (seen.size() == 1 && among.containsAll(seen)) {
        return seen.get(0);
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
    throw new IOException("answered by " + seen + " for " + PATIENCE.toSeconds() + " s");
  }

  /**
   * Has a node fail.
   *
   * @return when, in nanoseconds since 1970: just before
   */
  long fail(String name, FailureKind failure) {
    long at;
    if (failure == FailureKind.CUT) {
      at = Clock.nanos();
      lab.isolate(node(name));
    } else {
      List<ProcessHandle> all =
          taker(name).systemPids().stream().flatMap(p -> ProcessHandle.of(p).stream()).toList();
      at = Clock.nanos();
      all.forEach(ProcessHandle::destroyForcibly);
    }
    return at;
  }

  private LabNode node(String name) {
    return Optional.ofNullable(nodes.get(name)).orElseThrow();
  }

  private LabProcess taker(String name) {
    return Optional.ofNullable(takers.get(name)).orElseThrow();
  }

  /** Ends what {@link #fail} did. */
  void mend(String name, FailureKind failure) throws IOException {
    if (failure == FailureKind.CUT) {
      lab.rejoin(node(name));
    } else {
      taker(name).close();
      start(name);
    }
  }

  /** When another node than this one first said that it has the VIP, after a time. */
  Optional<Long> announced(long after, String exceptFor) {
    for (String line : announcements.out().lines().toList()) {
      String[] words = line.split(" ", 3);
      String name = words.length < 3 ? null : namesByMac.get(words[1]);
      if (name != null && !name.equals(exceptFor)) {
        long at = nanos(words[0]);
        if (at > after) {
          return Optional.of(at);
        }
      }
    }
    return Optional.empty();
  }

  private static long nanos(String seconds) {
    String[] parts = seconds.split("\\.", -1);
    return Long.parseLong(parts[0]) * 1_000_000_000L + Long.parseLong(parts[1]) * 1000;
  }

  /** Starts to ping each two milliseconds; returns when there are answers. */
  LabProcess ping() {
    LabProcess ping = client.start("ping", "ping", "-D", "-n", "-i", "0.002", VIP);
    return ping.await("answered", PATIENCE, () -> ping.out().lines().count() > 20);
  }

  @Override
  public void close() {
    takers.values().forEach(LabProcess::close);
    announcements.close();
  }

  private static final String LINK =
      """
      apiVersion: metallb.io/v1beta1
      kind: IPAddressPool
      metadata: {name: lan, namespace: metallb-system}
      spec: {addresses: [192.0.2.100-192.0.2.109]}
      ---
      apiVersion: metallb.io/v1beta1
      kind: L2Advertisement
      metadata: {name: lan, namespace: metallb-system}
      spec: {ipAddressPools: [lan], interfaces: [eth0]}
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: echo, namespace: web}
      spec:
        type: LoadBalancer
        clusterIP: 10.96.0.10
        clusterIPs: [10.96.0.10]
        ipFamilies: [IPv4]
        selector: {app: echo}
        ports: [{name: http, port: 80, protocol: TCP}]
      ---
      apiVersion: discovery.k8s.io/v1
      kind: EndpointSlice
      metadata: {name: echo-1, namespace: web, labels: {kubernetes.io/service-name: echo}}
      addressType: IPv4
      ports: [{name: http, port: 8080, protocol: TCP}]
      endpoints:
        - {addresses: [10.0.1.10], nodeName: n1, conditions: {ready: true}}
      """;
}
