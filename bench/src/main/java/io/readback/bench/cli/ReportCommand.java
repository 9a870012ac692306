package io.readback.bench.cli;

import io.readback.bench.agent.AgentReport;
import io.readback.bench.agent.AgentRun;
import io.readback.bench.bulk.BulkReport;
import io.readback.bench.bulk.BulkRun;
import io.readback.bench.latency.AnnounceRun;
import io.readback.bench.latency.LatencyReport;
import io.readback.bench.latency.ManifestRun;
import io.readback.bench.link.ArpReport;
import io.readback.bench.link.ArpRun;
import io.readback.bench.link.FailoverReport;
import io.readback.bench.link.FailoverRun;
import io.readback.bench.report.JsonLines;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    description = "The tables of results that were kept.")
final class ReportCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", arity = "1..*", description = "Files that --out wrote.")
  private List<Path> files = new ArrayList<>();

  @Override
  public Integer call() throws IOException {
    System.out.print(
        BulkReport.of(JsonLines.read(files, BulkCommand.KIND, BulkRun.class))
            + LatencyReport.announcements(
                JsonLines.read(files, LatencyCommand.ANNOUNCE, AnnounceRun.class))
            + "\n"
            + LatencyReport.manifests(
                JsonLines.read(files, LatencyCommand.MANIFEST, ManifestRun.class))
            + "\n"
            + AgentReport.of(JsonLines.read(files, AgentCommand.KIND, AgentRun.class))
            + "\n"
            + ArpReport.of(JsonLines.read(files, ArpCommand.KIND, ArpRun.class))
            + "\n"
            + FailoverReport.of(JsonLines.read(files, FailoverCommand.KIND, FailoverRun.class)));
    return 0;
  }
}
