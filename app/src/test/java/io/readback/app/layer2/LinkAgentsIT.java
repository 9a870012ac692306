package io.readback.app.layer2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.readback.lab.Lab;
import io.readback.lab.LabNode;
import io.readback.lab.LabProcess;
import io.readback.lab.LabTest;
import io.readback.lab.PortForward;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Agents of the distribution with the example manifests of both dialects, from the folder to what a
 * neighbour on the link hears.
 */
@LabTest
@SuppressWarnings("NullAway.Init")
final class LinkAgentsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String READBACK =
      Path.of("target", "readback", "bin", "readback").toAbsolutePath().toString();
  private static final List<String> VIPS = List.of("192.0.2.100", "2001:db8:5::100");

  private static final String ROUTER =
      """
      apiVersion: readback.io/v1alpha1
      kind: Router
      metadata: {name: lan}
      spec: {interval: 1s, lookingGlasses: [{type: link, settings: {interface: eth0}}]}
      """;

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private LabNode client;
  private String config = "";
  private final SortedMap<String, LabNode> nodes = new TreeMap<>();
  private final SortedMap<String, PortForward> apis = new TreeMap<>();
  private final SortedMap<String, String> macs = new TreeMap<>();
  private final SortedMap<String, LabProcess> agents = new TreeMap<>();

  @BeforeEach
  void link(Lab lab) {
    client = lab.node("client", "192.0.2.254/24", "2001:db8:5::fe/64");
    for (int i = 1; i <= 2; i++) {
      String name = "hall-" + i;
      LabNode node = lab.node("hall" + i, "192.0.2." + i + "/24");
      String shown = node.network("ip", "-o", "link", "show", "eth0").orFail().out();
      nodes.put(name, node);
      apis.put(name, lab.forward(node, "127.0.0.1", 7179));
      macs.put(shown.replaceAll("(?s).*link/ether ([0-9a-f:]+) .*", "$1"), name);
    }
  }

  private void start(String name) {
    agents.put(
        name,
        nodes
            .get(name)
            .start(
                "agent" + (agents.containsKey(name) ? "-again" : ""),
                List.of(READBACK, "run", "--config", config, "--node", name)));
  }

  private static String readback(LabNode node, String... arguments) {
    List<String> command = new ArrayList<>(List.of(READBACK));
    command.addAll(List.of(arguments));
    return node.exec(command, "", PATIENCE).out();
  }

  /** By VIP the nodes that answer the client. */
  private SortedMap<String, SortedSet<String>> answering() {
    SortedMap<String, SortedSet<String>> out = new TreeMap<>();
    String asked = readback(client, "link", "ask", "--interface", "eth0", VIPS.get(0), VIPS.get(1));
    for (String line : asked.lines().skip(1).toList()) {
      String[] cells = line.trim().split(" +");
      SortedSet<String> found = new TreeSet<>();
      for (String mac : cells[2].split(",")) {
        if (!mac.equals("-")) {
          found.add(macs.getOrDefault(mac, mac));
        }
      }
      out.put(cells[0], found);
    }
    return out;
  }

  /** By VIP the nodes that say that they answer. */
  private SortedMap<String, SortedSet<String>> explained() {
    SortedMap<String, SortedSet<String>> out = new TreeMap<>();
    for (String name : nodes.keySet()) {
      JsonNode steps = document(name, "/v1/explain/web/echo?look=true").path("steps");
      for (String vip : VIPS) {
        SortedSet<String> found = out.computeIfAbsent(vip, v -> new TreeSet<>());
        for (JsonNode step : steps) {
          if (step.path("step").asString("").equals("advertisement")
              && step.path("subject").asString("").startsWith(vip + ",")
              && step.path("detail").asString("").endsWith("; this node (" + name + ") does")) {
            found.add(name);
          }
        }
      }
    }
    return out;
  }

  /** A document of a node's API; missing while the agent does not answer. */
  private JsonNode document(String name, String path) {
    try {
      URLConnection connection =
          URI.create("http://127.0.0.1:" + apis.get(name).port() + path).toURL().openConnection();
      connection.setConnectTimeout(5_000);
      connection.setReadTimeout(10_000);
      try (InputStream body = connection.getInputStream()) {
        return JSON.readTree(body);
      }
    } catch (IOException e) {
      return JSON.missingNode();
    }
  }

  private void until(String what, BooleanSupplier condition) {
    try {
      await(what).atMost(PATIENCE).until(condition::getAsBoolean);
    } catch (ConditionTimeoutException e) {
      StringBuilder text = new StringBuilder("not " + what + "; answering: " + answering());
      agents.forEach((name, agent) -> text.append('\n').append(name).append(agent.log()));
      nodes.keySet().forEach(n -> text.append(document(n, "/v1/explain/web/echo")).append('\n'));
      throw new AssertionError(text.toString(), e);
    }
  }

  private static Map<String, SortedSet<String>> all(String node) {
    Map<String, SortedSet<String>> out = new TreeMap<>();
    VIPS.forEach(vip -> out.put(vip, new TreeSet<>(List.of(node))));
    return out;
  }

  private void begin(String manifests) {
    config = Path.of("..", "examples", "manifests", manifests).toAbsolutePath().toString();
    nodes.keySet().forEach(this::start);
  }

  /** The same, and the agents ask the link. */
  private void beginAsking(String manifests) throws IOException {
    Path folder = Files.createDirectory(client.dir().resolve("manifests"));
    try (Stream<Path> files = Files.list(Path.of("..", "examples", "manifests", manifests))) {
      for (Path file : files.toList()) {
        Files.copy(file, folder.resolve(file.getFileName()));
      }
    }
    Files.writeString(folder.resolve("router.yaml"), ROUTER);
    config = folder.toString();
    nodes.keySet().forEach(this::start);
  }

  /** By VIP what an agent says of the link, as {@code verdict reason: message}. */
  private SortedMap<String, String> verdicts(String name) {
    SortedMap<String, String> out = new TreeMap<>();
    for (JsonNode row : document(name, "/v1/verify?look=true")) {
      if (row.path("router").asString("").equals("lan")) {
        out.put(
            row.path("vip").asString(""),
            row.path("verdict").asString("")
                + " "
                + row.path("reason").asString("")
                + ": "
                + row.path("message").asString(""));
      }
    }
    return out;
  }

  @Test
  void linkRead_agentsThatAskIt_nameTheOwner_andAStrangerIsADuplicate() throws IOException {
    beginAsking("layer2-metallb");
    until(
        "the other node hears the owner for both families",
        () ->
            verdicts("hall-2").size() == 2
                && verdicts("hall-2").values().stream()
                    .allMatch("verified : answered by 192.0.2.1 (hall-1)"::equals));
    until(
        "the owner knows that nobody else answers",
        () ->
            verdicts("hall-1").values().stream()
                    .filter(v -> v.startsWith("verified : this node (hall-1) answers"))
                    .count()
                == 2);
    client.addAddress(VIPS.get(0) + "/24");
    String mac =
        client
            .network("ip", "-o", "link", "show", "eth0")
            .orFail()
            .out()
            .replaceAll("(?s).*link/ether ([0-9a-f:]+) .*", "$1");
    for (String name : nodes.keySet()) {
      until(
          name + " names the stranger",
          () -> {
            String said = verdicts(name).getOrDefault(VIPS.get(0), "");
            return said.startsWith("unexpected DUPLICATE_ADDRESS") && said.contains(mac);
          });
    }
    client.removeAddress(VIPS.get(0) + "/24");
    until(
        "all is well again",
        () -> verdicts("hall-2").values().stream().allMatch(v -> v.startsWith("verified")));
  }

  private void kill(String name) {
    Optional.ofNullable(agents.get(name)).orElseThrow().kill();
  }

  @Test
  void metallbManifests_agentKilledAndStartedAgain_theOtherStandsInForThePreferredNode() {
    begin("layer2-metallb");
    until("both say who", () -> explained().equals(all("hall-1")));
    until("the preferred one answers", () -> answering().equals(all("hall-1")));
    assertThat(document("hall-1", "/v1/problems")).isEmpty();
    assertThat(document("hall-1", "/v1/verify"))
        .hasSize(VIPS.size())
        .allMatch(row -> row.path("reason").asString("").equals("ON_LINKS"));
    kill("hall-1");
    until("the other answers", () -> answering().equals(all("hall-2")));
    start("hall-1");
    until("both say so", () -> explained().equals(all("hall-1")));
    until("as before", () -> answering().equals(all("hall-1")));
  }

  @Test
  void ciliumManifests_agentKilled_theOtherAnswers() {
    begin("layer2-cilium");
    until("settled", () -> explained().values().stream().allMatch(found -> found.size() == 1));
    SortedMap<String, SortedSet<String>> first = explained();
    until("heard from those that say so", () -> answering().equals(first));
    String dies = first.get(VIPS.get(0)).first();
    kill(dies);
    String stays = dies.equals("hall-1") ? "hall-2" : "hall-1";
    until(stays + " answers", () -> answering().equals(all(stays)));
  }
}
