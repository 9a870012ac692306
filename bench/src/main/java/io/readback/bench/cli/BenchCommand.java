package io.readback.bench.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The entry of {@code scripts/bench}. */
@Command(
    name = "scripts/bench",
    mixinStandardHelpOptions = true,
    description = "Measures this build, side by side with other speakers, in network namespaces.",
    subcommands = {
      BulkCommand.class,
      LatencyCommand.class,
      AgentCommand.class,
      PeersCommand.class,
      RoutesCommand.class,
      ArpCommand.class,
      FailoverCommand.class,
      JmhCommand.class,
      ReportCommand.class
    })
public final class BenchCommand {
  private BenchCommand() {}

  public static void main(String[] args) {
    System.exit(
        new CommandLine(new BenchCommand())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .execute(args));
  }
}
