package io.readback.router.command;

import io.readback.router.text.RouterText;
import java.nio.charset.StandardCharsets;

/**
 * The complete answer to one command line.
 *
 * @param status the exit status; commands that end without one are failures and make no result
 */
public record ExecResult(int status, byte[] out, byte[] err) {
  /** What was said beside the answer, in one line. */
  public String complaint() {
    byte[] said = err.length > 0 ? err : out;
    int end = Math.min(said.length, 4 * RouterText.MAX_LENGTH);
    return RouterText.oneLine(new String(said, 0, end, StandardCharsets.UTF_8));
  }
}
