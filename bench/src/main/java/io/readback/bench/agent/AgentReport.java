package io.readback.bench.agent;

import io.readback.bench.measure.Samples;
import io.readback.bench.report.MarkdownTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** The table of what agents cost, medians of the repetitions. */
public final class AgentReport {
  private AgentReport() {}

  public static String of(List<AgentRun> runs) {
    SortedMap<Integer, List<AgentRun>> byServices = new TreeMap<>();
    runs.forEach(r -> byServices.computeIfAbsent(r.services(), s -> new ArrayList<>()).add(r));
    MarkdownTable table =
        new MarkdownTable(
            "Services",
            "runs",
            "start to session s",
            "start to all routes at the router s",
            "RSS MiB",
            "peak RSS MiB",
            "idle CPU %",
            "start CPU s");
    byServices.forEach(
        (services, all) -> {
          List<AgentRun> good = all.stream().filter(r -> r.problem().isEmpty()).toList();
          String count = String.format(Locale.ROOT, "%,d", services);
          if (good.isEmpty()) {
            table.row(count, 0, all.get(all.size() - 1).problem(), "", "", "", "", "");
            return;
          }
          table.row(
              count,
              good.size(),
              median(good, AgentRun::session, 2),
              median(good, AgentRun::all, 2),
              median(good, AgentRun::resident, 0),
              median(good, AgentRun::peak, 0),
              median(good, r -> r.idleCpu() * 100, 2),
              median(good, AgentRun::startCpu, 1));
        });
    return table.toString();
  }

  private static String median(List<AgentRun> runs, ToDoubleFunction<AgentRun> figure, int digits) {
    Samples samples = new Samples(runs.stream().map(figure::applyAsDouble).toList());
    return String.format(Locale.ROOT, "%." + digits + "f", samples.median());
  }
}
