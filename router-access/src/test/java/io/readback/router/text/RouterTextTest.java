package io.readback.router.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RouterTextTest {
  @Test
  void oneLine_linesTabsAndEdges_becomeSingleBlanks() {
    assertThat(RouterText.oneLine("  a\r\n\tb\u00a0 \u2028c \n")).isEqualTo("a b c");
  }

  @Test
  void oneLine_controlAndDirectionCharacters_becomeQuestionMarks() {
    assertThat(RouterText.oneLine("a\u001b[31mb\u0000c\u202ed\ud800")).isEqualTo("a?[31mb?c?d?");
  }

  @Test
  void oneLine_longText_isCutWithAnEllipsis() {
    assertThat(RouterText.oneLine("x".repeat(10_000)))
        .isEqualTo("x".repeat(RouterText.MAX_LENGTH) + "…");
  }
}
