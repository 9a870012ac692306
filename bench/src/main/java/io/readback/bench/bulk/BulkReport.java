package io.readback.bench.bulk;

import io.readback.bench.measure.Samples;
import io.readback.bench.report.MarkdownTable;
import io.readback.bench.routes.Messages;
import io.readback.bench.routes.RouteSet;
import io.readback.bench.scene.Scene;
import io.readback.bench.sender.SenderKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** Tables of bulk runs: medians, and ratios to the replayed floor of the same table. */
public final class BulkReport {
  private BulkReport() {}

  /** One table for each receiver, number of routes and of attribute sets. */
  public static String of(List<BulkRun> runs) {
    record Key(BulkRun run) implements Comparable<Key> {
      @Override
      public int compareTo(Key other) {
        return Comparator.comparing((Key k) -> k.run.receiver())
            .thenComparing(k -> k.run.routes())
            .thenComparing(k -> k.run.sets())
            .compare(this, other);
      }
    }
    SortedMap<Key, List<BulkRun>> tables = new TreeMap<>();
    runs.forEach(r -> tables.computeIfAbsent(new Key(r), k -> new ArrayList<>()).add(r));
    StringBuilder text = new StringBuilder();
    tables.values().forEach(table -> text.append(table(table)).append('\n'));
    return text.toString();
  }

  private static String table(List<BulkRun> runs) {
    BulkRun any = runs.get(0);
    long least =
        new Messages(Scene.SENDER_ASN, Scene.SENDER_ADDRESS)
            .stream(new RouteSet(any.routes(), any.sets())).length;
    SortedMap<SenderKind, List<BulkRun>> bySender = new TreeMap<>();
    runs.forEach(r -> bySender.computeIfAbsent(r.sender(), s -> new ArrayList<>()).add(r));
    OptionalDouble floor =
        bySender.getOrDefault(SenderKind.REPLAY, List.of()).stream().anyMatch(BulkRun::ok)
            ? OptionalDouble.of(
                median(bySender.getOrDefault(SenderKind.REPLAY, List.of()), BulkRun::held))
            : OptionalDouble.empty();
    Optional<Double> withdrawal = withdrawn(bySender.getOrDefault(SenderKind.REPLAY, List.of()));
    MarkdownTable table =
        new MarkdownTable(
            "sender",
            "runs",
            "held s (median, least–most)",
            "× replay",
            "first UPDATE s",
            "last UPDATE s",
            "UPDATEs",
            "octets ÷ least",
            "sender CPU s",
            "sender RSS MiB (peak)",
            "receiver CPU s",
            "other cores",
            "withdrawn s",
            "× replay");
    bySender.entrySet().stream()
        .sorted(Comparator.comparingDouble(e -> order(e.getValue())))
        .forEach(e -> row(table, e.getKey(), e.getValue(), floor, withdrawal, least));
    return String.format(
        Locale.ROOT,
        "Receiver %s, %,d routes, %,d attribute set%s%n%n%s",
        any.receiver(),
        any.routes(),
        any.sets(),
        any.sets() == 1 ? "" : "s",
        table);
  }

  private static double order(List<BulkRun> runs) {
    return runs.stream().anyMatch(BulkRun::ok) ? median(runs, BulkRun::held) : Double.MAX_VALUE;
  }

  private static void row(
      MarkdownTable table,
      SenderKind sender,
      List<BulkRun> runs,
      OptionalDouble floor,
      Optional<Double> withdrawal,
      long least) {
    String name = sender.name().toLowerCase(Locale.ROOT);
    List<BulkRun> good = runs.stream().filter(BulkRun::ok).toList();
    if (good.isEmpty()) {
      String why = runs.get(runs.size() - 1).problem();
      table.row(name, 0, why, "", "", "", "", "", "", "", "", "", "", "");
      return;
    }
    Samples held = new Samples(good.stream().map(BulkRun::held).toList());
    table.row(
        name,
        good.size() + (good.size() < runs.size() ? " of " + runs.size() : ""),
        "%s (%s–%s)"
            .formatted(number(held.median(), 3), number(held.least(), 3), number(held.most(), 3)),
        floor.isPresent() ? number(held.median() / floor.getAsDouble(), 2) : "",
        number(median(good, BulkRun::first), 3),
        number(median(good, BulkRun::last), 3),
        number(median(good, BulkRun::updates), 0),
        number(median(good, BulkRun::octets) / least, 2),
        number(median(good, BulkRun::senderCpu), 2),
        number(median(good, BulkRun::senderResident), 0)
            + " ("
            + number(median(good, BulkRun::senderPeak), 0)
            + ")",
        number(median(good, BulkRun::receiverCpu), 2),
        number(median(good, BulkRun::otherCores), 2),
        withdrawn(good).map(w -> number(w, 3)).orElse("–"),
        withdrawn(good).flatMap(w -> withdrawal.map(f -> number(w / f, 2))).orElse(""));
  }

  /** Median of the withdrawals that were seen. */
  private static Optional<Double> withdrawn(List<BulkRun> runs) {
    List<Double> seen = runs.stream().map(BulkRun::withdrawn).filter(w -> w > 0).toList();
    return seen.isEmpty() ? Optional.empty() : Optional.of(new Samples(seen).median());
  }

  private static double median(List<BulkRun> runs, ToDoubleFunction<BulkRun> figure) {
    return new Samples(runs.stream().filter(BulkRun::ok).map(figure::applyAsDouble).toList())
        .median();
  }

  private static String number(double value, int digits) {
    return String.format(Locale.ROOT, "%,." + digits + "f", value);
  }
}
