package io.readback.app.cli;

import java.util.List;
import picocli.CommandLine.Command;

@Command(
    name = "route-policies",
    description = "Which routes may go to or come from which peer, and with what attributes.")
final class BgpRoutePoliciesCommand extends ViewCommand {
  private static final View VIEW =
      new View(
          "/v1/bgp/route-policies",
          List.of(
              Column.field("INSTANCE", "instance"),
              Column.field("POLICY", "policy"),
              Column.field("TYPE", "type"),
              Column.field("MATCH PEERS", "matchPeers"),
              Column.field("MATCH FAMILIES", "matchFamilies"),
              Column.field("MATCH PREFIXES (MIN..MAX LEN)", "matchPrefixes"),
              Column.field("ACTION", "action"),
              Column.field("PATH ACTIONS", "pathActions")),
          "No route policies.");

  @Override
  int view(Viewer viewer) {
    return viewer.show(VIEW, document -> ExitCode.FINE);
  }
}
