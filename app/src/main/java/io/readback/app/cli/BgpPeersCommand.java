package io.readback.app.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

@Command(
    name = "peers",
    description =
        "Sessions: state, uptime, and per family the routes received, accepted, advertised.")
final class BgpPeersCommand extends ViewCommand {
  private static final View VIEW =
      new View(
          "/v1/bgp/peers",
          List.of(
              Column.field("NODE", "node"),
              Column.field("INSTANCE", "instance"),
              Column.field("PEER", "peer"),
              Column.field("LOCAL AS", "localASN"),
              Column.field("PEER AS", "peerASN"),
              Column.field("PEER ADDRESS", "peerAddress"),
              Column.wide("PORT", "peerPort"),
              Column.field("STATE", "state"),
              Column.of("UPTIME", row -> Column.duration(row.path("uptimeSeconds"))),
              Column.of(
                  "FAMILY",
                  row ->
                      families(
                          row,
                          f -> f.path("afi").asString("") + "/" + f.path("safi").asString(""))),
              Column.of("RECEIVED", row -> count(row, "received")),
              Column.of("ACCEPTED", row -> count(row, "accepted")),
              Column.of("ADVERTISED", row -> count(row, "advertised")),
              Column.of("LAST ERROR", BgpPeersCommand::error)),
          "No BGP peers.");

  @Override
  int view(Viewer viewer) {
    return viewer.show(VIEW, document -> ExitCode.FINE);
  }

  /** The last error matters while the session is down. */
  private static String error(JsonNode row) {
    return row.path("state").asString("").equals("established")
        ? "-"
        : Column.scalar(row.path("lastError"));
  }

  private static String count(JsonNode row, String field) {
    return families(row, f -> f.path(field).asString("-"));
  }

  private static String families(JsonNode row, Function<JsonNode, String> text) {
    List<String> parts = new ArrayList<>();
    row.path("families").forEach(f -> parts.add(text.apply(f)));
    return parts.isEmpty() ? "-" : String.join(",", parts);
  }
}
