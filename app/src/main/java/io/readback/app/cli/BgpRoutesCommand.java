package io.readback.app.cli;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "routes",
    description =
        "Routes of this node: what it has to announce, told its peers, or was told by them.")
final class BgpRoutesCommand extends ViewCommand {
  /** Which routes. */
  enum Which {
    AVAILABLE,
    ADVERTISED,
    RECEIVED
  }

  @Parameters(
      paramLabel = "available|advertised|received",
      arity = "0..1",
      description =
          "Own routes; routes sent to peers; routes received from peers (default: available).")
  private Which which = Which.AVAILABLE;

  @Option(names = "--peer", paramLabel = "P", description = "Only this peer, by name or address.")
  private Optional<String> peer = Optional.empty();

  /** The families of {@code --family}. */
  enum Family {
    IPV4,
    IPV6
  }

  @Option(names = "--family", paramLabel = "ipv4|ipv6", description = "Only this family.")
  private Optional<Family> family = Optional.empty();

  @Override
  int view(Viewer viewer) {
    StringBuilder path =
        new StringBuilder("/v1/bgp/routes?view=").append(which.name().toLowerCase(Locale.ROOT));
    peer.ifPresent(p -> path.append("&peer=").append(URLEncoder.encode(p, StandardCharsets.UTF_8)));
    family.ifPresent(f -> path.append("&family=").append(f.name().toLowerCase(Locale.ROOT)));
    View view = new View(path.toString(), columns(which), "No routes.");
    return viewer.show(view, document -> ExitCode.FINE);
  }

  private static List<Column> columns(Which which) {
    Column instance = Column.field("INSTANCE", "instance");
    List<Column> rest =
        List.of(
            Column.field("PREFIX", "prefix"),
            Column.field("NEXT HOP", "nextHop"),
            Column.field("ORIGIN", "origin"),
            Column.field("AS PATH", "asPath"),
            Column.field("LOCAL PREF", "localPref"),
            Column.wide("MED", "med"),
            Column.field("COMMUNITIES", "communities"),
            Column.wide("LARGE COMMUNITIES", "largeCommunities"),
            Column.wide("EXTENDED COMMUNITIES", "extendedCommunities"),
            Column.of("AGE", row -> Column.duration(row.path("age"))));
    List<Column> last =
        which == Which.RECEIVED
            ? List.of(Column.wide("PATH ID", "pathId"), Column.wide("STALE", "stale"))
            : List.of();
    List<Column> head =
        which == Which.AVAILABLE
            ? List.of(instance)
            : List.of(instance, Column.field("PEER", "peer"));
    return Stream.of(head, rest, last).flatMap(List::stream).toList();
  }
}
