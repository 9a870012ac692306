package io.readback.app.cli;

import java.util.List;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

@Command(
    name = "drains",
    description = {
      "What is drained at this node: since when, when its routes are withdrawn, how to undo it.",
      "A drain is part of the manifests: annotate a Service or a Node with readback.io/drain, or"
          + " set drain in BgpPeerSettings or BgpRouteSettings. Asking for it again changes"
          + " nothing; taking it away brings the routes back at once."
    })
final class DrainsCommand extends ViewCommand {
  private static final View VIEW =
      new View(
          "/v1/drains",
          List.of(
              Column.field("WHAT", "what"),
              Column.field("NAME", "name"),
              Column.field("STATE", "state"),
              Column.of("SINCE", row -> since(row.path("since"))),
              Column.of("WITHDRAWN", row -> withdrawn(row.path("withdrawsAt"))),
              Column.field("SESSIONS", "sessions"),
              Column.field("REASON", "reason"),
              Column.wide("UNDO", "undo")),
          "Nothing is drained. To drain a Service or a node, annotate it with readback.io/drain:"
              + " \"true\"; for a peer, set drain in BgpPeerSettings.");

  @Override
  int view(Viewer viewer) {
    return viewer.show(VIEW, document -> ExitCode.FINE);
  }

  private static String since(JsonNode at) {
    return at.isNull() ? "before the start" : Column.scalar(at);
  }

  private static String withdrawn(JsonNode at) {
    return at.isNull() ? "yes" : "at " + Column.scalar(at);
  }

  /** For one line: {@code node draining until TIME}. */
  static String summary(JsonNode drain) {
    String what = Column.scalar(drain.path("what"));
    String text =
        (what.equals("service") ? Column.scalar(drain.path("name")) : what)
            + " "
            + Column.scalar(drain.path("state"));
    JsonNode at = drain.path("withdrawsAt");
    return at.isNull() ? text : text + " until " + Column.scalar(at);
  }
}
