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
              Column.of(
                  "WHERE",
                  row -> row.path("file").asString("") + ":" + row.path("line").asString("")),
              Column.field("SEVERITY", "severity"),
              Column.field("OBJECT", "object"),
              Column.field("FIELD", "field"),
              Column.field("PROBLEM", "message"),
              Column.wide("REMEDY", "remedy")),
          "No problems.");

  @Override
  int view(Viewer viewer) {
    return viewer.show(VIEW, ProblemsCommand::code);
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
