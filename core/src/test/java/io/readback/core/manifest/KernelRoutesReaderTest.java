package io.readback.core.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import io.readback.core.model.KernelRoutes;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.target.KernelTable.Mode;
import io.readback.spi.target.NexthopGroups;
import io.readback.spi.target.NexthopGroups.Resilience;
import io.readback.spi.target.NexthopGroups.Use;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KernelRoutesReaderTest {
  private static String routes(String spec) {
    return Reading.object("readback.io/v1alpha1", "KernelRoutes", "r", spec);
  }

  private static KernelRoutes read(String spec) {
    return Reading.state(routes(spec)).readback().kernelRoutes().get("r");
  }

  @Test
  void read_everyField_isInTheModel() {
    String spec =
        """
        mode: nexthops
        nodeSelector: {matchLabels: {role: router}}
        nexthopSelector: {matchLabels: {role: worker}}
        serviceSelector: {matchLabels: {app: echo}}
        pools: [lan, wan]
        families: [ipv6]
        table: 4294967295
        metric: 7
        protocol: 201
        nexthopGroups: on
        resilientGroups: {buckets: 64, idleTimer: 30s, unbalancedTimer: 5m}
        """;
    assertThat(Reading.faults(routes(spec))).isEmpty();
    KernelRoutes r = read(spec);
    assertThat(r.mode()).isEqualTo(Mode.NEXTHOPS);
    assertThat(r.nodes().orElseThrow()).hasToString("role=router");
    assertThat(r.nexthops().orElseThrow()).hasToString("role=worker");
    assertThat(r.services().orElseThrow()).hasToString("app=echo");
    assertThat(r.pools()).containsExactly("lan", "wan");
    assertThat(r.families()).containsExactly(AddressFamily.IPV6);
    assertThat(r.table()).isEqualTo(4294967295L);
    assertThat(r.metric()).isEqualTo(7);
    assertThat(r.protocol()).isEqualTo(201);
    assertThat(r.groups())
        .isEqualTo(
            new NexthopGroups(
                Use.ON,
                Optional.of(new Resilience(64, Duration.ofSeconds(30), Duration.ofMinutes(5)))));
    assertThat(r.target().groups()).isEqualTo(r.groups());
  }

  @ParameterizedTest
  @CsvSource({"auto,AUTO", "on,ON", "off,OFF", "true,ON", "false,OFF", "'''off''',OFF"})
  void read_nexthopGroups_takesTheWordAndWhatYamlMakesOfIt(String word, Use use) {
    String spec = "mode: nexthops\nnodeSelector: {}\nnexthopGroups: " + word;
    assertThat(Reading.faults(routes(spec))).isEmpty();
    assertThat(read(spec).groups()).isEqualTo(new NexthopGroups(use, Optional.empty()));
  }

  @Test
  void read_resilientGroupsWithoutFields_haveTheKernelsValues() {
    assertThat(read("mode: nexthops\nnodeSelector: {}\nresilientGroups: {}").groups())
        .isEqualTo(new NexthopGroups(Use.AUTO, Optional.of(Resilience.DEFAULT)));
  }

  @Test
  void read_modeAlone_getsTheTableOfTheMode() {
    assertThat(read("mode: local").table()).isEqualTo(255);
    assertThat(read("mode: table").table()).isEqualTo(198);
    assertThat(read("mode: table").device()).isEqualTo("lo");
    assertThat(read("mode: nexthops\nnodeSelector: {}").table()).isEqualTo(254);
    assertThat(read("mode: local").families()).hasSize(2);
    assertThat(read("mode: local").metric()).isEqualTo(20);
    assertThat(read("mode: local").protocol()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "table: 100",
        "mode: discard",
        "mode: nexthops",
        "mode: local\ntable: 0",
        "mode: local\nmetric: -1",
        "mode: local\nprotocol: 256",
        "mode: local\nfamilies: [ipx]",
        "mode: local\nnodeSelector: {matchLabels: 7}",
        "mode: nexthops\nnodeSelector: {}\nnexthopGroups: sometimes",
        "mode: nexthops\nnodeSelector: {}\nresilientGroups: {buckets: 0}",
        "mode: nexthops\nnodeSelector: {}\nresilientGroups: {idleTimer: 30}",
        "mode: nexthops\nnodeSelector: {}\nresilientGroups: 7"
      })
  void read_whatIsBroken_isAProblemAndHasNoEffect(String spec) {
    assertThat(Reading.faults(routes(spec))).isNotEmpty();
    assertThat(read(spec)).isNull();
  }

  @Test
  void read_fieldsOfAnotherMode_areWarnedOf() {
    String spec = "mode: local\ninterface: eth0\nnexthopSelector: {}\nnexthopGroups: auto";
    assertThat(Reading.faults(routes(spec))).hasSize(3);
    assertThat(read(spec)).isNotNull();
  }
}
