package io.readback.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.readback.app.agent.Agent;
import io.readback.app.api.Endpoint;
import io.readback.core.engine.Engine;
import io.readback.core.engine.Role;
import io.readback.core.settings.AgentSettings;
import io.readback.core.source.FolderSource;
import io.readback.spi.plugin.StopIntent;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code plan} goes by what the agent is set to. */
class PlanSettingsTest {
  @TempDir Path folder;
  private String out = "";
  private String err = "";

  private int run(Object... args) {
    StringWriter outText = new StringWriter();
    StringWriter errText = new StringWriter();
    String[] texts = Stream.of(args).map(Object::toString).toArray(String[]::new);
    int code = ReadbackCommand.run(new PrintWriter(outText), new PrintWriter(errText), texts);
    out = outText.toString();
    err = errText.toString();
    return code;
  }

  /** A pool, and a Service of the class {@code a/b}. */
  private Path manifests(String name, String addresses) throws IOException {
    Path made = Files.createDirectory(folder.resolve(name));
    Files.writeString(
        made.resolve("m.yaml"),
        """
        apiVersion: metallb.io/v1beta1
        kind: IPAddressPool
        metadata: {name: red, namespace: metallb-system}
        spec: {addresses: [%s]}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: classed, namespace: web}
        spec: {type: LoadBalancer, loadBalancerClass: a/b, ipFamilies: [IPv4], ports: [{port: 443}]}
        """
            .formatted(addresses));
    return made;
  }

  @Test
  void plan_runningAgentWithAClassForMetallb_servesThatClass() throws IOException {
    Path running = manifests("running", "203.0.113.0/28");
    Path changed = manifests("changed", "203.0.113.32/28");
    Path socket = folder.resolve("api");
    Engine.Builder engine =
        Engine.builder(new FolderSource(running), "berlin-1")
            .role(Role.CONTROLLER)
            .settings(AgentSettings.parse("metallb: {lbClass: a/b}", "s").settings());
    Agent agent = Agent.start(engine, Optional.of(new Endpoint.Unix(socket.toString())));
    try {
      assertThat(run("plan", "--config", changed, "--api", "unix:" + socket)).isEqualTo(1);
      assertThat(out).contains("web/classed  203.0.113.0 (red) -> 203.0.113.32 (red)");
    } finally {
      agent.close(StopIntent.WITHDRAW);
    }
  }

  @Test
  void plan_settingsFile_saysTheClassForMetallb() throws IOException {
    Path present = manifests("present", "203.0.113.0/28");
    Path changed = manifests("changed", "203.0.113.32/28");
    Path settings = Files.writeString(folder.resolve("s.yaml"), "metallb: {lbClass: a/b}\n");

    assertThat(run("plan", "--config", changed, "--against", present)).isZero();
    assertThat(run("plan", "--config", changed, "--against", present, "--settings", settings))
        .isEqualTo(1);
    assertThat(out).contains("web/classed  203.0.113.0 (red) -> 203.0.113.32 (red)");
    assertThat(run("plan", "--config", changed, "--settings", settings)).isEqualTo(2);
    assertThat(err).contains("--settings goes with --against DIR");
    Files.writeString(settings, "metallb: {class: a/b}\n");
    assertThat(run("plan", "--config", changed, "--against", present, "--settings", settings))
        .isEqualTo(2);
    assertThat(err).contains("metallb.class");
  }
}
