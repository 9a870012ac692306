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
              Column.wideOf("LOCAL", row -> end(row, "local")),
              Column.wideOf("REMOTE", row -> end(row, "remote")),
              Column.wide("IDENTIFIER", "peerIdentifier"),
              Column.wideOf("HOLD", row -> timer(row, "hold", "configuredHold")),
              Column.wideOf("KEEPALIVE", row -> timer(row, "keepalive", "configuredKeepalive")),
              Column.wideOf("IN", row -> messages(row, "received")),
              Column.wideOf("OUT", row -> messages(row, "sent")),
              Column.wide("QUEUE", "sendQueue"),
              Column.wide("FLAPS", "flaps"),
              Column.wide("CHANGED", "lastStateChange"),
              Column.wideOf(
                  "HEARD", row -> Column.scalar(row.path("activity").path("lastReceived"))),
              Column.wideOf(
                  "AUTH", row -> Column.scalar(row.path("protection").path("authentication"))),
              Column.wideOf("TTL", BgpPeersCommand::ttl),
              Column.wideOf("BFD", BgpPeersCommand::bfd),
              Column.wideOf("DRAIN", BgpPeersCommand::drains),
              Column.wideOf("RESTART", BgpPeersCommand::restart),
              Column.wideOf("CAPABILITIES SENT", row -> capabilities(row, "sent")),
              Column.wideOf("CAPABILITIES RECEIVED", row -> capabilities(row, "received")),
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

  private static String end(JsonNode row, String side) {
    JsonNode connection = row.path("connection");
    String address = Column.scalar(connection.path(side + "Address"));
    if (address.equals("-")) {
      return address;
    }
    String port = Column.scalar(connection.path(side + "Port"));
    return address.indexOf(':') < 0 ? address + ":" + port : "[" + address + "]:" + port;
  }

  /** Negotiated and configured, in seconds. */
  private static String timer(JsonNode row, String negotiated, String configured) {
    JsonNode timers = row.path("timers");
    return timers.isMissingNode()
        ? "-"
        : timers.path(negotiated).asString("-") + "/" + timers.path(configured).asString("-");
  }

  /** Messages and octets. */
  private static String messages(JsonNode row, String direction) {
    JsonNode counts = row.path("messages").path(direction);
    if (counts.isMissingNode()) {
      return "-";
    }
    long total = 0;
    for (String type : List.of("open", "update", "notification", "keepalive", "routeRefresh")) {
      total += counts.path(type).asLong();
    }
    return total + "/" + counts.path("octets").asLong() + "B";
  }

  private static String ttl(JsonNode row) {
    JsonNode protection = row.path("protection");
    String least = Column.scalar(protection.path("ttlLeast"));
    String sent = Column.scalar(protection.path("ttlSent"));
    return least.equals("-") ? sent : sent + " (at least " + least + ")";
  }

  /** State, and once the peer was heard the silence that is borne, of echo packets if they work. */
  private static String bfd(JsonNode row) {
    JsonNode bfd = row.path("bfd");
    String state = Column.scalar(bfd.path("state"));
    long detection = bfd.path("detectionMillis").asLong(0);
    long echo = bfd.path("echoDetectionMillis").asLong(0);
    if (echo != 0) {
      return state + " (echo " + echo + "ms)";
    }
    return detection == 0 ? state : state + " (" + detection + "ms)";
  }

  private static String drains(JsonNode row) {
    List<String> parts = new ArrayList<>();
    row.path("drains").forEach(d -> parts.add(DrainsCommand.summary(d)));
    return parts.isEmpty() ? "-" : String.join(", ", parts);
  }

  private static String restart(JsonNode row) {
    JsonNode restart = row.path("gracefulRestart");
    return restart.path("agreed").asBoolean(false)
        ? restart.path("time").asString("-") + "s/" + restart.path("peerTime").asString("-") + "s"
        : "-";
  }

  private static String capabilities(JsonNode row, String side) {
    List<String> parts = new ArrayList<>();
    row.path("capabilities")
        .path(side)
        .forEach(
            c ->
                parts.add(
                    (c.path("name").asString("") + " " + c.path("value").asString("")).strip()));
    return parts.isEmpty() ? "-" : String.join("; ", parts);
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
