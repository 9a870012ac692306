package io.readback.app.peering;

import io.readback.lab.ExecResult;
import io.readback.lab.Lab;
import io.readback.lab.LabNode;
import io.readback.lab.LabProcess;
import io.readback.lab.PortForward;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The distribution's agent on a node of the lab, with a folder of manifests of its own. */
final class AgentOnNode {
  private static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final String READBACK =
      Path.of("target", "readback", "bin", "readback").toAbsolutePath().toString();
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final LabNode node;
  private final Path config;
  private final PortForward api;
  private LabProcess process;

  private AgentOnNode(LabNode node, Path config, PortForward api) {
    this.node = node;
    this.config = config;
    this.api = api;
    this.process = run("agent");
  }

  /**
   * Starts the agent of the Kubernetes node {@code node-1}.
   *
   * @param folder a new one is made in it
   * @param manifests the first file
   */
  static AgentOnNode start(Lab lab, LabNode node, Path folder, String manifests) {
    try {
      Path config = Files.createDirectory(folder.resolve("config-" + node.name()));
      Files.writeString(config.resolve("10-first.yaml"), manifests);
      return new AgentOnNode(node, config, lab.forward(node, "127.0.0.1", 7179));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private LabProcess run(String name) {
    return node.start(
        name,
        READBACK,
        "run",
        "--config",
        config.toString(),
        "--node",
        "node-1",
        "--state",
        config.resolveSibling("state-" + node.name()).toString());
  }

  LabProcess process() {
    return process;
  }

  void startAgain() {
    process = run("agent-again");
  }

  /** Replaces a file of manifests in one step, with the same text or another. */
  void write(String file, String text) {
    try {
      Path fresh = config.resolveSibling(node.name() + "-" + file + ".new");
      Files.writeString(fresh, text);
      Files.move(
          fresh,
          config.resolve(file),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String read(String file) {
    try {
      return Files.readString(config.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void delete(String file) {
    try {
      Files.delete(config.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a command of the distribution prints on the node. */
  String readback(String... arguments) {
    List<String> command = new ArrayList<>(List.of(READBACK));
    command.addAll(List.of(arguments));
    ExecResult said = node.exec(command, "", DEADLINE);
    return said.out() + said.err();
  }

  /** The row of a peer in {@code bgp peers}; missing while the agent does not answer. */
  JsonNode peer(String address) {
    for (JsonNode row : document("/v1/bgp/peers")) {
      if (row.path("peerAddress").asString("").equals(address)) {
        return row;
      }
    }
    return JSON.missingNode();
  }

  private JsonNode document(String path) {
    try {
      URLConnection connection =
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

  /** Waits until something holds, and fails with what the agent says otherwise. */
  void await(String what, BooleanSupplier condition) {
    try {
      Awaitility.await(what)
          .pollInSameThread()
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(50))
          .atMost(DEADLINE)
          .until(condition::getAsBoolean);
    } catch (ConditionTimeoutException e) {
      throw new AssertionError(
          "not %s after %s%n%s%n%s"
              .formatted(what, DEADLINE, document("/v1/bgp/peers"), process.log()),
          e);
    }
  }
}
