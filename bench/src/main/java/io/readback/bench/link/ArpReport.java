package io.readback.bench.link;

import io.readback.bench.measure.Samples;
import io.readback.bench.report.MarkdownTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** The table of answers under load, medians of the repetitions. */
public final class ArpReport {
  private ArpReport() {}

  public static String of(List<ArpRun> runs) {
    Map<String, List<ArpRun>> groups = new TreeMap<>();
    runs.forEach(
        r ->
            groups
                .computeIfAbsent(
                    "%08d %08d %d".formatted(r.vips(), r.rate(), r.answerer().ordinal()),
                    k -> new ArrayList<>())
                .add(r));
    MarkdownTable table =
        new MarkdownTable(
            "who answers",
            "VIPs",
            "questions/s",
            "for VIPs %",
            "answered %",
            "median us",
            "p99",
            "most",
            "CPU of the process %",
            "machine %",
            "runs");
    groups.values().forEach(all -> row(table, all));
    return table.toString();
  }

  private static void row(MarkdownTable table, List<ArpRun> all) {
    ArpRun one = all.get(0);
    String name = one.answerer().name().toLowerCase(Locale.ROOT);
    String vips = String.format(Locale.ROOT, "%,d", one.vips());
    List<ArpRun> good = all.stream().filter(r -> r.problem().isEmpty()).toList();
    if (good.isEmpty()) {
      table.row(name, vips, one.rate(), "", one.problem(), "", "", "", "", "", 0);
      return;
    }
    table.row(
        name,
        vips,
        median(good, ArpRun::sent, "%,.0f"),
        String.format(Locale.ROOT, "%.1f", one.perMille() / 10.0),
        median(good, r -> r.asked() == 0 ? 0 : 100.0 * r.answered() / r.asked(), "%.2f"),
        median(good, ArpRun::median, "%.0f"),
        median(good, ArpRun::p99, "%.0f"),
        median(good, ArpRun::most, "%.0f"),
        median(good, r -> 100 * r.cpu(), "%.1f"),
        median(good, r -> 100 * r.machine(), "%.0f"),
        good.size());
  }

  private static String median(List<ArpRun> runs, ToDoubleFunction<ArpRun> figure, String format) {
    Samples samples = new Samples(runs.stream().map(figure::applyAsDouble).toList());
    return String.format(Locale.ROOT, format, samples.median());
  }
}
