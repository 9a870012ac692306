package io.readback.spi.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.readback.spi.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SettingsTest {
  private static final ConfigKey<String> HOST =
      ConfigKey.required("ssh.host", ConfigKey::text, "Where to connect.");
  private static final ConfigKey<Integer> PORT =
      ConfigKey.optional("ssh.port", ConfigKey::port, 22, "TCP port.");
  private static final ConfigKey<Duration> TIMEOUT =
      ConfigKey.optional("timeout", ConfigKey::duration, Duration.ofSeconds(5), "Longest wait.");
  private static final ConfigKey<Map<String, Secret>> KEY =
      ConfigKey.secretReference("ssh.secretRef", "The key.");
  private static final List<ConfigKey<?>> KEYS = List.of(HOST, PORT, TIMEOUT, KEY);

  private static Settings.Result parse(Map<String, String> texts) {
    return Settings.parse(KEYS, new Settings.Raw(new TreeMap<>(texts), new TreeMap<>()));
  }

  @Test
  void parse_onlyRequiredGiven_fillsDefaults() {
    Settings.Result result = parse(Map.of("ssh.host", "r1"));
    assertThat(result.problems()).isEmpty();
    assertThat(result.settings().get(HOST)).isEqualTo("r1");
    assertThat(result.settings().get(PORT)).isEqualTo(22);
    assertThat(result.settings().get(KEY)).isEmpty();
  }

  @Test
  void parse_list_hasSettingsOfEachElementAndItsFaults() {
    ConfigKey<List<Settings>> list = ConfigKey.list("to", List.of(HOST, PORT), "Who to tell.");
    Settings.Result result =
        Settings.parse(
            List.of(list),
            new Settings.Raw(
                new TreeMap<>(
                    Map.of(
                        "to[0].ssh.host", "r1",
                        "to[1].ssh.host", "r2",
                        "to[1].ssh.port", "23",
                        "to[2].ssh.prot", "x",
                        "to[4].ssh.host", "r5")),
                new TreeMap<>()));
    List<Settings> items = result.settings().get(list);
    assertThat(items).hasSize(3);
    assertThat(items.get(0).get(PORT)).isEqualTo(22);
    assertThat(items.get(1).get(HOST)).isEqualTo("r2");
    assertThat(items.get(1).get(PORT)).isEqualTo(23);
    assertThat(result.problems())
        .extracting(Settings.Problem::key)
        .containsExactly("to[2].ssh.host", "to[2].ssh.prot", "to[4].ssh.host");
  }

  @Test
  void parse_listWrittenAsText_isAProblem() {
    ConfigKey<List<Settings>> list = ConfigKey.list("to", List.of(HOST), "Who to tell.");
    Settings.Result result =
        Settings.parse(
            List.of(list), new Settings.Raw(new TreeMap<>(Map.of("to", "r1")), new TreeMap<>()));
    assertThat(result.settings().get(list)).isEmpty();
    assertThat(result.problems()).extracting(Settings.Problem::key).containsExactly("to");
  }

  @Test
  void parse_severalFaults_findsAllAtOnce() {
    Settings.Result result = parse(Map.of("ssh.port", "70000", "timeout", "90", "ssh.prot", "1"));
    assertThat(result.problems())
        .extracting(Settings.Problem::key)
        .containsExactlyInAnyOrder("ssh.host", "ssh.port", "timeout", "ssh.prot");
    assertThat(result.problems())
        .filteredOn(p -> p.key().equals("ssh.prot"))
        .first()
        .extracting(Settings.Problem::message)
        .asString()
        .contains("did you mean 'ssh.port'");
    assertThat(result.problems())
        .filteredOn(p -> p.key().equals("timeout"))
        .first()
        .extracting(Settings.Problem::message)
        .asString()
        .contains("with unit");
  }

  @Test
  void get_undeclaredKey_isRefused() {
    Settings settings = parse(Map.of("ssh.host", "r1")).settings();
    assertThatThrownBy(() -> settings.get(ConfigKey.required("other", ConfigKey::text, "")))
        .hasMessageContaining("'other'");
  }

  @Test
  void toString_ofASecret_showsNothing() {
    Secret secret = Secret.ofText("hunter2");
    assertThat(secret)
        .hasToString("***")
        .isEqualTo(Secret.ofText("hunter2"))
        .isNotEqualTo(Secret.ofText("x"));
    assertThat(secret.revealText()).isEqualTo("hunter2");
  }
}
