package io.readback.frr.glass;

import io.readback.frr.show.BgpPath;
import io.readback.frr.show.BgpSummary;
import io.readback.frr.show.BgpTable;
import io.readback.frr.show.FrrVersion;
import io.readback.frr.show.RibRoute;
import io.readback.frr.show.RibTable;
import io.readback.router.command.ExecResult;
import io.readback.router.json.JsonDocuments;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.plugin.PluginException;
import io.readback.spi.plugin.PluginException.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * The answers to one regular look, complete.
 *
 * @param routes of the prefixes asked about, and routes of BGP's beside them
 * @param noInstance what the router says when it runs no BGP instance
 */
record FrrTables(
    Optional<FrrVersion> version,
    BgpSummary summary,
    SortedMap<IpPrefix, List<BgpPath>> paths,
    SortedMap<IpPrefix, List<RibRoute>> routes,
    Optional<String> noInstance) {
  FrrTables {
    paths = Collections.unmodifiableSortedMap(new TreeMap<>(paths));
    routes = Collections.unmodifiableSortedMap(new TreeMap<>(routes));
  }

  /**
   * Most prefixes that nobody asked about and are reported: enough to see that somebody announces
   * what he should not, and few where a pool lies among a carrier's routes.
   */
  static final int MAX_OTHERS = 1000;

  List<BgpPath> pathsOf(IpPrefix prefix) {
    return paths.getOrDefault(prefix, List.of());
  }

  List<RibRoute> routesOf(IpPrefix prefix) {
    return routes.getOrDefault(prefix, List.of());
  }

  /** The one route of the prefix that is in the forwarding table. */
  Optional<RibRoute> installed(IpPrefix prefix) {
    return routesOf(prefix).stream().filter(RibRoute::inForwardingTable).findFirst();
  }

  /**
   * The next hops that a route of the prefix uses, as BGP knows them. A neighbour that sends a
   * link-local next hop beside its global one is reached by the link-local one: it stands in the
   * forwarding table, and the global one says whose it is.
   */
  SortedSet<IpAddress> nextHops(IpPrefix prefix, RibRoute route) {
    SortedSet<IpAddress> out = new TreeSet<>();
    for (IpAddress hop : route.nextHops()) {
      out.add(
          pathsOf(prefix).stream()
              .map(BgpPath::nextHops)
              .filter(hops -> hops.contains(hop))
              .map(hops -> hops.get(0))
              .findFirst()
              .orElse(hop));
    }
    return Collections.unmodifiableSortedSet(out);
  }

  /** A route of BGP's that sends traffic to somebody, unlike an aggregate of the router's own. */
  private static boolean forwardsForBgp(RibRoute route) {
    return route.protocol().equals("bgp")
        && route.inForwardingTable()
        && !route.nextHops().isEmpty();
  }

  /** Reads all answers of a look; anything short of complete is an exception. */
  static FrrTables read(
      List<FrrCommands.Look> looks, List<ExecResult> answers, Predicate<IpPrefix> wanted)
      throws PluginException {
    Optional<FrrVersion> version = Optional.empty();
    Optional<BgpSummary> summary = Optional.empty();
    Optional<String> noInstance = Optional.empty();
    SortedMap<IpPrefix, List<BgpPath>> paths = new TreeMap<>();
    SortedMap<IpPrefix, List<RibRoute>> routes = new TreeMap<>();
    for (int i = 0; i < looks.size(); i++) {
      FrrCommands.Look look = looks.get(i);
      byte[] answer = succeeded(answers.get(i)).out();
      try (JsonDocuments documents =
          look.withSummary() ? JsonDocuments.afterText(answer) : JsonDocuments.of(answer)) {
        if (look.withSummary()) {
          version = FrrVersion.read(documents.text());
          summary = Optional.of(BgpSummary.read(documents));
        }
        for (int n = 0; n < look.covers().size(); n++) {
          BgpTable table = BgpTable.read(documents, wanted);
          paths.putAll(table.routes());
          noInstance = noInstance.or(table::absence);
        }
        for (int n = 0; n < look.covers().size(); n++) {
          routes.putAll(
              RibTable.read(documents, wanted, FrrTables::forwardsForBgp, MAX_OTHERS).routes());
        }
        documents.end();
      }
    }
    BgpSummary sessions = summary.orElseThrow();
    if (noInstance.isPresent() && !sessions.families().isEmpty()) {
      throw new PluginException(
          Kind.PROTOCOL,
          "the router's answers contradict each other: sessions, and '" + noInstance.get() + "'");
    }
    return new FrrTables(version, sessions, paths, routes, noInstance);
  }

  /** FRR answers with status 0; everything else is a refusal with the reason in text. */
  static ExecResult succeeded(ExecResult answer) throws PluginException {
    if (answer.status() == 0) {
      return answer;
    }
    String said = answer.complaint();
    String all = new String(answer.err(), StandardCharsets.UTF_8).toLowerCase(Locale.ROOT);
    if (all.contains("failed in account validation")
        || all.contains("permission denied")
        || answer.status() == 126
        || answer.status() == 127) {
      throw failed(
          Kind.PERMISSION,
          answer,
          said,
          "the user may not run vtysh: put it into group frrvty, or see that its forced command lets"
              + " the looking glass's commands pass");
    }
    if (all.contains("failed to connect to any daemons")) {
      throw failed(
          Kind.PROTOCOL,
          answer,
          said,
          "vtysh reaches no daemon: FRR does not run, or the user may not open its sockets (group"
              + " frrvty)");
    }
    throw failed(
        said.contains("Unknown command") ? Kind.UNSUPPORTED : Kind.PROTOCOL, answer, said, "");
  }

  private static PluginException failed(Kind kind, ExecResult answer, String said, String advice) {
    return new PluginException(
        kind,
        "vtysh ended with status "
            + answer.status()
            + (said.isEmpty() ? "" : ": " + said)
            + (advice.isEmpty() ? "" : "; " + advice));
  }
}
