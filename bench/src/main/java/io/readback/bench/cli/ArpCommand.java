package io.readback.bench.cli;

import io.readback.bench.link.AnswererKind;
import io.readback.bench.link.ArpMeasurement;
import io.readback.bench.link.ArpReport;
import io.readback.bench.link.ArpRun;
import io.readback.bench.measure.Machine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "arp",
    mixinStandardHelpOptions = true,
    description = "Answers for VIPs on a busy link: time to the answer, and processor time.")
final class ArpCommand implements Callable<Integer> {
  static final String KIND = "arp";

  @Option(
      names = "--answerers",
      split = ",",
      defaultValue = "nobody,readback,unfiltered,kernel",
      paramLabel = "NAME",
      description = "Who answers (default: ${DEFAULT-VALUE}).")
  private List<AnswererKind> answerers = List.of();

  @Option(
      names = "--vips",
      split = ",",
      defaultValue = "10,10000",
      paramLabel = "N",
      description = "VIPs, at most 131072 (default: ${DEFAULT-VALUE}).")
  private List<Integer> vips = List.of();

  @Option(
      names = "--rate",
      defaultValue = "50000",
      paramLabel = "N",
      description = "Questions a second (default: ${DEFAULT-VALUE}).")
  private int rate;

  @Option(
      names = "--per-mille",
      defaultValue = "10",
      paramLabel = "N",
      description = "How many of 1,000 questions are for VIPs (default: ${DEFAULT-VALUE}).")
  private int perMille;

  @Option(names = "--seconds", defaultValue = "10", paramLabel = "N")
  private int seconds;

  @Option(names = "--runs", defaultValue = "3", paramLabel = "N")
  private int runs;

  @Mixin private Output output = new Output();

  @Override
  public Integer call() throws IOException, InterruptedException {
    ArpMeasurement measurement = new ArpMeasurement(rate, perMille, seconds);
    List<ArpRun> results = new ArrayList<>();
    for (int run = 1; run <= runs; run++) {
      for (int count : vips) {
        for (AnswererKind kind : answerers) {
          ArpRun result = measurement.run(kind, count, run);
          output.add(KIND, result);
          results.add(result);
        }
      }
    }
    System.out.println(Machine.describe() + "\n\n" + ArpReport.of(results));
    return results.stream().allMatch(r -> r.problem().isEmpty()) ? 0 : 1;
  }
}
