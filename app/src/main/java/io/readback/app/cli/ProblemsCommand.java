package io.readback.app.cli;

import java.util.List;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

@Command(
    name = "problems",
    description =
        "What is wrong with manifests and settings, with file, line and field. Exits 1 if there are errors.")
final class ProblemsCommand extends ViewCommand {
  private static final View VIEW =
      new View(
          "/v1/problems",
          List.of(
              Column.of("WHERE", ProblemsCommand::where),
              Column.field("SEVERITY", "severity"),
              Column.field("CODE", "code"),
              Column.field("OBJECT", "object"),
              Column.field("FIELD", "field"),
              Column.field("PROBLEM", "message"),
              Column.wide("REMEDY", "remedy")),
          "No problems.");

  @Override
  int view(Viewer viewer) {
    return viewer.show(VIEW, ProblemsCommand::code);
  }

  /** {@code file:line}; no line where there is none. */
  static String where(JsonNode row) {
    String file = row.path("file").asString("");
    int line = row.path("line").asInt(0);
    return line == 0 ? (file.isEmpty() ? "-" : file) : file + ":" + line;
  }

  private static int code(JsonNode document) {
    for (JsonNode row : document) {
      if (row.path("severity").asString("").equals("error")) {
        return ExitCode.WRONG;
      }
    }
    return ExitCode.FINE;
  }
}
