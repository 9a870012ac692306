package io.readback.bench.cli;

import io.readback.bench.agent.Layout;
import io.readback.bench.latency.AnnounceLatency;
import io.readback.bench.latency.AnnounceRun;
import io.readback.bench.latency.LatencyReport;
import io.readback.bench.latency.ManifestLatency;
import io.readback.bench.latency.ManifestRun;
import io.readback.bench.measure.Machine;
import io.readback.bench.sender.SenderKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "latency",
    mixinStandardHelpOptions = true,
    description =
        "One announcement to the wire, by sender; one change of a manifest to the wire and into"
            + " FRR's forwarding table.")
final class LatencyCommand implements Callable<Integer> {
  static final String ANNOUNCE = "announce";
  static final String MANIFEST = "manifest";

  @Option(
      names = "--senders",
      split = ",",
      arity = "0..1",
      defaultValue = "replay,readback,bird,gobgp,frr,exabgp",
      paramLabel = "NAME",
      description = "For single announcements (default: ${DEFAULT-VALUE}).")
  private List<SenderKind> senders = List.of();

  @Option(
      names = "--routes",
      split = ",",
      defaultValue = "0",
      paramLabel = "N",
      description = "Routes that the sender has announced before (default: ${DEFAULT-VALUE}).")
  private List<Integer> routes = List.of();

  @Option(
      names = "--services",
      split = ",",
      defaultValue = "10,10000",
      paramLabel = "N",
      description = "Services beside the one that changes (default: ${DEFAULT-VALUE}).")
  private List<Integer> services = List.of();

  @Option(
      names = "--layouts",
      split = ",",
      defaultValue = "own_file,one_file,many_files",
      paramLabel = "NAME",
      description = "How Services stand in files (default: ${DEFAULT-VALUE}).")
  private List<Layout> layouts = List.of();

  @Option(names = "--only", paramLabel = "announce|manifest", description = "Leave the other out.")
  private String only = "";

  @Option(names = "--samples", defaultValue = "100", paramLabel = "N")
  private int samples;

  @Mixin private Output output = new Output();

  @Override
  public Integer call() throws IOException, InterruptedException {
    List<AnnounceRun> announcements = new ArrayList<>();
    List<ManifestRun> manifests = new ArrayList<>();
    if (!only.equals(MANIFEST)) {
      AnnounceLatency measurement = new AnnounceLatency(output.distribution(), samples);
      for (int count : routes) {
        for (SenderKind sender : senders) {
          AnnounceRun result = measurement.run(sender, count);
          output.add(ANNOUNCE, result);
          announcements.add(result);
        }
      }
    }
    if (!only.equals(ANNOUNCE)) {
      ManifestLatency measurement = new ManifestLatency(output.distribution(), samples);
      for (Layout layout : layouts) {
        for (int count : services) {
          ManifestRun result = measurement.run(count, layout);
          output.add(MANIFEST, result);
          manifests.add(result);
        }
      }
    }
    System.out.println(Machine.describe() + "\n");
    System.out.println(LatencyReport.announcements(announcements));
    System.out.println(LatencyReport.manifests(manifests));
    boolean ok =
        announcements.stream().allMatch(r -> r.problem().isEmpty())
            && manifests.stream().allMatch(r -> r.problem().isEmpty());
    return ok ? 0 : 1;
  }
}
