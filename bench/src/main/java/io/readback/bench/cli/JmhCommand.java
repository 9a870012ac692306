package io.readback.bench.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.openjdk.jmh.Main;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "jmh",
    mixinStandardHelpOptions = true,
    description = "The micro-benchmarks, with fixed arguments, so that figures can be compared.")
final class JmhCommand implements Callable<Integer> {
  private static final List<String> FIXED =
      List.of("-f", "1", "-wi", "5", "-w", "1s", "-i", "5", "-r", "1s", "-foe", "true");

  @Parameters(paramLabel = "REGEXP", arity = "0..*", description = "Which (default: all).")
  private List<String> which = new ArrayList<>();

  @Override
  public Integer call() throws IOException {
    List<String> arguments = new ArrayList<>(FIXED);
    arguments.addAll(which);
    Main.main(arguments.toArray(String[]::new));
    return 0;
  }
}
