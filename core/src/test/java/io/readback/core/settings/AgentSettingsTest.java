package io.readback.core.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.readback.core.model.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AgentSettingsTest {
  @Test
  void parse_announcers_haveNestedSettingsByDottedName() {
    AgentSettings.Result result =
        AgentSettings.parse(
            """
            announcers:
              - {name: bgp, type: generic-bgp}
              - name: file
                type: json-file
                settings:
                  path: routes.json
                  write: {every: 1s}
              - type: frr
            """,
            "settings.yaml");

    assertThat(result.problems()).isEmpty();
    List<AnnouncerSettings> announcers = result.settings().announcers().orElseThrow();
    assertThat(announcers)
        .extracting(AnnouncerSettings::name)
        .containsExactly("bgp", "file", "frr");
    assertThat(announcers.get(1).texts())
        .containsExactlyInAnyOrderEntriesOf(Map.of("path", "routes.json", "write.every", "1s"));
    assertThat(announcers.get(1).origin()).hasToString("settings.yaml:3");
  }

  @Test
  void parse_emptyFile_isTheDefault() {
    assertThat(AgentSettings.parse("", "s").settings()).isEqualTo(AgentSettings.DEFAULT);
    assertThat(AgentSettings.parse("# nothing\n", "s").problems()).isEmpty();
  }

  @Test
  void parse_emptyList_meansNoAnnouncer() {
    assertThat(AgentSettings.parse("announcers: []", "s").settings().announcers())
        .hasValue(List.of());
  }

  @Test
  void parse_classOfMetallb_isTaken() {
    assertThat(AgentSettings.parse("metallb: {lbClass: a/b}", "s").settings().metallbClass())
        .contains("a/b");
    assertThat(AgentSettings.parse("metallb: {class: a}", "s.yaml").problems())
        .singleElement()
        .asString()
        .startsWith("s.yaml:1:")
        .contains("metallb.class");
  }

  @Test
  void parse_ignoreExcludeLb_isTaken() {
    assertThat(AgentSettings.DEFAULT.ignoreExcludeLb()).isFalse();
    assertThat(AgentSettings.parse("metallb: {lbClass: a/b}", "s").settings().ignoreExcludeLb())
        .isFalse();
    assertThat(
            AgentSettings.parse("metallb: {ignoreExcludeLB: true}", "s")
                .settings()
                .ignoreExcludeLb())
        .isTrue();
    assertThat(AgentSettings.parse("metallb: {ignoreExcludeLB: yes}", "s").problems())
        .singleElement()
        .asString()
        .contains("metallb.ignoreExcludeLB", "true or false");
  }

  @Test
  void parse_faults_areToldWithTheirLines() {
    AgentSettings.Result result =
        AgentSettings.parse(
            """
            announcers:
              - {name: a, type: x}
              - {name: a, type: y}
              - {name: b}
              - {name: C!, type: x}
              - {name: d, type: x, colour: red}
              - text
            extra: 1
            """,
            "s.yaml");

    assertThat(result.settings().announcers().orElseThrow())
        .extracting(AnnouncerSettings::name)
        .containsExactly("a", "d");
    assertThat(result.problems())
        .extracting(Problem::toString)
        .hasSize(7)
        .anySatisfy(p -> assertThat(p).startsWith("s.yaml:3:").contains("taken"))
        .anySatisfy(p -> assertThat(p).startsWith("s.yaml:4:").contains("announcers[2].type"))
        .anySatisfy(p -> assertThat(p).startsWith("s.yaml:5:").contains("'C!'"))
        .anySatisfy(p -> assertThat(p).startsWith("s.yaml:6:").contains("colour"))
        .anySatisfy(p -> assertThat(p).startsWith("s.yaml:7:").contains("must be an object"))
        .anySatisfy(p -> assertThat(p).startsWith("s.yaml:8:").contains("extra"));
  }

  @Test
  void parse_notYaml_saysTheLine() {
    AgentSettings.Result result = AgentSettings.parse("announcers:\n  - [", "s.yaml");
    assertThat(result.settings()).isEqualTo(AgentSettings.DEFAULT);
    assertThat(result.problems())
        .singleElement()
        .satisfies(p -> assertThat(p.message()).startsWith("not YAML"));
  }

  @Test
  void read_missingFile_isAProblem() {
    assertThat(AgentSettings.read(Path.of("/nowhere/settings.yaml")).problems())
        .singleElement()
        .satisfies(p -> assertThat(p.message()).contains("cannot be read"));
  }

  @Test
  void parse_listOfObjects_isNamedByIndex() {
    AgentSettings.Result result =
        AgentSettings.parse(
            """
            announcers:
              - name: bgp
                type: generic-bgp
                settings:
                  bmp:
                    - {host: 192.0.2.9, port: 5000}
                    - {host: "2001:db8::9"}
            """,
            "settings.yaml");
    assertThat(result.problems()).isEmpty();
    assertThat(result.settings().announcers().orElseThrow().get(0).texts())
        .containsOnly(
            java.util.Map.entry("bmp[0].host", "192.0.2.9"),
            java.util.Map.entry("bmp[0].port", "5000"),
            java.util.Map.entry("bmp[1].host", "2001:db8::9"));
  }

  @Test
  void parse_listWithAnEmptyObjectOrText_saysWhere() {
    AgentSettings.Result result =
        AgentSettings.parse(
            "announcers:\n  - {name: bgp, type: generic-bgp, settings: {bmp: [{}, text]}}\n",
            "settings.yaml");
    assertThat(result.problems())
        .extracting(io.readback.core.model.Problem::field)
        .containsExactly("announcers[0].settings.bmp[0]", "announcers[0].settings.bmp[1]");
  }
}
