package io.readback.app.cli;

import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

@Command(
    name = "verify",
    description =
        "What the routers hold against what they should, per VIP and router. Exits 1 if something is not verified.")
final class VerifyCommand extends ViewCommand {
  @Parameters(
      paramLabel = "SERVICE",
      arity = "0..1",
      description = "Only this Service, as namespace/name.")
  private Optional<String> service = Optional.empty();

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description =
          "Wait up to this long for everything to be verified (default: 0, answer at once).")
  private int timeout;

  @Override
  int view(Viewer viewer) {
    String path =
        "/v1/verify?look=true" + service.map(s -> "&service=" + ServicePath.query(s)).orElse("");
    View view =
        new View(
            path,
            List.of(
                Column.field("NAMESPACE", "namespace"),
                Column.field("NAME", "name"),
                Column.field("VIP", "vip"),
                Column.field("ROUTER", "router"),
                Column.field("VERDICT", "verdict"),
                Column.field("REASON", "reason"),
                Column.field("NEXT HOPS", "installedNextHops"),
                Column.wide("EXPECTED", "expectedNextHops"),
                Column.field("MESSAGE", "message")),
            "Nothing to verify: no Service has an address that is announced.");
    if (timeout > 0) {
      new Waiting(api().endpoint(), timeout).until(path, VerifyCommand::allVerified);
    }
    return viewer.show(
        view,
        document -> viewer.synced() && allVerified(document) ? ExitCode.FINE : ExitCode.WRONG);
  }

  private static boolean allVerified(JsonNode document) {
    if (!(document instanceof ArrayNode rows)) {
      return false;
    }
    for (JsonNode row : rows) {
      if (!row.path("verdict").asString("").equals("verified")) {
        return false;
      }
    }
    return true;
  }
}
