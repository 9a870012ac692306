package io.readback.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.readback.core.allocate.Vip;
import io.readback.core.dispatch.LaneSettings;
import io.readback.core.dispatch.LaneStatus;
import io.readback.core.model.ClusterChange;
import io.readback.core.model.ClusterState;
import io.readback.core.model.Problem;
import io.readback.core.model.ServiceRef;
import io.readback.core.settings.AgentSettings;
import io.readback.core.settings.AnnouncerSettings;
import io.readback.core.source.ClusterSource;
import io.readback.core.source.FolderSource;
import io.readback.core.verdict.RouteVerdict;
import io.readback.core.verdict.VerdictKind;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.plugin.StopIntent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class EngineTest {
  private static final Path GUIDE = Path.of("../examples/manifests/guide");
  private static final ServiceRef SHOP = new ServiceRef("web", "shop");
  private static final ServiceRef API = new ServiceRef("web", "api");
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final String ROUTER =
      """
      apiVersion: readback.io/v1alpha1
      kind: Router
      metadata: {name: tor}
      spec:
        address: 172.16.10.1
        interval: 1s
        lookingGlasses:
          - type: fake
      """;

  @TempDir Path dir;
  private Path manifests;
  private final FakeNetwork network = new FakeNetwork();
  private final List<Engine> engines = new ArrayList<>();

  @BeforeEach
  void copyGuide() throws IOException {
    manifests = Files.createDirectory(dir.resolve("manifests"));
    try (Stream<Path> files = Files.list(GUIDE)) {
      for (Path file : files.toList()) {
        Files.copy(file, manifests.resolve(file.getFileName()));
      }
    }
  }

  @AfterEach
  void closeEngines() {
    engines.forEach(Engine::close);
  }

  private Engine.Builder builder(ClusterSource source, int node) {
    return Engine.builder(source, "berlin-" + node)
        .withoutClassPath()
        .plugin(network.plugin(IpAddress.parse("172.16.10.1" + node)))
        .settings(AgentSettings.ofAnnouncers(List.of(AnnouncerSettings.of("bgp", "fake"))))
        .lookingGlassTimes(
            LaneSettings.LOOKING_GLASS.withBackoff(
                Duration.ofMillis(50), Duration.ofMillis(200), Duration.ofMillis(100)));
  }

  private Engine start(Engine.Builder builder) {
    Engine engine = builder.build();
    engines.add(engine);
    return engine.start();
  }

  private Engine startOnGuide(int node) {
    return start(builder(new FolderSource(manifests), node));
  }

  private static EngineStatus await(Engine engine, Predicate<EngineStatus> wanted)
      throws InterruptedException {
    return engine
        .await(wanted, SOON)
        .orElseThrow(
            () ->
                new AssertionError(
                    engine.status().verdicts().rows()
                        + "\n"
                        + engine.status().problems()
                        + "\n"
                        + engine.status().announcers()
                        + "\n"
                        + engine.status().routers()));
  }

  private static List<IpAddress> vips(EngineStatus status, ServiceRef service) {
    return status.allocations().get(service).stream()
        .flatMap(a -> a.vips().stream())
        .map(Vip::ip)
        .toList();
  }

  private static Predicate<EngineStatus> verified() {
    return s -> s.synced() && !s.verdicts().rows().isEmpty() && s.verdicts().ok();
  }

  private List<String> announcedBy(int node) {
    var table = network.announced.get(IpAddress.parse("172.16.10.1" + node));
    return table == null
        ? List.of()
        : table.paths().keys().stream().map(IpPrefix::toString).toList();
  }

  @Test
  void start_guide_isAnnouncedByEachNodeAndVerified() throws Exception {
    Files.writeString(manifests.resolve("router.yaml"), ROUTER);
    Engine first = startOnGuide(1);
    startOnGuide(2);
    startOnGuide(3);

    EngineStatus status = await(first, verified());

    IpAddress shop = vips(status, SHOP).get(0);
    IpAddress api = vips(status, API).get(0);
    assertThat(List.of(shop.toString(), api.toString()))
        .containsExactlyInAnyOrder("172.16.90.2", "172.16.90.3");
    assertThat(vips(status, new ServiceRef("web", "db"))).isEmpty();
    assertThat(announcedBy(1))
        .containsExactlyInAnyOrder("10.244.1.0/24", shop + "/32", api + "/32");
    assertThat(announcedBy(2))
        .containsExactlyInAnyOrder("10.244.2.0/24", shop + "/32", api + "/32");
    assertThat(announcedBy(3)).containsExactlyInAnyOrder("10.244.3.0/24", shop + "/32");
    assertThat(status.problems()).isEmpty();
    assertThat(status.verdicts().of(SHOP))
        .singleElement()
        .satisfies(
            v -> {
              assertThat(v.router()).isEqualTo("tor");
              assertThat(v.installedNextHops()).hasSize(3);
            });
    assertThat(status.announcers().get("bgp").lane().state()).isEqualTo(LaneStatus.State.RUNNING);
  }

  @Test
  void running_routerDeniesAPrefix_isRejectedWithTheCause() throws Exception {
    Files.writeString(manifests.resolve("router.yaml"), ROUTER);
    Engine engine = startOnGuide(1);
    startOnGuide(2);
    startOnGuide(3);
    EngineStatus status = await(engine, verified());

    network.denied.add(vips(status, SHOP).get(0).toPrefix());

    EngineStatus denied =
        await(
            engine,
            s ->
                s.verdicts().of(SHOP).stream()
                    .anyMatch(
                        v -> v.kind() == VerdictKind.REJECTED && v.reason().equals("FILTERED")));
    assertThat(denied.verdicts().of(API)).allMatch(v -> v.kind().ok());

    network.unreachable = true;
    EngineStatus blind =
        await(
            engine,
            s -> s.verdicts().rows().stream().allMatch(v -> v.kind() == VerdictKind.UNREACHABLE));
    assertThat(blind.verdicts().of(API))
        .extracting(RouteVerdict::reason)
        .containsOnly("UNREACHABLE");

    network.unreachable = false;
    network.denied.clear();
    await(engine, verified());
  }

  @Test
  void running_endpointsMove_areFollowed() throws Exception {
    Engine engine = startOnGuide(3);
    EngineStatus status = await(engine, s -> announcedBy(3).size() == 2 && !vips(s, API).isEmpty());
    String api = vips(status, API).get(0) + "/32";

    Path cluster = manifests.resolve("50-cluster.yaml");
    Files.writeString(
        cluster,
        Files.readString(cluster)
            .replace(
                "nodeName: berlin-3, conditions: {ready: false, serving: false",
                "nodeName: berlin-3, conditions: {ready: true, serving: true"));

    await(engine, s -> announcedBy(3).contains(api));

    Files.writeString(
        cluster, Files.readString(cluster).replace("type: LoadBalancer", "type: ClusterIP"));
    await(engine, s -> announcedBy(3).equals(List.of("10.244.3.0/24")));
  }

  @Test
  void running_announcedNodeIsNotSelected_announcesNothing() throws Exception {
    Engine engine =
        start(
            Engine.builder(new FolderSource(manifests), "far-1")
                .withoutClassPath()
                .plugin(network.plugin(IpAddress.parse("172.16.10.99")))
                .settings(
                    AgentSettings.ofAnnouncers(List.of(AnnouncerSettings.of("bgp", "fake")))));
    EngineStatus status = await(engine, s -> s.announcers().get("bgp").accepted() > 0);
    assertThat(status.announcers().get("bgp").targets()).isEmpty();
    assertThat(network.announced.get(IpAddress.parse("172.16.10.99")).size()).isZero();
  }

  /** A source that tells what a test says. */
  private static final class HandSource implements ClusterSource {
    private Listener listener;

    @Override
    public void start(Listener value) {
      listener = value;
    }

    @Override
    public void close() {}

    void tell(ClusterState state, boolean synced) {
      listener.changed(
          new ClusterChange(state, new TreeSet<>(state.services().keySet()), true),
          List.of(),
          synced);
    }
  }

  private ClusterState guideState() throws InterruptedException {
    Engine engine =
        start(
            Engine.builder(new FolderSource(manifests), "berlin-1")
                .withoutClassPath()
                .role(Role.CONTROLLER));
    return await(engine, EngineStatus::synced).cluster();
  }

  @Test
  void running_beforeTheSourceIsSynced_nothingIsAllocatedOrDispatched() throws Exception {
    ClusterState guide = guideState();
    HandSource source = new HandSource();
    Engine engine = start(builder(source, 1));

    source.tell(guide, false);
    EngineStatus unsynced = await(engine, s -> !s.cluster().services().isEmpty());
    assertThat(unsynced.synced()).isFalse();
    assertThat(unsynced.allocations().services()).isEmpty();
    assertThat(unsynced.announcers().get("bgp").offered()).isZero();
    assertThat(network.reconciles).isZero();

    source.tell(guide, true);
    await(engine, s -> announcedBy(1).size() == 3);

    // half a world again: what is announced stays
    source.tell(ClusterState.EMPTY, false);
    await(engine, s -> s.cluster().services().isEmpty());
    assertThat(announcedBy(1)).hasSize(3);
    source.tell(guide, true);
    await(engine, s -> !s.cluster().services().isEmpty());
    assertThat(announcedBy(1)).hasSize(3);
  }

  @Test
  void restart_withStateFolder_keepsVips() throws Exception {
    Path state = dir.resolve("state");
    Engine before = start(builder(new FolderSource(manifests), 1).stateFolder(state));
    EngineStatus first = await(before, s -> announcedBy(1).size() == 3 && haveVips(s));
    IpAddress shop = vips(first, SHOP).get(0);
    IpAddress api = vips(first, API).get(0);
    before.close();

    // a Service that would come first were nothing remembered
    Files.writeString(
        manifests.resolve("60-more.yaml"),
        """
        apiVersion: v1
        kind: Service
        metadata: {name: aaa, namespace: aaa}
        spec: {type: LoadBalancer, clusterIP: 10.96.10.9, ports: [{port: 80}]}
        """);
    Engine after = start(builder(new FolderSource(manifests), 1).stateFolder(state));
    EngineStatus second = await(after, s -> announcedBy(1).size() == 4 && haveVips(s));
    assertThat(vips(second, SHOP)).containsExactly(shop);
    assertThat(vips(second, API)).containsExactly(api);
  }

  /** The status may be older than what is announced already. */
  private static boolean haveVips(EngineStatus status) {
    return !vips(status, SHOP).isEmpty() && !vips(status, API).isEmpty();
  }

  @Test
  void restart_damagedState_isToldAndWorkGoesOn() throws Exception {
    Path state = Files.createDirectory(dir.resolve("state"));
    Files.writeString(state.resolve("allocations.json"), "{half");
    Engine engine = start(builder(new FolderSource(manifests), 1).stateFolder(state));
    EngineStatus status = await(engine, s -> announcedBy(1).size() == 3);
    assertThat(status.problems())
        .extracting(Problem::message)
        .anySatisfy(m -> assertThat(m).contains("allocations.json.bad"));
    engine.close();
    assertThat(state.resolve("allocations.json")).content().contains("172.16.90.2");
  }

  @Test
  void close_intent_reachesAnnouncers() throws Exception {
    Engine one = startOnGuide(1);
    Engine two = startOnGuide(2);
    await(one, s -> announcedBy(1).size() == 3);
    await(two, s -> announcedBy(2).size() == 3);
    one.close();
    two.close(StopIntent.WITHDRAW);
    assertThat(network.stops).containsExactly("172.16.10.11 RETAIN", "172.16.10.12 WITHDRAW");
    assertThat(announcedBy(1)).hasSize(3);
    assertThat(announcedBy(2)).isEmpty();
  }

  @Test
  void router_secretMissingThenThereThenChanged_isReadWithTheNewestOne() throws Exception {
    Files.writeString(
        manifests.resolve("router.yaml"),
        ROUTER.replace(
            "- type: fake",
            "- type: fake\n      settings: {secretRef: {namespace: kube-system, name: tor}}"));
    Engine engine = startOnGuide(1);
    EngineStatus missing =
        await(
            engine,
            s ->
                s.problems().stream()
                    .anyMatch(p -> p.message().contains("kube-system/tor is not there")));
    assertThat(missing.problems().get(0).origin().toString()).startsWith("router.yaml:");

    for (String password : List.of("first", "second")) {
      Files.writeString(
          manifests.resolve("secret.yaml"),
          """
          apiVersion: v1
          kind: Secret
          metadata: {name: tor, namespace: kube-system}
          type: kubernetes.io/basic-auth
          stringData: {username: readback, password: %s}
          """
              .formatted(password));
      await(engine, s -> network.passwords.contains(password));
    }
    Files.delete(manifests.resolve("router.yaml"));
    await(engine, s -> s.routers().isEmpty() && s.observations().routers().isEmpty());
  }

  @Test
  void router_unknownType_isAProblemThatNamesTheKnownOnes() throws Exception {
    Files.writeString(
        manifests.resolve("router.yaml"), ROUTER.replace("type: fake", "type: fancy"));
    Engine engine = startOnGuide(1);
    EngineStatus status =
        await(engine, s -> s.problems().stream().anyMatch(p -> p.message().contains("'fancy'")));
    assertThat(status.problems().get(0).remedy()).contains("fake");
    assertThat(status.routers()).containsOnlyKeys("tor");
  }

  @Test
  void announcer_unknownTypeBesideAGoodOne_isAProblemAndTheGoodOneServes() throws Exception {
    Engine engine =
        start(
            builder(new FolderSource(manifests), 1)
                .settings(
                    AgentSettings.ofAnnouncers(
                        List.of(
                            AnnouncerSettings.of("odd", "not-there"),
                            AnnouncerSettings.of("bgp", "fake")))));
    EngineStatus status = await(engine, s -> announcedBy(1).size() == 3);
    assertThat(status.problems())
        .singleElement()
        .satisfies(p -> assertThat(p.message()).contains("'not-there'"));
    assertThat(status.announcers().get("odd").lane().state()).isEqualTo(LaneStatus.State.STOPPED);
  }

  @Test
  void announcer_askedForByAnnotationAndNotThere_isAProblemOfTheManifest() throws Exception {
    Path config = manifests.resolve("40-cluster-config.yaml");
    Files.writeString(
        config,
        Files.readString(config)
            .replace(
                "  name: tor-rack-1\nspec:",
                "  name: tor-rack-1\n  annotations: {readback.io/announcer: other}\nspec:"));
    Engine engine = startOnGuide(1);
    EngineStatus status =
        await(engine, s -> s.problems().stream().anyMatch(p -> p.message().contains("'other'")));
    assertThat(status.problems())
        .anySatisfy(p -> assertThat(p.origin().file()).isEqualTo("40-cluster-config.yaml"));
    assertThat(announcedBy(1)).isEmpty();
  }
}
