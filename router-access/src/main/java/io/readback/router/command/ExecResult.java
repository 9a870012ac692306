package io.readback.router.command;

import io.readback.router.text.RouterText;
import java.nio.charset.StandardCharsets;

/**
 * The complete answer to one command line.
 *
 * @param status the exit status; commands that end without one are failures and make no result
 */
public record ExecResult(int status, byte[] out, byte[] err) {
  /** The last line said beside the answer, or of the answer where nothing was. */
  public String complaint() {
    byte[] said = err.length > 0 ? err : out;
    int from = Math.max(0, said.length - 4 * RouterText.MAX_LENGTH);
    String tail = new String(said, from, said.length - from, StandardCharsets.UTF_8).strip();
    return RouterText.oneLine(tail.substring(tail.lastIndexOf('\n') + 1));
  }
}
