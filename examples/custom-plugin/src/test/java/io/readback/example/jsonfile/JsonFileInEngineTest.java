package io.readback.example.jsonfile;

import static org.assertj.core.api.Assertions.assertThat;

import io.readback.core.dispatch.LaneStatus;
import io.readback.core.engine.Engine;
import io.readback.core.engine.EngineStatus;
import io.readback.core.plugin.LoadedPlugin;
import io.readback.core.plugin.PluginProblem;
import io.readback.core.settings.AgentSettings;
import io.readback.core.source.FolderSource;
import io.readback.spi.net.IpPrefix;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The plugin at work in an engine: from a jar in a folder, from the class path, beside broken jars.
 */
@Timeout(60)
class JsonFileInEngineTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final Path CLASSES = Path.of("target/classes");
  private static final String SERVICES = "META-INF/services/io.readback.spi.plugin.ReadbackPlugin";

  @TempDir Path dir;
  private Path manifests;
  private Path plugins;
  private Path routes;

  @BeforeEach
  void prepare() throws IOException {
    manifests = Files.createDirectory(dir.resolve("manifests"));
    plugins = Files.createDirectory(dir.resolve("plugins"));
    routes = dir.resolve("routes.json");
    Files.writeString(
        manifests.resolve("cluster.yaml"),
        """
        apiVersion: cilium.io/v2alpha1
        kind: CiliumLoadBalancerIPPool
        metadata: {name: pool}
        spec: {blocks: [{cidr: 203.0.113.0/24}]}
        ---
        apiVersion: cilium.io/v2alpha1
        kind: CiliumBGPAdvertisement
        metadata: {name: vips, labels: {advertise: bgp}}
        spec:
          advertisements:
            - advertisementType: Service
              service: {addresses: [LoadBalancerIP]}
              selector: {matchExpressions: [{key: none, operator: DoesNotExist}]}
        ---
        apiVersion: cilium.io/v2alpha1
        kind: CiliumBGPPeerConfig
        metadata: {name: peer}
        spec:
          families: [{afi: ipv4, safi: unicast, advertisements: {matchLabels: {advertise: bgp}}}]
        ---
        apiVersion: cilium.io/v2alpha1
        kind: CiliumBGPClusterConfig
        metadata: {name: tor, annotations: {readback.io/announcer: file}}
        spec:
          bgpInstances:
            - name: main
              localASN: 64512
              peers: [{name: tor, peerASN: 64513, peerAddress: 192.0.2.1, peerConfigRef: {name: peer}}]
        ---
        apiVersion: v1
        kind: Node
        metadata: {name: node-1}
        status: {addresses: [{type: InternalIP, address: 192.0.2.11}]}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: echo, namespace: web}
        spec: {type: LoadBalancer, clusterIP: 10.96.0.10, ports: [{port: 80}]}
        ---
        apiVersion: readback.io/v1alpha1
        kind: Router
        metadata: {name: tor}
        spec:
          address: 192.0.2.1
          interval: 1s
          lookingGlasses:
            - type: json-file
              settings: {path: %s}
        """
            .formatted(routes));
  }

  private AgentSettings settings() {
    AgentSettings.Result result =
        AgentSettings.parse(
            """
            announcers:
              - {name: file, type: json-file, settings: {path: %s, nextHop: 192.0.2.11}}
            """
                .formatted(routes),
            "settings.yaml");
    assertThat(result.problems()).isEmpty();
    return result.settings();
  }

  private Engine.Builder builder() {
    return Engine.builder(new FolderSource(manifests), "node-1").settings(settings());
  }

  /** The jar of this module. */
  private static void jarOfThisModule(Path jar) throws IOException {
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
        Stream<Path> files = Files.walk(CLASSES)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        out.putNextEntry(new JarEntry(CLASSES.relativize(file).toString().replace('\\', '/')));
        out.write(Files.readAllBytes(file));
        out.closeEntry();
      }
    }
  }

  private static void jar(Path jar, String entry, byte[] content, String provider)
      throws IOException {
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      if (!entry.isEmpty()) {
        out.putNextEntry(new JarEntry(entry));
        out.write(content);
        out.closeEntry();
      }
      out.putNextEntry(new JarEntry(SERVICES));
      out.write(provider.getBytes(StandardCharsets.UTF_8));
      out.closeEntry();
    }
  }

  private static EngineStatus await(Engine engine, Predicate<EngineStatus> wanted)
      throws InterruptedException {
    return engine
        .await(wanted, SOON)
        .orElseThrow(
            () ->
                new AssertionError(
                    engine.status().plugins().problems()
                        + "\n"
                        + engine.status().problems()
                        + "\n"
                        + engine.status().announcers()
                        + "\n"
                        + engine.status().verdicts().rows()));
  }

  private static boolean verified(EngineStatus status) {
    return !status.verdicts().rows().isEmpty() && status.verdicts().ok();
  }

  private void seenAtWork(Engine engine) throws Exception {
    EngineStatus status = await(engine, JsonFileInEngineTest::verified);
    assertThat(new RouteFile(routes).read())
        .containsExactly(
            new RouteFile.Line(
                "main/tor", IpPrefix.parse("203.0.113.0/32"), List.of("192.0.2.11")));
    assertThat(status.announcers().get("file").lane().state()).isEqualTo(LaneStatus.State.RUNNING);

    // somebody takes the route out of the table: the next look says so
    new RouteFile(routes).write(List.of());
    await(engine, s -> s.verdicts().rows().stream().anyMatch(v -> !v.kind().ok()));
  }

  @Test
  void engine_jarInPluginsFolder_isLoadedByItsOwnLoaderAndSeenAtWork() throws Exception {
    jarOfThisModule(plugins.resolve("json-file.jar"));
    try (Engine engine = builder().withoutClassPath().pluginsFolder(plugins).build().start()) {
      assertThat(engine.status().plugins().plugins())
          .extracting(LoadedPlugin::source)
          .containsExactly("plugins/json-file.jar");
      assertThat(
              engine
                  .status()
                  .plugins()
                  .announcer("json-file")
                  .orElseThrow()
                  .factory()
                  .getClass()
                  .getClassLoader())
          .isNotSameAs(JsonFilePlugin.class.getClassLoader());
      seenAtWork(engine);
    }
  }

  @Test
  void engine_jarOnClassPath_isSeenAtWork() throws Exception {
    try (Engine engine = builder().build().start()) {
      assertThat(engine.status().plugins().plugins())
          .extracting(LoadedPlugin::id)
          .contains("json-file");
      seenAtWork(engine);
    }
  }

  @Test
  void engine_brokenJarsBesideIt_areToldAndEverythingElseGoesOn() throws Exception {
    jarOfThisModule(plugins.resolve("m-json-file.jar"));
    Files.write(plugins.resolve("a-garbage.jar"), new byte[] {7, 7, 7});
    jar(plugins.resolve("b-missing.jar"), "", new byte[0], "gone.Plugin");
    jar(
        plugins.resolve("z-no-class.jar"),
        "odd/Plugin.class",
        new byte[] {1, 2, 3, 4},
        "odd.Plugin");
    try (Engine engine = builder().withoutClassPath().pluginsFolder(plugins).build().start()) {
      EngineStatus status = engine.status();
      assertThat(status.plugins().problems())
          .extracting(PluginProblem::source)
          .containsExactly(
              "plugins/a-garbage.jar", "plugins/b-missing.jar", "plugins/z-no-class.jar");
      seenAtWork(engine);
    }
  }
}
