package io.readback.app.cli;

import io.readback.app.api.Endpoint;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The root of the command line. */
@Command(
    name = "readback",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description =
        "Gives bare-metal Kubernetes Services an address, announces it to your routers, and reads"
            + " it back.",
    subcommands = {
      RunCommand.class,
      ServicesCommand.class,
      PoolsCommand.class,
      BgpCommand.class,
      DrainsCommand.class,
      LinkCommand.class,
      VerifyCommand.class,
      ExplainCommand.class,
      PlanCommand.class,
      LintCommand.class,
      ProblemsCommand.class,
      PluginsCommand.class,
      DemoCommand.class
    },
    footer = {
      "",
      "Exit codes: 0 fine; 1 answered, and something is wrong; 2 bad usage or configuration; 3 no"
          + " agent reached."
    })
public final class ReadbackCommand implements Runnable {
  @Spec private @org.jspecify.annotations.Nullable CommandSpec spec;

  /** Runs one command line on the standard streams and returns its exit code. */
  public static int run(String... args) {
    return run(
        new PrintWriter(System.out, true, StandardCharsets.UTF_8),
        new PrintWriter(System.err, true, StandardCharsets.UTF_8),
        args);
  }

  static int run(PrintWriter out, PrintWriter err, String... args) {
    CommandLine line = new CommandLine(new ReadbackCommand()).setOut(out).setErr(err);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.registerConverter(Endpoint.class, Endpoint::parse);
    line.setExecutionExceptionHandler(ReadbackCommand::report);
    return line.execute(args);
  }

  private static int report(Exception failure, CommandLine line, CommandLine.ParseResult parsed)
      throws Exception {
    if (failure instanceof CommandFailure known) {
      line.getErr().println("readback: " + known.getMessage());
      return known.exitCode();
    }
    throw failure;
  }

  @Override
  public void run() {
    if (spec != null) {
      spec.commandLine().usage(spec.commandLine().getOut());
    }
  }
}
