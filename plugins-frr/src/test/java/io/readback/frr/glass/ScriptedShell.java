package io.readback.frr.glass;

import io.readback.router.command.CommandLine;
import io.readback.router.command.ExecResult;
import io.readback.router.command.RouterShell;
import io.readback.spi.plugin.PluginException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A vtysh that answers from a script: one answer after another, and the chain stops at the first
 * command it does not know, as the real one's does.
 */
final class ScriptedShell implements RouterShell {
  private static final Pattern COMMAND = Pattern.compile("-c '([^']*)'");

  private final Map<String, List<String>> answers = new LinkedHashMap<>();
  final List<String> lines = new ArrayList<>();
  private String tooLong = "";
  private int linesBeforeFailure = Integer.MAX_VALUE;
  private PluginException failure = new PluginException(PluginException.Kind.INTERNAL, "unset");

  /** Repeated for the same command: the answers come in turn and the last one stays. */
  ScriptedShell answer(String command, String answer) {
    answers.computeIfAbsent(command, c -> new ArrayList<>()).add(answer);
    return this;
  }

  ScriptedShell failAfter(int goodLines, PluginException e) {
    linesBeforeFailure = goodLines;
    failure = e;
    return this;
  }

  /** The answer to a line with this command is longer than what is taken. */
  ScriptedShell tooLong(String command) {
    tooLong = command;
    return this;
  }

  ScriptedShell replace(String command, String answer) {
    answers.remove(command);
    return answer(command, answer);
  }

  @Override
  public ExecResult exec(CommandLine command) throws PluginException {
    lines.add(command.line());
    if (!tooLong.isEmpty() && command.line().contains(tooLong)) {
      throw new PluginException(
          PluginException.Kind.RESOURCE, "the answer is longer than 33554432 octets");
    }
    if (lines.size() > linesBeforeFailure) {
      throw failure;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Matcher m = COMMAND.matcher(command.line());
    while (m.find()) {
      List<String> script = answers.get(m.group(1));
      if (script == null) {
        out.writeBytes(
            ("% Unknown command: " + m.group(1) + "\n").getBytes(StandardCharsets.UTF_8));
        return new ExecResult(1, out.toByteArray(), new byte[0]);
      }
      out.writeBytes(script.get(0).getBytes(StandardCharsets.UTF_8));
      if (script.size() > 1) {
        script.remove(0);
      }
    }
    return new ExecResult(0, out.toByteArray(), new byte[0]);
  }

  @Override
  public void close() {}
}
