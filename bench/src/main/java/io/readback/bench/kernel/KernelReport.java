package io.readback.bench.kernel;

import io.readback.bench.measure.Samples;
import io.readback.bench.report.MarkdownTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The table of what programming routes takes, and the ratios to the C program. */
public final class KernelReport {
  private KernelReport() {}

  private record Row(Operation operation, int family, boolean compat, int routes) {}

  public static String of(List<KernelRun> runs) {
    Map<Row, Map<ProgramKind, List<KernelRun>>> rows = new LinkedHashMap<>();
    for (KernelRun r : runs) {
      rows.computeIfAbsent(
              new Row(r.operation(), r.family(), r.compat(), r.routes()), k -> new TreeMap<>())
          .computeIfAbsent(r.program(), k -> new ArrayList<>())
          .add(r);
    }
    MarkdownTable table =
        new MarkdownTable(
            "operation",
            "routes",
            "Readback s, median (least to most)",
            "C s",
            "ip -batch s",
            "BIRD s",
            "Readback : C",
            "ip : Readback",
            "BIRD : Readback");
    rows.forEach(
        (row, by) ->
            table.row(
                words(row),
                String.format(Locale.ROOT, "%,d", row.routes()),
                figure(by, ProgramKind.READBACK),
                figure(by, ProgramKind.C),
                figure(by, ProgramKind.IP),
                figure(by, ProgramKind.BIRD),
                ratio(by, ProgramKind.READBACK, ProgramKind.C),
                ratio(by, ProgramKind.IP, ProgramKind.READBACK),
                ratio(by, ProgramKind.BIRD, ProgramKind.READBACK)));
    return table.toString();
  }

  private static String words(Row row) {
    String family = row.family() == 6 ? "IPv6 /128" : "IPv4 /32";
    return switch (row.operation()) {
      case MOVE_GROUP ->
          "move by the group, compat mode " + (row.compat() ? "1 (the default)" : "0");
      case MOVE_EACH -> "move one by one, eight next hops each";
      default -> row.operation().word() + ", " + family;
    };
  }

  private static Samples samples(Map<ProgramKind, List<KernelRun>> by, ProgramKind program) {
    return new Samples(
        by.getOrDefault(program, List.of()).stream()
            .filter(r -> r.problem().isEmpty())
            .map(KernelRun::seconds)
            .toList());
  }

  private static String figure(Map<ProgramKind, List<KernelRun>> by, ProgramKind program) {
    Samples samples = samples(by, program);
    if (samples.count() == 0) {
      return by.getOrDefault(program, List.of()).stream()
          .map(KernelRun::problem)
          .findFirst()
          .orElse("-");
    }
    return "%s (%s to %s)"
        .formatted(number(samples.median()), number(samples.least()), number(samples.most()));
  }

  private static String ratio(
      Map<ProgramKind, List<KernelRun>> by, ProgramKind above, ProgramKind below) {
    Samples a = samples(by, above);
    Samples b = samples(by, below);
    return a.count() == 0 || b.count() == 0
        ? "-"
        : String.format(Locale.ROOT, "%.2f", a.median() / b.median());
  }

  private static String number(double seconds) {
    return String.format(Locale.ROOT, seconds < 0.01 ? "%.5f" : "%.3f", seconds);
  }
}
