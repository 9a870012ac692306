package io.readback.app.layer2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.readback.app.Main;
import io.readback.lab.Lab;
import io.readback.lab.LabNode;
import io.readback.lab.LabProcess;
import io.readback.lab.LabTest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Agents with the example manifests, from the folder to what a neighbour on the link hears. */
@LabTest
final class LinkAgentsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String VIP = "192.0.2.100";

  private final LabNode client;
  private final Map<String, LabNode> nodes = new TreeMap<>();
  private final Map<String, LabProcess> agents = new TreeMap<>();

  LinkAgentsIT(Lab lab) {
    client = lab.node("client", "192.0.2.254/24", "2001:db8:5::fe/64");
    nodes.put("hall-1", lab.node("hall-1", "192.0.2.1/24"));
    nodes.put("hall-2", lab.node("hall-2", "192.0.2.2/24"));
  }

  private void start(String name) {
    String config =
        Path.of("..", "examples", "manifests", "layer2-metallb").toAbsolutePath().toString();
    LabNode node = nodes.get(name);
    if (node != null) {
      agents.put(
          name,
          node.java("agent", Main.class.getName(), "run", "--config", config, "--node", name));
    }
  }

  private String mac(String name) {
    LabNode node = nodes.get(name);
    return node == null
        ? ""
        : node.network("ip", "-o", "link", "show", "eth0")
            .orFail()
            .out()
            .replaceAll("(?s).*link/ether ([0-9a-f:]+) .*", "$1");
  }

  private String asked(String... command) {
    return client.network(command).out().toLowerCase(java.util.Locale.ROOT);
  }

  @Test
  void exampleManifests_preferredNodeAnswers_otherTakesOver_explainSaysWho() {
    start("hall-1");
    start("hall-2");
    await()
        .atMost(PATIENCE)
        .until(() -> asked("arping", "-c", "1", "-w", "2", VIP).contains(mac("hall-1")));
    await()
        .atMost(PATIENCE)
        .until(() -> asked("ndisc6", "-r", "1", "2001:db8:5::1", "eth0").contains(mac("hall-1")));
    assertThat(asked("arping", "-c", "2", "-w", "3", VIP)).doesNotContain(mac("hall-2"));
    await()
        .atMost(PATIENCE)
        .until(
            () -> explained().contains("one of hall-1, hall-2 answers; this node (hall-1) does"));
    assertThat(explained())
        .contains("L2Advertisement metallb-system/lan makes it known")
        .contains("links have no routers to ask");
    LabProcess ask =
        client.java("ask", Main.class.getName(), "link", "ask", "--interface", "eth0", VIP);
    assertThat(ask.awaitExit(PATIENCE)).as(ask.log()).isZero();
    assertThat(ask.out()).contains(VIP, "answered", mac("hall-1"));
    LabProcess agent = agents.get("hall-1");
    assertThat(agent).isNotNull();
    agent.kill();
    await()
        .atMost(PATIENCE)
        .until(() -> asked("arping", "-c", "1", "-w", "2", VIP).contains(mac("hall-2")));
  }

  private String explained() {
    LabNode node = nodes.get("hall-1");
    if (node == null) {
      return "";
    }
    LabProcess explain = node.java("explain", Main.class.getName(), "explain", "web/echo");
    explain.awaitExit(PATIENCE);
    return explain.out();
  }
}
