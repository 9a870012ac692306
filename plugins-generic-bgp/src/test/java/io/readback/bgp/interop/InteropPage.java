package io.readback.bgp.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code docs/interop.md}: a table of all routers, each column from the run of its own tests. */
final class InteropPage {
  private static final List<String> COLUMNS =
      List.of("FRR 8.4", "FRR 10.3", "BIRD 2.0", "GoBGP 3.10", "OpenBGPD 7.7", "ExaBGP 4.2");
  private static final String UNKNOWN = "?";
  private static final String HEAD =
      """
      # Interoperability

      What was tried with real routers, and how it went. The tests of this page run in continuous integration: each router has its own
      class of them in `plugins-generic-bgp/src/test/java/io/readback/bgp/interop`, which fails when its column here is not what it saw.
      FRR 10.3 runs in a container of Debian 13, the others are Debian 12's packages in network namespaces. To write a column anew:

      ```
      mvn -Plab verify -pl plugins-generic-bgp -am -Dit.test=BirdInteropIT -Dtest=NoUnit -Dreadback.write-docs=true \\
          -Dsurefire.failIfNoSpecifiedTests=false -Dfailsafe.failIfNoSpecifiedTests=false
      ```

      *works*: sessions at both ends, and routes with the attributes they should have at the router. *–*: the router cannot; why stands below
      the table.

      """;

  /** The cells of each router, and the reasons. */
  private final Map<String, Map<InteropRow, InteropCell>> columns = new LinkedHashMap<>();

  private InteropPage() {
    COLUMNS.forEach(c -> columns.put(c, new EnumMap<>(InteropRow.class)));
  }

  /**
   * Compares the cells of a run with the page, those of rows that were run; with {@code
   * -Dreadback.write-docs=true} writes them there.
   */
  static void judge(String column, Map<InteropRow, InteropCell> cells) {
    assertThat(COLUMNS).contains(column);
    Path file = file();
    InteropPage page = read(file);
    if (Boolean.getBoolean("readback.write-docs")) {
      page.columns.get(column).putAll(cells);
      write(file, page.text());
      return;
    }
    Map<InteropRow, InteropCell> written = new EnumMap<>(page.columns.get(column));
    written.keySet().retainAll(cells.keySet());
    assertThat(written)
        .as("the column %s of docs/interop.md, which -Dreadback.write-docs=true writes", column)
        .isEqualTo(cells);
    assertThat(written()).isEqualTo(rendered());
  }

  /** The page as its own cells make it, to be compared with what stands there. */
  static String rendered() {
    return read(file()).text();
  }

  /** The page as it stands. */
  static String written() {
    return text(file());
  }

  private static Path file() {
    Path module = Path.of("").toAbsolutePath();
    return module.resolve("../docs/interop.md").normalize();
  }

  private static String text(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InteropPage read(Path file) {
    InteropPage page = new InteropPage();
    Map<String, String> reasons = new LinkedHashMap<>();
    List<String> lines = text(file).lines().toList();
    for (String line : lines) {
      if (line.startsWith("- ")) {
        int end = line.lastIndexOf(": ");
        reasons.put(line.substring(2, end), line.substring(end + 2));
      }
    }
    for (String line : lines) {
      row(line).ifPresent(row -> page.take(row, line, reasons));
    }
    return page;
  }

  private static Optional<InteropRow> row(String line) {
    for (InteropRow row : InteropRow.values()) {
      if (line.startsWith("| " + row.title() + " |")) {
        return Optional.of(row);
      }
    }
    return Optional.empty();
  }

  private void take(InteropRow row, String line, Map<String, String> reasons) {
    String[] words = line.split("\\|");
    for (int i = 0; i < COLUMNS.size(); i++) {
      String word = words[i + 2].strip();
      if (!word.equals(UNKNOWN)) {
        String reason = reasons.getOrDefault(COLUMNS.get(i) + ", " + row.title(), "");
        columns.get(COLUMNS.get(i)).put(row, new InteropCell(word, reason));
      }
    }
  }

  private String text() {
    StringBuilder text = new StringBuilder(HEAD);
    text.append("| | ").append(String.join(" | ", COLUMNS)).append(" |\n|---|");
    text.append("---|".repeat(COLUMNS.size())).append('\n');
    for (InteropRow row : InteropRow.values()) {
      List<String> words = new ArrayList<>();
      words.add(row.title());
      columns.values().forEach(c -> words.add(c.containsKey(row) ? c.get(row).word() : UNKNOWN));
      text.append("| ").append(String.join(" | ", words)).append(" |\n");
    }
    text.append("\n## What a router cannot\n\n");
    columns.forEach(
        (column, cells) ->
            cells.forEach(
                (row, cell) -> {
                  if (!cell.reason().isEmpty()) {
                    text.append("- %s, %s: %s%n".formatted(column, row.title(), cell.reason()));
                  }
                }));
    return text.toString();
  }
}
