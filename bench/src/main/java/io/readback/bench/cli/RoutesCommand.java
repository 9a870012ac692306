package io.readback.bench.cli;

import io.readback.bench.kernel.KernelMeasurement;
import io.readback.bench.kernel.KernelReport;
import io.readback.bench.kernel.KernelRun;
import io.readback.bench.kernel.Operation;
import io.readback.bench.kernel.ProgramKind;
import io.readback.bench.measure.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "routes",
    mixinStandardHelpOptions = true,
    description =
        "Routes into the kernel, replaced, listed, deleted, and moved by a nexthop group, by"
            + " program. Programs take turns, so that what changes on the machine meets all of"
            + " them.")
final class RoutesCommand implements Callable<Integer> {
  static final String KIND = "routes";

  @Option(
      names = "--programs",
      split = ",",
      defaultValue = "readback,c,ip,bird",
      paramLabel = "NAME",
      description = "Of ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private List<ProgramKind> programs = List.of();

  @Option(
      names = "--routes",
      split = ",",
      defaultValue = "10000,100000,1000000",
      paramLabel = "N",
      description = "How many (default: ${DEFAULT-VALUE}).")
  private List<Integer> routes = List.of();

  @Option(
      names = "--families",
      split = ",",
      defaultValue = "4,6",
      paramLabel = "4|6",
      description = "Of which families (default: ${DEFAULT-VALUE}).")
  private List<Integer> families = List.of();

  @Option(
      names = "--move",
      split = ",",
      defaultValue = "100000",
      paramLabel = "N",
      description =
          "How many are moved from next hops to others; 0: none (default: ${DEFAULT-VALUE}).")
  private List<Integer> moves = List.of();

  @Option(
      names = "--runs",
      defaultValue = "5",
      paramLabel = "N",
      description = "How often each (default: ${DEFAULT-VALUE}).")
  private int runs;

  @Mixin private Output output = new Output();

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path program = Files.createTempFile("readback-bench-routes", "");
    try {
      List<KernelRun> results = measure(new KernelMeasurement(program));
      System.out.println(Machine.describe() + "\n\n" + KernelReport.of(results));
      return results.stream().allMatch(r -> r.problem().isEmpty()) ? 0 : 1;
    } finally {
      Files.deleteIfExists(program);
    }
  }

  private List<KernelRun> measure(KernelMeasurement measurement) throws IOException {
    List<KernelRun> results = new ArrayList<>();
    for (int run = 1; run <= runs; run++) {
      for (int family : families) {
        for (int count : routes) {
          for (ProgramKind program : programs) {
            keep(measurement.hosts(program, count, family, run), results);
          }
        }
      }
      for (int count : moves) {
        for (ProgramKind program : programs) {
          if (count > 0 && (program == ProgramKind.READBACK || program == ProgramKind.C)) {
            keep(measurement.move(program, count, true, run), results);
            keep(
                measurement.move(program, count, false, run).stream()
                    .filter(r -> r.operation() == Operation.MOVE_GROUP)
                    .toList(),
                results);
          }
        }
      }
    }
    return results;
  }

  private void keep(List<KernelRun> some, List<KernelRun> all) throws IOException {
    for (KernelRun result : some) {
      output.add(KIND, result);
      all.add(result);
    }
  }
}
