package io.readback.app.cli;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "events",
    description =
        "What happened to the sessions: changes of state and errors, oldest first, with the message"
            + " that caused them.")
final class BgpEventsCommand extends ViewCommand {
  private static final List<Column> COLUMNS =
      List.of(
          Column.field("TIME", "at"),
          Column.wide("NODE", "node"),
          Column.field("INSTANCE", "instance"),
          Column.field("PEER", "peer"),
          Column.field("FROM", "from"),
          Column.field("TO", "to"),
          Column.field("CAUSE", "cause"),
          Column.wide("DIRECTION", "direction"),
          Column.field("WHAT", "text"),
          Column.wide("MESSAGE", "hex"));

  @Option(names = "--peer", paramLabel = "P", description = "Only this peer, by name or address.")
  private Optional<String> peer = Optional.empty();

  @Override
  int view(Viewer viewer) {
    String path =
        "/v1/bgp/events"
            + peer.map(p -> "?peer=" + URLEncoder.encode(p, StandardCharsets.UTF_8)).orElse("");
    return viewer.show(new View(path, COLUMNS, "No events."), document -> ExitCode.FINE);
  }
}
