package io.readback.app.cli;

import io.readback.core.settings.AgentSettings;
import java.nio.file.Path;

/** The file of the option {@code --settings}. */
final class SettingsFile {
  private SettingsFile() {}

  /**
   * Reads it.
   *
   * @throws CommandFailure if anything is wrong with it
   */
  static AgentSettings read(Path file) {
    AgentSettings.Result result = AgentSettings.read(file);
    if (!result.problems().isEmpty()) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "--settings "
              + file
              + ":\n"
              + String.join("\n", result.problems().stream().map(Object::toString).toList()));
    }
    return result.settings();
  }
}
