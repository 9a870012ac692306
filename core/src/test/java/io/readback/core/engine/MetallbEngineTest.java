package io.readback.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.readback.core.allocate.Vip;
import io.readback.core.dispatch.LaneSettings;
import io.readback.core.explain.ExplainInput;
import io.readback.core.explain.Explainer;
import io.readback.core.explain.Step;
import io.readback.core.model.ServiceRef;
import io.readback.core.settings.AgentSettings;
import io.readback.core.settings.AnnouncerSettings;
import io.readback.core.source.FolderSource;
import io.readback.core.verdict.RouteVerdict;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** MetalLB's manifests as they are, through the engine to a router and back. */
@Timeout(60)
class MetallbEngineTest {
  private static final ServiceRef ECHO = new ServiceRef("web", "echo");
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final String METALLB =
      """
      apiVersion: metallb.io/v1beta1
      kind: IPAddressPool
      metadata: {name: first, namespace: metallb-system}
      spec: {addresses: [198.51.100.10-198.51.100.20]}
      ---
      apiVersion: metallb.io/v1beta2
      kind: BGPPeer
      metadata: {name: tor, namespace: metallb-system}
      spec: {myASN: 64500, peerASN: 64501, peerAddress: 172.16.10.1}
      ---
      apiVersion: metallb.io/v1beta1
      kind: BGPAdvertisement
      metadata: {name: all, namespace: metallb-system}
      spec: {ipAddressPools: [first]}
      """;
  private static final String EXCLUDED =
      "node.kubernetes.io/exclude-from-external-load-balancers: \"\"";
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

  @TempDir Path manifests;
  private final FakeNetwork network = new FakeNetwork();
  private final List<Engine> engines = new ArrayList<>();

  @AfterEach
  void closeEngines() {
    engines.forEach(Engine::close);
  }

  private static String node(int number, String labels) {
    return """
    apiVersion: v1
    kind: Node
    metadata: {name: node-%1$d, labels: {%2$s}}
    status: {addresses: [{type: InternalIP, address: 172.16.10.1%1$d}]}
    """
        .formatted(number, labels);
  }

  private static String service(String policy, String endpoints) {
    return """
    apiVersion: v1
    kind: Service
    metadata: {name: echo, namespace: web}
    spec: {type: LoadBalancer, clusterIP: 10.96.0.7, externalTrafficPolicy: %s, ports: [{port: 80}]}
    ---
    apiVersion: discovery.k8s.io/v1
    kind: EndpointSlice
    metadata: {name: echo-1, namespace: web, labels: {kubernetes.io/service-name: echo}}
    addressType: IPv4
    endpoints: [%s]
    """
        .formatted(policy, endpoints);
  }

  private static String endpoint(int node) {
    return "{addresses: [10.244.%1$d.5], nodeName: node-%1$d}".formatted(node);
  }

  private Engine start(int node) {
    Engine engine =
        Engine.builder(new FolderSource(manifests), "node-" + node)
            .withoutClassPath()
            .plugin(network.plugin(IpAddress.parse("172.16.10.1" + node)))
            .settings(AgentSettings.ofAnnouncers(List.of(AnnouncerSettings.of("bgp", "fake"))))
            .lookingGlassTimes(
                LaneSettings.LOOKING_GLASS.withBackoff(
                    Duration.ofMillis(50), Duration.ofMillis(200), Duration.ofMillis(100)))
            .build();
    engines.add(engine);
    return engine.start();
  }

  private static EngineStatus await(Engine engine, Predicate<EngineStatus> wanted)
      throws InterruptedException {
    return engine
        .await(wanted, SOON)
        .orElseThrow(
            () ->
                new AssertionError(
                    engine.status().verdicts().rows() + "\n" + engine.status().problems()));
  }

  private static Predicate<EngineStatus> verifiedFrom(int nodes) {
    return s ->
        s.synced()
            && s.verdicts().ok()
            && s.verdicts().of(ECHO).stream()
                .map(RouteVerdict::expectedNextHops)
                .anyMatch(hops -> hops.size() == nodes);
  }

  private static ExplainInput explainInput(EngineStatus status) {
    return new ExplainInput(
        status.node(),
        status.cluster(),
        status.problems(),
        status.allocations(),
        status.plan(),
        status.observations(),
        status.verdicts());
  }

  private List<String> announcedBy(int node) {
    var table = network.announced.get(IpAddress.parse("172.16.10.1" + node));
    return table == null
        ? List.of()
        : table.paths().keys().stream().map(IpPrefix::toString).toList();
  }

  @Test
  void start_metallbManifests_areAnnouncedAndVerified() throws Exception {
    Files.writeString(manifests.resolve("metallb.yaml"), METALLB);
    Files.writeString(manifests.resolve("router.yaml"), ROUTER);
    Files.writeString(manifests.resolve("nodes.yaml"), node(1, "") + "---\n" + node(2, ""));
    Files.writeString(
        manifests.resolve("echo.yaml"), service("Cluster", endpoint(1) + ", " + endpoint(2)));
    Engine engine = start(1);
    start(2);

    EngineStatus status = await(engine, verifiedFrom(2));

    assertThat(status.problems()).isEmpty();
    assertThat(status.allocations().get(ECHO).orElseThrow().vips())
        .extracting(Vip::toString)
        .containsExactly("198.51.100.10 (first)");
    assertThat(announcedBy(1)).containsExactly("198.51.100.10/32");
    assertThat(announcedBy(2)).containsExactly("198.51.100.10/32");
    assertThat(Explainer.explain(ECHO, explainInput(status)).steps())
        .noneMatch(s -> s.status() == Step.Status.FAILED);

    Files.writeString(manifests.resolve("echo.yaml"), service("Local", endpoint(2)));
    await(engine, verifiedFrom(1));
    assertThat(announcedBy(1)).isEmpty();
    assertThat(announcedBy(2)).containsExactly("198.51.100.10/32");

    Files.writeString(
        manifests.resolve("nodes.yaml"), node(1, EXCLUDED) + "---\n" + node(2, EXCLUDED));
    EngineStatus excluded =
        await(
            engine,
            s ->
                s.verdicts().of(ECHO).stream()
                    .anyMatch(r -> r.message().contains("announced to no peer")));
    assertThat(excluded.verdicts().ok()).isFalse();
    assertThat(excluded.verdicts().of(ECHO))
        .anySatisfy(r -> assertThat(r.message()).contains("exclude-from-external-load-balancers"));
    assertThat(excluded.metallbClass()).isEmpty();
  }
}
