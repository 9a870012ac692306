package io.readback.app.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** The reference of the command line, {@code docs/commands.md}, from the commands themselves. */
final class CommandReference {
  private static final int WIDTH = 100;

  private CommandReference() {}

  static String page() {
    CommandLine root = new CommandLine(new ReadbackCommand());
    StringBuilder page = new StringBuilder();
    page.append("# Commands\n\n");
    page.append(
        "This page is made from the code of the commands; `readback COMMAND --help` says the same.\n\n");
    page.append(
        "Exit codes: 0 fine; 1 answered, and something is wrong; 2 bad usage or configuration; ");
    page.append("3 no agent reached.\n");
    root.getSubcommands().values().forEach(command -> append(page, command));
    return page.toString();
  }

  private static void append(StringBuilder page, CommandLine command) {
    if (!command.getSubcommands().isEmpty()) {
      command.getSubcommands().values().forEach(sub -> append(page, sub));
      return;
    }
    command.setUsageHelpWidth(WIDTH);
    StringWriter usage = new StringWriter();
    command.usage(new PrintWriter(usage, true), Ansi.OFF);
    page.append("\n## ").append(command.getCommandSpec().qualifiedName()).append("\n\n```\n");
    usage.toString().lines().forEach(line -> page.append(line.stripTrailing()).append('\n'));
    page.append("```\n");
  }
}
