package io.readback.core.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import io.readback.core.model.BgpAdvertisement;
import io.readback.core.model.BgpClusterConfig;
import io.readback.core.model.BgpPeerConfig;
import io.readback.core.model.ClusterState;
import io.readback.core.model.Endpoint;
import io.readback.core.model.Labels;
import io.readback.core.model.ServiceRef;
import io.readback.core.model.TrafficPolicy;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import io.readback.spi.target.GracefulRestart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The guide's manifests, read as they are. */
class GuideTest {
  private static final Path GUIDE = Path.of("..", "examples", "manifests", "guide");

  private static ManifestSet guide() throws IOException {
    ManifestSet set = new ManifestSet();
    try (Stream<Path> files = Files.list(GUIDE)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList()) {
        assertThat(set.put(file.getFileName().toString(), Files.readAllBytes(file))).isEmpty();
      }
    }
    return set;
  }

  @Test
  void read_guide_hasNoProblems() throws IOException {
    ManifestSet set = guide();

    assertThat(set.files()).hasSize(5);
    set.take();
    assertThat(set.problems()).isEmpty();
  }

  @Test
  void read_guide_fillsTheModel() throws IOException {
    ClusterState state = guide().take().state();

    assertThat(state.pools().get("example-pool").blocks().toString())
        .isEqualTo("[172.16.90.2-172.16.90.254, 172.16.91.0/24]");
    BgpAdvertisement advertisement = state.advertisements().get("services");
    assertThat(advertisement.labels().get("advertise", "")).isEqualTo("bgp");
    assertThat(advertisement.entries())
        .extracting(BgpAdvertisement.Entry::type)
        .containsExactly(BgpAdvertisement.Type.POD_CIDR, BgpAdvertisement.Type.SERVICE);
    assertThat(advertisement.entries().get(1).selector().orElseThrow())
        .hasToString("somekey notin [never-used-value]");
    BgpPeerConfig peerConfig = state.peerConfigs().get("tor-rack-1");
    assertThat(peerConfig.gracefulRestart()).isEqualTo(new GracefulRestart(true, 15));
    assertThat(peerConfig.families())
        .singleElement()
        .satisfies(f -> assertThat(f.family()).isEqualTo(AddressFamily.IPV4))
        .satisfies(f -> assertThat(f.advertisements().orElseThrow()).hasToString("advertise=bgp"));
    BgpClusterConfig config = state.clusterConfigs().get("tor-rack-1");
    assertThat(config.instances())
        .singleElement()
        .satisfies(i -> assertThat(i.name()).isEqualTo("cloudfleet"))
        .satisfies(i -> assertThat(i.localAsn()).hasValue(65001))
        .satisfies(
            i ->
                assertThat(i.peers())
                    .singleElement()
                    .satisfies(p -> assertThat(p.asn()).isEqualTo(65000))
                    .satisfies(
                        p -> assertThat(p.address()).contains(IpAddress.parse("172.16.10.1")))
                    .satisfies(p -> assertThat(p.peerConfig()).contains("tor-rack-1")));
    assertThat(state.nodes().keySet()).containsExactly("berlin-1", "berlin-2", "berlin-3", "far-1");
    assertThat(config.nodeSelector().orElseThrow().matches(state.nodes().get("berlin-1").labels()))
        .isTrue();
    assertThat(config.nodeSelector().orElseThrow().matches(state.nodes().get("far-1").labels()))
        .isFalse();
    ServiceRef api = new ServiceRef("web", "api");
    assertThat(state.service(api).orElseThrow().externalTrafficPolicy())
        .isEqualTo(TrafficPolicy.LOCAL);
    assertThat(state.service(api).orElseThrow().selector())
        .isEqualTo(Labels.of(java.util.Map.of("app", "api")));
    assertThat(state.slicesOf(api).get("api-1").endpoints())
        .extracting(Endpoint::ready)
        .containsExactly(true, true, false);
    assertThat(state.services().keySet())
        .isEqualTo(
            java.util.Set.copyOf(
                List.of(api, new ServiceRef("web", "shop"), new ServiceRef("web", "db"))));
  }

  @Test
  void read_wholeGuideInOneText_isTheSame() throws IOException {
    StringBuilder text = new StringBuilder();
    try (Stream<Path> files = Files.list(GUIDE)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList()) {
        text.append("---\n").append(Files.readString(file));
      }
    }

    ManifestReader.Manifests read = ManifestReader.read(text.toString(), "all.yaml");

    assertThat(read.problems()).isEmpty();
    assertThat(read.state().nodes()).hasSize(4);
    assertThat(read.state().services()).hasSize(3);
  }
}
