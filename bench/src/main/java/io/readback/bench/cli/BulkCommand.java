package io.readback.bench.cli;

import io.readback.bench.bulk.BulkMeasurement;
import io.readback.bench.bulk.BulkReport;
import io.readback.bench.bulk.BulkRun;
import io.readback.bench.measure.Machine;
import io.readback.bench.receiver.ReceiverKind;
import io.readback.bench.routes.RouteSet;
import io.readback.bench.sender.SenderKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "bulk",
    mixinStandardHelpOptions = true,
    description =
        "Established session to all routes held, by sender. Senders take turns, so that what"
            + " changes on the machine meets all of them.")
final class BulkCommand implements Callable<Integer> {
  static final String KIND = "bulk";

  @Option(names = "--receivers", split = ",", defaultValue = "bird,frr", paramLabel = "NAME")
  private List<ReceiverKind> receivers = List.of();

  @Option(
      names = "--senders",
      split = ",",
      defaultValue = "replay,readback,bird,gobgp,frr,exabgp",
      paramLabel = "NAME",
      description = "Of ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private List<SenderKind> senders = List.of();

  @Option(
      names = "--routes",
      split = ",",
      defaultValue = "10000,100000,1000000",
      paramLabel = "N",
      description = "How many (default: ${DEFAULT-VALUE}).")
  private List<Integer> routes = List.of();

  @Option(
      names = "--sets",
      split = ",",
      defaultValue = "1,1000",
      paramLabel = "N",
      description = "Sets of path attributes (default: ${DEFAULT-VALUE}).")
  private List<Integer> sets = List.of();

  @Option(
      names = "--runs",
      defaultValue = "5",
      paramLabel = "N",
      description = "How often each (default: ${DEFAULT-VALUE}).")
  private int runs;

  @Option(
      names = "--limit",
      defaultValue = "120",
      paramLabel = "SECONDS",
      description = "Until the receiver must hold all (default: ${DEFAULT-VALUE}).")
  private double limit;

  @Mixin private Output output = new Output();

  @Override
  public Integer call() throws IOException, InterruptedException {
    BulkMeasurement measurement = new BulkMeasurement(output.distribution(), limit);
    List<BulkRun> results = new ArrayList<>();
    for (int run = 1; run <= runs; run++) {
      for (ReceiverKind receiver : receivers) {
        for (int count : routes) {
          for (int set : sets) {
            for (SenderKind sender : senders) {
              if (count <= sender.most()) {
                BulkRun result = measurement.run(receiver, sender, new RouteSet(count, set), run);
                output.add(KIND, result);
                results.add(result);
              }
            }
          }
        }
      }
    }
    System.out.println(Machine.describe() + "\n\n" + BulkReport.of(results));
    return results.stream().allMatch(BulkRun::ok) ? 0 : 1;
  }
}
