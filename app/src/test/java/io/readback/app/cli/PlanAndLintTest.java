package io.readback.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.readback.app.agent.Agent;
import io.readback.app.api.Endpoint;
import io.readback.core.engine.Engine;
import io.readback.core.engine.Role;
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
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code plan} and {@code lint} as they are run, on the guide's manifests. */
class PlanAndLintTest {
  private static final Path GUIDE = Path.of("..", "examples", "manifests", "guide");
  private static final String NEW_SERVICE =
      """
      apiVersion: v1
      kind: Service
      metadata: {name: new, namespace: web}
      spec: {type: LoadBalancer, ipFamilies: [IPv4], selector: {app: new}, ports: [{port: 443}]}
      """;
  private static final String SECRETS =
      """
      apiVersion: v1
      kind: Secret
      metadata: {name: bgp, namespace: kube-system}
      stringData: {password: hunter2}
      """;

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

  private JsonNode json() {
    return JsonMapper.builder().build().readTree(out);
  }

  private Path guideAs(String name) throws IOException {
    Path copy = Files.createDirectory(folder.resolve(name));
    try (Stream<Path> files = Files.list(GUIDE)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".yaml")).toList()) {
        Files.copy(file, copy.resolve(file.getFileName()));
      }
    }
    return copy;
  }

  private static void edit(Path file, String from, String to) throws IOException {
    String text = Files.readString(file);
    assertThat(text).contains(from);
    Files.writeString(file, text.replace(from, to));
  }

  @Test
  void lint_guide_exits0WithNoticesAlone() {
    assertThat(run("lint", "--config", GUIDE)).isZero();
    assertThat(out)
        .contains(
            "30-peer-config.yaml:1: notice RB120 CiliumBGPPeerConfig tor-rack-1, apiVersion\n")
        .contains("-> Use cilium.io/v2\n")
        .contains("0 errors, 0 warnings, 5 notices in 5 files.");
  }

  @Test
  void lint_warning_exits1AndJsonHasEveryField() throws IOException {
    Path changed = guideAs("a");
    edit(changed.resolve("20-advertisement.yaml"), "advertise: bgp", "advertise: bpg");

    assertThat(run("lint", "--config", changed, "-o", "json")).isEqualTo(1);
    JsonNode first = json().path(0);
    assertThat(first.propertyNames())
        .containsExactly(
            "code", "severity", "file", "line", "object", "field", "message", "remedy");
    assertThat(json().findValuesAsString("code")).contains("RB309", "RB403");
  }

  @Test
  void lint_noFolder_exits2AndSaysSo() {
    assertThat(run("lint", "--config", folder.resolve("none"))).isEqualTo(2);
    assertThat(err).contains("none cannot be read: it does not exist");
    assertThat(run("lint")).isEqualTo(2);
    assertThat(err).contains("--config DIR");
  }

  @Test
  void lint_explain_saysWhatACodeMeans() {
    assertThat(run("lint", "--explain", "rb201")).isZero();
    assertThat(out).startsWith("RB201: pools overlap (warning)\n");
    assertThat(run("lint", "--explain", "RB999")).isEqualTo(2);
  }

  @Test
  void plan_sameFolder_exits0() throws IOException {
    assertThat(run("plan", "--config", guideAs("a"), "--against", GUIDE)).isZero();
    assertThat(out).isEqualTo("Plan: nothing changes against " + GUIDE + ".\n");
  }

  @Test
  void plan_newService_exits1AndShowsAddressesAndRoutes() throws IOException {
    Path changed = guideAs("a");
    Files.writeString(changed.resolve("new.yaml"), NEW_SERVICE);

    assertThat(run("plan", "--config", changed, "--against", GUIDE)).isEqualTo(1);
    assertThat(out)
        .contains("Addresses\n  +  web/new  172.16.90.4 (example-pool)\n")
        .contains(
            "Routes of berlin-1, berlin-2, berlin-3 to unifi (172.16.10.1)\n"
                + "  +  172.16.90.4/32  web/new\n")
        .endsWith("Plan: 1 address gained; 3 routes added.\n");
    assertThat(run("plan", "--config", changed, "--against", GUIDE, "-o", "json")).isEqualTo(1);
    assertThat(json().path("summary").path("routesAdded").asInt()).isEqualTo(3);
    assertThat(json().path("services").path(0).path("change").asString()).isEqualTo("gained");
  }

  @Test
  void plan_brokenManifests_exits2AndNamesTheErrors() throws IOException {
    Path changed = guideAs("a");
    edit(changed.resolve("10-pool.yaml"), "172.16.91.0/24", "172.16.91.0/99");

    assertThat(run("plan", "--config", changed, "--against", GUIDE)).isEqualTo(2);
    assertThat(out).contains("RB110").contains("10-pool.yaml:9").contains("Errors in the proposed");
  }

  @Test
  void plan_noAgent_exits3_noFolder_exits2() {
    assertThat(run("plan", "--config", GUIDE, "--api", "127.0.0.1:1")).isEqualTo(3);
    assertThat(run("plan", "--config", folder.resolve("none"), "--against", GUIDE)).isEqualTo(2);
    assertThat(run("plan", "--config", GUIDE, "--against", folder.resolve("none"))).isEqualTo(2);
  }

  @Test
  void plan_runningAgent_startsFromWhatServicesHold() throws IOException {
    Path running = guideAs("running");
    edit(
        running.resolve("30-peer-config.yaml"),
        "gracefulRestart:",
        "authSecretRef: bgp\n    gracefulRestart:");
    Files.writeString(running.resolve("secret.yaml"), SECRETS);
    Path changed = folder.resolve("changed");
    Path socket = folder.resolve("api");
    Engine.Builder engine =
        Engine.builder(new FolderSource(running), "berlin-1").role(Role.CONTROLLER);
    Agent agent = Agent.start(engine, Optional.of(new Endpoint.Unix(socket.toString())));
    try {
      assertThat(run("plan", "--config", running, "--api", "unix:" + socket)).isZero();
      assertThat(out).contains("nothing changes");

      copy(running, changed);
      edit(changed.resolve("10-pool.yaml"), "start: 172.16.90.2\n", "start: 172.16.90.3\n");
      edit(
          changed.resolve("30-peer-config.yaml"),
          "restartTimeSeconds: 15",
          "restartTimeSeconds: 30");
      assertThat(run("plan", "--config", changed, "--api", "unix:" + socket)).isEqualTo(1);
      assertThat(out)
          .contains("web/api  172.16.90.2 (example-pool) -> 172.16.90.4 (example-pool)")
          .contains("gracefulRestart 15 s -> 30 s")
          .contains("1 address moved; 3 sessions reset;");

      assertThat(
              new ApiClient(new Endpoint.Unix(socket.toString()))
                  .get("/v1/plan-basis")
                  .document()
                  .toString())
          .contains("\"password\":\"set\"")
          .doesNotContain("hunter2");
    } finally {
      agent.close(StopIntent.WITHDRAW);
    }
  }

  @Test
  void plan_runningAgentWithLinks_saysWhoWouldAnswer() throws IOException {
    Path example = Path.of("..", "examples", "manifests", "layer2-metallb");
    Path running = folder.resolve("running");
    Path changed = folder.resolve("changed");
    copy(example, running);
    copy(example, changed);
    edit(changed.resolve("20-advertisement.yaml"), "rack: \"1\"", "rack: \"2\"");
    Path socket = folder.resolve("api");
    Engine.Builder engine =
        Engine.builder(new FolderSource(running), "hall-1").role(Role.CONTROLLER);
    Agent agent = Agent.start(engine, Optional.of(new Endpoint.Unix(socket.toString())));
    try {
      assertThat(run("plan", "--config", running, "--api", "unix:" + socket)).isZero();
      assertThat(run("plan", "--config", changed, "--api", "unix:" + socket)).isEqualTo(1);
      assertThat(out)
          .contains(
              "!  192.0.2.100      web/echo  hall-1, then hall-2 on eth0 -> hall-2, then hall-1 on"
                  + " eth0")
          .contains("Plan: 2 VIPs with other nodes or interfaces.");
    } finally {
      agent.close(StopIntent.WITHDRAW);
    }
  }

  @Test
  void plan_runningAgentWithKernelRoutes_saysWhatEachKernelWouldHold() throws IOException {
    Path example = Path.of("..", "examples", "manifests", "kernel-routes");
    Path running = folder.resolve("running");
    Path changed = folder.resolve("changed");
    copy(example, running);
    copy(example, changed);
    edit(changed.resolve("kernel-routes.yaml"), "nexthop-weight: \"2\"", "nexthop-weight: \"3\"");
    Path socket = folder.resolve("api");
    Engine.Builder engine =
        Engine.builder(new FolderSource(running), "edge-1").role(Role.CONTROLLER);
    Agent agent = Agent.start(engine, Optional.of(new Endpoint.Unix(socket.toString())));
    try {
      assertThat(run("plan", "--config", running, "--api", "unix:" + socket)).isZero();
      assertThat(run("plan", "--config", changed, "--api", "unix:" + socket)).isEqualTo(1);
      assertThat(out)
          .contains(
              "In the kernel of edge-1",
              "table 254 metric 20 protocol 200, via 172.16.10.11, 172.16.10.12 weight 2 -> via"
                  + " 172.16.10.11, 172.16.10.12 weight 3")
          .contains("Plan: 1 kernel route changed.");
      assertThat(run("plan", "--config", changed, "--api", "unix:" + socket, "-o", "json"))
          .isEqualTo(1);
      assertThat(out).contains("\"kernelRoutesChanged\"", "\"via\"", "\"172.16.10.12 weight 3\"");
    } finally {
      agent.close(StopIntent.WITHDRAW);
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectory(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }
}
