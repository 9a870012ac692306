package io.readback.bench.cli;

import io.readback.bench.measure.Machine;
import io.readback.bench.peers.PeersMeasurement;
import io.readback.bench.peers.PeersReport;
import io.readback.bench.peers.PeersRun;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "peers",
    mixinStandardHelpOptions = true,
    description =
        "One speaker with many peers: one change to all of them, memory, idle processor time, and"
            + " sessions during a full garbage collection of 1 GiB.")
final class PeersCommand implements Callable<Integer> {
  static final String KIND = "peers";

  @Option(
      names = "--peers",
      split = ",",
      defaultValue = "1000",
      paramLabel = "N",
      description = "Peers of the one speaker (default: ${DEFAULT-VALUE}).")
  private List<Integer> peers = List.of();

  @Option(
      names = "--routes",
      split = ",",
      defaultValue = "0,1000000",
      paramLabel = "N",
      description = "Routes that all peers have (default: ${DEFAULT-VALUE}).")
  private List<Integer> routes = List.of();

  @Option(
      names = "--hold",
      defaultValue = "3",
      paramLabel = "SECONDS",
      description = "The hold time of all sessions (default: ${DEFAULT-VALUE}).")
  private int hold;

  @Option(names = "--samples", defaultValue = "50", paramLabel = "N")
  private int samples;

  @Option(names = "--idle", defaultValue = "30", paramLabel = "SECONDS")
  private int idle;

  @Mixin private Output output = new Output();

  @Override
  public Integer call() throws IOException, InterruptedException {
    PeersMeasurement measurement = new PeersMeasurement(samples, idle);
    List<PeersRun> results = new ArrayList<>();
    for (int count : routes) {
      for (int many : peers) {
        PeersRun result = measurement.run(many, count, hold);
        output.add(KIND, result);
        results.add(result);
      }
    }
    System.out.println(Machine.describe() + "\n\n" + PeersReport.of(results));
    return results.stream().allMatch(r -> r.problem().isEmpty()) ? 0 : 1;
  }
}
