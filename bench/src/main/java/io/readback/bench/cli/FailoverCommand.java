package io.readback.bench.cli;

import io.readback.bench.link.FailoverMeasurement;
import io.readback.bench.link.FailoverReport;
import io.readback.bench.link.FailoverRun;
import io.readback.bench.link.FailureKind;
import io.readback.bench.link.TakerKind;
import io.readback.bench.measure.Machine;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "failover",
    mixinStandardHelpOptions = true,
    description =
        "How long a VIP on a link is without an owner: agents with the defaults, and keepalived"
            + " where it is installed.")
final class FailoverCommand implements Callable<Integer> {
  static final String KIND = "failover";

  @Option(
      names = "--takers",
      split = ",",
      defaultValue = "readback,keepalived",
      paramLabel = "NAME",
      description = "What takes over (default: ${DEFAULT-VALUE}).")
  private List<TakerKind> takers = List.of();

  @Option(
      names = "--failures",
      split = ",",
      defaultValue = "kill,cut",
      paramLabel = "NAME",
      description = "kill -9 of the owner's agent; its node cut off (default: ${DEFAULT-VALUE}).")
  private List<FailureKind> failures = List.of();

  @Option(
      names = "--times",
      defaultValue = "50",
      paramLabel = "N",
      description = "How often each (default: ${DEFAULT-VALUE}).")
  private int times;

  @Mixin private Output output = new Output();

  @Override
  public Integer call() throws IOException, InterruptedException {
    FailoverMeasurement measurement = new FailoverMeasurement(output.distribution(), times);
    List<FailoverRun> results = new ArrayList<>();
    for (FailureKind failure : failures) {
      for (TakerKind taker : takers) {
        if (taker == TakerKind.KEEPALIVED && !installed("keepalived")) {
          System.err.println("keepalived is not installed and is left out");
          continue;
        }
        measurement.run(taker, failure, result -> keep(result, results));
      }
    }
    System.out.println(Machine.describe() + "\n\n" + FailoverReport.of(results));
    return results.stream().allMatch(r -> r.problem().isEmpty()) ? 0 : 1;
  }

  private void keep(FailoverRun result, List<FailoverRun> results) {
    results.add(result);
    try {
      output.add(KIND, result);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean installed(String program) {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Arrays.stream(path.split(File.pathSeparator, -1))
        .anyMatch(folder -> new File(folder, program).canExecute());
  }
}
