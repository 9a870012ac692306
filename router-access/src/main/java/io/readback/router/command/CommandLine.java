package io.readback.router.command;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A line for the router's shell: a program that takes router commands by {@code -c}, with every
 * command in single quotes.
 *
 * @param line what the shell gets
 */
public record CommandLine(String line) {
  private static final Pattern PROGRAM = Pattern.compile("[A-Za-z0-9 ./_-]{1,200}");

  /**
   * {@code program -c 'first' -c 'second' …}.
   *
   * @param program chosen from a fixed set by the caller; only {@code [A-Za-z0-9 ./_-]}
   */
  public static CommandLine of(String program, List<RouterCommand> commands) {
    if (!PROGRAM.matcher(program).matches()) {
      throw new IllegalArgumentException("not a program for the router's shell: '" + program + "'");
    }
    if (commands.isEmpty()) {
      throw new IllegalArgumentException("no command");
    }
    return new CommandLine(
        commands.stream()
            .map(c -> " -c '" + c.text() + "'")
            .collect(Collectors.joining("", program, "")));
  }

  @Override
  public String toString() {
    return line;
  }
}
