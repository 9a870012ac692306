package io.readback.router.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RouterNameTest {
  @ParameterizedTest
  @ValueSource(strings = {"RED", "tenant-7", "4"})
  void name_ofLettersDigitsAndHyphens_isTaken(String text) {
    assertThat(new RouterName(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "all",
        "-c",
        "RED BLUE",
        "RED\nconfigure terminal",
        "RED\r",
        "RED;id",
        "RED|x",
        "RED'",
        "R\"D",
        "RED_1",
        "RED٧",
        "$(id)",
        "a23456789012345678901234567890123"
      })
  void name_anythingElse_isRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> new RouterName(text));
  }
}
