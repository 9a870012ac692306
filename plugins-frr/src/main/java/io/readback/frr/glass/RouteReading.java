package io.readback.frr.glass;

import io.readback.frr.show.AdjRibIn;
import io.readback.frr.show.BgpPath;
import io.readback.frr.show.InboundPolicy;
import io.readback.frr.show.Neighbor;
import io.readback.frr.show.RibRoute;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.observe.Cause;
import io.readback.spi.observe.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Why routes are not where they should be, as far as the router's answers show it. */
final class RouteReading {
  private final FrrTables tables;
  private final FrrAnswers answers;
  private final SessionReading sessions;
  private final FrrCommands commands;
  private final List<Finding> findings = new ArrayList<>();

  RouteReading(
      FrrTables tables, FrrAnswers answers, SessionReading sessions, FrrCommands commands) {
    this.tables = tables;
    this.answers = answers;
    this.sessions = sessions;
    this.commands = commands;
  }

  List<Finding> read(Gaps gaps) {
    for (Map.Entry<PeerFamily, SortedSet<IpPrefix>> entry : gaps.missing().entrySet()) {
      missing(entry.getKey(), entry.getValue());
    }
    gaps.unusable().forEach(this::unusable);
    gaps.unselected().forEach(this::unselected);
    gaps.notInstalled().forEach(this::notInstalled);
    return List.copyOf(findings);
  }

  private void missing(PeerFamily pf, SortedSet<IpPrefix> prefixes) {
    if (!sessions.isEstablished(pf.peer())) {
      return;
    }
    Optional<Cause> family = sessions.familyProblem(pf);
    if (family.isPresent()) {
      String words = sessions.familyWords(pf, family.get());
      for (IpPrefix prefix : prefixes) {
        add(family.get(), prefix, pf.peer(), words, commands.typeNeighbor(pf.peer()));
      }
      return;
    }
    for (IpPrefix prefix : prefixes) {
      Optional<AdjRibIn> filtered = answers.filtered(pf);
      Optional<AdjRibIn.Received> received =
          answers.received(pf).map(in -> in.routes().get(prefix));
      if (filtered.map(in -> in.routes().containsKey(prefix)).orElse(false)) {
        filtered(pf, prefix);
      } else if (received.isPresent()) {
        loop(pf, prefix, answers.received(pf).get().localAsn(), received.get());
      } else if (unseen(answers.received(pf)) && unseen(filtered)) {
        probablyFiltered(pf, prefix);
      }
    }
  }

  private static boolean unseen(Optional<AdjRibIn> routes) {
    return routes.map(r -> r.unavailable().isPresent()).orElse(true);
  }

  private void filtered(PeerFamily pf, IpPrefix prefix) {
    String by = refusal(pf, prefix).or(() -> filterNames(pf)).orElse("inbound policy");
    add(
        Cause.FILTERED,
        prefix,
        pf.peer(),
        "received and refused by " + by,
        commands.typeFiltered(pf));
  }

  private void probablyFiltered(PeerFamily pf, IpPrefix prefix) {
    refusal(pf, prefix)
        .ifPresent(
            why ->
                add(
                    Cause.FILTERED,
                    prefix,
                    pf.peer(),
                    "not accepted, and the neighbour's "
                        + why
                        + " refuses it (worked out: without 'soft-reconfiguration inbound' the"
                        + " router does not keep what it refused)",
                    why.contains("prefix-list")
                        ? commands.typePrefixLists(pf.family())
                        : commands.typeRouteMaps()));
  }

  private Optional<String> refusal(PeerFamily pf, IpPrefix prefix) {
    Optional<InboundPolicy> policy = answers.policy(pf.family());
    Optional<Neighbor.InboundFilters> filters = filters(pf);
    return policy.isPresent() && filters.isPresent()
        ? policy.get().refusal(filters.get(), prefix)
        : Optional.empty();
  }

  private Optional<Neighbor.InboundFilters> filters(PeerFamily pf) {
    return answers
        .neighbor(pf.peer())
        .map(n -> n.families().get(pf.family()))
        .map(Neighbor.Family::filters);
  }

  private Optional<String> filterNames(PeerFamily pf) {
    return filters(pf)
        .filter(f -> !f.none())
        .map(
            f -> {
              List<String> names = new ArrayList<>();
              if (!f.prefixList().isEmpty()) {
                names.add("prefix-list " + f.prefixList());
              }
              if (!f.routeMap().isEmpty()) {
                names.add("route-map " + f.routeMap());
              }
              if (!f.others().isEmpty()) {
                names.add("filter " + f.others());
              }
              return "inbound " + String.join(" or ", names);
            });
  }

  private void loop(PeerFamily pf, IpPrefix prefix, long localAsn, AdjRibIn.Received route) {
    if (route.asPath().contains(localAsn)) {
      add(
          Cause.AS_LOOP,
          prefix,
          pf.peer(),
          "received with AS path "
              + String.join(" ", route.asPath().stream().map(String::valueOf).toList())
              + ", which holds the router's own AS "
              + localAsn,
          commands.typeReceived(pf));
    }
  }

