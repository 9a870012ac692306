package io.readback.app.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.readback.app.Main;
import io.readback.lab.Lab;
import io.readback.lab.LabNode;
import io.readback.lab.LabProcess;
import io.readback.lab.LabTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** An agent with manifests of every mode, from the folder to the kernel of its node. */
@LabTest
final class KernelRoutesAgentIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String VIP = "203.0.113.0";

  private static final String CLUSTER =
      """
      apiVersion: metallb.io/v1beta1
      kind: IPAddressPool
      metadata: {name: lan, namespace: metallb-system}
      spec: {addresses: [203.0.113.0/28, "2001:db8:7::/124"]}
      ---
      apiVersion: v1
      kind: Node
      metadata: {name: edge, labels: {role: edge}}
      status: {addresses: [{type: InternalIP, address: 192.0.2.1}, {type: InternalIP, address: "2001:db8:5::1"}]}
      ---
      apiVersion: v1
      kind: Node
      metadata: {name: worker-1}
      status: {addresses: [{type: InternalIP, address: 192.0.2.11}, {type: InternalIP, address: "2001:db8:5::11"}]}
      ---
      apiVersion: v1
      kind: Node
      metadata: {name: worker-2, labels: {readback.io/nexthop-weight: "2"}}
      status: {addresses: [{type: InternalIP, address: 192.0.2.12}, {type: InternalIP, address: "2001:db8:5::12"}]}
      ---
      apiVersion: readback.io/v1alpha1
      kind: KernelRoutes
      metadata: {name: answer}
      spec: {mode: local, nodeSelector: {matchLabels: {role: edge}}}
      ---
      apiVersion: readback.io/v1alpha1
      kind: KernelRoutes
      metadata: {name: redistribute}
      spec: {mode: table, nodeSelector: {matchLabels: {role: edge}}}
      ---
      apiVersion: readback.io/v1alpha1
      kind: KernelRoutes
      metadata: {name: lead}
      spec: {mode: nexthops, nodeSelector: {matchLabels: {role: edge}}}
      """;

  private static final String SERVICE =
      """
      apiVersion: v1
      kind: Service
      metadata: {name: echo, namespace: web}
      spec:
        type: LoadBalancer
        externalTrafficPolicy: %s
        ipFamilyPolicy: PreferDualStack
        ipFamilies: [IPv4, IPv6]
        clusterIPs: [10.96.0.9, "fd00::9"]
        ports: [{port: 80, protocol: TCP}]
      ---
      apiVersion: discovery.k8s.io/v1
      kind: EndpointSlice
      metadata: {name: echo-1, namespace: web, labels: {kubernetes.io/service-name: echo}}
      addressType: IPv4
      endpoints:
      - {addresses: [10.244.1.5], nodeName: worker-1, conditions: {ready: true}}
      ports: [{port: 8080, protocol: TCP}]
      """;

  private static final String AGGREGATE =
      """
      apiVersion: metallb.io/v1beta2
      kind: BGPPeer
      metadata: {name: tor, namespace: metallb-system}
      spec: {myASN: 65001, peerASN: 65000, peerAddress: 192.0.2.254}
      ---
      apiVersion: metallb.io/v1beta1
      kind: BGPAdvertisement
      metadata: {name: lan, namespace: metallb-system}
      spec: {ipAddressPools: [lan], aggregationLength: 28}
      """;

  /** With a nexthop object where the kernel has them. */
  private static final Pattern BY_WORKER_1 =
      Pattern.compile(
          "\"dst\":\"" + VIP + "\",(?:\"nhid\":\\d+,)?\"gateway\":\"192[.]0[.]2[.]11\"");

  private final LabNode edge;
  private final Path config;
  private final Path state;

  KernelRoutesAgentIT(Lab lab, TestInfo test, @TempDir Path folder) throws IOException {
    // a node of its own for each test, called by the first word of the test's name
    String name = test.getTestMethod().orElseThrow().getName().replaceAll("_.*", "");
    edge = lab.node(name, "192.0.2.1/24", "2001:db8:5::1/64");
    config = Files.createDirectory(folder.resolve("config"));
    state = folder.resolve("state");
    write("cluster.yaml", CLUSTER);
    write("service.yaml", SERVICE.formatted("Cluster"));
  }

  @AfterEach
  void close() {
    edge.close();
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(config.resolve(name), text);
  }

  private LabProcess agent() {
    return edge.java(
        "agent",
        Main.class.getName(),
        "run",
        "--config",
        config.toString(),
        "--node",
        "edge",
        "--state",
        state.toString());
  }

  private String readback(String... arguments) {
    LabProcess process =
        edge.java(
            "readback-" + String.join("-", arguments).replace('/', '-'),
            Main.class.getName(),
            arguments);
    process.awaitExit(PATIENCE);
    return process.out();
  }

  private String ip(String... arguments) {
    List<String> command = new ArrayList<>(List.of("ip"));
    command.addAll(List.of(arguments));
    return edge.network(command.toArray(String[]::new)).orFail().out();
  }

  /** Our routes of a table, in the words of {@code ip}; it fails for a table that is empty. */
  private String ours(String family, String table) {
    return edge.network("ip", family, "-j", "route", "show", "table", table, "proto", "200").out();
  }

  private String all() {
    return Stream.of("255", "198", "254")
        .map(table -> ours("-4", table) + ours("-6", table))
        .collect(Collectors.joining());
  }

  private static void soon(String what, Callable<Boolean> condition) {
    await(what).atMost(PATIENCE).until(condition);
  }

  private boolean complete() {
    return ours("-4", "255").contains("\"local\",\"dst\":\"" + VIP + "\"")
        && ours("-6", "255").contains("2001:db8:7::")
        && ours("-4", "198").contains("\"dst\":\"" + VIP + "\",\"dev\":\"lo\"")
        && ours("-6", "198").contains("\"unreachable\",\"dst\":\"2001:db8:7::\"")
        && ours("-4", "254").contains("\"gateway\":\"192.0.2.12\",\"dev\":\"eth0\",\"weight\":2")
        && ours("-6", "254").contains("\"gateway\":\"2001:db8:5::11\"");
  }

  @Test
  void routes_followManifests_areRepaired_surviveKillAndStop() throws IOException {
    LabProcess agent = agent();
    soon("routes of every mode", this::complete);

    ip("route", "del", VIP + "/32", "table", "198");
    ip("-6", "route", "del", "2001:db8:7::/128", "table", "254");
    soon("deleted routes are back", this::complete);

    // told of every change of a route from here on
    LabProcess monitor = edge.start("monitor", "ip", "monitor", "route");
    soon(
        "monitor hears",
        () -> {
          ip("route", "replace", "198.51.100.1/32", "via", "192.0.2.99");
          return monitor.out().contains("198.51.100.1");
        });
    String before = all();
    agent.kill();
    assertThat(all()).isEqualTo(before);
    LabProcess next = agent();
    soon("the next run has them", () -> readback("explain", "web/echo").contains("has it"));
    assertThat(all()).isEqualTo(before);
    next.stop();
    assertThat(all()).isEqualTo(before);
    assertThat(monitor.out()).doesNotContain("203.0.113", "2001:db8:7:");
    monitor.stop();

    // made while nobody runs; its endpoint is on worker-1 alone
    write("service.yaml", SERVICE.formatted("Local"));
    write("aggregate.yaml", AGGREGATE);
    agent();
    soon(
        "routes by the only endpoint, and the aggregate dropped",
        () -> BY_WORKER_1.matcher(ours("-4", "254")).find() && !ours("-4", "255").contains(VIP));
    write("service.yaml", SERVICE.formatted("Cluster"));
    soon("blackhole", () -> ours("-4", "254").contains("\"blackhole\",\"dst\":\"203.0.113.0/28\""));
    soon("all again", this::complete);

    Files.delete(config.resolve("service.yaml"));
    soon("nothing left", () -> !all().contains("dst"));
    assertThat(ip("route", "show", "198.51.100.1")).contains("192.0.2.99");
  }

  @Test
  void foreign_routeInTheWay_isLeftAndNamed_oursFollowsWhenItGoes() {
    ip("route", "add", VIP + "/32", "via", "192.0.2.99", "metric", "20", "proto", "static");
    agent();
    soon(
        "named",
        () ->
            readback("explain", "web/echo")
                .contains("a route of static (protocol 4) has the place " + VIP + "/32"));
    assertThat(ip("route", "show", VIP)).contains("192.0.2.99").doesNotContain("192.0.2.11");
    assertThat(ours("-4", "255")).contains(VIP);
    soon("missing", () -> readback("services").contains("missing"));
    assertThat(readback("verify")).contains("ANNOUNCER_REFUSES", "a route of static (protocol 4)");
    ip("route", "del", VIP + "/32", "via", "192.0.2.99", "metric", "20");
    soon("ours", this::complete);
    soon("no longer missing", () -> !readback("services").contains("missing"));
  }
}
