package io.readback.app.cli;

import io.readback.app.document.ProblemRow;
import io.readback.core.lint.Lint;
import io.readback.core.lint.LintReference;
import io.readback.core.model.Problem;
import io.readback.core.model.ProblemCode;
import io.readback.core.plan.RoutePlanner;
import io.readback.core.source.FolderReading;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Command(
    name = "lint",
    mixinStandardHelpOptions = true,
    description =
        "Everything suspicious in a folder of manifests, before it runs. Needs no agent. Exits 1 if there are"
            + " warnings or errors; notices alone exit 0.")
final class LintCommand implements Callable<Integer> {
  private static final View WIDE =
      new View(
          "",
          List.of(
              Column.of("WHERE", ProblemsCommand::where),
              Column.field("SEVERITY", "severity"),
              Column.field("CODE", "code"),
              Column.field("OBJECT", "object"),
              Column.field("FIELD", "field"),
              Column.field("REASON", "message"),
              Column.field("REMEDY", "remedy")),
          "Nothing found.");

  private static final Map<String, String> COLORS =
      Map.of("error", "31;1", "warning", "33", "notice", "2");

  @Option(
      names = "--config",
      paramLabel = "DIR",
      description = "Folder of manifests (*.yaml, *.yml, *.json at any depth).")
  private Optional<Path> config = Optional.empty();

  @Option(
      names = "--explain",
      paramLabel = "CODE",
      description = "Say what a code such as RB201 means, and nothing else.")
  private Optional<String> explain = Optional.empty();

  @Mixin private final PrintOptions output = new PrintOptions();
  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    if (explain.isPresent()) {
      out.print(LintReference.entry(code(explain.get())));
      out.flush();
      return ExitCode.FINE;
    }
    Path folder =
        config.orElseThrow(
            () ->
                new CommandFailure(
                    ExitCode.USAGE,
                    "lint needs --config DIR, the folder of manifests, or --explain CODE"));
    FolderReading reading = ManifestFolder.read("--config", folder);
    List<Problem> found = new ArrayList<>(reading.problems());
    found.addAll(reading.hints());
    List<Problem> findings = Lint.of(reading.state(), found, RoutePlanner.Options.DEFAULT);
    JsonNode document =
        JsonMapper.builder().build().valueToTree(findings.stream().map(ProblemRow::of).toList());
    DocumentPrinter printer = new DocumentPrinter(output, out);
    printer.print(document, rows -> print(printer, rows, reading.files(), out));
    boolean wrong = findings.stream().anyMatch(f -> f.severity() != Problem.Severity.NOTICE);
    return wrong ? ExitCode.WRONG : ExitCode.FINE;
  }

  private static ProblemCode code(String text) {
    return ProblemCode.find(text)
        .orElseThrow(
            () ->
                new CommandFailure(
                    ExitCode.USAGE,
                    "there is no code '" + text + "'; codes look like RB201, see docs/lint.md"));
  }

  private void print(DocumentPrinter printer, JsonNode rows, int files, PrintWriter out) {
    if (printer.isWide()) {
      printer.printTable(WIDE, rows);
    } else {
      rows.forEach(row -> print(row, out));
    }
    out.println(summary(rows, files));
  }

  private void print(JsonNode row, PrintWriter out) {
    String severity = row.path("severity").asString("");
    String object = row.path("object").asString("");
    String field = row.path("field").asString("");
    StringBuilder head = new StringBuilder(ProblemsCommand.where(row)).append(": ");
    head.append(colored(severity, COLORS.getOrDefault(severity, "0")));
    head.append(' ').append(row.path("code").asString(""));
    if (!object.isEmpty()) {
      head.append(' ').append(object);
    }
    if (!field.isEmpty()) {
      head.append(", ").append(field);
    }
    out.println(head);
    out.println("    " + row.path("message").asString(""));
    String remedy = row.path("remedy").asString("");
    if (!remedy.isEmpty()) {
      out.println("    -> " + remedy);
    }
  }

  private String colored(String text, String color) {
    return output.colors() ? "\u001b[" + color + "m" + text + "\u001b[0m" : text;
  }

  private static String summary(JsonNode rows, int files) {
    String in = " in " + counted(files, "file");
    if (rows.isEmpty()) {
      return "Nothing found" + in + ".";
    }
    int[] counts = new int[3];
    for (JsonNode row : rows) {
      counts[
          Problem.Severity.valueOf(
                  row.path("severity").asString("").toUpperCase(java.util.Locale.ROOT))
              .ordinal()]++;
    }
    return counted(counts[2], "error")
        + ", "
        + counted(counts[1], "warning")
        + ", "
        + counted(counts[0], "notice")
        + in
        + ".";
  }

  /** {@code 1 error}, {@code 2 errors}. */
  static String counted(int number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }
}
