package io.readback.app.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

@Command(
    name = "pools",
    description = "Pools: dialect, blocks, total, used and available addresses, conditions.")
final class PoolsCommand extends ViewCommand {
  private static final View VIEW =
      new View(
          "/v1/pools",
          List.of(
              Column.field("NAME", "name"),
              Column.field("DIALECT", "dialect"),
              Column.of("BLOCKS", PoolsCommand::blocks),
              Column.field("TOTAL", "total"),
              Column.field("USED", "used"),
              Column.field("AVAILABLE", "available"),
              Column.of("CONDITIONS", PoolsCommand::conditions)),
          "No pools.");

  @Override
  int view(Viewer viewer) {
    return viewer.show(VIEW, document -> ExitCode.FINE);
  }

  private static String blocks(JsonNode row) {
    List<String> parts = new ArrayList<>();
    row.path("blocks")
        .forEach(b -> parts.add(b.path("start").asString("") + "-" + b.path("stop").asString("")));
    return parts.isEmpty() ? "-" : String.join(",", parts);
  }

  private static String conditions(JsonNode row) {
    List<String> parts = new ArrayList<>();
    for (JsonNode c : row.path("conditions")) {
      if (c.path("status").asString("").equals("True")) {
        parts.add(c.path("type").asString("") + " (" + c.path("message").asString("") + ")");
      }
    }
    return parts.isEmpty() ? "-" : String.join(",", parts);
  }
}
