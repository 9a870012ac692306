package io.readback.app.guide;

import io.readback.lab.ExecResult;
import io.readback.lab.Lab;
import io.readback.lab.LabNode;
import io.readback.lab.LabProcess;
import io.readback.lab.PortForward;
import io.readback.lab.router.FrrRouter;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The guide's cluster in a lab: FRR as the router 172.16.10.1 (AS 65000) and an agent, from the
 * distribution, on each of the three nodes of rack 1. Each agent follows the same folder: the
 * guide's manifests unchanged, and a Router.
 */
final class GuideCluster {
  static final List<String> NODES = List.of("berlin-1", "berlin-2", "berlin-3");
  static final Duration DEADLINE = Duration.ofSeconds(40);
  private static final Path DISTRIBUTION = Path.of("target", "readback").toAbsolutePath();
  private static final Path GUIDE =
      Path.of("..", "examples", "manifests", "guide").toAbsolutePath();
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Path config;
  private final FrrRouter router;
  private final String configured;
  private final Map<String, LabNode> nodes = new TreeMap<>();
  private final Map<String, LabProcess> agents = new TreeMap<>();
  private final Map<String, PortForward> apis = new TreeMap<>();

  GuideCluster(Lab lab, Path folder) throws IOException {
    config = Files.createDirectory(folder.resolve("config"));
    router = FrrRouter.on(lab.router("router", "172.16.10.1/24")).config(ROUTER).ssh().start();
    configured = router.vtysh("show running-config");
    copyGuide();
    write("60-router.yaml", routerManifest());
    for (int i = 0; i < NODES.size(); i++) {
      nodes.put(NODES.get(i), lab.node("berlin" + (i + 1), "172.16.10." + (11 + i) + "/24"));
    }
    for (String node : NODES) {
      apis.put(node, lab.forward(nodes.get(node), "127.0.0.1", 7179));
      startAgent(node);
    }
  }

  private static final String ROUTER =
      """
      frr defaults traditional
      hostname tor-rack-1
      ip prefix-list CLUSTER seq 5 permit 172.16.90.0/23 le 32
      ip prefix-list CLUSTER seq 10 permit 10.244.0.0/16 le 24
      route-map CLUSTER-IN permit 10
       match ip address prefix-list CLUSTER
      exit
      router bgp 65000
       bgp router-id 172.16.10.1
       neighbor NODES peer-group
       neighbor NODES remote-as 65001
       neighbor NODES timers connect 1
       neighbor 172.16.10.11 peer-group NODES
       neighbor 172.16.10.12 peer-group NODES
       neighbor 172.16.10.13 peer-group NODES
       address-family ipv4 unicast
        neighbor NODES soft-reconfiguration inbound
        neighbor NODES route-map CLUSTER-IN in
        neighbor NODES route-map NOTHING out
        maximum-paths 8
       exit-address-family
      exit
      route-map NOTHING deny 10
      exit
      """;

  private String routerManifest() {
    return """
    apiVersion: readback.io/v1alpha1
    kind: Router
    metadata: {name: tor-rack-1}
    spec:
      address: 172.16.10.1
      interval: 2s
      lookingGlasses:
        - type: frr
          ssh:
            host: 172.16.10.1
            port: %d
            user: %s
            hostKey: "%s"
            secretRef: {namespace: kube-system, name: tor-rack-1-ssh}
    ---
    apiVersion: v1
    kind: Secret
    metadata: {name: tor-rack-1-ssh, namespace: kube-system}
    type: kubernetes.io/ssh-auth
    stringData:
      ssh-privatekey: |
    %s
    """
        .formatted(
            router.ssh().port(),
            router.ssh().user(),
            router.ssh().hostKeyFingerprint(),
            router.ssh().privateKey().strip().indent(4).stripTrailing());
  }