  private void unusable(Gaps.At at) {
    BgpPath path = at.path();
    if (path.has(BgpPath.Mark.DAMPED)
        || path.has(BgpPath.Mark.SUPPRESSED)
        || path.has(BgpPath.Mark.HISTORY)) {
      addPath(
          Cause.DAMPED, at, "the path is damped or suppressed", commands.typePaths(at.prefix()));
      return;
    }
    for (IpAddress hop : path.nextHops()) {
      Optional<String> said =
          answers.nextHops().isPresent()
              ? Optional.ofNullable(answers.nextHops().get().invalid().get(hop))
              : Optional.of("path not valid");
      if (said.isPresent()) {
        addPath(
            Cause.NEXTHOP_UNREACHABLE,
            at,
            "next hop " + hop + ": " + said.get(),
            commands.typeNextHops());
        return;
      }
    }
  }

  private void unselected(Gaps.At at) {
    List<BgpPath> selected =
        tables.pathsOf(at.prefix()).stream().filter(BgpPath::selected).toList();
    Optional<BgpPath> best = selected.stream().filter(p -> p.has(BgpPath.Mark.BEST)).findFirst();
    if (at.path().has(BgpPath.Mark.DAMPED)) {
      addPath(Cause.DAMPED, at, "the path is damped", commands.typePaths(at.prefix()));
      return;
    }
    if (best.isEmpty()) {
      return;
    }
    Optional<String> lost = at.path().ranking().lostTo(best.get().ranking());
    addPath(
        lost.isPresent() ? Cause.NOT_SELECTED : Cause.MULTIPATH_LIMIT,
        at,
        lost.map(why -> why + " of the best path via " + hops(best.get()))
            .orElseGet(
                () ->
                    "as good as the best path via "
                        + hops(best.get())
                        + " ("
                        + best.get().selectionReason()
                        + "), and the router uses "
                        + selected.size()
                        + " of "
                        + tables.pathsOf(at.prefix()).size()
                        + ": look at maximum-paths, and at 'bgp bestpath as-path multipath-relax'"
                        + " where the AS numbers differ"),
        commands.typePaths(at.prefix()));
  }

  private void notInstalled(IpPrefix prefix) {
    List<RibRoute> routes = tables.routesOf(prefix);
    Optional<RibRoute> bgp = routes.stream().filter(r -> r.protocol().equals("bgp")).findFirst();
    Optional<RibRoute> winner = tables.installed(prefix);
    String type = commands.typeRoute(prefix);
    if (bgp.isPresent() && bgp.get().failed()) {
      addPrefix(
          Cause.FIB_REFUSED,
          prefix,
          "the kernel or the hardware refused the route (" + hops(bgp.get()) + ")",
          type);
    } else if (winner.isPresent() && winner.get() != bgp.orElse(null)) {
      RibRoute other = winner.get();
      addPrefix(
          Cause.OTHER_PROTOCOL,
          prefix,
          "the "
              + other.protocol()
              + " route (distance "
              + other.distance()
              + hopsOr(prefix, other, ", via ")
              + ") is installed"
              + bgp.map(b -> ", not the bgp route (distance " + b.distance() + ")").orElse(""),
          type);
    } else if (winner.isPresent()) {
      SortedSet<IpAddress> chosen = new TreeSet<>();
      tables.pathsOf(prefix).stream()
          .filter(BgpPath::selected)
          .forEach(p -> p.nextHops().stream().limit(1).forEach(chosen::add));
      addPrefix(
          Cause.MULTIPATH_LIMIT,
          prefix,
          "BGP chose next hops "
              + words(chosen)
              + ", the forwarding table has"
              + hopsOr(prefix, winner.get(), " "),
          type);
    } else if (bgp.isPresent() && bgp.get().offered() && !bgp.get().hasActiveHop()) {
      addPrefix(
          Cause.FIB_FILTERED,
          prefix,
          "zebra lets no next hop of the bgp route pass (an 'ip protocol bgp route-map'?)",
          type);
    } else if (bgp.isEmpty()) {
      addPrefix(
          Cause.UNKNOWN,
          prefix,
          "chosen by BGP, and zebra holds no bgp route of it (a 'table-map'?)",
          type);
    } else if (!bgp.get().queued()) {
      addPrefix(Cause.UNKNOWN, prefix, "zebra holds the bgp route and has not installed it", type);
    }
  }

  private static String hops(BgpPath path) {
    return path.nextHops().isEmpty() ? "itself" : path.nextHops().get(0).toString();
  }

  private static String hops(RibRoute route) {
    List<String> hops = new ArrayList<>();
    route.hops().forEach(h -> h.address().ifPresent(a -> hops.add(a.toString())));
    return String.join(", ", hops);
  }

  private String hopsOr(IpPrefix prefix, RibRoute route, String before) {
    SortedSet<IpAddress> hops = tables.nextHops(prefix, route);
    return hops.isEmpty() ? "" : before + words(hops);
  }

  private static String words(SortedSet<IpAddress> addresses) {
    return String.join(", ", addresses.stream().map(IpAddress::toString).toList());
  }

  private void addPath(Cause cause, Gaps.At at, String evidence, String command) {
    findings.add(new Finding(cause, Optional.of(at.prefix()), at.path().peer(), evidence, command));
  }

  private void add(Cause cause, IpPrefix prefix, IpAddress peer, String evidence, String command) {
    findings.add(new Finding(cause, Optional.of(prefix), Optional.of(peer), evidence, command));
  }

  private void addPrefix(Cause cause, IpPrefix prefix, String evidence, String command) {
    findings.add(new Finding(cause, Optional.of(prefix), Optional.empty(), evidence, command));
  }
}
