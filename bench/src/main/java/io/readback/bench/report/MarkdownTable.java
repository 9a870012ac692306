package io.readback.bench.report;

import java.util.ArrayList;
import java.util.List;

/** A table in Markdown. */
public final class MarkdownTable {
  private final List<String> lines = new ArrayList<>();

  public MarkdownTable(String... head) {
    row((Object[]) head);
    lines.add("|" + "---|".repeat(head.length));
  }

  public MarkdownTable row(Object... cells) {
    StringBuilder line = new StringBuilder("|");
    for (Object cell : cells) {
      line.append(' ').append(cell).append(" |");
    }
    lines.add(line.toString());
    return this;
  }

  @Override
  public String toString() {
    return String.join("\n", lines) + "\n";
  }
}
