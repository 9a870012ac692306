package io.readback.lab;

import java.util.List;

/** How a command ended and what it said, standard output and error apart. */
public record ExecResult(List<String> command, int exit, String out, String err) {
  public ExecResult {
    command = List.copyOf(command);
  }

  public boolean ok() {
    return exit == 0;
  }

  /**
   * This result, when the command succeeded.
   *
   * @throws LabException with everything the command said, when it did not
   */
  public ExecResult orFail() {
    if (!ok()) {
      throw new LabException(
          "`%s` ended with %d%n%s%n%s".formatted(String.join(" ", command), exit, out, err));
    }
    return this;
  }
}
