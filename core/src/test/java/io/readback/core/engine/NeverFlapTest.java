package io.readback.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.readback.core.settings.AgentSettings;
import io.readback.core.settings.AnnouncerSettings;
import io.readback.core.source.FolderSource;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.net.PrefixMap;
import io.readback.spi.route.Path;
import io.readback.spi.target.DesiredTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of what a change does to what sessions hold: no more than it must. */
class NeverFlapTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final String NODE = "berlin-1";

  @TempDir java.nio.file.Path dir;
  private final FakeNetwork network = new FakeNetwork();
  private Engine engine;

  @BeforeEach
  void start() throws Exception {
    try (Stream<java.nio.file.Path> files =
        Files.list(java.nio.file.Path.of("..", "examples", "manifests", "guide"))) {
      for (java.nio.file.Path file : files.toList()) {
        Files.copy(file, dir.resolve(file.getFileName()));
      }
    }
    for (int i = 0; i < 20; i++) {
      Files.writeString(dir.resolve("s" + i + ".yaml"), service("s" + i, "a"));
    }
    engine =
        Engine.builder(new FolderSource(dir), NODE)
            .withoutClassPath()
            .plugin(network.plugin(IpAddress.parse("172.16.10.11")))
            .settings(AgentSettings.ofAnnouncers(List.of(AnnouncerSettings.of("bgp", "fake"))))
            .build()
            .start();
    await(s -> s.synced() && targets(s).size() == 1 && table(s).size() > 20);
  }

  @AfterEach
  void close() {
    engine.close();
  }

  /** Selected as the guide's advertisement selects. */
  private static String service(String name, String app) {
    return """
    apiVersion: v1
    kind: Service
    metadata: {name: %s, namespace: flap, labels: {app: %s}}
    spec: {type: LoadBalancer, externalTrafficPolicy: Cluster, ports: [{port: 80}]}
    """
        .formatted(name, app);
  }

  private EngineStatus await(Predicate<EngineStatus> wanted) throws InterruptedException {
    return engine
        .await(wanted, SOON)
        .orElseThrow(
            () ->
                new AssertionError(
                    engine.status().problems() + " " + targets(engine.status()).toString()));
  }

  private static List<DesiredTarget> targets(EngineStatus status) {
    return status.plan().node(NODE).targets().values().stream().map(t -> t.desired()).toList();
  }

  private static PrefixMap<Path> table(EngineStatus status) {
    return targets(status).get(0).routes().paths();
  }

  private static List<String> changes(EngineStatus before, EngineStatus after) {
    List<String> out = new ArrayList<>();
    PrefixMap.changes(
        table(before),
        table(after),
        new PrefixMap.ChangeVisitor<Path>() {
          @Override
          public void added(IpPrefix prefix, Path path) {
            out.add("+" + prefix);
          }

          @Override
          public void removed(IpPrefix prefix, Path path) {
            out.add("-" + prefix);
          }

          @Override
          public void changed(IpPrefix prefix, Path was, Path is) {
            out.add("~" + prefix);
          }
        });
    return out;
  }

  private java.nio.file.Path pool() {
    return dir.resolve("10-pool.yaml");
  }

  private EngineStatus write(java.nio.file.Path file, String text, Predicate<EngineStatus> wanted)
      throws IOException, InterruptedException {
    Files.writeString(file, text);
    return await(wanted);
  }

  @Test
  void poolEdited_holdersStayLegal_sessionsKeepTheVeryTable() throws Exception {
    EngineStatus before = engine.status();
    int reconciles = network.reconciles;
    String text = Files.readString(pool());
    int blocks = before.cluster().pools().values().stream().mapToInt(p -> p.blocks().size()).sum();
    EngineStatus after =
        write(
            pool(),
            text.replace("blocks:", "blocks:\n    - cidr: 10.77.0.0/28"),
            s ->
                s.cluster().pools().values().stream().mapToInt(p -> p.blocks().size()).sum()
                    > blocks);
    assertThat(after.allocations().assignments()).isEqualTo(before.allocations().assignments());
    assertThat(targets(after).get(0).routes()).isSameAs(targets(before).get(0).routes());
    assertThat(targets(after).get(0).spec()).isEqualTo(targets(before).get(0).spec());
    assertThat(after.plan().generation()).isEqualTo(before.plan().generation());
    assertThat(network.reconciles).isEqualTo(reconciles);
  }

  @Test
  void serviceChanges_onlyItsOwnPrefixesChange() throws Exception {
    EngineStatus before = engine.status();
    IpAddress vip =
        before
            .allocations()
            .get(io.readback.core.model.ServiceRef.parse("flap/s7"))
            .orElseThrow()
            .vips()
            .get(0)
            .ip();
    EngineStatus local =
        write(
            dir.resolve("s7.yaml"),
            service("s7", "a").replace("Policy: Cluster", "Policy: Local"),
            s -> table(s).get(vip.toPrefix()) == null);
    assertThat(changes(before, local)).containsExactly("-" + vip + "/32");
    assertThat(targets(local).get(0).spec()).isEqualTo(targets(before).get(0).spec());
    EngineStatus back =
        write(
            dir.resolve("s7.yaml"), service("s7", "a"), s -> table(s).get(vip.toPrefix()) != null);
    assertThat(changes(local, back)).containsExactly("+" + vip + "/32");
    assertThat(changes(before, back)).isEmpty();
  }

  @Test
  void serviceRelabelledOrRewritten_nothingChanges() throws Exception {
    EngineStatus before = engine.status();
    EngineStatus after =
        write(
            dir.resolve("s7.yaml"),
            service("s7", "b"),
            s ->
                s.cluster()
                    .service(io.readback.core.model.ServiceRef.parse("flap/s7"))
                    .orElseThrow()
                    .labels()
                    .get("app", "")
                    .equals("b"));
    assertThat(targets(after).get(0).routes()).isSameAs(targets(before).get(0).routes());
    assertThat(after.plan().generation()).isEqualTo(before.plan().generation());
  }
}
