package io.readback.bench.link;

import io.readback.bench.measure.Samples;
import io.readback.bench.report.MarkdownTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** The table of failures. */
public final class FailoverReport {
  private FailoverReport() {}

  public static String of(List<FailoverRun> runs) {
    Map<String, List<FailoverRun>> groups = new TreeMap<>();
    runs.forEach(
        r ->
            groups
                .computeIfAbsent(
                    r.failure().ordinal() + " " + r.taker().ordinal(), k -> new ArrayList<>())
                .add(r));
    MarkdownTable table =
        new MarkdownTable(
            "failure",
            "who takes over",
            "replaced after ms, median",
            "most",
            "gap of ping ms, median",
            "most",
            "failures",
            "without figures");
    groups.values().forEach(all -> row(table, all));
    return table.toString();
  }

  private static void row(MarkdownTable table, List<FailoverRun> all) {
    List<FailoverRun> good = all.stream().filter(r -> r.problem().isEmpty()).toList();
    String failure = all.get(0).failure().name().toLowerCase(Locale.ROOT);
    String taker = all.get(0).taker().name().toLowerCase(Locale.ROOT);
    if (good.isEmpty()) {
      table.row(failure, taker, all.get(0).problem(), "", "", "", 0, all.size());
      return;
    }
    Samples replaced = samples(good, FailoverRun::replaced);
    Samples gaps = samples(good, FailoverRun::gap);
    table.row(
        failure,
        taker,
        ms(replaced.median()),
        ms(replaced.most()),
        ms(gaps.median()),
        ms(gaps.most()),
        good.size(),
        all.size() - good.size());
  }

  private static Samples samples(List<FailoverRun> runs, ToDoubleFunction<FailoverRun> figure) {
    return new Samples(runs.stream().map(figure::applyAsDouble).toList());
  }

  private static String ms(double value) {
    return String.format(Locale.ROOT, "%.0f", value);
  }
}
