package io.readback.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.readback.core.model.HostFacts;
import io.readback.core.source.FolderSource;
import io.readback.core.source.HostWatch;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What manifests ask of the machine itself. */
class EngineHostTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final String MANIFESTS =
      """
      apiVersion: v1
      kind: Node
      metadata: {name: n1}
      status: {addresses: [{type: InternalIP, address: 10.99.0.136}]}
      ---
      apiVersion: cilium.io/v2
      kind: CiliumBGPClusterConfig
      metadata: {name: rack}
      spec:
        bgpInstances:
          - name: tor
            localASN: 65001
            peers:
              - name: gateway
                peerASN: 65010
                peerConfigRef: {name: peer}
                autoDiscovery: {mode: DefaultGateway, defaultGateway: {addressFamily: ipv4}}
      ---
      apiVersion: cilium.io/v2
      kind: CiliumBGPPeerConfig
      metadata: {name: peer}
      spec: {families: [{afi: ipv4, safi: unicast, advertisements: {matchLabels: {advertise: bgp}}}]}
      ---
      apiVersion: cilium.io/v2
      kind: CiliumBGPAdvertisement
      metadata: {name: a, labels: {advertise: bgp}}
      spec: {advertisements: [{advertisementType: Interface, interface: {name: lo1}}]}
      """;

  /** A machine that is told what it has. */
  private static final class HandHost implements HostWatch {
    final CompletableFuture<Consumer<HostFacts>> listener = new CompletableFuture<>();
    volatile boolean closed;

    @Override
    public void start(Consumer<HostFacts> value) {
      listener.complete(value);
    }

    void tell(HostFacts facts) throws Exception {
      listener.get(SOON.toSeconds(), TimeUnit.SECONDS).accept(facts);
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  @TempDir Path dir;
  private final HandHost host = new HandHost();
  private final FakeNetwork network = new FakeNetwork();
  private Engine engine;

  @BeforeEach
  void start() throws IOException {
    Files.writeString(dir.resolve("all.yaml"), MANIFESTS);
    engine =
        Engine.builder(new FolderSource(dir), "n1")
            .withoutClassPath()
            .plugin(network.plugin(IpAddress.parse("10.99.0.136")))
            .host(host)
            .build()
            .start();
  }

  @AfterEach
  void close() {
    engine.close();
    assertThat(host.closed).isTrue();
  }

  private EngineStatus await(Predicate<EngineStatus> wanted) throws InterruptedException {
    return engine
        .await(wanted, SOON)
        .orElseThrow(() -> new AssertionError(engine.status().problems().toString()));
  }

  private static List<String> peers(EngineStatus status) {
    return status.plan().node("n1").targets().values().stream()
        .map(t -> t.session().peerAddress().toString())
        .toList();
  }

  private static HostFacts facts(List<String> gateways, Map<String, String> interfaces) {
    TreeMap<String, java.util.SortedSet<IpAddress>> addresses = new TreeMap<>();
    interfaces.forEach(
        (name, ip) -> addresses.put(name, new TreeSet<>(List.of(IpAddress.parse(ip)))));
    return new HostFacts(
        gateways.stream().map(g -> new HostFacts.DefaultRoute(IpAddress.parse(g), 0)).toList(),
        addresses);
  }

  @Test
  void running_machineIsNotKnownYet_nothingIsPlanned() throws Exception {
    host.listener.get(SOON.toSeconds(), TimeUnit.SECONDS);
    assertThat(engine.status().synced()).isFalse();
    host.tell(HostFacts.NONE);
    EngineStatus status = await(EngineStatus::synced);
    assertThat(peers(status)).isEmpty();
    assertThat(status.problems())
        .anyMatch(p -> p.message().contains("peer gateway of instance tor is not discovered"));
  }

  @Test
  void running_machineChanges_isFollowed() throws Exception {
    host.tell(facts(List.of("10.99.0.135"), Map.of()));
    EngineStatus first = await(s -> s.synced() && peers(s).equals(List.of("10.99.0.135")));
    assertThat(first.problems()).noneMatch(p -> p.message().contains("discovered"));
    host.tell(facts(List.of("10.99.0.140"), Map.of("lo1", "192.0.2.77")));
    EngineStatus second = await(s -> peers(s).equals(List.of("10.99.0.140")));
    assertThat(
            second
                .plan()
                .node("n1")
                .targets()
                .values()
                .iterator()
                .next()
                .desired()
                .routes()
                .paths()
                .keys())
        .containsExactly(IpPrefix.parse("192.0.2.77/32"));
    host.tell(HostFacts.NONE);
    await(s -> peers(s).isEmpty());
  }
}
