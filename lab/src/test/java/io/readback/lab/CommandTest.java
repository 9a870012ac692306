package io.readback.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CommandTest {
  @Test
  void run_commandWithBothOutputs_keepsThemApart() {
    ExecResult result = Command.run("sh", "-c", "echo out; echo err >&2; exit 3");

    assertThat(result.exit()).isEqualTo(3);
    assertThat(result.out()).isEqualTo("out\n");
    assertThat(result.err()).isEqualTo("err\n");
    assertThatThrownBy(result::orFail)
        .isInstanceOf(LabException.class)
        .hasMessageContainingAll("ended with 3", "out", "err");
  }

  @Test
  void run_commandWithInput_readsAllOfIt() {
    String text = "0123456789".repeat(100_000);

    assertThat(Command.run(List.of("cat"), text, Duration.ofSeconds(20)).out()).isEqualTo(text);
  }

  @Test
  void run_commandThatDoesNotEnd_isEndedAtTheDeadline() {
    assertThatThrownBy(
            () -> Command.run(List.of("sh", "-c", "sleep 600 & wait"), "", Duration.ofMillis(200)))
        .isInstanceOf(LabException.class)
        .hasMessageContaining("had not ended");
  }

  @Test
  void run_programThatIsNotThere_saysHowToInstallIt() {
    assertThatThrownBy(() -> Command.run("no-such-program"))
        .isInstanceOf(LabException.class)
        .hasMessageContaining("scripts/setup test");
  }
}
