package io.readback.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LabNameTest {
  @Test
  void parse_whatToStringWrote_isTheSameName() {
    LabName name = new LabName(4194303, 12);

    assertThat(LabName.parse(name.toString())).contains(name);
    assertThat(name).hasToString("rb2hwcf-12");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "rb", "rb1", "rb1-", "xb1-1", "rb1-1-frr", "rbA-1", "../rb1-1"})
  void parse_anotherName_isNotOurs(String text) {
    assertThat(LabName.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1a", "A", "a-b", "a/b", "abcdefghijklm"})
  void node_nameThatNoInterfaceOrHostMayHave_isRefused(String text) {
    LabName name = new LabName(1, 1);

    assertThatThrownBy(() -> name.node(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining('"' + text + '"');
  }
}
