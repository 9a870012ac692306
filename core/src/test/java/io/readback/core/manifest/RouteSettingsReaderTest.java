package io.readback.core.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import io.readback.core.model.BgpRouteSettings;
import io.readback.core.model.Drain;
import io.readback.core.model.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteSettingsReaderTest {
  private List<Problem> problems = List.of();

  private Optional<BgpRouteSettings> read(String spec) {
    ManifestReader.Manifests found =
        ManifestReader.read(
            """
            apiVersion: readback.io/v1alpha1
            kind: BgpRouteSettings
            metadata: {name: s}
            spec: {%s}
            """
                .formatted(spec),
            "s.yaml");
    problems = found.problems();
    return Optional.ofNullable(found.state().readback().routeSettings().get("s"));
  }

  @Test
  void read_everyField_isTaken() {
    BgpRouteSettings settings =
        read("serviceSelector: {matchLabels: {a: b}}, namespaces: [web], nodeSelector: {},"
                + " peers: [{name: tor}], asPathPrepend: 3, med: 4294967295, communities:"
                + " {standard: ['65000:1'], wellKnown: [no-export], large: ['1:2:3'], extended:"
                + " ['target:1:2', 'target:[2001:db8::1]:2']}, linkBandwidth: {perEndpoint:"
                + " 125000000, transitive: true}, drain: 1m30s")
            .orElseThrow();
    assertThat(problems).isEmpty();
    assertThat(settings.asPathPrepend()).hasValue(3);
    assertThat(settings.med()).hasValue(4294967295L);
    assertThat(settings.communities().standard()).hasSize(2);
    assertThat(settings.communities().extended()).hasToString("[target:1:2]");
    assertThat(settings.communities().ipv6Extended()).hasToString("[target:[2001:db8::1]:2]");
    assertThat(settings.linkBandwidth().orElseThrow().transitive()).isTrue();
    assertThat(settings.drain()).contains(new Drain(Duration.ofSeconds(90)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "asPathPrepend: 33; spec.asPathPrepend",
        "med: -1; spec.med",
        "drain: soon; spec.drain",
        "drain: 2h; spec.drain",
        "communities: {extended: ['65000:1']}; spec.communities.extended[0]",
        "communities: {standrd: []}; spec.communities.standrd",
        "linkBandwidth: {}; spec.linkBandwidth.perEndpoint",
        "linkBandwidth: {perEndpoint: 0}; spec.linkBandwidth.perEndpoint",
        "peer: []; spec.peer"
      })
  void read_aFaultyField_isReportedAndLeftOut(String spec, String field) {
    assertThat(read(spec)).isPresent();
    assertThat(problems).extracting(Problem::field).containsExactly(field);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "serviceSelector: {matchExpressions: [{key: a, operator: Is}]}; s",
        "nodeSelector: []; s",
        "namespaces: []; s",
        "peers: []; s",
        "peers: [{}]; s"
      })
  void read_aBrokenSelector_leavesTheObjectWithoutEffect(String spec, String name) {
    assertThat(read(spec)).isEmpty();
    assertThat(problems).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource({"true, PT30S", "0, PT0S", "45s, PT45S", "1h, PT1H", "500ms, PT0.5S"})
  void drain_fromText_hasItsPatience(String text, String patience) {
    assertThat(Drain.parse(text)).contains(new Drain.Wanted(new Drain(Duration.parse(patience))));
  }

  @ParameterizedTest
  @CsvSource({"yes", "''", "1d", "61m", "s", "99999999s"})
  void drain_fromOtherText_isNone(String text) {
    assertThat(Drain.parse(text)).isEmpty();
  }
}
