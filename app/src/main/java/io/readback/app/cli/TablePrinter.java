package io.readback.app.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Prints rows in aligned columns. */
final class TablePrinter {
  private static final Map<String, String> COLORS =
      Map.ofEntries(
          Map.entry("verified", "32"),
          Map.entry("established", "32"),
          Map.entry("ok", "32"),
          Map.entry("partial", "33"),
          Map.entry("pending", "33"),
          Map.entry("stale", "33"),
          Map.entry("unknown", "33"),
          Map.entry("unreachable", "33"),
          Map.entry("skipped", "2"),
          Map.entry("missing", "31"),
          Map.entry("rejected", "31"),
          Map.entry("session-down", "31"),
          Map.entry("unexpected", "31"),
          Map.entry("lingering", "31"),
          Map.entry("failed", "31"),
          Map.entry("idle", "31"),
          Map.entry("active", "33"),
          Map.entry("connect", "33"));

  private final List<Column> columns;
  private final boolean colors;

  TablePrinter(List<Column> columns, boolean wide, boolean colors) {
    this.columns = columns.stream().filter(c -> wide || !c.wide()).toList();
    this.colors = colors;
  }

  void print(Iterable<JsonNode> rows, PrintWriter out) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(columns.stream().map(Column::header).toList());
    for (JsonNode row : rows) {
      lines.add(columns.stream().map(c -> c.text().apply(row)).toList());
    }
    int[] widths = new int[columns.size()];
    for (List<String> line : lines) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], line.get(i).length());
      }
    }
    for (List<String> line : lines) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        String cell = line.get(i);
        text.append(colored(cell));
        if (i < widths.length - 1) {
          text.append(" ".repeat(widths[i] - cell.length() + 2));
        }
      }
      out.println(text.toString().stripTrailing());
    }
  }

  private String colored(String cell) {
    String color = colors ? COLORS.get(cell) : null;
    return color == null ? cell : "\u001b[" + color + "m" + cell + "\u001b[0m";
  }
}
