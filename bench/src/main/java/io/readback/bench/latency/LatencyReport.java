package io.readback.bench.latency;

import io.readback.bench.report.MarkdownTable;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Tables of latencies. */
public final class LatencyReport {
  private LatencyReport() {}

  /** One announcement by sender, fastest first. */
  public static String announcements(List<AnnounceRun> runs) {
    MarkdownTable table =
        new MarkdownTable(
            "sender",
            "other routes",
            "on the wire ms, median",
            "p99",
            "most",
            "request ms",
            "samples");
    runs.stream()
        .sorted(
            Comparator.comparing(AnnounceRun::others)
                .thenComparing(r -> r.problem().isEmpty() ? r.median() : Double.MAX_VALUE))
        .forEach(
            r ->
                table.row(
                    r.sender().name().toLowerCase(Locale.ROOT),
                    String.format(Locale.ROOT, "%,d", r.others()),
                    r.problem().isEmpty() ? ms(r.median()) : r.problem(),
                    ms(r.p99()),
                    ms(r.most()),
                    ms(r.call()),
                    r.samples()));
    return table.toString();
  }

  /** Changes of manifests by number of Services. */
  public static String manifests(List<ManifestRun> runs) {
    MarkdownTable table =
        new MarkdownTable(
            "other Services",
            "files",
            "on the wire ms, median",
            "p99",
            "most",
            "in the kernel ms, median",
            "p99",
            "samples");
    for (ManifestRun r : runs) {
      table.row(
          String.format(Locale.ROOT, "%,d", r.others()),
          switch (r.layout()) {
            case ONE_FILE -> "one, which changes";
            case OWN_FILE -> "one, and one that changes";
            case MANY_FILES -> "one a Service";
          },
          r.problem().isEmpty() ? ms(r.wire().median()) : r.problem(),
          ms(r.wire().p99()),
          ms(r.wire().most()),
          ms(r.kernel().median()),
          ms(r.kernel().p99()),
          r.samples());
    }
    return table.toString();
  }

  private static String ms(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }
}