  private void copyGuide() throws IOException {
    try (Stream<Path> files = Files.list(GUIDE)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".yaml")).toList()) {
        Files.copy(file, config.resolve(file.getFileName().toString()));
      }
    }
  }

  FrrRouter router() {
    return router;
  }

  /** Makes manifests, router and agents what they were at first, whatever a test left behind. */
  void restore() throws IOException {
    if (!router.isRunning()) {
      router.start();
    } else if (!router.vtysh("show running-config").equals(configured)) {
      router.restart();
    }
    try (Stream<Path> files = Files.list(config)) {
      for (Path file : files.toList()) {
        if (!file.endsWith("60-router.yaml") && !Files.exists(GUIDE.resolve(file.getFileName()))) {
          Files.delete(file);
        }
      }
    }
    try (Stream<Path> files = Files.list(GUIDE)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".yaml")).toList()) {
        writeChanged(file.getFileName().toString(), Files.readString(file));
      }
    }
    writeChanged("60-router.yaml", routerManifest());
    for (String node : NODES) {
      if (!agents.get(node).isAlive()) {
        startAgent(node);
      }
    }
  }

  private void writeChanged(String file, String text) throws IOException {
    Path present = config.resolve(file);
    if (!Files.exists(present) || !Files.readString(present).equals(text)) {
      write(file, text);
    }
  }

  LabProcess agent(String node) {
    return agents.get(node);
  }

  void startAgent(String node, String... options) {
    List<String> command =
        new ArrayList<>(
            List.of(
                DISTRIBUTION.resolve("bin/readback").toString(),
                "run",
                "--config",
                config.toString(),
                "--node",
                node));
    command.addAll(List.of(options));
    agents.put(
        node,
        nodes
            .get(node)
            .start(
                "agent" + (agents.containsKey(node) ? "-again" : ""),
                command.toArray(String[]::new)));
  }

  /** Runs a command of the distribution on a node. */
  ExecResult readback(String node, String... arguments) {
    List<String> command =
        new ArrayList<>(List.of(DISTRIBUTION.resolve("bin/readback").toString()));
    command.addAll(List.of(arguments));
    return nodes.get(node).exec(command, "", Duration.ofSeconds(60));
  }

  /** A document of a node's API; missing while the agent does not answer. */
  JsonNode document(String node, String path) {
    try {
      PortForward api = apis.get(node);
      HttpURLConnection connection =
          (HttpURLConnection)
              URI.create("http://127.0.0.1:" + api.port() + path).toURL().openConnection();
      connection.setConnectTimeout(5_000);
      connection.setReadTimeout(10_000);
      try (InputStream body = connection.getInputStream()) {
        return JSON.readTree(body);
      }
    } catch (IOException e) {
      return JSON.missingNode();
    }
  }

  /** The address of a Service as an agent says. */
  String vip(String node, String namespace, String name) {
    for (JsonNode row : document(node, "/v1/services")) {
      if (row.path("namespace").asString("").equals(namespace)
          && row.path("name").asString("").equals(name)) {
        return row.path("vips").path(0).path("ip").asString("");
      }
    }
    return "";
  }

  /** Replaces a manifest file in one step, as careful tools do. */
  void write(String file, String text) throws IOException {
    Path fresh = config.resolveSibling(file + ".new");
    Files.writeString(fresh, text);
    Files.move(
        fresh,
        config.resolve(file),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  void edit(String file, UnaryOperator<String> change) throws IOException {
    write(file, change.apply(Files.readString(config.resolve(file))));
  }

  void delete(String file) throws IOException {
    Files.delete(config.resolve(file));
  }

  /** Waits until {@code condition} holds, and fails with what agents and router say otherwise. */
  void await(String what, Duration deadline, BooleanSupplier condition) {
    try {
      Awaitility.await(what)
          .pollInSameThread()
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(100))
          .atMost(deadline)
          .until(condition::getAsBoolean);
    } catch (org.awaitility.core.ConditionTimeoutException e) {
      StringBuilder text = new StringBuilder("not " + what + " after " + deadline + "\n");
      text.append(
          router.tryVtysh("show bgp summary", "show bgp ipv4 unicast", "show ip route bgp").out());
      for (String node : NODES) {
        if (agents.get(node).isAlive()) {
          for (String view : List.of("services", "bgp peers", "verify")) {
            ExecResult r = readback(node, view.split(" "));
            text.append("--- ")
                .append(node)
                .append(' ')
                .append(view)
                .append('\n')
                .append(r.out())
                .append(r.err());
          }
        }
      }
      throw new AssertionError(text.toString(), e);
    }
  }

  void awaitForwarding(Map<String, java.util.SortedSet<String>> expected) {
    await("forwarding " + expected, DEADLINE, () -> router.forwardingRoutes().equals(expected));
  }

  /** Waits until every verdict of a node is "verified". */
  void awaitVerified(String node) {
    await("verified", DEADLINE, () -> allVerified(node));
  }

  boolean allVerified(String node) {
    JsonNode rows = document(node, "/v1/verify");
    for (JsonNode row : rows) {
      if (!row.path("verdict").asString("").equals("verified")) {
        return false;
      }
    }
    return rows.size() >= 2;
  }
}
