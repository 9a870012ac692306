package io.readback.frr.glass;

import io.readback.router.command.CommandLine;
import io.readback.router.command.RouterCommand;
import io.readback.router.command.RouterName;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/**
 * What FRR is asked. A chain of commands stops at the first one that the router does not know, so
 * every look asks only what FRR 8.4 and newer answer.
 *
 * @param program the way to vtysh on the router's shell
 * @param vrf where sessions and routes are; empty: the default VRF
 */
record FrrCommands(VtyshProgram program, Optional<RouterName> vrf) {
  /**
   * Covering prefixes asked for in one command line. Each makes two commands of up to 100
   * characters; a shell takes 128 KiB.
   */
  static final int COVERS_PER_LINE = 300;

  /** Prefixes asked about alone in one command line; the router takes some 0.6 ms for each. */
  static final int PREFIXES_PER_LINE = 250;

  /** A line of the look, and the covering prefixes it asks for. */
  record Look(CommandLine line, boolean withSummary, List<IpPrefix> covers) {
    Look {
      covers = List.copyOf(covers);
    }
  }

  /**
   * The regular look: sessions, then BGP's table and the RIB below each covering prefix, close
   * together in time.
   */
  List<Look> looks(SortedSet<IpPrefix> covering) {
    List<IpPrefix> all = List.copyOf(covering);
    List<Look> looks = new ArrayList<>();
    int from = 0;
    do {
      int to = Math.min(all.size(), from + COVERS_PER_LINE);
      looks.add(look(from == 0, all.subList(from, to)));
      from = to;
    } while (from < all.size());
    return looks;
  }

  private Look look(boolean first, List<IpPrefix> covers) {
    List<RouterCommand> commands = new ArrayList<>();
    if (first) {
      commands.add(RouterCommand.of(FrrWords.SHOW_VERSION).build());
      commands.add(json(bgp().words(FrrWords.SUMMARY)));
    }
    for (IpPrefix cover : covers) {
      commands.add(longer(bgp(cover.family()), cover));
    }
    for (IpPrefix cover : covers) {
      commands.add(longer(route(cover.family()), cover));
    }
    return new Look(line(commands), first, covers);
  }

  /** Neighbours, then for each of {@code adjIn} what was filtered and what was received. */
  CommandLine details(List<IpAddress> neighbors, List<PeerFamily> adjIn, boolean listenRanges) {
    List<RouterCommand> commands = new ArrayList<>();
    for (IpAddress peer : neighbors) {
      commands.add(json(bgp().words(FrrWords.NEIGHBORS).address(peer)));
    }
    for (PeerFamily pf : adjIn) {
      commands.add(json(adjIn(pf, FrrWords.FILTERED_ROUTES)));
      commands.add(json(adjIn(pf, FrrWords.RECEIVED_ROUTES)));
    }
    if (listenRanges) {
      commands.add(json(bgp().words(FrrWords.PEER_GROUP)));
    }
    return line(commands);
  }

  /** Each prefix alone: only this view has communities. */
  CommandLine paths(List<IpPrefix> prefixes) {
    return line(prefixes.stream().map(p -> json(bgp(p.family()).prefix(p))).toList());
  }

  /** A document for each daemon, so in a line of its own. */
  CommandLine prefixLists(AddressFamily family) {
    return line(List.of(json(RouterCommand.of(prefixList(family)))));
  }

  CommandLine routeMaps() {
    return line(List.of(json(RouterCommand.of(FrrWords.SHOW_ROUTE_MAP))));
  }

  /** The sessions of every VRF. */
  CommandLine vrfs() {
    return line(List.of(json(RouterCommand.of(FrrWords.SHOW_BGP_ALL_SUMMARIES))));
  }

  /** As text, for FRR 8.4 has no JSON of it. */
  CommandLine nextHops() {
    return line(List.of(bgp().words(FrrWords.NEXTHOP).build()));
  }

  // What a person types to see the same, without JSON.

  String typeVrfs() {
    return type(RouterCommand.of(FrrWords.SHOW_BGP_ALL_SUMMARIES));
  }

  String typeSummary() {
    return type(bgp().words(FrrWords.SUMMARY));
  }

  String typeNeighbor(IpAddress peer) {
    return type(bgp().words(FrrWords.NEIGHBORS).address(peer));
  }

  String typeBfd() {
    return type(RouterCommand.of(FrrWords.SHOW_BFD_PEERS));
  }

  String typeFiltered(PeerFamily pf) {
    return type(adjIn(pf, FrrWords.FILTERED_ROUTES));
  }

  String typeReceived(PeerFamily pf) {
    return type(adjIn(pf, FrrWords.RECEIVED_ROUTES));
  }

  String typePrefixLists(AddressFamily family) {
    return type(RouterCommand.of(prefixList(family)));
  }

  String typeRouteMaps() {
    return type(RouterCommand.of(FrrWords.SHOW_ROUTE_MAP));
  }

  String typeNextHops() {
    return type(bgp().words(FrrWords.NEXTHOP));
  }

  String typePaths(IpPrefix prefix) {
    return type(bgp(prefix.family()).prefix(prefix));
  }

  String typeRoute(IpPrefix prefix) {
    return type(route(prefix.family()).prefix(prefix));
  }

  private String type(RouterCommand.Builder command) {
    return line(List.of(command.build())).line();
  }

  private CommandLine line(List<RouterCommand> commands) {
    return CommandLine.of(program.line(), commands);
  }

  private static RouterCommand longer(RouterCommand.Builder show, IpPrefix cover) {
    return json(show.prefix(cover).words(FrrWords.LONGER_PREFIXES));
  }

  private RouterCommand.Builder adjIn(PeerFamily pf, FrrWords which) {
    return bgp(pf.family()).words(FrrWords.NEIGHBORS).address(pf.peer()).words(which);
  }

  private RouterCommand.Builder bgp() {
    return inVrf(RouterCommand.of(FrrWords.SHOW_BGP));
  }

  private RouterCommand.Builder bgp(AddressFamily family) {
    return bgp()
        .words(family == AddressFamily.IPV6 ? FrrWords.IPV6_UNICAST : FrrWords.IPV4_UNICAST);
  }

  private RouterCommand.Builder route(AddressFamily family) {
    return inVrf(
        RouterCommand.of(
            family == AddressFamily.IPV6 ? FrrWords.SHOW_IPV6_ROUTE : FrrWords.SHOW_IPV4_ROUTE));
  }

  private RouterCommand.Builder inVrf(RouterCommand.Builder show) {
    return vrf.map(name -> show.words(FrrWords.VRF).name(name)).orElse(show);
  }

  private static FrrWords prefixList(AddressFamily family) {
    return family == AddressFamily.IPV6
        ? FrrWords.SHOW_IPV6_PREFIX_LIST
        : FrrWords.SHOW_IPV4_PREFIX_LIST;
  }

  private static RouterCommand json(RouterCommand.Builder command) {
    return command.words(FrrWords.JSON).build();
  }
}
