package io.readback.app.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

@Command(
    name = "services",
    description = "VIPs, pools, conditions and the verdict, one line per Service.")
final class ServicesCommand extends ViewCommand {
  private static final View VIEW =
      new View(
          "/v1/services",
          List.of(
              Column.field("NAMESPACE", "namespace"),
              Column.field("NAME", "name"),
              Column.field("TYPE", "type"),
              Column.of("VIPS", row -> joined(row, "ip")),
              Column.of("POOLS", row -> joined(row, "pool")),
              Column.of("CONDITION", ServicesCommand::condition),
              Column.field("VERDICT", "verdict"),
              Column.wideOf("MESSAGE", ServicesCommand::messages)),
          "No Services.");

  @Override
  int view(Viewer viewer) {
    return viewer.show(VIEW, document -> ExitCode.FINE);
  }

  private static String joined(JsonNode row, String field) {
    List<String> parts = new ArrayList<>();
    row.path("vips").forEach(v -> parts.add(v.path(field).asString("")));
    return parts.isEmpty() ? "-" : String.join(",", parts.stream().distinct().toList());
  }

  /** The reason of the first condition that is not True, else of the first. */
  private static String condition(JsonNode row) {
    JsonNode conditions = row.path("conditions");
    for (JsonNode c : conditions) {
      if (!c.path("status").asString("").equals("True")) {
        return c.path("reason").asString("-");
      }
    }
    return conditions.isEmpty() ? "-" : conditions.path(0).path("reason").asString("-");
  }

  private static String messages(JsonNode row) {
    List<String> parts = new ArrayList<>();
    row.path("conditions").forEach(c -> parts.add(c.path("message").asString("")));
    parts.removeIf(String::isEmpty);
    return parts.isEmpty() ? "-" : String.join("; ", parts);
  }
}
