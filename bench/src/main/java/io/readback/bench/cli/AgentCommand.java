package io.readback.bench.cli;

import io.readback.bench.agent.AgentMeasurement;
import io.readback.bench.agent.AgentReport;
import io.readback.bench.agent.AgentRun;
import io.readback.bench.measure.Machine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "agent",
    mixinStandardHelpOptions = true,
    description = "Start to first session, memory, and processor time of an agent left alone.")
final class AgentCommand implements Callable<Integer> {
  static final String KIND = "agent";

  @Option(
      names = "--services",
      split = ",",
      defaultValue = "10,10000",
      paramLabel = "N",
      description = "Services in the folder (default: ${DEFAULT-VALUE}).")
  private List<Integer> services = List.of();

  @Option(names = "--runs", defaultValue = "3", paramLabel = "N")
  private int runs;

  @Option(
      names = "--idle",
      defaultValue = "60",
      paramLabel = "SECONDS",
      description = "How long it is left alone (default: ${DEFAULT-VALUE}).")
  private int idle;

  @Mixin private Output output = new Output();

  @Override
  public Integer call() throws IOException, InterruptedException {
    AgentMeasurement measurement = new AgentMeasurement(output.distribution(), idle);
    List<AgentRun> results = new ArrayList<>();
    for (int run = 1; run <= runs; run++) {
      for (int count : services) {
        AgentRun result = measurement.run(count, run);
        output.add(KIND, result);
        results.add(result);
      }
    }
    System.out.println(Machine.describe() + "\n\n" + AgentReport.of(results));
    return results.stream().allMatch(r -> r.problem().isEmpty()) ? 0 : 1;
  }
}
